//! The descriptors of one session: small numbers, the lowest free one first, as POSIX asks.

use crate::kernel::{Socket, epoll};
use crate::quota::{Exceeded, Quota, Share};
use crate::room::{Question, Registration};
use sockbox_core::{Fd, Holder};
use std::sync::{Arc, Weak};

/// 0, 1 and 2 are the terminal's.
const FIRST: i32 = 3;

/// For how many an epoll counts. It may watch every open socket of its session, and for each watch the kernel has memory, of which all
/// epolls of the relay share `fs.epoll.max_user_watches`, its own included.
pub(super) const EPOLL: usize = 16;

/// For how many a descriptor of this socket counts.
pub(super) fn weight(socket: &Socket) -> usize {
    if socket.is_epoll() { EPOLL } else { 1 }
}

/// Which socket each descriptor names.
pub(super) struct Descriptors {
    slots: Vec<Option<Slot>>,
    /// Sockets whose last descriptor is free again, as long as a blocked call holds them.
    closed: Vec<(Weak<Socket>, Share)>,
    quota: Quota,
    registration: Registration,
}

struct Slot {
    socket: Arc<Socket>,
    is_epoll: bool,
    share: Share,
}

impl Descriptors {
    /// None yet. Each is a share of the quota, and so is each socket that has none but is kept from being closed by a blocked call.
    pub(super) fn new(quota: Quota, registration: Registration) -> Self {
        Self { slots: Vec::new(), closed: Vec::new(), quota, registration }
    }

    /// Takes so much of the quota, for a descriptor to come, or for sockets that are about to travel.
    pub(super) fn reserve(&mut self, count: usize) -> Result<Share, Exceeded> {
        self.let_go();
        self.quota.take(count)
    }

    /// Gives back what was kept for sockets that are closed by now.
    pub(super) fn let_go(&mut self) {
        self.closed.retain(|(socket, _)| socket.strong_count() > 0);
    }

    /// The lowest free descriptor, from now on that of `socket`.
    pub(super) fn insert(&mut self, socket: Socket, share: Share) -> Fd {
        self.name(Arc::new(socket), share)
    }

    /// The lowest free descriptor, from now on another of the socket that `fd` names, dup(2).
    pub(super) fn duplicate(&mut self, fd: Fd, share: Share) -> Option<Fd> {
        let socket = Arc::clone(self.find(fd)?);
        Some(self.name(socket, share))
    }

    fn name(&mut self, socket: Arc<Socket>, share: Share) -> Fd {
        let free = self.slots.iter().position(Option::is_none).unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        // The limit is far below `i32::MAX`.
        let fd = Fd(FIRST + free as i32);
        self.registration.enter(fd, &socket);
        self.slots[free] = Some(Slot { is_epoll: socket.is_epoll(), socket, share });
        fd
    }

    pub(super) fn find(&self, fd: Fd) -> Option<&Arc<Socket>> {
        self.slots.get(slot(fd)?)?.as_ref().map(|slot| &slot.socket)
    }

    /// The sockets of the room that a question is about.
    pub(super) fn holders(&self, question: &Question, asking: &Arc<Socket>) -> Vec<Holder> {
        self.registration.holders(question, asking)
    }

    /// Frees a descriptor. Its socket is closed when no other descriptor names it and no call holds it any more.
    pub(super) fn remove(&mut self, fd: Fd) -> Option<Arc<Socket>> {
        let Slot { socket, share, .. } = self.slots.get_mut(slot(fd)?)?.take()?;
        self.registration.remove(fd);
        let is_named = self.slots.iter().flatten().any(|other| Arc::ptr_eq(&other.socket, &socket));
        if !is_named {
            self.unwatch(&socket);
            if Arc::strong_count(&socket) > 1 {
                self.closed.push((Arc::downgrade(&socket), share));
            }
        }
        Some(socket)
    }

    /// The kernel goes on watching a socket as long as any process has it, and nothing would count that.
    fn unwatch(&self, socket: &Socket) {
        let named = self.slots.iter().flatten().filter(|slot| slot.is_epoll).map(|slot| Arc::clone(&slot.socket));
        let held = self.closed.iter().filter_map(|(held, _)| held.upgrade()).filter(|held| held.is_epoll());
        named.chain(held).for_each(|epoll| epoll::forget(&epoll, socket));
    }
}

fn slot(fd: Fd) -> Option<usize> {
    usize::try_from(fd.0.checked_sub(FIRST)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::{Limit, Name};
    use crate::room::Directory;
    use sockbox_core::{Limited, Thing};

    const NAME: Name = Name { option: "process-descriptors", limited: Limited::Process, thing: Thing::Sockets };

    fn at_most(limit: usize) -> Descriptors {
        Descriptors::new(Quota::new(&Limit::new(&NAME, limit)), Arc::<Directory>::default().register(String::new()))
    }

    impl Descriptors {
        fn open(&mut self) -> Fd {
            let socket = Socket::open(libc::AF_INET, libc::SOCK_DGRAM, 0).expect("any process may have a UDP socket");
            let share = self.reserve(1).expect("it is within the quota");
            self.insert(socket, share)
        }

        fn dup(&mut self, fd: Fd) -> Option<Fd> {
            let share = self.reserve(1).expect("it is within the quota");
            self.duplicate(fd, share)
        }

        fn has_room_for(&mut self, count: usize) -> bool {
            self.reserve(count).is_ok()
        }
    }

    #[test]
    fn a_new_descriptor_is_the_lowest_free_one() {
        let mut descriptors = at_most(10);
        assert_eq!([0; 3].map(|_| descriptors.open()), [Fd(3), Fd(4), Fd(5)]);
        assert!(descriptors.remove(Fd(4)).is_some());
        assert_eq!([0; 2].map(|_| descriptors.open()), [Fd(4), Fd(6)]);
    }

    #[test]
    fn numbers_that_name_nothing_are_not_found() {
        let mut descriptors = at_most(10);
        descriptors.open();
        for fd in [i32::MIN, -1, 0, 2, 4, i32::MAX] {
            assert!(descriptors.find(Fd(fd)).is_none() && descriptors.remove(Fd(fd)).is_none(), "{fd}");
        }
    }

    #[test]
    fn it_is_full_at_its_limit_and_not_after_a_close() {
        let mut descriptors = at_most(2);
        descriptors.open();
        assert!(descriptors.has_room_for(1));
        descriptors.open();
        assert!(!descriptors.has_room_for(1));
        descriptors.remove(Fd(3));
        assert!(descriptors.has_room_for(1));
    }

    #[test]
    fn a_socket_that_a_call_still_holds_counts() {
        let mut descriptors = at_most(1);
        let fd = descriptors.open();
        let held = descriptors.find(fd).cloned();
        descriptors.remove(fd);
        assert!(!descriptors.has_room_for(1));
        drop(held);
        assert!(descriptors.has_room_for(1));
    }

    #[test]
    fn two_descriptors_of_one_socket_count_as_two_until_the_last_is_closed() {
        let mut descriptors = at_most(2);
        let first = descriptors.open();
        assert_eq!(descriptors.dup(first), Some(Fd(4)));
        assert!(!descriptors.has_room_for(1));
        let socket = descriptors.remove(first).map(|socket| Arc::downgrade(&socket));
        assert!(descriptors.has_room_for(1) && !descriptors.has_room_for(2));
        descriptors.remove(Fd(4));
        assert!(descriptors.has_room_for(2) && socket.is_some_and(|socket| socket.upgrade().is_none()));
        assert_eq!(descriptors.dup(Fd(4)), None);
    }

    #[test]
    fn dropped_it_gives_everything_back() {
        let quota = Quota::new(&Limit::new(&NAME, 2));
        let registration = Arc::<Directory>::default().register(String::new());
        let mut descriptors = Descriptors::new(quota.clone(), registration);
        let fd = descriptors.open();
        descriptors.dup(fd);
        assert_eq!(quota.used(), 2);
        drop(descriptors);
        assert_eq!(quota.used(), 0);
    }
}

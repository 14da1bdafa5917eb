//! The descriptors of one session: small numbers, the lowest free one first, as POSIX asks.

use crate::kernel::Socket;
use sockbox_core::Fd;
use std::sync::{Arc, Weak};

/// 0, 1 and 2 are the terminal's.
const FIRST: i32 = 3;

/// Which socket each descriptor names.
pub(super) struct Descriptors {
    slots: Vec<Option<Arc<Socket>>>,
    /// Sockets whose descriptor is free again, as long as a blocked call holds them.
    closed: Vec<Weak<Socket>>,
    limit: usize,
}

impl Descriptors {
    /// None yet, and at most `limit`.
    pub(super) fn new(limit: usize) -> Self {
        Self { slots: Vec::new(), closed: Vec::new(), limit }
    }

    /// Whether so many more descriptors would be within the limit. Sockets count that blocked calls keep from being closed.
    pub(super) fn has_room_for(&mut self, more: usize) -> bool {
        self.closed.retain(|socket| socket.strong_count() > 0);
        self.slots.iter().flatten().count() + self.closed.len() + more <= self.limit
    }

    /// The most there may be.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// The lowest free descriptor, from now on that of `socket`.
    pub(super) fn insert(&mut self, socket: Socket) -> Fd {
        self.name(Arc::new(socket))
    }

    /// The lowest free descriptor, from now on another of the socket that `fd` names, dup(2).
    pub(super) fn duplicate(&mut self, fd: Fd) -> Option<Fd> {
        let socket = Arc::clone(self.find(fd)?);
        Some(self.name(socket))
    }

    fn name(&mut self, socket: Arc<Socket>) -> Fd {
        let free = self.slots.iter().position(Option::is_none).unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() - 1
        });
        self.slots[free] = Some(socket);
        // The limit is far below `i32::MAX`.
        Fd(FIRST + free as i32)
    }

    pub(super) fn find(&self, fd: Fd) -> Option<&Arc<Socket>> {
        self.slots.get(slot(fd)?)?.as_ref()
    }

    /// Frees a descriptor. Its socket is closed when no other descriptor names it and no call holds it any more.
    pub(super) fn remove(&mut self, fd: Fd) -> Option<Arc<Socket>> {
        let socket = self.slots.get_mut(slot(fd)?)?.take()?;
        let is_named = self.slots.iter().flatten().any(|other| Arc::ptr_eq(other, &socket));
        if !is_named && Arc::strong_count(&socket) > 1 {
            self.closed.push(Arc::downgrade(&socket));
        }
        Some(socket)
    }
}

fn slot(fd: Fd) -> Option<usize> {
    usize::try_from(fd.0.checked_sub(FIRST)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn socket() -> Socket {
        Socket::open(libc::AF_INET, libc::SOCK_DGRAM, 0).expect("any process may have a UDP socket")
    }

    #[test]
    fn a_new_descriptor_is_the_lowest_free_one() {
        let mut descriptors = Descriptors::new(10);
        assert_eq!([0; 3].map(|_| descriptors.insert(socket())), [Fd(3), Fd(4), Fd(5)]);
        assert!(descriptors.remove(Fd(4)).is_some());
        assert_eq!([0; 2].map(|_| descriptors.insert(socket())), [Fd(4), Fd(6)]);
    }

    #[test]
    fn numbers_that_name_nothing_are_not_found() {
        let mut descriptors = Descriptors::new(10);
        descriptors.insert(socket());
        for fd in [i32::MIN, -1, 0, 2, 4, i32::MAX] {
            assert!(descriptors.find(Fd(fd)).is_none() && descriptors.remove(Fd(fd)).is_none(), "{fd}");
        }
    }

    #[test]
    fn it_is_full_at_its_limit_and_not_after_a_close() {
        let mut descriptors = Descriptors::new(2);
        descriptors.insert(socket());
        assert!(descriptors.has_room_for(1));
        descriptors.insert(socket());
        assert!(!descriptors.has_room_for(1));
        descriptors.remove(Fd(3));
        assert!(descriptors.has_room_for(1));
    }

    #[test]
    fn a_socket_that_a_call_still_holds_counts() {
        let mut descriptors = Descriptors::new(1);
        let fd = descriptors.insert(socket());
        let held = descriptors.find(fd).cloned();
        descriptors.remove(fd);
        assert!(!descriptors.has_room_for(1));
        drop(held);
        assert!(descriptors.has_room_for(1));
    }

    #[test]
    fn two_descriptors_of_one_socket_count_as_two_until_the_last_is_closed() {
        let mut descriptors = Descriptors::new(2);
        let first = descriptors.insert(socket());
        assert_eq!(descriptors.duplicate(first), Some(Fd(4)));
        assert!(!descriptors.has_room_for(1));
        let socket = descriptors.remove(first).map(|socket| Arc::downgrade(&socket));
        assert!(descriptors.has_room_for(1) && !descriptors.has_room_for(2));
        descriptors.remove(Fd(4));
        assert!(descriptors.has_room_for(2) && socket.is_some_and(|socket| socket.upgrade().is_none()));
        assert_eq!(descriptors.duplicate(Fd(4)), None);
    }
}

//! The queues of listening sockets. A connection that nobody has accepted has no descriptor, and its buffers are the host's memory all the
//! same: each place in a queue is counted, and a queue is no longer than there are places.

use crate::kernel::Socket;
use crate::policy;
use crate::quota::{Quota, Share};
use sockbox_core::Errno;
use std::sync::{Arc, Weak};

/// The places that the listening sockets of one session have.
pub(super) struct Queues {
    places: Quota,
    taken: Vec<(Weak<Socket>, Share)>,
}

impl Queues {
    pub(super) fn new(places: Quota) -> Self {
        Self { places, taken: Vec::new() }
    }

    /// listen(2). The backlog is a hint, as POSIX says: where there are fewer places it is cut, as `net.core.somaxconn` cuts it. One
    /// connection waits even where there are none.
    pub(super) fn listen(&mut self, socket: &Arc<Socket>, backlog: i32) -> Result<(), Errno> {
        self.let_go();
        let mut share = self.remove(socket).unwrap_or_else(|| self.places.take_up_to(0));
        share.grow_up_to(policy::backlog(backlog));
        let granted = share.amount().min(policy::backlog(backlog));
        let listened = socket.listen(granted as i32);
        if listened.is_ok() {
            share.shrink_to(granted);
        }
        self.insert(socket, share);
        listened
    }

    /// A socket came from another process, which may close its own. One that listens takes the most places there are for one here, for
    /// nothing tells how long its queue is.
    pub(super) fn receive(&mut self, socket: &Arc<Socket>) {
        if !socket.is_listening() {
            return;
        }
        let share = self.places.take_up_to(policy::BACKLOG_MAX);
        if share.amount() < policy::BACKLOG_MAX {
            // It listens already: this cannot fail.
            let _ = socket.listen(share.amount() as i32);
        }
        self.insert(socket, share);
    }

    /// Gives back the places of sockets that are closed by now.
    pub(super) fn let_go(&mut self) {
        self.taken.retain(|(socket, _)| socket.strong_count() > 0);
    }

    fn insert(&mut self, socket: &Arc<Socket>, share: Share) {
        if share.amount() > 0 {
            self.taken.push((Arc::downgrade(socket), share));
        }
    }

    fn remove(&mut self, socket: &Arc<Socket>) -> Option<Share> {
        let place = self.taken.iter().position(|(other, _)| std::ptr::eq(other.as_ptr(), Arc::as_ptr(socket)))?;
        Some(self.taken.swap_remove(place).1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::{Limit, Name};
    use sockbox_core::{Limited, Thing};

    const NAME: Name = Name { option: "process-queued-connections", limited: Limited::Process, thing: Thing::Places };

    fn queues(limit: usize) -> (Queues, Quota) {
        let places = Quota::new(&Limit::new(&NAME, limit));
        (Queues::new(places.clone()), places)
    }

    fn socket() -> Arc<Socket> {
        Arc::new(Socket::open(libc::AF_INET, libc::SOCK_STREAM, 0).expect("any process may have a TCP socket"))
    }

    /// The longest queue of a TCP socket that listens, `tcpi_sacked` of tcp(7).
    fn backlog(socket: &Socket) -> u32 {
        const SACKED: usize = 28;
        let info = socket.option(libc::IPPROTO_TCP, libc::TCP_INFO, 104).expect("TCP sockets have it");
        u32::from_ne_bytes(info[SACKED..][..4].try_into().expect("four bytes"))
    }

    #[test]
    fn a_queue_is_as_long_as_there_are_places_and_gives_them_back() {
        let (mut queues, places) = queues(150);
        let [first, second, third] = [socket(), socket(), socket()];
        assert_eq!([queues.listen(&first, 100), queues.listen(&second, 100), queues.listen(&third, 100)], [Ok(()); 3]);
        assert_eq!([&first, &second, &third].map(|socket| backlog(socket)), [100, 50, 0]);
        assert_eq!(places.used(), 150);
        drop(first);
        assert_eq!(queues.listen(&third, -1), Ok(()));
        assert_eq!((backlog(&third), places.used()), (100, 150));
    }

    #[test]
    fn who_listens_again_has_the_places_of_the_last_time() {
        let (mut queues, places) = queues(128);
        let socket = socket();
        for (wanted, used) in [(128, 128), (5, 5), (128, 128)] {
            assert_eq!(queues.listen(&socket, wanted), Ok(()));
            assert_eq!((backlog(&socket), places.used()), (used as u32, used));
        }
    }

    #[test]
    fn a_listening_socket_that_was_received_takes_places_and_another_none() {
        let (mut queues, places) = queues(100);
        let [listening, other] = [socket(), socket()];
        listening.listen(128).expect("it has no queue yet");
        queues.receive(&other);
        assert_eq!(places.used(), 0);
        queues.receive(&listening);
        assert_eq!((backlog(&listening), places.used()), (100, 100));
    }
}

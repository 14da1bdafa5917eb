//! The queues of listening sockets. A connection that nobody has accepted has no descriptor, and its buffers are the host's memory all the
//! same: each place in a queue is counted, and a queue is no longer than there are places.

use crate::kernel::Socket;
use crate::quota::Quota;
use crate::room;
use sockbox_core::Errno;
use std::sync::{Arc, Weak};

/// The queues of the sockets of one session that listen, or came from another process or went there.
pub(super) struct Queues {
    places: Quota,
    room: Arc<room::Queues>,
    had: Vec<(Weak<Socket>, Arc<room::Queue>)>,
}

impl Queues {
    pub(super) fn new(places: Quota, room: Arc<room::Queues>) -> Self {
        Self { places, room, had: Vec::new() }
    }

    /// listen(2), with a queue no longer than there are places.
    pub(super) fn listen(&mut self, socket: &Arc<Socket>, backlog: i32) -> Result<(), Errno> {
        self.let_go();
        match self.of(socket) {
            Some(queue) => queue.listen(socket, backlog, &self.places),
            // A file: the kernel says so.
            None => socket.listen(backlog),
        }
    }

    /// A socket came from another process, which may close its own.
    pub(super) fn receive(&mut self, socket: &Arc<Socket>) {
        if let Some(queue) = self.of(socket) {
            queue.receive(socket, &self.places);
        }
    }

    /// The queue of a socket, which keeps its places as long as this session has the socket; `None` for a file.
    pub(super) fn of(&mut self, socket: &Arc<Socket>) -> Option<Arc<room::Queue>> {
        let is_it = |other: &Weak<Socket>| std::ptr::eq(other.as_ptr(), Arc::as_ptr(socket));
        if let Some((_, queue)) = self.had.iter().find(|(other, _)| is_it(other)) {
            return Some(Arc::clone(queue));
        }
        let queue = self.room.of(socket)?;
        self.had.push((Arc::downgrade(socket), Arc::clone(&queue)));
        Some(queue)
    }

    /// Gives back the places of sockets that are closed by now.
    pub(super) fn let_go(&mut self) {
        self.had.retain(|(socket, _)| socket.strong_count() > 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::{Limit, Name};
    use sockbox_core::{Limited, Thing};
    use std::os::fd::AsFd;

    const NAME: Name = Name { option: "process-queued-connections", limited: Limited::Process, thing: Thing::Places };

    fn queues(limit: usize) -> (Queues, Quota) {
        let places = Quota::new(&Limit::new(&NAME, limit));
        (Queues::new(places.clone(), Arc::default()), places)
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

    /// Of the same process or of another, and whoever closes it first.
    #[test]
    fn a_socket_that_travels_keeps_its_places_until_the_last_who_has_it_closes_it() {
        let room = Arc::<room::Queues>::default();
        let (mut one, places) = queues(10);
        let mut other = Queues::new(places.clone(), Arc::clone(&room));
        one.room = room;
        let here = socket();
        let there = Arc::new(Socket::from(here.as_fd().try_clone_to_owned().expect("there are descriptors")));
        // It travels before it listens.
        other.receive(&there);
        assert_eq!((one.listen(&here, 7), places.used()), (Ok(()), 7));
        drop(here);
        one.let_go();
        assert_eq!(places.used(), 7);
        assert_eq!((other.listen(&there, 100), places.used()), (Ok(()), 10));
        drop(there);
        other.let_go();
        assert_eq!(places.used(), 0);
    }

    #[test]
    fn a_socket_that_cannot_listen_takes_no_places() {
        let (mut queues, places) = queues(10);
        let datagrams = Socket::open(libc::AF_INET, libc::SOCK_DGRAM, 0).expect("any process may have a UDP socket");
        assert_eq!((queues.listen(&Arc::new(datagrams), 5), places.used()), (Err(Errno::EOPNOTSUPP), 0));
    }
}

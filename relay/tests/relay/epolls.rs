//! epoll_create1, epoll_ctl and epoll_wait.

use crate::vocabulary::{Relay, Worker, error};
use sockbox_core::constants::{POLLIN, POLLOUT};
use sockbox_core::{Call, Cause, Control, EpollOperation, Errno, Fd, Outcome, PollEntry, Reply, Wait};

const EDGE: u32 = 1 << 31;
const ONCE: u32 = 1 << 30;

impl Worker {
    async fn epoll(&mut self) -> Fd {
        match self.call(Call::EpollCreate).await {
            Outcome::Ok(Reply::Opened { fd }) => fd,
            other => panic!("epoll_create1: {other:?}"),
        }
    }

    async fn control(&mut self, epoll: Fd, operation: EpollOperation, target: Fd, events: u32) -> Result<(), Errno> {
        match self.call(Call::EpollCtl { fd: epoll, operation, target, events }).await {
            Outcome::Ok(Reply::Done) => Ok(()),
            outcome => Err(error(outcome)),
        }
    }

    async fn watch(&mut self, epoll: Fd, target: Fd, events: u32) {
        assert_eq!(self.control(epoll, EpollOperation::Add, target, events).await, Ok(()));
    }
}

fn wait(epoll: Fd, wait: Wait) -> Call {
    Call::EpollWait { fd: epoll, most: 10, wait }
}

fn ready(entries: &[(Fd, i16)]) -> Outcome {
    let entries = entries.iter().map(|&(fd, events)| PollEntry { fd, events }).collect();
    Outcome::Ok(Reply::Ready { entries })
}

const IN: u32 = POLLIN as u32;
const OUT: u32 = POLLOUT as u32;

#[tokio::test]
async fn an_edge_is_told_once_and_new_data_is_another() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let epoll = worker.epoll().await;
    worker.watch(epoll, passive, IN | EDGE).await;
    let blocked = worker.block(wait(epoll, Wait::Forever)).await;
    for bytes in [b"one", b"two"] {
        worker.send_all(active, bytes).await;
        if bytes == b"one" {
            assert_eq!(worker.end(blocked).await.outcome, ready(&[(passive, POLLIN)]));
        } else {
            assert_eq!(worker.call(wait(epoll, Wait::Forever)).await, ready(&[(passive, POLLIN)]));
        }
        assert_eq!(worker.call(wait(epoll, Wait::Never)).await, ready(&[]));
    }
    assert_eq!(worker.control(epoll, EpollOperation::Modify, passive, IN | EDGE).await, Ok(()));
    assert_eq!(worker.call(wait(epoll, Wait::Milliseconds(60_000))).await, ready(&[(passive, POLLIN)]));
    assert_eq!(worker.call(wait(epoll, Wait::Milliseconds(10))).await, ready(&[]));
}

#[tokio::test]
async fn a_level_is_told_as_long_as_it_lasts_and_one_shot_once() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let epoll = worker.epoll().await;
    worker.watch(epoll, passive, IN).await;
    worker.watch(epoll, active, OUT | ONCE).await;
    worker.send_all(active, b"x").await;
    worker.call(Call::Poll { entries: vec![PollEntry { fd: passive, events: POLLIN }], wait: Wait::Forever }).await;
    let Outcome::Ok(Reply::Ready { entries }) = worker.call(wait(epoll, Wait::Forever)).await else { panic!("ready") };
    assert_eq!(entries.len(), 2);
    assert_eq!(worker.call(wait(epoll, Wait::Forever)).await, ready(&[(passive, POLLIN)]));
    worker.recv(passive, 10).await;
    assert_eq!(worker.call(wait(epoll, Wait::Never)).await, ready(&[]));
}

#[tokio::test]
async fn what_cannot_be_watched_is_refused_and_what_is_closed_forgotten() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let epoll = worker.epoll().await;
    worker.watch(epoll, passive, IN).await;
    let mut control = async |epoll, operation, target| worker.control(epoll, operation, target, IN).await;
    assert_eq!(control(epoll, EpollOperation::Add, passive).await, Err(Errno::EEXIST));
    assert_eq!(control(epoll, EpollOperation::Modify, active).await, Err(Errno::ENOENT));
    assert_eq!(control(epoll, EpollOperation::Delete, active).await, Err(Errno::ENOENT));
    assert_eq!(control(epoll, EpollOperation::Add, Fd(99)).await, Err(Errno::EBADF));
    assert_eq!(control(epoll, EpollOperation::Add, epoll).await, Err(Errno::EINVAL));
    assert_eq!(control(active, EpollOperation::Add, passive).await, Err(Errno::EINVAL));
    assert_eq!(control(Fd(99), EpollOperation::Add, passive).await, Err(Errno::EBADF));
    assert_eq!(error(worker.call(wait(active, Wait::Never)).await), Errno::EINVAL);
    let none = Call::EpollWait { fd: epoll, most: 0, wait: Wait::Forever };
    assert_eq!(error(worker.call(none).await), Errno::EINVAL);
    worker.close(passive).await;
    assert_eq!(worker.call(wait(epoll, Wait::Never)).await, ready(&[]));
    let socket = worker.tcp().await;
    assert_eq!(socket, passive, "the lowest free descriptor");
    worker.watch(epoll, socket, IN).await;
    worker.close(epoll).await;
    assert_eq!(error(worker.call(wait(epoll, Wait::Never)).await), Errno::EBADF);
}

#[tokio::test]
async fn a_wait_hears_of_what_is_watched_meanwhile_and_can_be_cancelled() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    let epoll = worker.epoll().await;
    let blocked = worker.block(wait(epoll, Wait::Forever)).await;
    worker.watch(epoll, active, OUT).await;
    assert_eq!(worker.end(blocked).await.outcome, ready(&[(active, POLLOUT)]));
    assert_eq!(worker.control(epoll, EpollOperation::Delete, active, 0).await, Ok(()));
    let blocked = worker.block(wait(epoll, Wait::Forever)).await;
    worker.cancel(blocked).await;
    assert_eq!(error(worker.end(blocked).await.outcome), Errno::EINTR);
}

/// The kernel would go on telling of it, and keep memory for that which no limit counts.
#[tokio::test]
async fn a_socket_is_no_longer_watched_once_its_last_descriptor_of_the_process_is_closed() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    // To the kernel these are other descriptors of the socket, which stays open.
    let copies = [worker.pass(active).await, worker.pass(active).await];
    let epoll = worker.epoll().await;
    for copy in copies {
        worker.watch(epoll, copy, OUT).await;
    }
    worker.close(copies[0]).await;
    assert_eq!(worker.call(wait(epoll, Wait::Forever)).await, ready(&[(copies[1], POLLOUT)]));
    let Outcome::Ok(Reply::Opened { fd }) = worker.call(Call::Dup { fd: copies[1] }).await else { panic!("dup") };
    worker.close(copies[1]).await;
    assert_eq!(worker.call(wait(epoll, Wait::Forever)).await, ready(&[(copies[1], POLLOUT)]));
    worker.close(fd).await;
    assert_eq!(worker.call(wait(epoll, Wait::Never)).await, ready(&[]));
}

#[tokio::test]
async fn one_that_would_travel_is_refused_with_the_reason() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let epoll = worker.epoll().await;
    let [one, _other] = worker.unix_pair().await;
    let control = vec![Control::Rights { fds: vec![epoll] }];
    let send = Call::SendMsg { fd: one, address: None, control, flags: 0, wait: Wait::Never };
    match worker.call_with(send, b"x").await.outcome {
        Outcome::Refused { errno, why } => {
            assert_eq!((errno, why), (Errno::EPERM, Cause::EpollStays.explanation().with_english()));
        }
        other => panic!("sendmsg: {other:?}"),
    }
}

#[tokio::test]
async fn one_that_would_watch_another_is_refused_with_the_reason() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (outer, inner) = (worker.epoll().await, worker.epoll().await);
    assert_eq!(worker.control(outer, EpollOperation::Add, inner, IN).await, Err(Errno::ELOOP));
    let entries = vec![PollEntry { fd: inner, events: POLLIN }];
    assert_eq!(worker.call(Call::Poll { entries, wait: Wait::Never }).await, ready(&[]));
}

/// Else a few descriptors could fill what the kernel has for the watches of all.
#[tokio::test]
async fn an_epoll_counts_for_sixteen_descriptors_whatever_way_it_comes() {
    let relay = Relay::start_with(|command| {
        command.args(["--process-descriptors", "40"]);
    })
    .await;
    let mut worker = Worker::join(&relay).await;
    let [first, second] = [worker.epoll().await, worker.epoll().await];
    assert_eq!(error(worker.call(Call::EpollCreate).await), Errno::EMFILE);
    assert_eq!(error(worker.call(Call::Dup { fd: first }).await), Errno::EMFILE);
    worker.close(second).await;
    let Outcome::Ok(Reply::Opened { fd }) = worker.call(Call::Dup { fd: first }).await else { panic!("dup") };
    worker.close(fd).await;
    worker.epoll().await;
}

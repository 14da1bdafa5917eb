//! poll.

use crate::vocabulary::{Relay, Worker};
use sockbox_core::constants::{POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT};
use sockbox_core::{Call, Errno, Fd, Outcome, PollEntry, Reply, Wait};

fn poll(entries: &[(Fd, i16)], wait: Wait) -> Call {
    Call::Poll { entries: entries.iter().map(|&(fd, events)| PollEntry { fd, events }).collect(), wait }
}

fn ready(entries: &[(Fd, i16)]) -> Outcome {
    let entries = entries.iter().map(|&(fd, events)| PollEntry { fd, events }).collect();
    Outcome::Ok(Reply::Ready { entries })
}

#[tokio::test]
async fn what_is_ready_is_told_at_once_in_the_order_asked() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    worker.send_all(active, b"x").await;
    worker.call(poll(&[(passive, POLLIN)], Wait::Forever)).await;
    let asked = [(passive, POLLIN | POLLOUT), (active, POLLIN), (active, POLLOUT)];
    let told = ready(&[(passive, POLLIN | POLLOUT), (active, POLLOUT)]);
    assert_eq!(worker.call(poll(&asked, Wait::Forever)).await, told);
}

#[tokio::test]
async fn blocked_poll_wakes_when_one_of_its_sockets_is_ready() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, address) = worker.listener().await;
    let (active, passive) = worker.pair().await;
    // The same descriptor twice, as poll(2) allows.
    let asked = [(listener, POLLIN), (active, POLLIN), (passive, POLLIN), (passive, 0)];
    let blocked = worker.block(poll(&asked, Wait::Forever)).await;
    worker.send_all(active, b"x").await;
    assert_eq!(worker.end(blocked).await.outcome, ready(&[(passive, POLLIN)]));

    worker.recv(passive, 1).await;
    let blocked = worker.block(poll(&asked, Wait::Forever)).await;
    worker.connect(address).await;
    assert_eq!(worker.end(blocked).await.outcome, ready(&[(listener, POLLIN)]));
}

#[tokio::test]
async fn two_descriptors_of_one_socket_are_told_both() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let Outcome::Ok(Reply::Opened { fd: copy }) = worker.call(Call::Dup { fd: passive }).await else {
        panic!("a socket can be duplicated")
    };
    let blocked = worker.block(poll(&[(passive, POLLIN), (copy, POLLIN)], Wait::Forever)).await;
    worker.send_all(active, b"x").await;
    assert_eq!(worker.end(blocked).await.outcome, ready(&[(passive, POLLIN), (copy, POLLIN)]));
}

#[tokio::test]
async fn descriptors_that_are_not_open_are_pollnval_and_negative_ones_are_skipped() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let outcome = worker.call(poll(&[(Fd(99), POLLIN), (Fd(-1), POLLIN)], Wait::Forever)).await;
    assert_eq!(outcome, ready(&[(Fd(99), POLLNVAL)]));
}

#[tokio::test]
async fn with_nothing_ready_in_time_the_answer_is_empty() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    for wait in [Wait::Never, Wait::Milliseconds(0), Wait::Milliseconds(20)] {
        assert_eq!(worker.call(poll(&[(listener, POLLIN)], wait)).await, ready(&[]));
        assert_eq!(worker.call(poll(&[], wait)).await, ready(&[]));
    }
}

#[tokio::test]
async fn hang_ups_are_told_unasked() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fresh = worker.tcp().await;
    assert_eq!(worker.call(poll(&[(fresh, 0)], Wait::Forever)).await, ready(&[(fresh, POLLHUP)]));
}

#[tokio::test]
async fn errors_wake_a_poll_that_asked_for_nothing() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (fd, gone) = (worker.udp().await, worker.udp().await);
    let address = worker.bind(gone, crate::vocabulary::localhost(0)).await;
    worker.close(gone).await;
    worker.call(Call::Connect { fd, address, wait: Wait::Forever }).await;
    let blocked = worker.block(poll(&[(fd, 0)], Wait::Forever)).await;
    worker.call_with(Call::Send { fd, flags: 0, wait: Wait::Forever }, b"x").await;
    assert_eq!(worker.end(blocked).await.outcome, ready(&[(fd, POLLERR)]));
}

#[tokio::test]
async fn cancelled_poll_is_eintr() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let blocked = worker.block(poll(&[], Wait::Forever)).await;
    worker.cancel(blocked).await;
    assert_eq!(worker.end(blocked).await.outcome, Outcome::Failed { errno: Errno::EINTR });
}

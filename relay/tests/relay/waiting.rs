//! How long calls wait, and how they are interrupted.

use crate::vocabulary::{Relay, Worker, error};
use sockbox_core::constants::{SO_RCVTIMEO, SOL_SOCKET};
use sockbox_core::wire::PAYLOAD_MAX;
use sockbox_core::{Call, Errno, How, Outcome, Reply, Wait};

#[tokio::test]
async fn blocked_accept_cancelled_is_eintr() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, address) = worker.listener().await;
    let blocked = worker.block(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    worker.cancel(blocked).await;
    assert_eq!(worker.end(blocked).await.outcome, Outcome::Failed { errno: Errno::EINTR });

    // Nothing is lost by it: the next accept gets the next connection.
    worker.connect(address).await;
    worker.accept(listener).await;
}

#[tokio::test]
async fn cancel_of_a_call_that_is_over_or_never_was_does_nothing() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let id = worker.begin(Call::Poll { entries: Vec::new(), wait: Wait::Never }).await;
    worker.end(id).await;
    for id in [0, id, u64::MAX] {
        worker.cancel(id).await;
    }
    worker.tcp().await;
}

/// As a system call that a signal interrupts.
#[tokio::test]
async fn a_cancelled_send_tells_what_went_and_is_eintr_if_nothing_did() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    let bytes = vec![0; PAYLOAD_MAX];
    let blocked = loop {
        let id = worker.begin_with(Call::Send { fd: active, flags: 0, wait: Wait::Forever }, &bytes).await;
        if worker.is_blocked(id).await {
            break id;
        }
        assert_eq!(worker.end(id).await.outcome, Outcome::Ok(Reply::Sent { size: PAYLOAD_MAX as u32 }));
    };
    worker.cancel(blocked).await;
    let outcome = worker.end(blocked).await.outcome;
    let Outcome::Ok(Reply::Sent { size }) = outcome else { panic!("{outcome:?}") };
    assert!((1..PAYLOAD_MAX).contains(&(size as usize)));

    // The kernel may make its buffers longer meanwhile, a few times.
    let nothing_went = loop {
        let blocked = worker.begin_with(Call::SendAll { fd: active, flags: 0, wait: Wait::Forever }, &bytes).await;
        assert!(worker.is_blocked(blocked).await);
        worker.cancel(blocked).await;
        match worker.end(blocked).await.outcome {
            Outcome::Ok(Reply::Sent { .. }) => {}
            outcome => break outcome,
        }
    };
    assert_eq!(nothing_went, Outcome::Failed { errno: Errno::EINTR });
}

#[tokio::test]
async fn a_cancelled_sendall_tells_what_went() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    let bytes = vec![0; PAYLOAD_MAX];
    let blocked = loop {
        let id = worker.begin_with(Call::SendAll { fd: active, flags: 0, wait: Wait::Forever }, &bytes).await;
        if worker.is_blocked(id).await {
            break id;
        }
        assert_eq!(worker.end(id).await.outcome, Outcome::Ok(Reply::Done));
    };
    worker.cancel(blocked).await;
    let outcome = worker.end(blocked).await.outcome;
    let Outcome::Ok(Reply::Sent { size }) = outcome else { panic!("{outcome:?}") };
    assert!((1..PAYLOAD_MAX).contains(&(size as usize)));
}

#[tokio::test]
async fn the_milliseconds_of_a_call_go_by() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    let (active, _passive) = worker.pair().await;
    let wait = Wait::Milliseconds(20);
    for call in [
        Call::Accept { fd: listener, wait },
        Call::Recv { fd: active, size: 1, flags: 0, wait },
        Call::RecvFrom { fd: active, size: 1, flags: 0, wait },
    ] {
        let before = std::time::Instant::now();
        assert_eq!(worker.call(call).await, Outcome::TimedOut);
        assert!(before.elapsed().as_millis() >= 20);
    }
}

#[tokio::test]
async fn the_longest_wait_there_is_can_be_asked_for() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    let blocked = worker.block(Call::Accept { fd: listener, wait: Wait::Milliseconds(u64::MAX) }).await;
    worker.cancel(blocked).await;
    assert_eq!(error(worker.end(blocked).await.outcome), Errno::EINTR);
}

#[tokio::test]
async fn calls_that_must_not_wait_are_eagain() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    let (active, _passive) = worker.pair().await;
    for call in [
        Call::Accept { fd: listener, wait: Wait::Never },
        Call::Recv { fd: active, size: 1, flags: 0, wait: Wait::Never },
    ] {
        assert_eq!(error(worker.call(call).await), Errno::EAGAIN);
    }
}

#[tokio::test]
async fn a_blocked_call_holds_up_no_other() {
    let relay = Relay::start().await;
    let (mut first, mut second) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let (active, passive) = first.pair().await;
    let blocked = first.block(Call::Recv { fd: passive, size: 5, flags: 0, wait: Wait::Forever }).await;
    second.pair().await;
    first.send_all(active, b"hello").await;
    assert_eq!(first.end(blocked).await.payload, b"hello");
}

/// As with poll(2), by which CPython waits.
#[tokio::test]
async fn a_descriptor_that_was_closed_while_a_call_waited_is_ebadf_when_the_time_is_over() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    // So long that the close is there before, however busy the machine is.
    let wait = Wait::Milliseconds(3_000);
    let blocked = worker.begin(Call::Recv { fd: active, size: 1, flags: 0, wait }).await;
    assert_eq!(worker.call(Call::Close { fd: active }).await, Outcome::Ok(Reply::Done));
    assert_eq!(worker.end(blocked).await.outcome, Outcome::Failed { errno: Errno::EBADF });
    // Its number may be somebody else's by then.
    let (active, _passive) = worker.pair().await;
    let blocked = worker.begin(Call::Recv { fd: active, size: 1, flags: 0, wait }).await;
    assert_eq!(worker.call(Call::Close { fd: active }).await, Outcome::Ok(Reply::Done));
    while worker.tcp().await != active {}
    assert_eq!(worker.end(blocked).await.outcome, Outcome::TimedOut);
}

#[tokio::test]
async fn a_socket_that_is_closed_while_a_call_blocks_lives_until_the_call_ends() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let blocked = worker.block(Call::Recv { fd: passive, size: 5, flags: 0, wait: Wait::Forever }).await;
    worker.close(passive).await;
    worker.send_all(active, b"still").await;
    assert_eq!(worker.end(blocked).await.payload, b"still");
    assert_eq!(worker.recv(active, 1).await, b"");
}

/// socket(7): a blocking call that `SO_RCVTIMEO` ends is `EAGAIN`.
#[tokio::test]
async fn the_timeout_of_a_socket_is_kept() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    let time = [0_i64.to_ne_bytes(), 20_000_i64.to_ne_bytes()].concat();
    worker.call_with(Call::SetSockOpt { fd: active, level: SOL_SOCKET, name: SO_RCVTIMEO }, &time).await;
    let outcome = worker.call(Call::Recv { fd: active, size: 1, flags: 0, wait: Wait::Forever }).await;
    assert_eq!(outcome, Outcome::Failed { errno: Errno::EAGAIN });
}

/// A blocking recvfrom(2) ends there; a non-blocking one, as the relay makes, is `EAGAIN`.
#[tokio::test]
async fn blocking_recv_on_a_datagram_socket_that_was_shut_down_ends() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (fd, peer) = (worker.udp().await, worker.udp().await);
    let address = worker.bind(peer, crate::vocabulary::localhost(0)).await;
    worker.call(Call::Connect { fd, address, wait: Wait::Forever }).await;
    worker.call(Call::Shutdown { fd, how: How::Read }).await;
    assert_eq!(worker.recv(fd, 10).await, b"");
    let timed = Call::Recv { fd, size: 10, flags: 0, wait: Wait::Milliseconds(20) };
    assert_eq!(worker.call(timed).await, Outcome::TimedOut);
}

/// As in Python, which polls first where there is a timeout: what came stays for who has another descriptor.
#[tokio::test]
async fn a_call_with_a_timeout_is_ebadf_once_its_descriptor_is_closed() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let Outcome::Ok(Reply::Opened { fd: other }) = worker.call(Call::Dup { fd: passive }).await else { panic!("dup") };
    let recv = |milliseconds| Call::Recv { fd: passive, size: 10, flags: 0, wait: Wait::Milliseconds(milliseconds) };
    let [timed, brief] = [worker.block(recv(60_000)).await, worker.block(recv(3_000)).await];
    worker.close(passive).await;
    assert_eq!(error(worker.end(brief).await.outcome), Errno::EBADF);
    worker.send_all(active, b"data").await;
    assert_eq!(error(worker.end(timed).await.outcome), Errno::EBADF);
    assert_eq!(worker.recv(other, 10).await, b"data");
}

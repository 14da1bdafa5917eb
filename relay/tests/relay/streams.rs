//! send, recv, shutdown and close on TCP sockets.

use crate::vocabulary::{Relay, Worker, error};
use sockbox_core::constants::{
    MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC, MSG_WAITALL, SO_LINGER, SO_RCVBUF, SO_SNDBUF, SOL_SOCKET,
};
use sockbox_core::wire::PAYLOAD_MAX;
use sockbox_core::{Call, Errno, Fd, How, Outcome, Reply, Wait};

fn recv(fd: Fd, size: u32, flags: i32) -> Call {
    Call::Recv { fd, size, flags, wait: Wait::Forever }
}

#[tokio::test]
async fn recv_before_connect_is_enotconn() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    assert_eq!(error(worker.call(recv(fd, 1, 0)).await), Errno::ENOTCONN);
}

#[tokio::test]
async fn send_before_connect_is_epipe_and_the_relay_lives() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    let answer = worker.call_with(Call::Send { fd, flags: 0, wait: Wait::Forever }, b"x").await;
    assert_eq!(error(answer.outcome), Errno::EPIPE);
}

#[tokio::test]
async fn sendall_larger_than_the_buffers_waits_for_a_slow_reader() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let bytes: Vec<u8> = (0..PAYLOAD_MAX).map(|index| (index % 251) as u8).collect();
    for (fd, name) in [(active, SO_SNDBUF), (passive, SO_RCVBUF)] {
        let small = Call::SetSockOpt { fd, level: SOL_SOCKET, name };
        assert_eq!(worker.call_with(small, &65_536_i32.to_ne_bytes()).await.outcome, Outcome::Ok(Reply::Done));
    }
    let mut sending = Vec::new();
    for _ in 0..3 {
        sending.push(worker.begin_with(Call::SendAll { fd: active, flags: 0, wait: Wait::Forever }, &bytes).await);
    }
    let mut received = Vec::new();
    while received.len() < 3 * bytes.len() {
        received.extend(worker.recv(passive, 100_000).await);
    }
    for id in sending {
        assert_eq!(worker.end(id).await.outcome, Outcome::Ok(Reply::Done));
    }
    // The calls may share the stream as they like, but nothing is lost, doubled or made up.
    let sum = |bytes: &[u8]| bytes.iter().map(|byte| u64::from(*byte)).sum::<u64>();
    assert_eq!((received.len(), sum(&received)), (3 * bytes.len(), 3 * sum(&bytes)));
}

#[tokio::test]
async fn sendall_to_nobody_who_reads_times_out() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    let bytes = vec![0; PAYLOAD_MAX];
    let call = Call::SendAll { fd: active, flags: 0, wait: Wait::Milliseconds(50) };
    for _ in 0..20 {
        match worker.call_with(call.clone(), &bytes).await.outcome {
            Outcome::Ok(Reply::Done) => {}
            Outcome::TimedOut => return,
            other => panic!("sendall: {other:?}"),
        }
    }
    panic!("the kernel keeps 20 MiB that nobody reads");
}

#[tokio::test]
async fn send_that_must_not_wait_takes_what_fits() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    let bytes = vec![0; PAYLOAD_MAX];
    let call = Call::Send { fd: active, flags: MSG_DONTWAIT, wait: Wait::Forever };
    let mut part = false;
    for _ in 0..20 {
        match worker.call_with(call.clone(), &bytes).await.outcome {
            Outcome::Ok(Reply::Sent { size }) => part |= (1..PAYLOAD_MAX).contains(&(size as usize)),
            Outcome::Failed { errno } => return assert_eq!((errno, part), (Errno::EAGAIN, true)),
            other => panic!("send: {other:?}"),
        }
    }
    panic!("the kernel keeps 20 MiB that nobody reads");
}

#[tokio::test]
async fn shutdown_ends_one_direction_only() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    worker.send_all(active, b"last").await;
    assert_eq!(worker.call(Call::Shutdown { fd: active, how: How::Write }).await, Outcome::Ok(Reply::Done));
    assert_eq!(worker.recv(passive, 100).await, b"last");
    assert_eq!(worker.recv(passive, 100).await, b"");
    worker.send_all(passive, b"answer").await;
    assert_eq!(worker.recv(active, 100).await, b"answer");
}

#[tokio::test]
async fn shutdown_wakes_a_blocked_recv() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, _passive) = worker.pair().await;
    let blocked = worker.block(recv(active, 100, 0)).await;
    assert_eq!(worker.call(Call::Shutdown { fd: active, how: How::Read }).await, Outcome::Ok(Reply::Done));
    assert_eq!(worker.end(blocked).await.outcome, Outcome::Ok(Reply::Received { size: 0 }));
}

#[tokio::test]
async fn what_is_sent_before_close_arrives() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let sending = worker.begin_with(Call::SendAll { fd: active, flags: 0, wait: Wait::Forever }, b"bye").await;
    let closing = worker.begin(Call::Close { fd: active }).await;
    assert_eq!(worker.recv(passive, 100).await, b"bye");
    assert_eq!(worker.recv(passive, 100).await, b"");
    assert_eq!(worker.end(sending).await.outcome, Outcome::Ok(Reply::Done));
    assert_eq!(worker.end(closing).await.outcome, Outcome::Ok(Reply::Done));
}

#[tokio::test]
async fn close_with_a_linger_time_does_not_hold_the_relay_up() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let linger = [1_i32.to_ne_bytes(), 3600_i32.to_ne_bytes()].concat();
    let set = worker.call_with(Call::SetSockOpt { fd: active, level: SOL_SOCKET, name: SO_LINGER }, &linger).await;
    assert_eq!(set.outcome, Outcome::Ok(Reply::Done));
    let bytes = vec![7; PAYLOAD_MAX];
    let sent = worker.call_with(Call::Send { fd: active, flags: 0, wait: Wait::Never }, &bytes).await.outcome;
    let Outcome::Ok(Reply::Sent { size }) = sent else { panic!("send: {sent:?}") };
    // Nobody has read a byte yet: a close that lingers would wait for an hour.
    worker.close(active).await;
    let mut received = 0;
    while received < size as usize {
        received += worker.recv(passive, size).await.len();
    }
    assert_eq!(worker.recv(passive, 1).await, b"");
}

#[tokio::test]
async fn recv_of_more_than_a_frame_holds_receives_less() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    worker.send_all(active, b"few").await;
    assert_eq!(worker.recv(passive, u32::MAX).await, b"few");
}

#[tokio::test]
async fn recv_flags_are_the_kernels() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    worker.send_all(active, b"abc").await;
    assert_eq!(worker.call_with(recv(passive, 2, MSG_PEEK), &[]).await.payload, b"ab");

    let filling = worker.block(recv(passive, 5, MSG_WAITALL)).await;
    worker.send_all(active, b"de").await;
    assert_eq!(worker.end(filling).await.payload, b"abcde");
}

/// tcp(7): `MSG_TRUNC` drops the bytes and counts them, as many as there are with `MSG_WAITALL` too. What the relay's memory held in
/// their place must not be seen.
#[tokio::test]
async fn recv_with_trunc_shows_nothing_of_the_relays_memory() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    worker.send_all(active, &[b'x'; 5000]).await;
    worker.recv(passive, 1000).await;
    for (size, flags) in [(1000, MSG_TRUNC | MSG_PEEK), (1000, MSG_TRUNC), (3000, MSG_TRUNC | MSG_WAITALL)] {
        let answer = worker.call_with(recv(passive, size, flags), &[]).await;
        assert_eq!((answer.outcome, answer.payload), (Outcome::Ok(Reply::Received { size }), Vec::new()), "{flags}");
    }
    worker.send_all(active, b"end").await;
    assert_eq!(worker.recv(passive, 100).await, b"end");
}

#[tokio::test]
async fn the_end_of_a_session_closes_its_sockets() {
    let relay = Relay::start().await;
    let (mut goes, mut stays) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let (listener, address) = stays.listener().await;
    goes.connect(address).await;
    let (end_of_stream, _) = stays.accept(listener).await;
    let with_unread = goes.connect(address).await;
    let (reset, _) = stays.accept(listener).await;
    stays.send_all(reset, b"never read").await;
    goes.call(Call::Poll {
        entries: vec![sockbox_core::PollEntry { fd: with_unread, events: sockbox_core::constants::POLLIN }],
        wait: Wait::Forever,
    })
    .await;
    goes.vanish();
    assert_eq!(stays.recv(end_of_stream, 100).await, b"");
    assert_eq!(error(stays.call(recv(reset, 100, 0)).await), Errno::ECONNRESET);
}

/// The kernel tells a call how far it came, and the error to the next one: ECONNRESET, and not what comes after it.
#[tokio::test]
async fn a_reset_in_the_middle_of_a_call_is_told_by_the_next_one() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let send = Call::Send { fd: active, flags: 0, wait: Wait::Forever };
    let sending = worker.begin_with(send.clone(), &vec![0; PAYLOAD_MAX]).await;
    while !worker.is_blocked(sending).await {}
    reset(&mut worker, passive).await;
    let sent = worker.end(sending).await.outcome;
    assert!(matches!(sent, Outcome::Ok(Reply::Sent { size }) if (size as usize) < PAYLOAD_MAX), "{sent:?}");
    assert_eq!(error(worker.call_with(send, b"x").await.outcome), Errno::ECONNRESET);

    let (active, passive) = worker.pair().await;
    worker.send_all(passive, b"abc").await;
    let receiving = worker.block(recv(active, 100, MSG_WAITALL)).await;
    reset(&mut worker, passive).await;
    assert_eq!(worker.end(receiving).await.payload, b"abc");
    assert_eq!(error(worker.call(recv(active, 100, 0)).await), Errno::ECONNRESET);
}

async fn reset(worker: &mut Worker, fd: Fd) {
    let at_once = Call::SetSockOpt { fd, level: SOL_SOCKET, name: SO_LINGER };
    let value = [1_i32.to_ne_bytes(), 0_i32.to_ne_bytes()].concat();
    assert_eq!(worker.call_with(at_once, &value).await.outcome, Outcome::Ok(Reply::Done));
    worker.close(fd).await;
}

//! Descriptors: whose they are, and which comes next.

use crate::vocabulary::{Relay, Worker, error};
use sockbox_core::constants::{AF_UNIX, SOCK_STREAM};
use sockbox_core::{Call, Errno, Fd, Outcome, Reply};

#[tokio::test]
async fn descriptors_are_the_lowest_free_from_three() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    assert_eq!([worker.tcp().await, worker.udp().await, worker.tcp().await], [Fd(3), Fd(4), Fd(5)]);
    worker.close(Fd(4)).await;
    assert_eq!([worker.udp().await, worker.tcp().await], [Fd(4), Fd(6)]);
}

#[tokio::test]
async fn a_descriptor_of_another_session_is_ebadf() {
    let relay = Relay::start().await;
    let (mut owner, mut other) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let fd = owner.tcp().await;
    assert_eq!(error(other.call(Call::GetSockName { fd }).await), Errno::EBADF);
    assert_eq!(error(other.call(Call::Close { fd }).await), Errno::EBADF);
    owner.name(fd).await;
}

/// 0 to 2, the relay's own descriptors, and numbers out of any range.
#[tokio::test]
async fn no_number_reaches_a_descriptor_of_the_relay() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for fd in (-2..64).chain([i32::MIN, i32::MAX]).map(Fd) {
        let errno = error(worker.call(Call::GetSockName { fd }).await);
        assert!([Errno::EBADF, Errno::ENOTSOCK].contains(&errno), "{fd:?}: {errno:?}");
        assert_eq!(error(worker.call(Call::Shutdown { fd, how: sockbox_core::How::Both }).await), errno);
    }
}

#[tokio::test]
async fn a_closed_descriptor_is_ebadf() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    worker.close(fd).await;
    assert_eq!(error(worker.call(Call::Close { fd }).await), Errno::EBADF);
}

#[tokio::test]
async fn dup_names_the_same_socket_until_both_are_closed() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    let duplicate = match worker.call(Call::Dup { fd: passive }).await {
        Outcome::Ok(Reply::Opened { fd }) => fd,
        other => panic!("dup: {other:?}"),
    };
    assert_eq!(duplicate, Fd(3), "the listener's, which is free again");
    worker.send_all(active, b"ab").await;
    assert_eq!(worker.recv(duplicate, 1).await, b"a");
    worker.close(passive).await;
    assert_eq!(worker.recv(duplicate, 1).await, b"b");
    worker.close(duplicate).await;
    assert_eq!(worker.recv(active, 1).await, b"");
    assert_eq!(error(worker.call(Call::Dup { fd: duplicate }).await), Errno::EBADF);
}

#[tokio::test]
async fn what_dup_and_socketpair_open_counts() {
    let relay = Relay::on_host(|config| config.limits.process.descriptors = 3);
    let mut worker = Worker::join(&relay).await;
    let pair = Call::SocketPair { family: AF_UNIX, kind: SOCK_STREAM, protocol: 0 };
    assert_eq!(worker.call(pair.clone()).await, Outcome::Ok(Reply::OpenedPair { fds: [Fd(3), Fd(4)] }));
    assert_eq!(error(worker.call(pair.clone()).await), Errno::EMFILE);
    assert_eq!(worker.call(Call::Dup { fd: Fd(3) }).await, Outcome::Ok(Reply::Opened { fd: Fd(5) }));
    assert_eq!(error(worker.call(Call::Dup { fd: Fd(3) }).await), Errno::EMFILE);
    worker.close(Fd(3)).await;
    assert_eq!(error(worker.call(pair).await), Errno::EMFILE);
}

//! Descriptors: whose they are, and which comes next.

use crate::vocabulary::{Relay, Worker, error};
use sockbox_core::{Call, Errno, Fd};

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

//! getsockopt and setsockopt.

use crate::vocabulary::{Relay, Worker, error, reason};
use sockbox_core::constants::{
    IPPROTO_TCP, SO_ACCEPTCONN, SO_BINDTODEVICE, SO_KEEPALIVE, SO_MARK, SO_TYPE, SOCK_DGRAM, SOCK_STREAM, SOL_SOCKET,
    TCP_INFO, TCP_NODELAY,
};
use sockbox_core::{Call, Errno, Fd, Outcome, Reply};

async fn read(worker: &mut Worker, fd: Fd, level: i32, name: i32) -> i32 {
    let answer = worker.call_with(Call::GetSockOpt { fd, level, name, size: 4 }, &[]).await;
    assert_eq!(answer.outcome, Outcome::Ok(Reply::Value));
    i32::from_ne_bytes(answer.payload.try_into().expect("an int"))
}

async fn set(worker: &mut Worker, fd: Fd, level: i32, name: i32, value: &[u8]) -> Outcome {
    worker.call_with(Call::SetSockOpt { fd, level, name }, value).await.outcome
}

#[tokio::test]
async fn options_that_are_set_are_read_back() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    for (level, name) in [(SOL_SOCKET, SO_KEEPALIVE), (IPPROTO_TCP, TCP_NODELAY)] {
        assert_eq!(read(&mut worker, fd, level, name).await, 0);
        assert_eq!(set(&mut worker, fd, level, name, &1_i32.to_ne_bytes()).await, Outcome::Ok(Reply::Done));
        assert_eq!(read(&mut worker, fd, level, name).await, 1);
    }
}

#[tokio::test]
async fn sockets_tell_what_they_are() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    let datagrams = worker.udp().await;
    assert_eq!(read(&mut worker, listener, SOL_SOCKET, SO_TYPE).await, SOCK_STREAM);
    assert_eq!(read(&mut worker, datagrams, SOL_SOCKET, SO_TYPE).await, SOCK_DGRAM);
    assert_eq!(read(&mut worker, listener, SOL_SOCKET, SO_ACCEPTCONN).await, 1);
}

#[tokio::test]
async fn a_value_is_as_long_as_the_kernel_makes_it() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    let length = async |worker: &mut Worker, level, name, size| {
        worker.call_with(Call::GetSockOpt { fd, level, name, size }, &[]).await.payload.len()
    };
    assert_eq!(length(&mut worker, SOL_SOCKET, SO_TYPE, 100).await, 4);
    assert_eq!(length(&mut worker, SOL_SOCKET, SO_TYPE, 0).await, 0);
    assert!(length(&mut worker, IPPROTO_TCP, TCP_INFO, 1024).await > 100);
}

#[tokio::test]
async fn options_that_are_not_on_the_list_are_enoprotoopt_with_a_reason() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    for name in [SO_MARK, SO_BINDTODEVICE] {
        let outcome = set(&mut worker, fd, SOL_SOCKET, name, b"lo\0\0").await;
        assert_eq!(error(outcome.clone()), Errno::ENOPROTOOPT);
        assert!(reason(outcome).contains(&format!("option {name}")));
    }
}

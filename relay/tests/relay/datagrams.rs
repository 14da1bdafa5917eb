//! UDP.

use crate::vocabulary::{Relay, Worker, error, localhost};
use sockbox_core::constants::{AF_INET6, SOCK_DGRAM};
use sockbox_core::{Address, Call, Errno, Fd, Outcome, Reply, Wait};
use std::net::Ipv6Addr;

async fn send_to(worker: &mut Worker, fd: Fd, bytes: &[u8], address: Address) -> Outcome {
    worker.call_with(Call::SendTo { fd, address, flags: 0, wait: Wait::Forever }, bytes).await.outcome
}

async fn receive_from(worker: &mut Worker, fd: Fd, size: u32) -> (Vec<u8>, Address) {
    let answer = worker.call_with(Call::RecvFrom { fd, size, flags: 0, wait: Wait::Forever }, &[]).await;
    match answer.outcome {
        Outcome::Ok(Reply::ReceivedFrom { address: Some(address), .. }) => (answer.payload, address),
        other => panic!("recvfrom: {other:?}"),
    }
}

#[tokio::test]
async fn datagrams_are_exchanged_between_sessions() {
    let relay = Relay::start().await;
    let (mut server, mut client) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let (here, there) = (server.udp().await, client.udp().await);
    let address = server.bind(here, localhost(0)).await;
    assert_eq!(send_to(&mut client, there, b"ping", address).await, Outcome::Ok(Reply::Sent { size: 4 }));
    let (bytes, sender) = receive_from(&mut server, here, 100).await;
    assert_eq!((bytes.as_slice(), sender.port()), (&b"ping"[..], client.name(there).await.port()));
    send_to(&mut server, here, b"pong", sender).await;
    assert_eq!(receive_from(&mut client, there, 100).await, (b"pong".to_vec(), address));
}

#[tokio::test]
async fn datagrams_over_ipv6_carry_the_senders_address() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.socket(AF_INET6, SOCK_DGRAM).await;
    let local = Address::Inet6 { host: Ipv6Addr::LOCALHOST, port: 0, flow_info: 0, scope_id: 0 };
    let address = worker.bind(fd, local).await;
    send_to(&mut worker, fd, b"six", address).await;
    assert_eq!(receive_from(&mut worker, fd, 100).await, (b"six".to_vec(), address));
}

#[tokio::test]
async fn datagrams_keep_their_borders_and_lose_what_does_not_fit() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.udp().await;
    let address = worker.bind(fd, localhost(0)).await;
    for bytes in [&b"longer"[..], b"", b"end"] {
        send_to(&mut worker, fd, bytes, address).await;
    }
    assert_eq!(receive_from(&mut worker, fd, 4).await.0, b"long");
    assert_eq!(receive_from(&mut worker, fd, 4).await.0, b"");
    assert_eq!(receive_from(&mut worker, fd, 4).await.0, b"end");
}

#[tokio::test]
async fn a_datagram_longer_than_udp_has_is_emsgsize() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.udp().await;
    let address = worker.bind(fd, localhost(0)).await;
    assert_eq!(error(send_to(&mut worker, fd, &[0; 65_508], address).await), Errno::EMSGSIZE);
}

/// The kernel tells it by an error event, without any data to read.
#[tokio::test]
async fn blocked_recv_hears_that_nobody_is_at_the_port() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (fd, gone) = (worker.udp().await, worker.udp().await);
    let address = worker.bind(gone, localhost(0)).await;
    worker.close(gone).await;
    worker.call(Call::Connect { fd, address, wait: Wait::Forever }).await;
    let blocked = worker.block(Call::Recv { fd, size: 1, flags: 0, wait: Wait::Forever }).await;
    worker.call_with(Call::Send { fd, flags: 0, wait: Wait::Forever }, b"x").await;
    assert_eq!(worker.end(blocked).await.outcome, Outcome::Failed { errno: Errno::ECONNREFUSED });
}

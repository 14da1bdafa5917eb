//! Rooms: what is in one is not in another, and what becomes of them.

use crate::vocabulary::{Relay, Worker, any_room, error, is_isolated, localhost};
use sockbox_core::constants::{AF_INET, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::{Address, Call, Errno, Outcome, Reply, Wait};
use std::net::Ipv4Addr;

/// Two workers in two rooms of one relay; none where all rooms are one.
async fn two_rooms(relay: &Relay) -> Option<(Worker, Worker)> {
    let one = Worker::join(relay).await;
    let other = Worker::join_room(relay, &any_room()).await;
    is_isolated(&one).then_some((one, other))
}

#[tokio::test]
async fn rooms_bind_the_same_ports_at_once() {
    let relay = Relay::start().await;
    let Some((mut one, mut other)) = two_rooms(&relay).await else { return };
    for kind in [SOCK_STREAM, SOCK_DGRAM] {
        for worker in [&mut one, &mut other] {
            let fd = worker.socket(AF_INET, kind).await;
            worker.bind(fd, localhost(8000)).await;
        }
        let fd = one.socket(AF_INET, kind).await;
        let again = one.call(Call::Bind { fd, address: localhost(8000) }).await;
        assert_eq!(error(again), Errno::EADDRINUSE);
    }
}

#[tokio::test]
async fn a_listener_is_there_for_its_room_only() {
    let relay = Relay::start().await;
    let Some((mut one, mut other)) = two_rooms(&relay).await else { return };
    let (_, address) = one.listener().await;
    let mut neighbour = Worker::join(&relay).await;
    neighbour.connect(address).await;
    let fd = other.tcp().await;
    let outcome = other.call(Call::Connect { fd, address, wait: Wait::Forever }).await;
    assert_eq!(error(outcome), Errno::ECONNREFUSED);
}

#[tokio::test]
async fn a_datagram_stays_in_its_room() {
    let relay = Relay::start().await;
    let Some((mut one, mut other)) = two_rooms(&relay).await else { return };
    let address = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 9000 };
    let mut receivers = Vec::new();
    for worker in [&mut one, &mut other] {
        let fd = worker.udp().await;
        worker.bind(fd, address).await;
        receivers.push(fd);
    }
    let sender = one.udp().await;
    let call = Call::SendTo { fd: sender, address, flags: 0, wait: Wait::Forever };
    assert_eq!(one.call_with(call, b"here").await.outcome, Outcome::Ok(Reply::Sent { size: 4 }));
    assert_eq!(one.recv(receivers[0], 16).await, b"here");
    let recv = Call::Recv { fd: receivers[1], size: 16, flags: 0, wait: Wait::Never };
    assert_eq!(error(other.call(recv).await), Errno::EAGAIN);
}

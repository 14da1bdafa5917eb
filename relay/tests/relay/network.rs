//! The network in a room: its hosts, ports, ping, broadcast, multicast, and nothing beyond.

use crate::vocabulary::{Relay, Worker, any_room, error, is_isolated};
use futures_util::future::join_all;
use sockbox_core::constants::{AF_INET, AF_INET6, IPPROTO_ICMP, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM, SOL_SOCKET};
use sockbox_core::{Address, Call, Errno, Fd, Outcome, Reply, Wait, hosts};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const IPPROTO_ICMPV6: i32 = 58;
const IPPROTO_TCP: i32 = 6;
const TCP_MAXSEG: i32 = 2;
const SO_BROADCAST: i32 = 6;

/// A worker in a room with a network of its own, if this machine permits one.
async fn isolated(relay: &Relay) -> Option<Worker> {
    let worker = Worker::join(relay).await;
    is_isolated(&worker).then_some(worker)
}

fn at(host: impl Into<IpAddr>, port: u16) -> Address {
    match host.into() {
        IpAddr::V4(host) => Address::Inet { host, port },
        IpAddr::V6(host) => Address::Inet6 { host, port, flow_info: 0, scope_id: 0 },
    }
}

async fn connect(worker: &mut Worker, address: Address) -> Outcome {
    let fd = worker.socket(address.family(), SOCK_STREAM).await;
    worker.call(Call::Connect { fd, address, wait: Wait::Forever }).await
}

async fn send_to(worker: &mut Worker, fd: Fd, address: Address, bytes: &[u8]) {
    let answer = worker.call_with(Call::SendTo { fd, address, flags: 0, wait: Wait::Forever }, bytes).await;
    assert_eq!(answer.outcome, Outcome::Ok(Reply::Sent { size: bytes.len() as u32 }), "to {address}");
}

async fn set(worker: &mut Worker, fd: Fd, level: i32, name: i32, value: &[u8]) {
    let answer = worker.call_with(Call::SetSockOpt { fd, level, name }, value).await;
    assert_eq!(answer.outcome, Outcome::Ok(Reply::Done));
}

#[tokio::test]
async fn a_room_has_the_hosts_of_its_hosts_file() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    for (name, host) in hosts::entries() {
        let listener = worker.socket(at(host, 0).family(), SOCK_STREAM).await;
        let address = worker.bind(listener, at(host, 800)).await;
        assert_eq!(worker.call(Call::Listen { fd: listener, backlog: 1 }).await, Outcome::Ok(Reply::Done));
        assert_eq!(connect(&mut worker, address).await, Outcome::Ok(Reply::Done), "{name} {address}");
        worker.close(listener).await;
    }
}

#[tokio::test]
async fn hosts_that_a_room_does_not_have_are_unreachable() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let strangers: [IpAddr; 4] = [
        Ipv4Addr::new(192, 0, 2, 1).into(),
        Ipv4Addr::new(198, 51, 100, 11).into(),
        Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x11).into(),
        Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 1, 1).into(),
    ];
    for host in strangers {
        assert_eq!(error(connect(&mut worker, at(host, 80)).await), Errno::ENETUNREACH, "{host}");
    }
}

/// An echo request, RFC 792 and RFC 4443, whose checksum the kernel fills in where it can.
fn echo_request(kind: u8) -> Vec<u8> {
    let mut packet = vec![kind, 0, 0, 0, 0x12, 0x34, 0, 1];
    packet.extend(b"ping");
    let sum: u32 = packet.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(pair[1])).sum();
    let sum = !((sum & 0xffff) + (sum >> 16)) as u16;
    packet[2..4].copy_from_slice(&sum.to_be_bytes());
    packet
}

async fn ping(worker: &mut Worker, kind: i32, host: IpAddr) {
    let (family, protocol, request, reply) = match host {
        IpAddr::V4(_) => (AF_INET, IPPROTO_ICMP, 8, 0),
        IpAddr::V6(_) => (AF_INET6, IPPROTO_ICMPV6, 128, 129),
    };
    let fd = match worker.call(Call::Socket { family, kind, protocol }).await {
        Outcome::Ok(Reply::Opened { fd }) => fd,
        other => panic!("socket: {other:?}"),
    };
    send_to(worker, fd, at(host, 0), &echo_request(request)).await;
    hear_reply(worker, fd, (kind, family), [request, reply]).await;
}

/// Waits for an echo reply. Nothing is asked twice: nothing may be lost on a loopback.
async fn hear_reply(worker: &mut Worker, fd: Fd, (kind, family): (i32, i32), [request, reply]: [u8; 2]) {
    loop {
        let packet = worker.recv(fd, 256).await;
        // A raw socket of IPv4 gives the header of IP too, raw(7), and any raw socket hears the request.
        let header = if (kind, family) == (SOCK_RAW, AF_INET) { usize::from(packet[0] & 15) * 4 } else { 0 };
        let message = &packet[header..];
        if message[0] == reply {
            return assert_eq!(&message[8..], b"ping");
        }
        assert_eq!((kind, message[0]), (SOCK_RAW, request));
    }
}

#[tokio::test]
async fn ping_works_with_raw_and_with_datagram_sockets() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    for kind in [SOCK_RAW, SOCK_DGRAM] {
        for host in [Ipv4Addr::LOCALHOST.into(), hosts::host_v4(3).into(), IpAddr::from(hosts::host_v6(3))] {
            ping(&mut worker, kind, host).await;
        }
    }
}

/// Most of them are just made: more come at once than are kept ready. The kernel takes its time with the routes to addresses of IPv6.
#[tokio::test]
async fn a_room_answers_from_its_first_moment() {
    const ROOMS: usize = 40;
    let relay = Relay::start().await;
    let Some(_) = isolated(&relay).await else { return };
    join_all((0..ROOMS).map(async |_| {
        let mut worker = Worker::join_room(&relay, &any_room()).await;
        ping(&mut worker, SOCK_RAW, hosts::host_v6(3).into()).await;
        ping(&mut worker, SOCK_DGRAM, hosts::host_v4(3).into()).await;
    }))
    .await;
}

/// icmp(7) has limits by the second; none is for what comes from the loopback, or every other error would be missing.
#[tokio::test]
async fn every_datagram_to_nobody_is_answered_by_an_error() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    for host in [Ipv4Addr::LOCALHOST.into(), IpAddr::from(hosts::host_v6(3))] {
        let fd = worker.socket(at(host, 0).family(), SOCK_DGRAM).await;
        let connect = Call::Connect { fd, address: at(host, 9), wait: Wait::Forever };
        assert_eq!(worker.call(connect).await, Outcome::Ok(Reply::Done));
        for datagram in 0..200 {
            let send = Call::Send { fd, flags: 0, wait: Wait::Forever };
            assert!(matches!(worker.call_with(send, b"x").await.outcome, Outcome::Ok(_)), "{datagram}");
            let receive = Call::Recv { fd, size: 1, flags: 0, wait: Wait::Forever };
            assert_eq!(error(worker.call(receive).await), Errno::ECONNREFUSED, "{host} {datagram}");
        }
    }
}

#[tokio::test]
async fn a_broadcast_reaches_who_is_bound_to_any_address() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let receiver = worker.udp().await;
    let port = worker.bind(receiver, at(Ipv4Addr::UNSPECIFIED, 0)).await.port().expect("it is of IP");
    let sender = worker.udp().await;
    for host in [Ipv4Addr::new(127, 255, 255, 255), Ipv4Addr::BROADCAST] {
        let refused = Call::SendTo { fd: sender, address: at(host, port), flags: 0, wait: Wait::Forever };
        assert_eq!(error(worker.call_with(refused, b"x").await.outcome), Errno::EACCES);
        set(&mut worker, sender, SOL_SOCKET, SO_BROADCAST, &1_i32.to_ne_bytes()).await;
        send_to(&mut worker, sender, at(host, port), b"all").await;
        set(&mut worker, sender, SOL_SOCKET, SO_BROADCAST, &0_i32.to_ne_bytes()).await;
        assert_eq!(worker.recv(receiver, 16).await, b"all");
    }
}

/// Every host is in the groups of all hosts, RFC 1112 and RFC 4291.
#[tokio::test]
async fn multicast_to_all_hosts_reaches_who_is_bound_to_any_address() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let groups: [(IpAddr, IpAddr); 2] = [
        (Ipv4Addr::new(224, 0, 0, 1).into(), Ipv4Addr::UNSPECIFIED.into()),
        (Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 1).into(), Ipv6Addr::UNSPECIFIED.into()),
    ];
    for (group, any) in groups {
        let receiver = worker.socket(at(any, 0).family(), SOCK_DGRAM).await;
        let port = worker.bind(receiver, at(any, 0)).await.port().expect("it is of IP");
        let sender = worker.socket(at(any, 0).family(), SOCK_DGRAM).await;
        send_to(&mut worker, sender, at(group, port), b"group").await;
        assert_eq!(worker.recv(receiver, 16).await, b"group", "{group}");
    }
}

#[tokio::test]
async fn an_ordinary_user_has_all_of_this_too() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let nobody = 65_534;
    let relay = Relay::start_with(|command| {
        command.uid(nobody).gid(nobody);
    })
    .await;
    let Some(mut worker) = isolated(&relay).await else { return };
    for kind in [SOCK_RAW, SOCK_DGRAM] {
        ping(&mut worker, kind, hosts::host_v4(1).into()).await;
        ping(&mut worker, kind, hosts::host_v6(1).into()).await;
    }
    let listener = worker.tcp().await;
    worker.bind(listener, at(hosts::host_v4(1), 80)).await;
}

/// The segment size of a connection, tcp(7).
async fn segment(arguments: &[&str]) -> Option<i32> {
    let relay = Relay::start_with(|command| {
        command.args(arguments);
    })
    .await;
    let mut worker = isolated(&relay).await?;
    let (active, _passive) = worker.pair().await;
    let call = Call::GetSockOpt { fd: active, level: IPPROTO_TCP, name: TCP_MAXSEG, size: 4 };
    let value = worker.call_with(call, &[]).await.payload;
    Some(i32::from_ne_bytes(value.try_into().expect("it is an int")))
}

#[tokio::test]
async fn segments_are_as_on_a_wire_if_wanted() {
    // Of 1500, 20 are the header of IP, 20 that of TCP, and 12 its timestamps.
    assert!(segment(&["--mtu", "1500"]).await.is_none_or(|size| size == 1448));
    assert!(segment(&[]).await.is_none_or(|size| size > 16_000));
}

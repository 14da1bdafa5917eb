//! The loopback interface of a room: up, with the addresses of its hosts, and with routes for broadcast and multicast. By rtnetlink(7).

use super::failure::{Failure, Step};
use netlink_packet_core::{NLM_F_ACK, NLM_F_CREATE, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload};
use netlink_packet_route::address::{AddressAttribute, AddressFlags, AddressMessage};
use netlink_packet_route::link::{LinkAttribute, LinkFlags, LinkMessage};
use netlink_packet_route::route::{
    RouteAddress, RouteAttribute, RouteHeader, RouteMessage, RouteProtocol, RouteScope, RouteType,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use rustix::net::{RecvFlags, SendFlags, SocketFlags, SocketType, recv, send, socket_with};
use sockbox_core::Errno;
use sockbox_core::hosts;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::OwnedFd;
use std::sync::Once;

/// The loopback interface is the first of every network namespace.
const LO: u32 = 1;
/// The table in which the kernel keeps what is delivered here, ip-route(8).
const LOCAL_TABLE: u8 = 255;
/// An answer of the kernel repeats the header of the question and no more.
const ACKNOWLEDGEMENT: usize = 1024;

/// Sets up the loopback interface of the calling thread's network. With an `mtu`, segments look as they do on a wire.
pub(super) fn set_up(mtu: Option<u32>) -> Result<(), Failure> {
    // Protocol 0 is `NETLINK_ROUTE`.
    let socket = socket_with(rustix::net::AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, None)
        .map_err(Failure::of(Step::Loopback))?;
    ask(&socket, vec![link(mtu)]).map_err(|errno| Failure { step: Step::Loopback, errno })?;
    ask(&socket, version_4()).map_err(|errno| Failure { step: Step::Addresses, errno })?;
    if let Err(errno) = ask(&socket, version_6()) {
        // A host may have no IPv6 at all; a room can do without.
        static TOLD: Once = Once::new();
        TOLD.call_once(|| tracing::warn!("rooms are without IPv6: {}", errno.strerror()));
    }
    Ok(())
}

/// Up, and with multicast, which a loopback interface is without by default.
fn link(mtu: Option<u32>) -> RouteNetlinkMessage {
    let mut message = LinkMessage::default();
    message.header.index = LO;
    message.header.flags = LinkFlags::Up | LinkFlags::Multicast;
    message.header.change_mask = message.header.flags;
    if let Some(mtu) = mtu {
        // The kernel would else hand on many segments as one, and cut them never.
        message.attributes = vec![LinkAttribute::Mtu(mtu), LinkAttribute::GsoMaxSegs(1)];
    }
    RouteNetlinkMessage::NewLink(message)
}

/// The addresses, the multicast groups 224.0.0.0/4, and the broadcast to 255.255.255.255. That to 127.255.255.255 is there already.
fn version_4() -> Vec<RouteNetlinkMessage> {
    let hosts = (1..=hosts::HOSTS).map(hosts::host_v4).chain([hosts::SERVICES_V4]);
    let addresses = hosts.map(|host| address(host.into(), 32));
    let route = |host: Ipv4Addr, length| {
        let mut message = route(AddressFamily::Inet, RouteAddress::Inet(host), length);
        message.header.table = RouteHeader::RT_TABLE_MAIN;
        message.header.scope = RouteScope::Link;
        message.header.kind = RouteType::Unicast;
        message.attributes.push(RouteAttribute::PrefSource(RouteAddress::Inet(Ipv4Addr::LOCALHOST)));
        RouteNetlinkMessage::NewRoute(message)
    };
    addresses.chain([route(Ipv4Addr::new(224, 0, 0, 0), 4), route(Ipv4Addr::BROADCAST, 32)]).collect()
}

/// The addresses, what is sent to them, and the multicast groups ff00::/8. All of it has to be local: what leaves by the loopback interface
/// comes in again, and would be taken for a packet to forward.
fn version_6() -> Vec<RouteNetlinkMessage> {
    let hosts: Vec<_> = (1..=hosts::HOSTS).map(hosts::host_v6).chain([hosts::SERVICES_V6]).collect();
    let addresses = hosts.iter().map(|host| address((*host).into(), 128));
    // The kernel makes these routes too, but later, when it comes to it: what is sent before that would be lost.
    let arrivals = hosts.iter().map(|host| local_route(*host, 128));
    let groups = local_route(Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8);
    addresses.chain(arrivals).chain([groups]).collect()
}

/// To deliver here what is sent there.
fn local_route(destination: Ipv6Addr, length: u8) -> RouteNetlinkMessage {
    let mut message = route(AddressFamily::Inet6, RouteAddress::Inet6(destination), length);
    message.header.table = LOCAL_TABLE;
    message.header.kind = RouteType::Local;
    RouteNetlinkMessage::NewRoute(message)
}

/// One address and no network around it: its neighbours are unreachable, as they would be elsewhere.
fn address(host: IpAddr, length: u8) -> RouteNetlinkMessage {
    let mut message = AddressMessage::default();
    message.header.family = if host.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
    message.header.index = LO;
    message.header.prefix_len = length;
    message.attributes = vec![AddressAttribute::Local(host), AddressAttribute::Address(host)];
    if host.is_ipv6() {
        // Usable at once: nobody else can have it (RFC 4862 section 5.4).
        message.attributes.push(AddressAttribute::Flags(AddressFlags::Nodad));
    }
    RouteNetlinkMessage::NewAddress(message)
}

fn route(family: AddressFamily, destination: RouteAddress, length: u8) -> RouteMessage {
    let mut message = RouteMessage::default();
    message.header.address_family = family;
    message.header.destination_prefix_length = length;
    message.header.protocol = RouteProtocol::Boot;
    message.attributes = vec![RouteAttribute::Destination(destination), RouteAttribute::Oif(LO)];
    message
}

/// Asks the kernel for all of this in one message, and hears what it says to each.
fn ask(socket: &OwnedFd, questions: Vec<RouteNetlinkMessage>) -> Result<(), Errno> {
    let count = questions.len();
    let bytes: Vec<u8> = questions.into_iter().flat_map(encode).collect();
    send(socket, &bytes, SendFlags::empty()).map_err(errno)?;
    let mut buffer = [0; ACKNOWLEDGEMENT];
    for _ in 0..count {
        // The answers are there when send(2) returns.
        let (size, _) = recv(socket, &mut buffer, RecvFlags::DONTWAIT).map_err(errno)?;
        check(&buffer[..size])?;
    }
    Ok(())
}

fn encode(question: RouteNetlinkMessage) -> Vec<u8> {
    let mut message = NetlinkMessage::from(question);
    message.header.flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE;
    message.finalize();
    let mut bytes = vec![0; message.buffer_len()];
    message.serialize(&mut bytes);
    bytes
}

fn check(answer: &[u8]) -> Result<(), Errno> {
    match NetlinkMessage::<RouteNetlinkMessage>::deserialize(answer).map(|message| message.payload) {
        Ok(NetlinkPayload::Error(error)) => error.code.map_or(Ok(()), |code| Err(Errno(-code.get()))),
        _ => Err(Errno::EBADMSG),
    }
}

fn errno(error: rustix::io::Errno) -> Errno {
    Errno(error.raw_os_error())
}

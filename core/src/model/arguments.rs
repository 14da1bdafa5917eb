//! What the model makes of a call's arguments: whether the kernel can find fault with them in themselves.

use super::Protocol;
use super::possible::Arguments;
use crate::constants::{
    AF_INET6, IP_BIND_ADDRESS_NO_PORT, IP_RECVERR, IPPORT_RESERVED, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP,
    IPV6_RECVERR, MSG_DONTWAIT, MSG_NOSIGNAL, SO_BROADCAST, SO_KEEPALIVE, SO_REUSEADDR, SOL_SOCKET,
    TCP_FASTOPEN_CONNECT,
};
use crate::{Address, Call};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Messages up to this many bytes fit any socket.
const MESSAGE: usize = 1024;
/// The bytes of an option that is an `int`.
const INT: usize = 4;
/// `SO_TYPE` and `SO_ERROR` can only be read.
const PLAIN_OPTIONS: [i32; 3] = [SO_REUSEADDR, SO_KEEPALIVE, SO_BROADCAST];

/// Judges the arguments of a call on a socket of this family. `payload` is `None` if it is not known.
pub(super) fn of(call: &Call, protocol: Protocol, family: i32, payload: Option<&[u8]>) -> Arguments {
    match is_plain(call, protocol, family, payload) {
        true => Arguments::Plain,
        false => Arguments::Odd,
    }
}

/// Whether the call can leave the socket in a state that the table does not have.
pub(super) fn leads_astray(call: &Call, protocol: Protocol, family: i32) -> bool {
    match call {
        Call::SetSockOpt { level, name, .. } => {
            let option = (*level, *name);
            option == (IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT)
                || option == (IPPROTO_IP, IP_RECVERR)
                || option == (IPPROTO_IPV6, IPV6_RECVERR)
                || option == (IPPROTO_TCP, TCP_FASTOPEN_CONNECT)
        }
        // A peer without a port is none. With an IPv4 peer, an IPv6 socket speaks IPv4 from then on, ipv6(7).
        Call::Connect { address: Address::Inet { port, .. }, .. } => {
            is_addressed(protocol) && (*port == 0 || family == AF_INET6)
        }
        Call::Connect { address: Address::Inet6 { host, port, .. }, .. } => {
            (is_addressed(protocol) && *port == 0) || host.to_ipv4_mapped().is_some()
        }
        _ => false,
    }
}

/// Whether a peer is only an address, and a port of 0 none.
fn is_addressed(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Udp | Protocol::Ping | Protocol::Raw)
}

fn is_plain(call: &Call, protocol: Protocol, family: i32, payload: Option<&[u8]>) -> bool {
    match call {
        Call::Bind { address, .. } => address.family() == family && is_local(address) && is_unprivileged(address),
        Call::Connect { address, .. } => is_plain_peer(address, family) && !is_nowhere(address, protocol),
        Call::SendTo { address, .. } | Call::SendMsg { address: Some(address), .. } if protocol.is_datagram() => {
            // Raw sockets take the port for a protocol, raw(7).
            let has_port = protocol != Protocol::Raw || address.port() == Some(0);
            let is_peer = matches!(protocol, Protocol::Ping | Protocol::Raw) || !address.is_left_to_the_kernel();
            let is_there = is_local(address) && !is_nowhere(address, protocol);
            let is_plain_peer = address.family() == family && is_there && is_peer && has_port;
            is_plain_peer && has_plain_flags(call) && fits(protocol, family, payload)
        }
        Call::Send { .. } | Call::SendAll { .. } | Call::SendTo { .. } | Call::SendMsg { .. } => {
            has_plain_flags(call) && fits(protocol, family, payload)
        }
        Call::Recv { .. } | Call::RecvFrom { .. } | Call::RecvMsg { .. } => has_plain_flags(call),
        Call::GetSockOpt { level, size, .. } => *level == SOL_SOCKET && *size as usize == INT,
        Call::SetSockOpt { level, name, .. } => {
            *level == SOL_SOCKET && PLAIN_OPTIONS.contains(name) && payload.is_some_and(|value| value.len() == INT)
        }
        _ => true,
    }
}

/// None that changes what the call does, and nothing beside the bytes that could be wrong in itself.
fn has_plain_flags(call: &Call) -> bool {
    let control = matches!(call, Call::SendMsg { control, .. } if !control.is_empty());
    !control && call.flags().is_none_or(|flags| flags & !(MSG_DONTWAIT | MSG_NOSIGNAL) == 0)
}

fn fits(protocol: Protocol, family: i32, payload: Option<&[u8]>) -> bool {
    match protocol {
        Protocol::Ping => payload.is_some_and(|payload| payload.len() <= MESSAGE && is_echo_request(family, payload)),
        _ => !protocol.has_messages() || payload.is_some_and(|payload| payload.len() <= MESSAGE),
    }
}

/// The one message that icmp(7) lets a datagram socket send: RFC 792 and RFC 4443, with a header of 8 bytes.
fn is_echo_request(family: i32, payload: &[u8]) -> bool {
    let kind = if family == AF_INET6 { 128 } else { 8 };
    payload.len() >= 8 && payload.starts_with(&[kind, 0])
}

/// Whether it can be connected or sent to on any host and in any namespace.
fn is_plain_peer(address: &Address, family: i32) -> bool {
    address.family() == family && is_local(address) && !address.is_left_to_the_kernel()
}

/// For ICMP the wildcard is no address of the host itself.
fn is_nowhere(address: &Address, protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Ping | Protocol::Raw) && address.is_unspecified()
}

/// Whether any host and any namespace has it.
fn is_local(address: &Address) -> bool {
    let is_loopback = match *address {
        Address::Inet { host, .. } => host == Ipv4Addr::LOCALHOST,
        Address::Inet6 { host, scope_id, .. } => host == Ipv6Addr::LOCALHOST && scope_id == 0,
        Address::Unix { path } => !path.is_path(),
    };
    is_loopback || address.is_unspecified()
}

fn is_unprivileged(address: &Address) -> bool {
    address.port().is_none_or(|port| port == 0 || i32::from(port) >= IPPORT_RESERVED)
}

//! What the model makes of a call's arguments: whether the kernel can find fault with them in themselves.

use super::Protocol;
use super::possible::Arguments;
use crate::constants::{
    AF_INET, AF_INET6, IP_BIND_ADDRESS_NO_PORT, IP_RECVERR, IPPORT_RESERVED, IPPROTO_ICMPV6, IPPROTO_IP, IPPROTO_IPV6,
    IPPROTO_TCP, IPV6_RECVERR, MSG_DONTWAIT, MSG_NOSIGNAL, SO_BROADCAST, SO_KEEPALIVE, SO_REUSEADDR, SOL_SOCKET,
    TCP_FASTOPEN_CONNECT,
};
use crate::{Address, Call, Errno};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Messages up to this many bytes fit any socket.
const MESSAGE: usize = 1024;
/// The bytes of an option that is an `int`.
const INT: usize = 4;
/// The bytes of a `sa_family_t`, a `sockaddr_in`, a `sockaddr_in6`, and the least that IPv6 takes for one, without the scope.
const SA_FAMILY: usize = 2;
const SOCKADDR_IN: usize = 16;
const SOCKADDR_IN6: usize = 28;
const SOCKADDR_IN6_LEAST: usize = 24;
/// The bytes of the header of an echo request.
const ICMP_HEADER: usize = 8;
/// `SO_TYPE` and `SO_ERROR` can only be read.
const PLAIN_OPTIONS: [i32; 3] = [SO_REUSEADDR, SO_KEEPALIVE, SO_BROADCAST];

/// Judges the arguments of a call on a socket of this family. `payload` is `None` if it is not known.
pub(super) fn of(call: &Call, protocol: Protocol, family: i32, payload: Option<&[u8]>) -> Arguments {
    match fault(call, protocol, family, payload) {
        Some(errno) => Arguments::Wrong(errno),
        None if is_plain(call, protocol, family, payload) => Arguments::Plain,
        None => Arguments::Odd,
    }
}

/// The error of a call that cannot succeed with these arguments, whatever the state, where the kernel looks at them first.
fn fault(call: &Call, protocol: Protocol, family: i32, payload: Option<&[u8]>) -> Option<Errno> {
    match call {
        Call::Connect { address, .. } => fault_of_peer(address, protocol, family),
        Call::SendTo { address: Address::Inet6 { port, .. }, .. }
            if protocol == Protocol::Raw && family == AF_INET6 && !is_raw_port(*port) =>
        {
            (has_plain_flags(call) && payload.is_some()).then_some(Errno::EINVAL)
        }
        Call::Send { .. } | Call::SendTo { .. } if protocol == Protocol::Ping && has_plain_flags(call) => {
            payload.filter(|payload| payload.len() <= MESSAGE && !is_echo(family, payload)).map(|_| Errno::EINVAL)
        }
        _ => None,
    }
}

/// connect(2) to an address of another family: the length of the `sockaddr` is looked at before the family, but not by IPv6's ping and
/// raw sockets, and unix(7) has one error for both.
fn fault_of_peer(address: &Address, protocol: Protocol, family: i32) -> Option<Errno> {
    if protocol.is_unix() {
        return (family != address.family() || address.is_left_to_the_kernel()).then_some(Errno::EINVAL);
    }
    let least = match (family, address.family()) {
        (own, other) if own == other => return None,
        (AF_INET, _) => SOCKADDR_IN,
        (AF_INET6, _) if matches!(protocol, Protocol::Ping | Protocol::Raw) => 0,
        // It speaks IPv4 too, ipv6(7).
        (AF_INET6, AF_INET) if protocol == Protocol::Udp => return None,
        (AF_INET6, _) => SOCKADDR_IN6_LEAST,
        _ => return None,
    };
    Some(if length(address)? < least { Errno::EINVAL } else { Errno::EAFNOSUPPORT })
}

/// The bytes of its `sockaddr`; `None` for a path, which is put together elsewhere.
fn length(address: &Address) -> Option<usize> {
    match address {
        Address::Inet { .. } => Some(SOCKADDR_IN),
        Address::Inet6 { .. } => Some(SOCKADDR_IN6),
        Address::Unix { path } => (!path.is_path()).then_some(SA_FAMILY + path.as_bytes().len()),
    }
}

/// Whether the call can leave the socket in a state that the table does not have.
pub(super) fn leads_astray(call: &Call, protocol: Protocol, family: i32) -> bool {
    match call {
        Call::Connect { address, .. } if fault_of_peer(address, protocol, family).is_some() => false,
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
        Call::Bind { address, .. } => {
            let is_allowed = is_unprivileged(address) || matches!(protocol, Protocol::Ping | Protocol::Raw);
            address.family() == family && is_local(address) && is_allowed
        }
        Call::Connect { address, .. } => address.family() == family && is_local(address),
        Call::SendTo { address, .. } | Call::SendMsg { address: Some(address), .. } if protocol.is_datagram() => {
            let has_port = protocol != Protocol::Raw || family != AF_INET6 || address.port().is_some_and(is_raw_port);
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

/// The message that icmp(7) lets a datagram socket send: RFC 792 and RFC 4443, with a header of 8 bytes.
fn is_echo_request(family: i32, payload: &[u8]) -> bool {
    let kind = if family == AF_INET6 { 128 } else { 8 };
    payload.len() >= ICMP_HEADER && payload.starts_with(&[kind, 0])
}

/// That, or the extended one of RFC 8335, which newer kernels let it send too.
fn is_echo(family: i32, payload: &[u8]) -> bool {
    let extended = if family == AF_INET6 { 160 } else { 42 };
    is_echo_request(family, payload) || payload.len() >= ICMP_HEADER && payload.starts_with(&[extended, 0])
}

/// IPv6's raw sockets take the port for a protocol, which has to be their own, raw(7); IPv4's look at none.
fn is_raw_port(port: u16) -> bool {
    port == 0 || i32::from(port) == IPPROTO_ICMPV6
}

/// Who sends by `SOCK_DGRAM` of ICMP finds no host at the wildcard.
fn is_nowhere(address: &Address, protocol: Protocol) -> bool {
    protocol == Protocol::Ping && address.is_unspecified()
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

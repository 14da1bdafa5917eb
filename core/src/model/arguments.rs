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

/// Judges the arguments of a call on a socket of this family. `size` is the payload's; `None` if it is not known.
pub(super) fn of(call: &Call, protocol: Protocol, family: i32, size: Option<usize>) -> Arguments {
    match is_plain(call, protocol, family, size) {
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
            protocol == Protocol::Udp && (*port == 0 || family == AF_INET6)
        }
        Call::Connect { address: Address::Inet6 { host, port, .. }, .. } => {
            (protocol == Protocol::Udp && *port == 0) || host.to_ipv4_mapped().is_some()
        }
        _ => false,
    }
}

fn is_plain(call: &Call, protocol: Protocol, family: i32, size: Option<usize>) -> bool {
    match call {
        Call::Bind { address, .. } => address.family() == family && is_local(address) && is_unprivileged(address),
        Call::Connect { address, .. } => is_plain_peer(address, family),
        Call::SendTo { address, .. } | Call::SendMsg { address: Some(address), .. }
            if protocol == Protocol::Udp || protocol == Protocol::UnixDatagram =>
        {
            is_plain_peer(address, family) && has_plain_flags(call) && fits(protocol, size)
        }
        Call::Send { .. } | Call::SendAll { .. } | Call::SendTo { .. } | Call::SendMsg { .. } => {
            has_plain_flags(call) && fits(protocol, size)
        }
        Call::Recv { .. } | Call::RecvFrom { .. } | Call::RecvMsg { .. } => has_plain_flags(call),
        Call::GetSockOpt { level, size, .. } => *level == SOL_SOCKET && *size as usize == INT,
        Call::SetSockOpt { level, name, .. } => {
            *level == SOL_SOCKET && PLAIN_OPTIONS.contains(name) && size == Some(INT)
        }
        _ => true,
    }
}

/// None that changes what the call does, and nothing beside the bytes that could be wrong in itself.
fn has_plain_flags(call: &Call) -> bool {
    let control = matches!(call, Call::SendMsg { control, .. } if !control.is_empty());
    !control && call.flags().is_none_or(|flags| flags & !(MSG_DONTWAIT | MSG_NOSIGNAL) == 0)
}

fn fits(protocol: Protocol, size: Option<usize>) -> bool {
    !protocol.has_messages() || size.is_some_and(|size| size <= MESSAGE)
}

/// Whether it can be connected or sent to on any host and in any namespace.
fn is_plain_peer(address: &Address, family: i32) -> bool {
    address.family() == family && is_local(address) && !address.is_left_to_the_kernel()
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

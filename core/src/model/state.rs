//! What a socket is and what it has become.

use crate::constants::{
    AF_INET, AF_INET6, IPPROTO_TCP, IPPROTO_UDP, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK, SOCK_STREAM,
};

/// What a socket speaks, as far as the model tells protocols apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// tcp(7) over IPv4 or IPv6.
    Tcp,
    /// udp(7) over IPv4 or IPv6.
    Udp,
    /// Any other: the model knows nothing of it.
    Other,
}

impl Protocol {
    /// What `socket(family, kind, protocol)` makes, socket(2).
    pub fn of(family: i32, kind: i32, protocol: i32) -> Protocol {
        match (family, kind & !(SOCK_NONBLOCK | SOCK_CLOEXEC), protocol) {
            (AF_INET | AF_INET6, SOCK_STREAM, 0 | IPPROTO_TCP) => Protocol::Tcp,
            (AF_INET | AF_INET6, SOCK_DGRAM, 0 | IPPROTO_UDP) => Protocol::Udp,
            _ => Protocol::Other,
        }
    }

    /// The states a socket of this protocol can be in.
    pub fn states(self) -> &'static [State] {
        use State::*;
        match self {
            Protocol::Tcp => {
                &[Created, Bound, Listening, Connecting, Connected, ReadShut, WriteShut, BothShut, Uncertain]
            }
            Protocol::Udp => &[Created, Bound, Connected, Uncertain],
            Protocol::Other => &[Created],
        }
    }
}

/// What has become of a socket. A closed one has no state: its descriptor is free again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Made by `socket`, nothing done to it yet.
    Created,
    /// It has a local port, by `bind` or because a datagram was sent.
    Bound,
    /// `listen` was called: it takes connections and carries none.
    Listening,
    /// A `connect` that did not block, timed out or was interrupted goes on in the kernel.
    Connecting,
    /// It has, or had, a peer; whether the peer is still there shows only in the next answer.
    Connected,
    /// Connected, receiving ended by `shutdown`.
    ReadShut,
    /// Connected, sending ended by `shutdown`.
    WriteShut,
    /// Connected, both directions ended by `shutdown`.
    BothShut,
    /// A call failed or calls overlapped in a way that leaves traces the model does not follow.
    Uncertain,
}

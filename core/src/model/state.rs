//! What a socket is and what it has become.

use crate::constants::{
    AF_INET, AF_INET6, AF_UNIX, IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP, SOCK_CLOEXEC, SOCK_DGRAM,
    SOCK_NONBLOCK, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM,
};
use serde::{Deserialize, Serialize};

/// What a socket speaks, as far as the model tells protocols apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protocol {
    /// tcp(7) over IPv4 or IPv6.
    Tcp,
    /// udp(7) over IPv4 or IPv6.
    Udp,
    /// `SOCK_STREAM` of unix(7).
    UnixStream,
    /// `SOCK_SEQPACKET` of unix(7).
    UnixSeqpacket,
    /// `SOCK_DGRAM` of unix(7).
    UnixDatagram,
    /// `SOCK_DGRAM` of icmp(7), over IPv4 or IPv6: echo requests and their replies.
    Ping,
    /// `SOCK_RAW` of ICMP, raw(7), over IPv4 or IPv6.
    Raw,
    /// Any other: the model knows nothing of it.
    Other,
}

impl Protocol {
    /// The protocols that have a table.
    pub const MODELLED: [Protocol; 7] = [
        Protocol::Tcp,
        Protocol::Udp,
        Protocol::UnixStream,
        Protocol::UnixSeqpacket,
        Protocol::UnixDatagram,
        Protocol::Ping,
        Protocol::Raw,
    ];

    /// What `socket(family, kind, protocol)` makes, socket(2).
    pub fn of(family: i32, kind: i32, protocol: i32) -> Protocol {
        match (family, kind & !(SOCK_NONBLOCK | SOCK_CLOEXEC), protocol) {
            (AF_INET | AF_INET6, SOCK_STREAM, 0 | IPPROTO_TCP) => Protocol::Tcp,
            (AF_INET | AF_INET6, SOCK_DGRAM, 0 | IPPROTO_UDP) => Protocol::Udp,
            (AF_UNIX, SOCK_STREAM, 0 | AF_UNIX) => Protocol::UnixStream,
            (AF_UNIX, SOCK_SEQPACKET, 0 | AF_UNIX) => Protocol::UnixSeqpacket,
            (AF_UNIX, SOCK_DGRAM, 0 | AF_UNIX) => Protocol::UnixDatagram,
            (AF_INET, SOCK_DGRAM, IPPROTO_ICMP) | (AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6) => Protocol::Ping,
            (AF_INET, SOCK_RAW, IPPROTO_ICMP) | (AF_INET6, SOCK_RAW, IPPROTO_ICMPV6) => Protocol::Raw,
            _ => Protocol::Other,
        }
    }

    /// Whether what is sent keeps its boundaries, so that a message can be too long.
    pub fn has_messages(self) -> bool {
        !matches!(self, Protocol::Tcp | Protocol::UnixStream)
    }

    /// Whether it is one of unix(7).
    pub fn is_unix(self) -> bool {
        matches!(self, Protocol::UnixStream | Protocol::UnixSeqpacket | Protocol::UnixDatagram)
    }

    /// Whether its sockets need no connection.
    pub fn is_datagram(self) -> bool {
        matches!(self, Protocol::Udp | Protocol::UnixDatagram | Protocol::Ping | Protocol::Raw)
    }
}

/// A socket's state in one word, as it is told to people. A closed one has no state: its descriptor is free again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Made by `socket`, nothing done to it yet.
    Created,
    /// It has a local port or name, by `bind` or because a datagram was sent.
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
    /// Its connection is no more: ended by both sides, reset by the peer, or never made.
    Ended,
    /// A call failed or calls overlapped in a way that allows for several of these.
    Uncertain,
}

/// A socket's state in full: what the kernel keeps, as far as it decides the answer to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Exact {
    /// How far it has come.
    pub phase: Phase,
    /// Its local port or name.
    pub name: Name,
    /// Receiving was ended by `shutdown`.
    pub read_shut: bool,
    /// Sending was ended by `shutdown`.
    pub write_shut: bool,
    /// The peer sends no more: what follows the data that is there is the end.
    pub finished: bool,
    /// The peer takes no more, and the kernel has told so: on `AF_UNIX`, where both ends are known to it.
    pub deaf: bool,
    /// `SO_REUSEADDR` or `SO_REUSEPORT` may be on: it may not be alone at its port.
    pub reuse: bool,
    /// Connections may be at its port beside it: it has listened or connected, maybe with itself.
    pub crowded: bool,
    /// An error waits to be told by the next call that looks for one: `SO_ERROR` of socket(7).
    pub error: bool,
}

/// How far a socket has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Neither listening nor connected.
    Unconnected,
    /// It takes connections.
    Listening,
    /// The handshake of a TCP `connect` is on its way.
    Connecting,
    /// The handshake succeeded, and no call has been told yet.
    Made,
    /// The handshake failed, and no `connect` has been told yet.
    Failed,
    /// It has a peer.
    Connected,
    /// It had a peer; the TCP connection is closed or reset.
    Ended,
    /// `shutdown` was called on a failed `connect`: nothing works any more.
    Broken,
}

/// What a socket is called, and who chose it. A TCP port that the kernel chose is given back when the connection ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Name {
    /// It has none yet.
    Absent,
    /// The kernel chose.
    Chosen,
    /// `bind` named it.
    Given,
}

impl Exact {
    /// As `socket` makes it.
    pub const CREATED: Exact = Exact {
        phase: Phase::Unconnected,
        name: Name::Absent,
        read_shut: false,
        write_shut: false,
        finished: false,
        deaf: false,
        reuse: false,
        crowded: false,
        error: false,
    };

    /// As `accept` returns it, or `socketpair`.
    pub const ACCEPTED: Exact = Exact { phase: Phase::Connected, name: Name::Chosen, ..Exact::CREATED };

    /// The state in one word.
    pub fn summary(self) -> State {
        match (self.phase, self.read_shut, self.write_shut) {
            (Phase::Unconnected, ..) if self.name == Name::Absent => State::Created,
            (Phase::Unconnected, ..) => State::Bound,
            (Phase::Listening, ..) => State::Listening,
            (Phase::Connecting, ..) => State::Connecting,
            (Phase::Failed | Phase::Ended | Phase::Broken, ..) => State::Ended,
            (Phase::Made | Phase::Connected, false, false) => State::Connected,
            (Phase::Made | Phase::Connected, true, false) => State::ReadShut,
            (Phase::Made | Phase::Connected, false, true) => State::WriteShut,
            (Phase::Made | Phase::Connected, true, true) => State::BothShut,
        }
    }

    pub(super) fn to(self, phase: Phase) -> Exact {
        Exact { phase, ..self }
    }

    pub(super) fn named(self, name: Name) -> Exact {
        Exact { name, ..self }
    }

    /// It takes connections from now on.
    pub(super) fn serving(self) -> Exact {
        Exact { phase: Phase::Listening, crowded: true, ..self }
    }

    /// A connection is on its way, for which a port is chosen if it has none.
    pub(super) fn calling(self) -> Exact {
        Exact { phase: Phase::Connecting, crowded: true, ..self.autobound() }
    }

    /// A port is chosen if it has none.
    pub(super) fn autobound(self) -> Exact {
        if self.name == Name::Absent { self.named(Name::Chosen) } else { self }
    }

    /// A port that the kernel chose is given back.
    pub(super) fn released(self) -> Exact {
        if self.name == Name::Chosen { Exact { name: Name::Absent, crowded: false, ..self } } else { self }
    }

    pub(super) fn without_read(self) -> Exact {
        Exact { read_shut: true, ..self }
    }

    pub(super) fn without_write(self) -> Exact {
        Exact { write_shut: true, ..self }
    }

    pub(super) fn without_both(self) -> Exact {
        self.without_read().without_write()
    }

    pub(super) fn finished(self) -> Exact {
        Exact { finished: true, ..self }
    }

    pub(super) fn deaf(self) -> Exact {
        Exact { deaf: true, ..self }
    }

    pub(super) fn with_error(self) -> Exact {
        Exact { error: true, ..self }
    }

    pub(super) fn reusing(self) -> Exact {
        Exact { reuse: true, ..self }
    }

    /// Its error was told.
    pub(super) fn told(self) -> Exact {
        Exact { error: false, ..self }
    }

    /// As after a disconnect of a socket that was closed already: its name stays.
    pub(super) fn cleared(self) -> Exact {
        Exact { name: self.name, reuse: self.reuse, crowded: self.crowded, ..Exact::CREATED }
    }

    /// As after a disconnect: only a name that was given stays.
    pub(super) fn fresh(self) -> Exact {
        self.cleared().released()
    }
}

/// In short, for tables: `Connected/Chosen/-w`, with `r` and `w` for open directions, `F` for finished, `D` for deaf, `U` for reuse, `C` for crowded, `E` for an error.
impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let read = if self.read_shut { '-' } else { 'r' };
        let write = if self.write_shut { '-' } else { 'w' };
        write!(f, "{:?}/{:?}/{read}{write}", self.phase, self.name)?;
        f.write_str(if self.finished { "F" } else { "" })?;
        f.write_str(if self.deaf { "D" } else { "" })?;
        f.write_str(if self.reuse { "U" } else { "" })?;
        f.write_str(if self.crowded { "C" } else { "" })?;
        f.write_str(if self.error { "E" } else { "" })
    }
}

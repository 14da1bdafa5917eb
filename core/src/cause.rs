//! Why the relay does not make a call, though the state of its socket allows it: what is not available in a room, and limits.

use crate::Explanation;
use crate::constants::AF_UNIX;

/// A reason for which the relay refuses a call. Numbers are Linux's, as they stand in the call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the numbers are those of the call, and what stands beside them what it would have to be"
)]
pub enum Cause {
    /// Linux has no such type of socket.
    NoSuchType { kind: i32 },
    /// Linux has no such protocol.
    NoSuchProtocol { protocol: i32 },
    /// The family is not one of the three.
    FamilyNotHere { family: i32 },
    /// The family has no sockets of this type here.
    TypeNotHere { family: i32, kind: i32 },
    /// The type has other protocols here.
    ProtocolNotHere { kind: i32, protocol: i32, available: &'static [i32] },
    /// Only `AF_UNIX` has `socketpair`.
    PairNotHere,
    /// `MSG_FASTOPEN`.
    FastOpenNotHere,
    /// `MSG_OOB` on a socket of `AF_UNIX`.
    OutOfBandNotHere,
    /// A `poll` of more entries than this.
    PollTooLong { most: usize },
    /// More descriptors in a message than travel in one.
    TooManyRights { count: usize, most: usize },
    /// `SCM_CREDENTIALS`, which would tell of the relay.
    CredentialsNotHere,
    /// Other ancillary data, with its length in bytes.
    AncillaryNotHere { level: i32, kind: i32, length: usize },
    /// A socket option that is not on the list.
    OptionNotHere { level: i32, name: i32 },
    /// A socket option that cannot be set.
    OptionReadOnly { level: i32, name: i32 },
    /// A value, in bytes, of another length than the option has.
    OptionLength { level: i32, name: i32, length: usize, right: &'static [usize] },
    /// More bytes of an option's value were asked for than any has.
    OptionTooLong { size: u32, most: u32 },
    /// The relay could make no network for the room: it uses its host's.
    NeedsNetwork(NetworkUse),
    /// An address beyond the loopback of such a relay.
    OnlyLoopback,
    /// A directory that is the room's, and is not removed.
    DirectoryStays,
    /// A directory that is the room's, and whose permissions are not changed.
    DirectoryStaysOpen,
    /// An epoll that would watch another: of such trees the kernel looks at every path, while others wait.
    EpollInEpoll,
    /// An epoll that would be sent: what it watches is of the process that has made it.
    EpollStays,
    /// A limit was hit.
    Limit(LimitHit),
    /// A limit was hit by descriptors on their way to a process.
    Travelling(LimitHit),
    /// A limit was hit by the practice services that the call turns to.
    Services(LimitHit),
}

/// What is possible only in a network of one's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkUse {
    /// `SOCK_RAW`.
    RawSockets,
    /// Groups of multicast.
    Multicast,
    /// The choice of an interface for a message.
    Interface,
    /// Calls on paths.
    Files,
    /// Names of `AF_UNIX`.
    UnixNames,
}

/// A limit that was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitHit {
    /// The option of `sockbox serve` that sets it, without the dashes.
    pub option: &'static str,
    /// Who is held to it.
    pub limited: Limited,
    /// What is counted.
    pub thing: Thing,
    /// How many there may be.
    pub most: usize,
    /// How many more were asked for: 1 where there are as many as there may be, 0 of a rate, where nothing is refused.
    pub more: usize,
}

/// Who is held to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// A process.
    Process,
    /// A room.
    Room,
    /// The network address from which it is asked.
    Address,
    /// The relay as a whole.
    Relay,
}

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// Rooms.
    Rooms,
    /// Processes.
    Processes,
    /// Pages that watch a room.
    Pages,
    /// Connections to the relay.
    Connections,
    /// Connections by which metrics are asked for.
    MetricsConnections,
    /// Open sockets.
    Sockets,
    /// Places for connections that wait to be accepted.
    Places,
    /// Calls that block.
    BlockedCalls,
    /// Bytes held by calls that block.
    BlockedBytes,
    /// Those, and bytes of frames that are not whole.
    BufferedBytes,
    /// Calls a second.
    CallRate,
    /// Bytes a second.
    ByteRate,
}

impl Cause {
    /// It in words, and what can be done.
    pub fn explanation(&self) -> Explanation {
        let said = Explanation::default();
        match self {
            Self::NoSuchType { kind } => said.then("no-such-type", [("kind", kind.to_string())]),
            Self::NoSuchProtocol { protocol } => said.then("no-such-protocol", [("protocol", protocol.to_string())]),
            Self::FamilyNotHere { family } => said.then("family-not-here", [("family", family.to_string())]),
            Self::TypeNotHere { family, kind } => {
                said.then("type-not-here", [("kind", kind.to_string()), ("available", types(*family).to_owned())])
            }
            Self::ProtocolNotHere { kind, protocol, available } => said.then(
                "protocol-not-here",
                [("kind", kind.to_string()), ("protocol", protocol.to_string()), ("available", list(available))],
            ),
            Self::PairNotHere => said.then("pair-not-here", []),
            Self::FastOpenNotHere => said.then("fast-open-not-here", []),
            Self::OutOfBandNotHere => said.then("out-of-band-not-here", []),
            Self::PollTooLong { most } => said.then("poll-too-long", [("most", most.to_string())]),
            Self::TooManyRights { count, most } => {
                said.then("too-many-rights", [("count", count.to_string()), ("most", most.to_string())])
            }
            Self::CredentialsNotHere => said.then("credentials-not-here", []),
            Self::AncillaryNotHere { level, kind, length } => said.then(
                "ancillary-not-here",
                [("level", level.to_string()), ("kind", kind.to_string()), ("length", length.to_string())],
            ),
            Self::OptionNotHere { level, name } => said.then("option-not-here", option(*level, *name)),
            Self::OptionReadOnly { level, name } => said.then("option-read-only", option(*level, *name)),
            Self::OptionLength { level, name, length, right } => {
                let [level, name] = option(*level, *name);
                said.then("option-length", [level, name, ("length", length.to_string()), ("right", list(right))])
            }
            Self::OptionTooLong { size, most } => {
                said.then("option-too-long", [("size", size.to_string()), ("most", most.to_string())])
            }
            Self::NeedsNetwork(thing) => said.then("needs-network", [("thing", thing.key().to_owned())]),
            Self::OnlyLoopback => said.then("only-loopback", []),
            Self::DirectoryStays => said.then("directory-stays", []),
            Self::DirectoryStaysOpen => said.then("directory-stays-open", []),
            Self::EpollInEpoll => said.then("epoll-in-epoll", []),
            Self::EpollStays => said.then("epoll-stays", []),
            Self::Limit(limit) => limit.explanation(),
            Self::Travelling(limit) => said.then("limit-travelling", []).and(limit.explanation()),
            Self::Services(limit) => said.then("limit-services", []).and(limit.explanation()),
        }
    }
}

impl LimitHit {
    /// It in words, and what raises it.
    pub fn explanation(&self) -> Explanation {
        let more = match self.more {
            0 => "rate".to_owned(),
            1 => "none".to_owned(),
            more => more.to_string(),
        };
        let places = [
            ("limited", self.limited.key().to_owned()),
            ("thing", self.thing.key().to_owned()),
            ("most", self.most.to_string()),
            ("more", more),
        ];
        let said = Explanation::default().then("limit-hit", places);
        said.then("do-raise-limit", [("option", self.option.to_owned())])
    }
}

impl NetworkUse {
    /// What the texts call it.
    const fn key(self) -> &'static str {
        match self {
            Self::RawSockets => "raw",
            Self::Multicast => "multicast",
            Self::Interface => "interface",
            Self::Files => "files",
            Self::UnixNames => "unix",
        }
    }
}

impl Limited {
    /// What the texts call it.
    const fn key(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Room => "room",
            Self::Address => "address",
            Self::Relay => "relay",
        }
    }
}

impl Thing {
    /// What the texts call it.
    const fn key(self) -> &'static str {
        match self {
            Self::Rooms => "rooms",
            Self::Processes => "processes",
            Self::Pages => "pages",
            Self::Connections => "connections",
            Self::MetricsConnections => "metrics",
            Self::Sockets => "sockets",
            Self::Places => "places",
            Self::BlockedCalls => "blocked-calls",
            Self::BlockedBytes => "blocked-bytes",
            Self::BufferedBytes => "buffered-bytes",
            Self::CallRate => "call-rate",
            Self::ByteRate => "byte-rate",
        }
    }
}

/// The types that a family has here.
const fn types(family: i32) -> &'static str {
    match family {
        AF_UNIX => "SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET",
        _ => "SOCK_STREAM, SOCK_DGRAM, SOCK_RAW",
    }
}

fn option(level: i32, name: i32) -> [(&'static str, String); 2] {
    [("level", level.to_string()), ("name", name.to_string())]
}

fn list<T: ToString>(numbers: &[T]) -> String {
    numbers.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;

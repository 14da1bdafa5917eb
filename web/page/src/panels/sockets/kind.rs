//! What a socket and its state are called.

use crate::language::{Language, say};
use sockbox_core::constants::{AF_INET, AF_INET6};
use sockbox_core::model::{Description, Protocol, State};

/// The protocol and its family: `TCP · IPv4`. These names are the same in all languages.
pub(in crate::panels) fn kind(socket: &Description) -> String {
    let protocol = match socket.protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
        Protocol::UnixStream => return "UNIX stream".to_owned(),
        Protocol::UnixSeqpacket => return "UNIX seqpacket".to_owned(),
        Protocol::UnixDatagram => return "UNIX datagram".to_owned(),
        Protocol::Ping => "ICMP",
        Protocol::Raw => "raw ICMP",
        Protocol::Other => "socket",
    };
    match socket.family {
        AF_INET => format!("{protocol} · IPv4"),
        AF_INET6 => format!("{protocol} · IPv6"),
        _ => protocol.to_owned(),
    }
}

/// The descriptors: `3`, or `3, 5`.
pub(in crate::panels) fn fds(socket: &Description) -> String {
    socket.fds.iter().map(|fd| fd.0.to_string()).collect::<Vec<_>>().join(", ")
}

/// The text that names a state.
pub(in crate::panels) fn state_text(state: State) -> &'static str {
    match state {
        State::Created => "socket-created",
        State::Bound => "socket-bound",
        State::Listening => "socket-listening",
        State::Connecting => "socket-connecting",
        State::Connected => "socket-connected",
        State::ReadShut => "socket-read-shut",
        State::WriteShut => "socket-write-shut",
        State::BothShut => "socket-both-shut",
        State::Ended => "socket-ended",
        State::Uncertain => "socket-uncertain",
    }
}

/// The state in words; where it is uncertain, the few that it can be.
pub(in crate::panels) fn state_words(socket: &Description, language: Language) -> String {
    /// More than these say nothing any more.
    const FEW: usize = 3;
    let name = |state: &State| say(language, state_text(*state), &[]);
    match socket.possible.len() {
        2..=FEW => socket.possible.iter().map(name).collect::<Vec<_>>().join(&say(language, "socket-or", &[])),
        _ => name(&socket.state),
    }
}

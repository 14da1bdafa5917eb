//! The words for a refusal: what the call needs, what this socket is, and the call to make instead.

use super::socket::Socket;
use super::transition::Reason;
use super::{Protocol, State};
use crate::Fd;

/// Three sentences: "accept() needs a listening socket. fd 3 is bound to 127.0.0.1:8001 but listen() was not called. Call
/// listen() first."
pub(super) fn why(reason: Option<Reason>, call: &str, fd: Fd, socket: &Socket) -> String {
    let Some(reason) = reason else {
        return format!("{call}() cannot be done any more. fd {} failed before. Make a new socket.", fd.0);
    };
    let need = need(reason);
    let standing = standing(reason, socket);
    let remedy = remedy(reason, call, socket);
    format!("{call}() {need}. fd {} {standing}. {remedy}.", fd.0)
}

/// For a descriptor that is not open. Python's closed socket objects have the descriptor -1.
pub(super) fn closed(fd: Fd) -> String {
    match fd.0 {
        ..0 => "This socket was closed. Make a new one with socket().".to_owned(),
        number => format!("fd {number} is not open: it was closed, or never opened. Make a new socket with socket()."),
    }
}

/// For the terminal's descriptors.
pub(super) fn terminal(fd: Fd) -> String {
    format!("fd {} is the terminal, not a socket. Make a socket with socket().", fd.0)
}

fn need(reason: Reason) -> &'static str {
    match reason {
        Reason::AlreadyBound => "gives a socket its address, once",
        Reason::AlreadyConnected => "needs a socket that was never connected",
        Reason::AlreadyListening => "needs a socket that does not listen",
        Reason::NotListening => "needs a listening socket",
        Reason::NotBound => "needs a socket with an address",
        Reason::WriteShut => "needs a connection that takes more",
        Reason::NotConnected => "needs a connected socket",
        Reason::NoDestination => "needs to know where to",
        Reason::Datagrams => "is for connections, which SOCK_STREAM sockets have",
    }
}

fn standing(reason: Reason, socket: &Socket) -> String {
    let at = |preposition: &str| match socket.local() {
        Some(address) => format!(" {preposition} {address}"),
        None => String::new(),
    };
    let to = || socket.peer().map_or(String::new(), |address| format!(" to {address}"));
    match (reason, socket.state()) {
        (Reason::Datagrams, _) => "is a SOCK_DGRAM socket".to_owned(),
        (Reason::NotListening, State::Bound) => format!("is bound{} but listen() was not called", at("to")),
        (Reason::NotConnected | Reason::NoDestination, State::Bound) => {
            format!("is bound{} but connect() was not called", at("to"))
        }
        (_, State::Bound) => format!("is bound{} already", at("to")),
        (Reason::NotBound, _) => "is new: bind() was not called".to_owned(),
        (Reason::WriteShut, State::WriteShut | State::BothShut) => "was shut down for sending".to_owned(),
        (Reason::WriteShut, _) => "has lost its peer".to_owned(),
        (Reason::NotListening, State::Created) => "is new: neither bind() nor listen() was called".to_owned(),
        (_, State::Created) => "is new: connect() was not called".to_owned(),
        (_, State::Listening) => format!("listens{}", at("on")),
        _ => format!("was connected{}", to()),
    }
}

fn remedy(reason: Reason, call: &str, socket: &Socket) -> String {
    match (reason, socket.state()) {
        (Reason::AlreadyBound, _) => "Make a new socket for another address".to_owned(),
        (Reason::AlreadyConnected | Reason::AlreadyListening, _) => format!("Make a new socket to {call} with"),
        (Reason::NotListening, State::Created) => "Call bind() and listen() first".to_owned(),
        (Reason::NotListening, State::Bound) => "Call listen() first".to_owned(),
        (Reason::NotListening, _) => "Call it on the socket that listen() was called on".to_owned(),
        (Reason::NotConnected, State::Listening) => {
            format!("Call accept(), then {call}() on the socket it returns")
        }
        (Reason::NotConnected, State::Bound) if socket.protocol == Protocol::Tcp => {
            "Call connect() as a client, listen() and accept() as a server".to_owned()
        }
        (Reason::NotConnected, _) => "Call connect() first".to_owned(),
        (Reason::NotBound, _) => "Call bind() first".to_owned(),
        (Reason::WriteShut, _) => "Send before shutdown(), or make a new connection".to_owned(),
        (Reason::NoDestination, _) => "Call sendto() with an address, or connect() first".to_owned(),
        (Reason::Datagrams, _) => "Datagrams come without a connection: call bind(), then recvfrom()".to_owned(),
    }
}

//! Why a call is refused: what it needs, what this socket is, and the call to make instead.

use super::super::socket::Socket;
use super::super::transition::Reason;
use super::super::{Protocol, State};
use super::{place, with_man_page};
use crate::{Address, Explanation, Fd};

/// "accept() needs a listening socket. fd 3 is bound to 127.0.0.1:8001 but listen() was not called. Call listen() first. See
/// accept(2)."
pub(in super::super) fn why(reason: Option<Reason>, call: &'static str, fd: Fd, socket: &Socket) -> Explanation {
    let explanation = match reason {
        Some(reason) => {
            let need = Explanation::default().then(need(reason), [("call", call.to_owned())]);
            need.and(standing(reason, fd, socket)).and(remedy(reason, call, socket))
        }
        None => Explanation::default()
            .then("need-usable", [("call", call.to_owned())])
            .then("is-failed", [("fd", fd.0.to_string())])
            .then("do-new-socket", []),
    };
    with_man_page(explanation, call)
}

/// For a descriptor that is not open. Python's closed socket objects have the descriptor -1.
pub(in super::super) fn closed(fd: Fd) -> Explanation {
    match fd.0 {
        ..0 => Explanation::default().then("closed-object", []),
        number => Explanation::default().then("closed-fd", [("fd", number.to_string())]),
    }
}

/// For an address that another socket of the same process has.
pub(in super::super) fn taken(address: Address, holder: Fd) -> Explanation {
    let said = Explanation::default()
        .then("taken", [("address", address.to_string())])
        .then("taken-by-own", [("fd", holder.0.to_string())])
        .then("do-close-or-choose", []);
    with_man_page(said, "bind")
}

/// For the terminal's descriptors.
pub(in super::super) fn terminal(fd: Fd) -> Explanation {
    Explanation::default().then("terminal-fd", [("fd", fd.0.to_string())])
}

fn need(reason: Reason) -> &'static str {
    match reason {
        Reason::AlreadyBound => "need-already-bound",
        Reason::AlreadyConnected => "need-already-connected",
        Reason::AlreadyListening => "need-already-listening",
        Reason::NotListening => "need-listening",
        Reason::NotBound => "need-bound",
        Reason::WriteShut => "need-writable",
        Reason::NotConnected => "need-connected",
        Reason::NoDestination => "need-destination",
        Reason::Datagrams => "need-connections",
    }
}

fn standing(reason: Reason, fd: Fd, socket: &Socket) -> Explanation {
    let fd = ("fd", fd.0.to_string());
    let at = |address| ("address", place(address));
    let missing = |call: &str| ("missing", call.to_owned());
    let said = Explanation::default();
    match (reason, socket.state()) {
        (Reason::Datagrams, _) if socket.protocol == Protocol::Raw => said.then("is-raw", [fd]),
        (Reason::Datagrams, _) => said.then("is-datagram", [fd]),
        (Reason::NotListening, State::Bound) => said.then("is-bound-only", [fd, at(socket.local()), missing("listen")]),
        (Reason::NotConnected | Reason::NoDestination, State::Bound) => {
            said.then("is-bound-only", [fd, at(socket.local()), missing("connect")])
        }
        (_, State::Bound) => said.then("is-bound", [fd, at(socket.local())]),
        (Reason::NotBound, _) => said.then("is-new", [fd, missing("bind")]),
        (Reason::WriteShut, State::WriteShut | State::BothShut) => said.then("is-write-shut", [fd]),
        (Reason::WriteShut, _) => said.then("is-without-peer", [fd]),
        (Reason::NotListening, State::Created) => said.then("is-new-for-server", [fd]),
        (_, State::Created) => said.then("is-new", [fd, missing("connect")]),
        (_, State::Listening) => said.then("is-listening", [fd, at(socket.local())]),
        _ => said.then("is-connected", [fd, at(socket.peer())]),
    }
}

fn remedy(reason: Reason, call: &'static str, socket: &Socket) -> Explanation {
    let call = ("call", call.to_owned());
    let said = Explanation::default();
    match (reason, socket.state()) {
        (Reason::AlreadyBound, _) => said.then("do-new-socket-for-address", []),
        (Reason::AlreadyConnected | Reason::AlreadyListening, _) => said.then("do-new-socket-to", [call]),
        (Reason::NotListening, State::Created) => said.then("do-bind-and-listen", []),
        (Reason::NotListening, State::Bound) => said.then("do-listen", []),
        (Reason::NotListening, _) => said.then("do-on-listener", []),
        (Reason::NotConnected, State::Listening) => said.then("do-accept", [call]),
        (Reason::NotConnected, State::Bound) if socket.protocol == Protocol::Tcp => {
            said.then("do-connect-or-listen", [])
        }
        (Reason::NotConnected, State::Created | State::Bound | State::Uncertain) => said.then("do-connect", []),
        (Reason::NotConnected, _) => said.then("do-begin-anew", []),
        (Reason::NotBound, _) => said.then("do-bind", []),
        (Reason::WriteShut, _) => said.then("do-send-before-shutdown", []),
        (Reason::NoDestination, _) => said.then("do-sendto", []),
        (Reason::Datagrams, _) => said.then("do-datagrams", []),
    }
}

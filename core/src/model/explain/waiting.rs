//! What a call that blocks waits for, and what would wake it.

use super::super::socket::Socket;
use super::super::{Name, Protocol, State};
use super::{place, target};
use crate::{Call, Explanation, Wait};

/// `None` for a call that does not block.
pub(in super::super) fn waits_for(call: &Call, socket: Option<&Socket>) -> Option<Explanation> {
    call.wait().filter(|wait| *wait != Wait::Never)?;
    let local = ("address", place(socket.and_then(Socket::local)));
    let peer = ("address", place(target(call, socket)));
    let said = Explanation::default();
    Some(match call {
        Call::Poll { .. } | Call::EpollWait { .. } => said.then("waits-poll", []),
        Call::Accept { .. } => said.then("waits-accept", [local]),
        Call::Connect { .. } => said.then("waits-connect", [peer]),
        Call::Recv { .. } | Call::RecvFrom { .. } | Call::RecvMsg { .. } => receiving(socket?, said),
        _ => said.then("waits-send", [peer]),
    })
}

fn receiving(socket: &Socket, said: Explanation) -> Explanation {
    let local = ("address", place(socket.local()));
    let peer = ("address", place(socket.peer()));
    match socket.protocol {
        Protocol::Raw => said.then("waits-icmp", []),
        Protocol::Ping => said.then("waits-echo", []),
        protocol if protocol.is_datagram() => match socket.are_all(|state| state.name == Name::Absent) {
            true => said.then("waits-unbound", []),
            false => said.then("waits-datagram", [local]),
        },
        _ if socket.state() == State::Connecting => said.then("waits-connect", [peer]),
        _ => said.then("waits-stream", [peer]),
    }
}

//! The words for a call that was refused, failed, or waits: what happened, which socket in which state, and the call to make next.
//!
//! They are data here; the texts are in `core/src/explanation/`. Whoever adds an id adds its text in every language, which a test demands.

mod failure;
mod refusal;
mod waiting;

pub(super) use failure::{failed, timed_out};
pub(super) use refusal::{closed, taken, terminal, why};
pub(super) use waiting::waits_for;

use super::socket::Socket;
use crate::{Address, Call, Explanation};

/// With the page of the manual that a call is described in; `sendall` is Python's `send`.
fn with_man_page(said: Explanation, call: &str) -> Explanation {
    let page = match call {
        "sendall" => "send(2)".to_owned(),
        _ => format!("{call}(2)"),
    };
    said.then("see", [("page", page)])
}

/// An address for a text, `none` where it is not known.
fn place(address: Option<Address>) -> String {
    address.map_or_else(|| "none".to_owned(), |address| address.to_string())
}

/// Whom a call turns to: the address it names, or else the socket's peer.
fn target(call: &Call, socket: Option<&Socket>) -> Option<Address> {
    match call {
        Call::Connect { address, .. } | Call::SendTo { address, .. } | Call::Bind { address, .. } => Some(*address),
        Call::SendMsg { address: Some(address), .. } => Some(*address),
        _ => socket.and_then(Socket::peer),
    }
}

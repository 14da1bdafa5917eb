//! What the room knows about a call that failed.

use super::{Answer, Session};
use crate::kernel::{SockDiag, Socket};
use crate::room::Question;
use sockbox_core::constants::{SO_TYPE, SOCK_STREAM, SOL_SOCKET};
use sockbox_core::{Address, Call, Errno, HOLDERS_MAX, Holder, Outcome, Rest};
use std::cmp::Reverse;
use std::mem::{Discriminant, discriminant};

impl Session {
    /// Adds the closed connections that keep an address, of each kind the one that rests longest. Where a socket listens there, that is the reason.
    pub(super) async fn add_resting(&mut self, call: &Call, answer: &mut Answer) {
        if !matches!(answer.outcome, Outcome::Failed { errno: Errno::EADDRINUSE })
            || answer.facts.holders.iter().any(|holder| holder.listening)
        {
            return;
        }
        let socket =
            call.fd().and_then(|fd| self.descriptors.find(fd)).filter(|socket| kind(socket) == Some(SOCK_STREAM));
        let address = socket.and_then(|socket| address(call, socket, Errno::EADDRINUSE));
        let Some(port) = address.and_then(|address| address.port()).filter(|port| *port != 0) else { return };
        let Ok(Ok(kernel)) = self.room.enter(SockDiag::open).await else { return };
        match kernel.resting(port) {
            Ok(found) => answer.facts.holders.extend(longest(found)),
            // A kernel can be built without it; the failure is explained without the time then.
            Err(errno) => tracing::debug!(errno = errno.0, "closed connections cannot be asked for"),
        }
        answer.facts.holders.truncate(HOLDERS_MAX);
    }

    /// Who has the address that was in use; whom one could connect to where that was refused.
    pub(super) fn holders(&self, call: &Call, outcome: &Outcome) -> Vec<Holder> {
        let Outcome::Failed { errno: errno @ (Errno::EADDRINUSE | Errno::ECONNREFUSED) } = *outcome else {
            return Vec::new();
        };
        let Some(socket) = call.fd().and_then(|fd| self.descriptors.find(fd)) else { return Vec::new() };
        let Some((kind, address)) = kind(socket).zip(address(call, socket, errno)) else { return Vec::new() };
        let question = match errno {
            Errno::EADDRINUSE => Question::InUse { kind, address },
            _ => Question::Refused { kind, address },
        };
        self.descriptors.holders(&question, socket)
    }
}

/// Of each address and state the one that rests longest.
fn longest(mut found: Vec<(Address, Rest)>) -> impl Iterator<Item = Holder> {
    found.sort_by_key(|(_, rest)| Reverse(*rest));
    let mut seen: Vec<(Address, Discriminant<Rest>)> = Vec::new();
    found.retain(|(address, rest)| {
        let place = (*address, discriminant(rest));
        let is_new = !seen.contains(&place);
        if is_new {
            seen.push(place);
        }
        is_new
    });
    found.into_iter().map(|(address, rest)| Holder {
        process: String::new(),
        you: false,
        fd: None,
        kind: SOCK_STREAM,
        address,
        listening: false,
        service: None,
        rest: Some(rest),
    })
}

/// `SOCK_*`.
fn kind(socket: &Socket) -> Option<i32> {
    let value = socket.option(SOL_SOCKET, SO_TYPE, size_of::<i32>()).ok()?;
    Some(i32::from_ne_bytes(value.try_into().ok()?))
}

/// The address that the failure is about: the call's, or else the socket's or its peer's.
fn address(call: &Call, socket: &Socket, errno: Errno) -> Option<Address> {
    match (call, errno) {
        (Call::Bind { address, .. } | Call::Connect { address, .. } | Call::SendTo { address, .. }, _)
        | (Call::SendMsg { address: Some(address), .. }, _) => Some(*address),
        (_, Errno::EADDRINUSE) => socket.local_address().ok(),
        _ => socket.peer_address().ok(),
    }
}

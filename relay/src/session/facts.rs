//! What the room knows about a call that failed.

use super::Session;
use crate::kernel::Socket;
use crate::room::Question;
use sockbox_core::constants::{SO_TYPE, SOL_SOCKET};
use sockbox_core::{Address, Call, Errno, Holder, Outcome};

impl Session {
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

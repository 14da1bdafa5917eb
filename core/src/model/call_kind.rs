//! Which kinds of calls the model tells apart.

use crate::constants::MSG_FASTOPEN;
use crate::{Call, How};

/// A call on a socket as the table sees it: without its arguments, but told apart where they decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // Named as their man pages; what is not says so.
pub enum CallKind {
    Bind,
    Listen,
    Accept,
    Connect,
    /// `send` and `sendall`.
    Send,
    SendTo,
    /// Any sending with `MSG_FASTOPEN`, which connects as well, tcp(7).
    FastOpen,
    /// `recv` and `recvfrom`.
    Recv,
    ShutdownRead,
    ShutdownWrite,
    ShutdownBoth,
    GetSockName,
    GetPeerName,
    GetSockOpt,
    SetSockOpt,
    Close,
}

impl CallKind {
    /// All kinds, in the order of the table's snapshot.
    pub const ALL: [CallKind; 16] = [
        CallKind::Bind,
        CallKind::Listen,
        CallKind::Accept,
        CallKind::Connect,
        CallKind::Send,
        CallKind::SendTo,
        CallKind::FastOpen,
        CallKind::Recv,
        CallKind::ShutdownRead,
        CallKind::ShutdownWrite,
        CallKind::ShutdownBoth,
        CallKind::GetSockName,
        CallKind::GetPeerName,
        CallKind::GetSockOpt,
        CallKind::SetSockOpt,
        CallKind::Close,
    ];

    /// The kind of a call; `None` for `socket` and `poll`, which are made on no one socket.
    pub fn of(call: &Call) -> Option<CallKind> {
        Some(match call {
            Call::Socket { .. } | Call::Poll { .. } => return None,
            Call::Send { flags, .. } | Call::SendAll { flags, .. } | Call::SendTo { flags, .. }
                if flags & MSG_FASTOPEN != 0 =>
            {
                CallKind::FastOpen
            }
            Call::Bind { .. } => CallKind::Bind,
            Call::Listen { .. } => CallKind::Listen,
            Call::Accept { .. } => CallKind::Accept,
            Call::Connect { .. } => CallKind::Connect,
            Call::Send { .. } | Call::SendAll { .. } => CallKind::Send,
            Call::SendTo { .. } => CallKind::SendTo,
            Call::Recv { .. } | Call::RecvFrom { .. } => CallKind::Recv,
            Call::Shutdown { how: How::Read, .. } => CallKind::ShutdownRead,
            Call::Shutdown { how: How::Write, .. } => CallKind::ShutdownWrite,
            Call::Shutdown { how: How::Both, .. } => CallKind::ShutdownBoth,
            Call::Close { .. } => CallKind::Close,
            Call::GetSockName { .. } => CallKind::GetSockName,
            Call::GetPeerName { .. } => CallKind::GetPeerName,
            Call::GetSockOpt { .. } => CallKind::GetSockOpt,
            Call::SetSockOpt { .. } => CallKind::SetSockOpt,
        })
    }
}

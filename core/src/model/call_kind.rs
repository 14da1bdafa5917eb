//! Which kinds of calls the model tells apart.

use crate::constants::{MSG_FASTOPEN, SO_REUSEADDR, SO_REUSEPORT, SOL_SOCKET};
use crate::{Call, How};
use serde::{Deserialize, Serialize};

/// A call on a socket as the table sees it: without its arguments, but told apart where they decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)] // Named as their man pages; what is not says so.
pub enum CallKind {
    /// To a port or name.
    Bind,
    /// To port 0, or to no name: the kernel chooses.
    BindAnyPort,
    Listen,
    Accept,
    Connect,
    /// `send`, `sendall`, and `sendmsg` without an address.
    Send,
    /// `sendto`, and `sendmsg` with an address.
    SendTo,
    /// Any sending with `MSG_FASTOPEN`, which connects as well, tcp(7).
    FastOpen,
    /// `recv`, `recvfrom` and `recvmsg`.
    Recv,
    ShutdownRead,
    ShutdownWrite,
    ShutdownBoth,
    GetSockName,
    GetPeerName,
    GetSockOpt,
    SetSockOpt,
    /// `setsockopt` of `SO_REUSEADDR` or `SO_REUSEPORT`.
    SetReuse,
    Dup,
    Close,
}

impl CallKind {
    /// All kinds, in the order of the table's snapshot.
    pub const ALL: [CallKind; 19] = [
        CallKind::Bind,
        CallKind::BindAnyPort,
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
        CallKind::SetReuse,
        CallKind::Dup,
        CallKind::Close,
    ];

    /// The kind of a call; `None` for those that are made on no one socket.
    pub fn of(call: &Call) -> Option<CallKind> {
        Some(match call {
            Call::Socket { .. } | Call::SocketPair { .. } | Call::Poll { .. } => return None,
            Call::MemFdCreate { .. }
            | Call::EpollCreate
            | Call::EpollCtl { .. }
            | Call::EpollWait { .. }
            | Call::Read { .. }
            | Call::Write { .. }
            | Call::LSeek { .. }
            | Call::FStat { .. }
            | Call::FTruncate { .. } => return None,
            Call::Lstat { .. }
            | Call::Unlink { .. }
            | Call::MkDir { .. }
            | Call::RmDir { .. }
            | Call::ChMod { .. }
            | Call::ReadDir { .. } => return None,
            Call::Send { flags, .. }
            | Call::SendAll { flags, .. }
            | Call::SendTo { flags, .. }
            | Call::SendMsg { flags, .. }
                if flags & MSG_FASTOPEN != 0 =>
            {
                CallKind::FastOpen
            }
            Call::Dup { .. } => CallKind::Dup,
            Call::Bind { address, .. } if address.is_left_to_the_kernel() => CallKind::BindAnyPort,
            Call::Bind { .. } => CallKind::Bind,
            Call::Listen { .. } => CallKind::Listen,
            Call::Accept { .. } => CallKind::Accept,
            Call::Connect { .. } => CallKind::Connect,
            Call::Send { .. } | Call::SendAll { .. } => CallKind::Send,
            Call::SendMsg { address: None, .. } => CallKind::Send,
            Call::SendTo { .. } | Call::SendMsg { .. } => CallKind::SendTo,
            Call::Recv { .. } | Call::RecvFrom { .. } | Call::RecvMsg { .. } => CallKind::Recv,
            Call::Shutdown { how: How::Read, .. } => CallKind::ShutdownRead,
            Call::Shutdown { how: How::Write, .. } => CallKind::ShutdownWrite,
            Call::Shutdown { how: How::Both, .. } => CallKind::ShutdownBoth,
            Call::Close { .. } => CallKind::Close,
            Call::GetSockName { .. } => CallKind::GetSockName,
            Call::GetPeerName { .. } => CallKind::GetPeerName,
            Call::GetSockOpt { .. } => CallKind::GetSockOpt,
            Call::SetSockOpt { level: SOL_SOCKET, name: SO_REUSEADDR | SO_REUSEPORT, .. } => CallKind::SetReuse,
            Call::SetSockOpt { .. } => CallKind::SetSockOpt,
        })
    }
}

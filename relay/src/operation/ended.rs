//! How calls end, by themselves or because they are given up.

use crate::kernel::Socket;
use sockbox_core::{Address, Errno, Reply};

/// What a call brings back. A connection becomes a descriptor only where the descriptors are.
pub(crate) enum Value {
    /// A reply, with the bytes that travel beside it.
    Reply(Reply, Vec<u8>),
    /// The connection that `accept` took, and the peer's address.
    Connection(Socket, Address),
}

impl From<Reply> for Value {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply, Vec::new())
    }
}

/// How a call ended.
pub(crate) enum Ended {
    /// It succeeded.
    Ok(Value),
    /// The kernel said no.
    Failed(Errno),
    /// The milliseconds of its [`Wait`] went by.
    TimedOut,
}

impl From<Result<Reply, Errno>> for Ended {
    fn from(result: Result<Reply, Errno>) -> Self {
        match result {
            Ok(reply) => Self::Ok(reply.into()),
            Err(errno) => Self::Failed(errno),
        }
    }
}

/// Why a blocked call is given up.
#[derive(Clone, Copy)]
pub(super) enum Interruption {
    /// The time of its [`Wait`] is over.
    Timeout,
    /// The time of its socket is over: `SO_RCVTIMEO` or `SO_SNDTIMEO`.
    SocketTimeout,
    /// The worker cancelled it.
    Cancel,
}

impl From<Interruption> for Ended {
    fn from(interruption: Interruption) -> Self {
        match interruption {
            Interruption::Timeout => Self::TimedOut,
            Interruption::SocketTimeout => Self::Failed(Errno::EAGAIN),
            Interruption::Cancel => Self::Failed(Errno::EINTR),
        }
    }
}

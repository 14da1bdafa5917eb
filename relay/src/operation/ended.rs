//! How calls end, by themselves or because they are given up.

use crate::kernel::{Message, Socket};
use crate::policy::Refusal;
use sockbox_core::{Address, Errno, Reply};

/// What a call brings back. A socket becomes a descriptor only where the descriptors are.
pub(crate) enum Value {
    /// A reply, with the bytes that travel beside it.
    Reply(Reply, Vec<u8>),
    /// The connection that `accept` took, and the peer's address.
    Connection(Socket, Address),
    /// What `recvmsg` received.
    Message(Message),
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
    /// The relay said no.
    Refused(Refusal),
    /// The milliseconds of its [`Wait`] went by.
    TimedOut,
}

/// Why a call came to nothing.
pub(crate) enum Failure {
    /// The kernel said no.
    Errno(Errno),
    /// The relay said no.
    Refused(Refusal),
}

impl From<Errno> for Failure {
    fn from(errno: Errno) -> Self {
        Self::Errno(errno)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Errno(errno) => Self::Failed(errno),
            Failure::Refused(refusal) => Self::Refused(refusal),
        }
    }
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

//! connect(2).

use super::{Attempt, Ended, Interruption};
use crate::kernel::{Socket, poll, wait};
use sockbox_core::{Address, Errno, Reply, Wait};
use std::sync::Arc;
use std::time::Duration;

/// A connect begins with `EINPROGRESS` and ends when the socket is writable. To an `AF_UNIX` listener whose queue is full it does not
/// begin: it is `EAGAIN`, and no event tells when the queue has room (see `pause` of the parent module).
pub(super) struct Connect {
    socket: Arc<Socket>,
    address: Address,
    manner: Manner,
    began: bool,
    /// What a call that must not wait, or no longer, answers.
    unfinished: Errno,
}

/// How the end of a connect is asked for. The two leave the socket in different states, and Python's programs see which: after
/// connect(2) a second call is `EISCONN`, or refused again; after `SO_ERROR` it succeeds once, or is `ECONNABORTED` once.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    /// As the kernel does in blocking mode: by another connect(2), which also joins one that an earlier call began.
    Blocking,
    /// As Python does with a timeout: by `SO_ERROR`. A connect that an earlier call began is `EALREADY`.
    Timed,
}

impl Connect {
    pub(super) fn new(socket: Arc<Socket>, address: Address, wait: Wait) -> Self {
        let manner = if wait == Wait::Forever { Manner::Blocking } else { Manner::Timed };
        Self { socket, address, manner, began: false, unfinished: Errno::EINPROGRESS }
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    pub(super) fn attempt(&mut self) -> Attempt {
        let result =
            if self.began && self.manner == Manner::Timed { self.ask() } else { self.socket.connect(&self.address) };
        match result {
            Ok(()) => Attempt::Ended(Ended::Ok(Reply::Done.into())),
            Err(Errno::EINPROGRESS) => {
                self.began = true;
                Attempt::Blocked(Errno::EINPROGRESS)
            }
            Err(Errno::EALREADY) if self.manner == Manner::Blocking => Attempt::Blocked(Errno::EALREADY),
            // With a timeout Python does not wait for this either.
            Err(Errno::EAGAIN) if self.manner == Manner::Blocking && self.is_to_unix() => {
                self.unfinished = Errno::EAGAIN;
                Attempt::Blocked(Errno::EAGAIN)
            }
            Err(errno) => Attempt::Ended(Ended::Failed(errno)),
        }
    }

    pub(super) fn socket_timeout(&self) -> Option<Duration> {
        self.socket.send_timeout()
    }

    /// An `AF_UNIX` socket that is not connected is "ready" at once: the pause between attempts in vain is the wait.
    pub(super) async fn ready(&self) -> Result<(), Errno> {
        wait::writable(&self.socket).await
    }

    /// One that began goes on in the kernel, connect(2).
    pub(super) fn give_up(self, interruption: Interruption) -> Ended {
        match interruption {
            Interruption::SocketTimeout => Ended::Failed(self.unfinished),
            _ => interruption.into(),
        }
    }

    fn is_to_unix(&self) -> bool {
        matches!(self.address, Address::Unix { .. })
    }

    /// How it ended, or `EINPROGRESS`. `SO_ERROR` alone would call a connect that still goes on a success.
    fn ask(&self) -> Result<(), Errno> {
        match poll(&[(&self.socket, libc::POLLOUT)])?[..] {
            [0] => Err(Errno::EINPROGRESS),
            _ => self.socket.take_error(),
        }
    }
}

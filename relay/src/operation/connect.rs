//! connect(2).

use super::{Attempt, Ended};
use crate::kernel::{Socket, wait};
use sockbox_core::{Address, Errno, Reply, Wait};
use std::sync::Arc;

/// A connect begins with `EINPROGRESS` and ends when the socket is writable. How it ended is asked by a second connect(2), not by
/// `SO_ERROR`: that leaves the socket as a blocking connect does, so that the next connect after a refusal is refused again, where
/// after `SO_ERROR` Linux answers `ECONNABORTED` once.
pub(super) struct Connect {
    socket: Arc<Socket>,
    address: Address,
    /// Whether `EALREADY` means to go on waiting: this call began the connect, or blocks for ever, as the kernel then does. With a
    /// timeout Python passes the error on when an earlier call began it.
    joins: bool,
}

impl Connect {
    pub(super) fn new(socket: Arc<Socket>, address: Address, wait: Wait) -> Self {
        Self { socket, address, joins: wait == Wait::Forever }
    }

    pub(super) fn attempt(&mut self) -> Attempt {
        match self.socket.connect(&self.address) {
            Ok(()) => Attempt::Ended(Ended::Ok(Reply::Done.into())),
            Err(Errno::EINPROGRESS) => {
                self.joins = true;
                Attempt::Blocked(Errno::EINPROGRESS)
            }
            Err(Errno::EALREADY) if self.joins => Attempt::Blocked(Errno::EALREADY),
            Err(errno) => Attempt::Ended(Ended::Failed(errno)),
        }
    }

    pub(super) async fn ready(&self) -> Result<(), Errno> {
        wait::writable(&self.socket).await
    }
}

//! epoll_wait(2).

use super::{Ended, Interruption, Poll, Value};
use crate::kernel::{Socket, epoll, wait};
use sockbox_core::{Errno, Reply};
use std::sync::Arc;

/// The most that one call tells; the kernel tells the rest to the next.
const MOST: u32 = 1024;

pub(super) struct Epoll {
    socket: Arc<Socket>,
    most: u32,
}

impl Epoll {
    pub(super) fn new(socket: Arc<Socket>, most: u32) -> Self {
        Self { socket, most }
    }

    pub(super) fn attempt(&self) -> Result<Value, Errno> {
        if self.most == 0 {
            return Err(Errno::EINVAL);
        }
        let entries = epoll::wait(&self.socket, self.most.min(MOST) as usize)?;
        if entries.is_empty() { Err(Errno::EAGAIN) } else { Ok(Reply::Ready { entries }.into()) }
    }

    /// An epoll is readable when it has something to tell.
    pub(super) async fn ready(&self) -> Result<(), Errno> {
        wait::readable(&self.socket).await
    }

    pub(super) fn give_up(self, interruption: Interruption) -> Ended {
        match interruption {
            Interruption::Timeout => Ended::Ok(Poll::nothing()),
            Interruption::Cancel | Interruption::SocketTimeout => interruption.into(),
        }
    }
}

//! accept(2).

use super::Value;
use crate::kernel::{Socket, wait};
use sockbox_core::Errno;
use std::sync::Arc;
use std::time::Duration;

pub(super) struct Accept {
    socket: Arc<Socket>,
}

impl Accept {
    pub(super) fn new(socket: Arc<Socket>) -> Self {
        Self { socket }
    }

    pub(super) fn attempt(&self) -> Result<Value, Errno> {
        self.socket.accept().map(|(connection, peer)| Value::Connection(connection, peer))
    }

    pub(super) fn socket_timeout(&self) -> Option<Duration> {
        self.socket.receive_timeout()
    }

    pub(super) async fn ready(&self) -> Result<(), Errno> {
        wait::readable(&self.socket).await
    }
}

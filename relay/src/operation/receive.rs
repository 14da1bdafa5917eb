//! recv(2) and recvfrom(2).

use super::{Ended, Interruption, Value};
use crate::kernel::{Socket, wait};
use sockbox_core::wire::PAYLOAD_MAX;
use sockbox_core::{Address, Errno, Reply, Wait};
use std::sync::Arc;
use std::time::Duration;

pub(super) struct Receive {
    socket: Arc<Socket>,
    size: usize,
    flags: i32,
    wait: Wait,
    /// Whether the reply tells the sender.
    tells_sender: bool,
    /// Whether less than `size` bytes are not enough: `MSG_WAITALL` on a stream.
    fills: bool,
    received: Vec<u8>,
    sender: Option<Address>,
}

impl Receive {
    /// `recv` of at most `size` bytes, or as much as a frame holds.
    pub(super) fn new(socket: Arc<Socket>, size: u32, flags: i32, wait: Wait) -> Self {
        let fills = flags & libc::MSG_WAITALL != 0
            && flags & libc::MSG_PEEK == 0
            && wait == Wait::Forever
            && socket.is_stream();
        let size = (size as usize).min(PAYLOAD_MAX);
        Self { socket, size, flags, wait, tells_sender: false, fills, received: Vec::new(), sender: None }
    }

    /// `recvfrom`.
    pub(super) fn with_sender(self) -> Self {
        Self { tells_sender: true, ..self }
    }

    pub(super) fn attempt(&mut self) -> Result<Value, Errno> {
        loop {
            let wanted = self.size - self.received.len();
            match self.receive(wanted) {
                Ok(size) if self.fills && 0 < size && size < wanted => {}
                Ok(_) => return Ok(self.reply()),
                Err(errno) if errno == Errno::EAGAIN || self.received.is_empty() => return Err(errno),
                Err(_) => return Ok(self.reply()),
            }
        }
    }

    pub(super) fn socket_timeout(&self) -> Option<Duration> {
        self.socket.receive_timeout()
    }

    pub(super) async fn ready(&self) -> Result<(), Errno> {
        if self.flags & libc::MSG_OOB != 0 {
            wait::urgent(&self.socket).await
        } else {
            wait::readable(&self.socket).await
        }
    }

    pub(super) fn received(&self) -> usize {
        self.received.len()
    }

    pub(super) fn give_up(mut self, interruption: Interruption) -> Ended {
        if self.received.is_empty() { interruption.into() } else { Ended::Ok(self.reply()) }
    }

    /// Receives once, and tells how much.
    fn receive(&mut self, size: usize) -> Result<usize, Errno> {
        let (bytes, sender) = match self.socket.receive(size, self.flags) {
            Err(Errno::EAGAIN) if self.wait == Wait::Forever && self.socket.has_read_ended() => {
                self.at_the_end(size)?
            }
            result => result?,
        };
        let size = bytes.len();
        self.sender = sender;
        if self.received.is_empty() {
            self.received = bytes;
        } else {
            self.received.extend_from_slice(&bytes);
        }
        Ok(size)
    }

    /// A blocking recv on a datagram socket that was shut down for reading ends with no bytes, a non-blocking one answers `EAGAIN` all
    /// the same. A stream may have got data and its end since it was asked, so it is asked once more.
    fn at_the_end(&self, size: usize) -> Result<(Vec<u8>, Option<Address>), Errno> {
        match self.socket.receive(size, self.flags) {
            Err(Errno::EAGAIN) => Ok((Vec::new(), None)),
            result => result,
        }
    }

    fn reply(&mut self) -> Value {
        let reply = if self.tells_sender { Reply::ReceivedFrom { address: self.sender } } else { Reply::Received };
        Value::Reply(reply, std::mem::take(&mut self.received))
    }
}

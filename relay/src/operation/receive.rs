//! recv(2), recvfrom(2) and recvmsg(2).

use super::{Ended, Interruption, Value};
use crate::kernel::{Ancillary, Message, Received, Socket, fit, wait};
use sockbox_core::wire::PAYLOAD_MAX;
use sockbox_core::{Errno, Reply, Wait};
use std::sync::Arc;
use std::time::Duration;

pub(super) struct Receive {
    socket: Arc<Socket>,
    size: usize,
    flags: i32,
    wait: Wait,
    tells: Tells,
    /// Whether less than `size` bytes are not enough: `MSG_WAITALL` on a stream.
    fills: bool,
    received: Received,
    message: Beside,
}

/// What the reply tells beside the bytes.
#[derive(Clone, Copy)]
enum Tells {
    Nothing,
    Sender,
    /// The sender, and as much ancillary data as a buffer of this size holds.
    Message {
        control_size: usize,
    },
}

/// What a message had beside its bytes.
#[derive(Default)]
struct Beside {
    flags: i32,
    control: Vec<Ancillary>,
}

impl Receive {
    /// `recv` of at most `size` bytes, or as much as a frame holds.
    pub(super) fn new(socket: Arc<Socket>, size: u32, flags: i32, wait: Wait) -> Self {
        let fills = flags & libc::MSG_WAITALL != 0
            && flags & libc::MSG_PEEK == 0
            && wait == Wait::Forever
            && socket.is_stream();
        let size = (size as usize).min(PAYLOAD_MAX);
        let (received, message) = Default::default();
        Self { socket, size, flags, wait, tells: Tells::Nothing, fills, received, message }
    }

    /// `recvfrom`.
    pub(super) fn with_sender(self) -> Self {
        Self { tells: Tells::Sender, ..self }
    }

    /// `recvmsg`.
    pub(super) fn with_message(self, control_size: u32) -> Self {
        Self { tells: Tells::Message { control_size: control_size as usize }, ..self }
    }

    pub(super) fn attempt(&mut self) -> Result<Value, Errno> {
        loop {
            if self.received.size > 0 && self.socket.keeps_error() && !self.socket.has_bytes() {
                return Ok(self.reply());
            }
            let wanted = self.size - self.received.size;
            match self.receive(wanted) {
                // What comes with bytes ends what is received at once, unix(7).
                Ok(size) if self.fills && 0 < size && size < wanted && self.message.control.is_empty() => {}
                Ok(_) => return Ok(self.reply()),
                Err(errno) if errno == Errno::EAGAIN || self.received.size == 0 => return Err(errno),
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
        self.received.size
    }

    pub(super) fn give_up(mut self, interruption: Interruption) -> Ended {
        if self.received.size == 0 { interruption.into() } else { Ended::Ok(self.reply()) }
    }

    /// Receives once, and tells how much.
    fn receive(&mut self, size: usize) -> Result<usize, Errno> {
        let Received { bytes, size, sender } = match self.ask(size) {
            Err(Errno::EAGAIN) if self.wait == Wait::Forever && self.socket.has_read_ended() => {
                self.at_the_end(size)?
            }
            result => result?,
        };
        self.received.sender = sender;
        self.received.size += size;
        if self.received.bytes.is_empty() {
            self.received.bytes = bytes;
        } else {
            self.received.bytes.extend_from_slice(&bytes);
        }
        Ok(size)
    }

    /// Asks the kernel, for no more than the reply tells.
    fn ask(&mut self, size: usize) -> Result<Received, Errno> {
        if !matches!(self.tells, Tells::Message { .. }) {
            return self.socket.receive(size, self.flags);
        }
        let Message { received, flags, control } = self.socket.receive_message(size, self.flags)?;
        self.message.flags |= flags;
        self.message.control.extend(control);
        Ok(received)
    }

    /// A blocking recv on a datagram socket that was shut down for reading ends with no bytes, a non-blocking one answers `EAGAIN` all
    /// the same. A stream may have got data and its end since it was asked, so it is asked once more.
    fn at_the_end(&mut self, size: usize) -> Result<Received, Errno> {
        match self.ask(size) {
            Err(Errno::EAGAIN) => Ok(Received::default()),
            result => result,
        }
    }

    fn reply(&mut self) -> Value {
        let received = std::mem::take(&mut self.received);
        let (size, address) = (received.size as u32, received.sender);
        match self.tells {
            Tells::Nothing => Value::Reply(Reply::Received { size }, received.bytes),
            Tells::Sender => Value::Reply(Reply::ReceivedFrom { size, address }, received.bytes),
            Tells::Message { control_size } => {
                let Beside { mut flags, control } = std::mem::take(&mut self.message);
                let (control, truncated) = fit(control, control_size);
                if truncated {
                    flags |= libc::MSG_CTRUNC;
                }
                Value::Message(Message { received, flags, control })
            }
        }
    }
}

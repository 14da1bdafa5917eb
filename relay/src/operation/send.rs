//! send(2), sendto(2), sendmsg(2) and Python's `sendall`.

use super::{Enclosed, Ended, Interruption, Value};
use crate::kernel::{Socket, wait};
use bytes::Bytes;
use sockbox_core::{Address, Errno, Reply, Wait};
use std::sync::Arc;
use std::time::Duration;

pub(super) struct Send {
    socket: Arc<Socket>,
    payload: Bytes,
    sent: usize,
    flags: i32,
    address: Option<Address>,
    /// What goes with the first bytes, until they went.
    enclosed: Option<Enclosed>,
    extent: Extent,
}

/// How much has to be sent before the call ends.
#[derive(Clone, Copy, PartialEq)]
enum Extent {
    /// What the kernel takes at once, if anything: `send` with a timeout.
    Some,
    /// All of it, or as much as went before an error: `send` in blocking mode, where the kernel itself goes on.
    Most,
    /// All of it, or an error: `sendall`.
    All,
}

impl Send {
    /// `send`.
    pub(super) fn new(socket: Arc<Socket>, payload: Bytes, flags: i32, wait: Wait) -> Self {
        let extent = if wait == Wait::Forever { Extent::Most } else { Extent::Some };
        Self { socket, payload, sent: 0, flags, address: None, enclosed: None, extent }
    }

    /// `sendto`.
    pub(super) fn to(self, address: Address) -> Self {
        Self { address: Some(address), ..self }
    }

    /// `sendmsg`.
    pub(super) fn message(self, address: Option<Address>, enclosed: Enclosed) -> Self {
        Self { address, enclosed: Some(enclosed), ..self }
    }

    /// `sendall`.
    pub(super) fn whole(self) -> Self {
        Self { extent: Extent::All, ..self }
    }

    pub(super) fn address(&self) -> Option<&Address> {
        self.address.as_ref()
    }

    pub(super) fn attempt(&mut self) -> Result<Value, Errno> {
        loop {
            if self.sent > 0 && self.extent == Extent::Most && self.socket.keeps_error() {
                return Ok(self.reply());
            }
            match self.send() {
                Ok(size) => self.sent += size,
                Err(errno) if errno == Errno::EAGAIN || self.sent == 0 || self.extent == Extent::All => {
                    return Err(errno);
                }
                Err(_) => return Ok(self.reply()),
            }
            if self.sent == self.payload.len() || self.extent == Extent::Some {
                return Ok(self.reply());
            }
        }
    }

    fn send(&mut self) -> Result<usize, Errno> {
        let (bytes, address) = (&self.payload[self.sent..], self.address.as_ref());
        let Some(enclosed) = &self.enclosed else { return self.socket.send(bytes, self.flags, address) };
        let size = self.socket.send_message(bytes, self.flags, address, enclosed.outgoing())?;
        self.enclosed.take().into_iter().for_each(Enclosed::depart);
        Ok(size)
    }

    pub(super) fn socket_timeout(&self) -> Option<Duration> {
        self.socket.send_timeout()
    }

    pub(super) async fn ready(&self) -> Result<(), Errno> {
        wait::writable(&self.socket).await
    }

    pub(super) fn sent(&self) -> usize {
        self.sent
    }

    /// What was sent is told, where the reply can tell it, as a system call that a signal interrupts does.
    pub(super) fn give_up(self, interruption: Interruption) -> Ended {
        match self.extent {
            Extent::Most if self.sent > 0 => Ended::Ok(self.reply()),
            // Whoever cancelled it may go on with the rest.
            Extent::All if self.sent > 0 && matches!(interruption, Interruption::Cancel) => Ended::Ok(self.so_far()),
            _ => interruption.into(),
        }
    }

    fn reply(&self) -> Value {
        match self.extent {
            Extent::All => Reply::Done.into(),
            Extent::Some | Extent::Most => self.so_far(),
        }
    }

    fn so_far(&self) -> Value {
        // A payload has at most `PAYLOAD_MAX` bytes.
        Reply::Sent { size: self.sent as u32 }.into()
    }
}

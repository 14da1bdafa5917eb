//! Entering what calls brought: sockets get descriptors, as far as the quotas reach.

use super::Session;
use crate::kernel::{Ancillary, Message, Received, Socket};
use crate::operation::{Ended, Value};
use crate::policy::{self, Refusal};
use crate::quota::{Exceeded, Share};
use sockbox_core::{Address, Cause, Control, Errno, Fd, Outcome, Reply};

impl Session {
    /// The outcome of a call, and its bytes.
    pub(super) fn enter(&mut self, ended: Ended) -> (Outcome, Vec<u8>) {
        let outcome = match ended {
            Ended::Ok(Value::Reply(reply, payload)) => return (Outcome::Ok(reply), payload),
            Ended::Ok(Value::Message(message)) => return self.enter_message(message),
            Ended::Ok(Value::Connection(socket, address)) => self.enter_connection(socket, address),
            Ended::Failed(errno) => Outcome::Failed { errno },
            Ended::Refused(refusal) => refusal.into(),
            Ended::TimedOut => Outcome::TimedOut,
        };
        (outcome, Vec::new())
    }

    /// Takes what a descriptor uses that counts for so many.
    pub(super) fn reserve(&mut self, count: usize) -> Result<Share, Refusal> {
        self.descriptors.reserve(count).map_err(too_many)
    }

    /// Several `accept`s may have begun with room for one.
    fn enter_connection(&mut self, socket: Socket, address: Address) -> Outcome {
        match self.reserve(1) {
            Ok(share) => Outcome::Ok(Reply::Accepted { fd: self.descriptors.insert(socket, share), address }),
            Err(refusal) => refusal.into(),
        }
    }

    fn enter_message(&mut self, message: Message) -> (Outcome, Vec<u8>) {
        let Message { received: Received { bytes, size, sender: address }, mut flags, control: received } = message;
        let mut control = Vec::new();
        for message in received {
            match message {
                Ancillary::Data(level, kind, data) if policy::may_arrive(level, kind) => {
                    control.push(Control::Data { level, kind, data });
                }
                Ancillary::Data(..) => {}
                Ancillary::Rights(sockets) => {
                    let count = sockets.len();
                    let fds = self.enter_rights(sockets);
                    if fds.len() < count {
                        flags |= libc::MSG_CTRUNC;
                    }
                    if !fds.is_empty() {
                        control.push(Control::Rights { fds });
                    }
                }
            }
        }
        (Outcome::Ok(Reply::ReceivedMessage { size: size as u32, address, flags, control }), bytes)
    }

    /// As many as the quotas allow; the others are closed, unix(7). For a moment they still count as travelling too.
    fn enter_rights(&mut self, sockets: Vec<Socket>) -> Vec<Fd> {
        let mut fds = Vec::new();
        for socket in sockets {
            let Ok(share) = self.descriptors.reserve(1) else { break };
            let fd = self.descriptors.insert(socket, share);
            if let Some(socket) = self.descriptors.find(fd) {
                self.queues.receive(socket);
            }
            fds.push(fd);
        }
        fds
    }
}

/// The limit of a process is the one getrlimit(2) knows; beyond it the system is full.
fn too_many(exceeded: Exceeded) -> Refusal {
    let errno = if exceeded.option() == "process-descriptors" { Errno::EMFILE } else { Errno::ENFILE };
    Refusal::new(errno, Cause::Limit(exceeded.into()))
}

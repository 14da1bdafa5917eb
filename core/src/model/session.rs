//! The sockets of one session as far as its calls tell. Both ends keep one: check; if refused, answer without making the call;
//! else begin, make the call, end.

use super::socket::Socket;
use super::{CallKind, Protocol, State, explain};
use crate::{Address, Call, Errno, Fd, Outcome, Reply};
use std::collections::BTreeMap;

/// What the model says of a call before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may travel: the kernel knows the answer.
    Allowed,
    /// The kernel would answer this for certain, and nothing else would happen.
    Refused {
        /// The kernel's answer.
        errno: Errno,
        /// The reason in words, and the call to make instead.
        why: String,
    },
}

/// The sockets of one session. Calls may overlap; what is in flight is judged leniently.
#[derive(Debug, Default)]
pub struct Session {
    sockets: BTreeMap<Fd, Socket>,
    /// Calls still in flight on sockets that were closed; their descriptors may name new sockets by now.
    orphans: Vec<Call>,
    /// How many calls in flight open a descriptor; until they end, any free one may be open.
    opening: usize,
}

impl Session {
    /// Judges a call that is about to be made.
    pub fn check(&self, call: &Call) -> Verdict {
        let Some((fd, kind)) = call.fd().zip(CallKind::of(call)) else { return Verdict::Allowed };
        let Some(socket) = self.sockets.get(&fd) else { return self.check_without_socket(fd, kind) };
        match socket.refusal(kind, call) {
            Some((errno, reason)) => Verdict::Refused { errno, why: explain::why(reason, call.name(), fd, socket) },
            None => Verdict::Allowed,
        }
    }

    /// The reason in words for an error the kernel answered, where the model knows it. To be asked before [`end`](Self::end).
    pub fn explain(&self, call: &Call, answer: Errno) -> Option<String> {
        let (fd, kind) = call.fd().zip(CallKind::of(call))?;
        let socket = self.sockets.get(&fd)?;
        Some(explain::why(socket.reason(kind, answer)?, call.name(), fd, socket))
    }

    /// A call that was allowed is being made. `close` takes effect here.
    pub fn begin(&mut self, call: &Call) {
        if matches!(call, Call::Socket { .. } | Call::Accept { .. }) {
            self.opening += 1;
        }
        let Some((fd, kind)) = call.fd().zip(CallKind::of(call)) else { return };
        if kind == CallKind::Close {
            self.orphans.extend(self.sockets.remove(&fd).into_iter().flat_map(Socket::into_in_flight));
        } else if let Some(socket) = self.sockets.get_mut(&fd) {
            socket.begin(kind, call);
        }
    }

    /// A call that was begun has ended.
    pub fn end(&mut self, call: &Call, outcome: &Outcome) {
        match call {
            Call::Socket { family, kind, protocol } => {
                self.opening = self.opening.saturating_sub(1);
                if let Outcome::Ok(Reply::Opened { fd }) = outcome {
                    let socket = Socket::created(Protocol::of(*family, *kind, *protocol), *family);
                    self.sockets.insert(*fd, socket);
                }
            }
            Call::Accept { fd, .. } => {
                self.opening = self.opening.saturating_sub(1);
                let listener = self.land(*fd, call, outcome).map(|socket| (socket.protocol, socket.local()));
                if let Outcome::Ok(Reply::Accepted { fd, address }) = outcome {
                    let (protocol, local) = listener.unwrap_or((Protocol::Other, None));
                    self.sockets.insert(*fd, Socket::accepted(protocol, local, *address));
                }
            }
            _ => {
                call.fd().and_then(|fd| self.land(fd, call, outcome));
            }
        }
    }

    /// The local address of a socket, as far as known.
    pub fn local_address(&self, fd: Fd) -> Option<Address> {
        self.sockets.get(&fd)?.local()
    }

    /// The state of a socket; `None` when the descriptor is not one.
    pub fn state(&self, fd: Fd) -> Option<State> {
        Some(self.sockets.get(&fd)?.state())
    }

    /// 0, 1 and 2 are the terminal's. Another descriptor is closed, unless a call in flight is about to open it.
    fn check_without_socket(&self, fd: Fd, kind: CallKind) -> Verdict {
        match fd.0 {
            0..=2 if kind == CallKind::Close => Verdict::Allowed,
            0..=2 => Verdict::Refused { errno: Errno::ENOTSOCK, why: explain::terminal(fd) },
            3.. if self.opening > 0 => Verdict::Allowed,
            _ => Verdict::Refused { errno: Errno::EBADF, why: explain::closed(fd) },
        }
    }

    /// Ends a call on the socket it was begun on; `None` when that was closed meanwhile.
    fn land(&mut self, fd: Fd, call: &Call, outcome: &Outcome) -> Option<&Socket> {
        let kind = CallKind::of(call)?;
        let orphan = self.orphans.iter().position(|orphan| orphan == call);
        let socket = self.sockets.get_mut(&fd);
        if let Some(index) = orphan {
            self.orphans.swap_remove(index);
            // The same call is in flight on the descriptor's new socket too: which of the two has ended cannot be told.
            if let Some(socket) = socket.filter(|socket| socket.has_in_flight(call)) {
                socket.blur();
            }
            return None;
        }
        let socket = socket?;
        socket.end(kind, call, outcome);
        Some(socket)
    }
}

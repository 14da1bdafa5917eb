//! A session: the sockets of one process, and its calls.
//!
//! ```text
//! call -> model -> policy -> tried at once -> answer           the usual way: no task, no wait
//!                                 |
//!                                 +-> blocked -> answer later   accept, connect, send, recv, poll
//! ```
//!
//! Calls are tried in the order they arrive, so a `send` is before the `close` that follows it. The model stands at the worker
//! too; it is asked again here because a worker is a program of somebody else.

mod blocked;
mod descriptors;

use crate::config::Limits;
use crate::kernel::Socket;
use crate::operation::{Ended, Operation, Poll, Started, Value, wait_of};
use crate::policy::{self, Refusal};
use crate::room::Room;
use blocked::Blocked;
use bytes::Bytes;
use descriptors::Descriptors;
use sockbox_core::model::{self, Verdict};
use sockbox_core::{Call, Errno, Outcome, Reply, Wait, wire};
use std::sync::Arc;

/// Bytes that the blocked sends of one session may hold, all together: four of the largest payloads.
const BLOCKED_BYTES_MAX: usize = 4 * wire::PAYLOAD_MAX;

/// How a call ended, for the worker.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The call's.
    pub(crate) id: u64,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// The bytes it received.
    pub(crate) payload: Vec<u8>,
}

/// The sockets of one process, and its calls. Dropped, it closes them all.
pub(crate) struct Session {
    room: Arc<Room>,
    limits: Limits,
    model: model::Session,
    descriptors: Descriptors,
    blocked: Blocked,
}

impl Session {
    /// A session without sockets.
    pub(crate) fn new(room: Arc<Room>, limits: Limits) -> Self {
        let descriptors = Descriptors::new(limits.process.descriptors);
        Self { room, limits, model: model::Session::default(), descriptors, blocked: Blocked::default() }
    }

    /// Makes a call; `None` if it blocks and [`next_answer`](Self::next_answer) will tell how it ended.
    pub(crate) async fn call(&mut self, id: u64, call: Call, payload: Bytes) -> Option<Answer> {
        if let Err(refusal) = self.judge(&call, &payload) {
            return Some(refused(id, refusal));
        }
        self.model.begin(&call);
        let held = payload.len();
        match self.make(&call, payload).await {
            Started::Ended(ended) => Some(self.end(id, &call, ended)),
            Started::Blocked(operation) => {
                self.blocked.insert(id, call, operation, held);
                None
            }
        }
    }

    /// Interrupts a call, if it still blocks.
    pub(crate) fn cancel(&mut self, id: u64) {
        self.blocked.cancel(id);
    }

    /// The end of a call that blocked. While none does, there is none. Dropping the future loses nothing.
    pub(crate) async fn next_answer(&mut self) -> Answer {
        let (id, call, ended) = self.blocked.next().await;
        self.end(id, &call, ended)
    }

    /// What may not even be tried.
    fn judge(&mut self, call: &Call, payload: &[u8]) -> Result<(), Refusal> {
        if let Verdict::Refused { errno, why } = self.model.check(call) {
            return Err(Refusal { errno, why });
        }
        policy::judge(call, payload)?;
        self.judge_reach(call)?;
        if may_block(call) {
            self.judge_blocking(payload)?;
        }
        if matches!(call, Call::Socket { .. } | Call::Accept { .. }) && self.descriptors.is_full() {
            return Err(self.too_many_descriptors());
        }
        Ok(())
    }

    fn judge_blocking(&self, payload: &[u8]) -> Result<(), Refusal> {
        let calls = self.limits.process.blocked_calls;
        if self.blocked.len() >= calls {
            return Err(limit(Errno::ENOBUFS, "blocked calls", calls, "--process-blocked-calls"));
        }
        if self.blocked.held() + payload.len() > BLOCKED_BYTES_MAX {
            let why = format!("the blocked calls of this terminal hold {BLOCKED_BYTES_MAX} bytes to send at most");
            return Err(Refusal::new(Errno::ENOBUFS, why));
        }
        Ok(())
    }

    fn judge_reach(&self, call: &Call) -> Result<(), Refusal> {
        match call {
            Call::Socket { kind, .. } => {
                let why = "raw sockets need a network of their own, which this relay could not make";
                let kind = policy::kind_without_flags(*kind);
                return self.room.check_kind(kind).map_err(|errno| Refusal::new(errno, why));
            }
            Call::Bind { address, .. } => self.room.check_bind(address),
            Call::Connect { address, .. } | Call::SendTo { address, .. } => self.room.check_peer(address),
            _ => Ok(()),
        }
        .map_err(|errno| Refusal::new(errno, "only loopback addresses exist here, such as 127.0.0.1 and ::1"))
    }

    async fn make(&mut self, call: &Call, payload: Bytes) -> Started {
        match call {
            Call::Socket { family, kind, protocol } => {
                let socket = self.room.socket(*family, policy::kind_without_flags(*kind), *protocol).await;
                Started::Ended(socket.map(|socket| Reply::Opened { fd: self.descriptors.insert(socket) }).into())
            }
            Call::Close { fd } => {
                Started::Ended(self.descriptors.remove(*fd).map(|_| Reply::Done).ok_or(Errno::EBADF).into())
            }
            Call::Poll { entries, wait } => {
                let poll = Poll::new(entries, |fd| self.descriptors.find(fd).cloned());
                Operation::poll(poll, *wait).start()
            }
            _ => self.make_on_socket(call, payload),
        }
    }

    fn make_on_socket(&self, call: &Call, payload: Bytes) -> Started {
        let Some(socket) = call.fd().and_then(|fd| self.descriptors.find(fd)) else {
            return Started::Ended(Ended::Failed(Errno::EBADF));
        };
        match Operation::new(call, &payload, socket) {
            Some(operation) => operation.start(),
            None => Started::Ended(make_at_once(socket, call, &payload)),
        }
    }

    /// Enters what a call brought, and tells model and worker.
    fn end(&mut self, id: u64, call: &Call, ended: Ended) -> Answer {
        let (outcome, payload) = match ended {
            Ended::Ok(Value::Reply(reply, payload)) => (Outcome::Ok(reply), payload),
            Ended::Ok(Value::Connection(socket, address)) => (self.enter(socket, address), Vec::new()),
            Ended::Failed(errno) => (Outcome::Failed { errno }, Vec::new()),
            Ended::TimedOut => (Outcome::TimedOut, Vec::new()),
        };
        self.model.end(call, &outcome);
        Answer { id, outcome, payload }
    }

    /// Gives an accepted connection its descriptor. Several `accept`s may have begun with room for one.
    fn enter(&mut self, socket: Socket, address: sockbox_core::Address) -> Outcome {
        if self.descriptors.is_full() {
            let Refusal { errno, why } = self.too_many_descriptors();
            return Outcome::Refused { errno, why };
        }
        Outcome::Ok(Reply::Accepted { fd: self.descriptors.insert(socket), address })
    }

    fn too_many_descriptors(&self) -> Refusal {
        limit(Errno::EMFILE, "open sockets", self.descriptors.limit(), "--process-descriptors")
    }
}

/// The calls that never block.
fn make_at_once(socket: &Socket, call: &Call, payload: &[u8]) -> Ended {
    match call {
        Call::Bind { address, .. } => socket.bind(address).map(|()| Reply::Done).into(),
        Call::Listen { backlog, .. } => socket.listen(*backlog).map(|()| Reply::Done).into(),
        Call::Shutdown { how, .. } => socket.shutdown(*how).map(|()| Reply::Done).into(),
        Call::GetSockName { .. } => socket.local_address().map(|address| Reply::Name { address }).into(),
        Call::GetPeerName { .. } => socket.peer_address().map(|address| Reply::Name { address }).into(),
        Call::SetSockOpt { level, name, .. } => socket.set_option(*level, *name, payload).map(|()| Reply::Done).into(),
        Call::GetSockOpt { level, name, size, .. } => match socket.option(*level, *name, *size as usize) {
            Ok(value) => Ended::Ok(Value::Reply(Reply::Value, value)),
            Err(errno) => Ended::Failed(errno),
        },
        // The others were made by their operation, or are not made on a socket.
        _ => Ended::Failed(Errno::ENOSYS),
    }
}

fn may_block(call: &Call) -> bool {
    wait_of(call).is_some_and(|wait| wait != Wait::Never)
}

fn refused(id: u64, Refusal { errno, why }: Refusal) -> Answer {
    Answer { id, outcome: Outcome::Refused { errno, why }, payload: Vec::new() }
}

/// A limit that is hit names itself.
fn limit(errno: Errno, what: &str, value: usize, option: &str) -> Refusal {
    let why =
        format!("this terminal has {value} {what}, and may not have more; `sockbox serve {option}` raises the limit");
    Refusal::new(errno, why)
}

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

mod at_once;
mod blocked;
mod descriptors;
mod judge;

use crate::config::Limits;
use crate::kernel::Socket;
use crate::operation::{Ended, Operation, Poll, Started, Value};
use crate::policy::{self, Refusal};
use crate::room::Room;
use blocked::Blocked;
use bytes::Bytes;
use descriptors::Descriptors;
use sockbox_core::model;
use sockbox_core::{Address, Call, Errno, Outcome, Reply};
use std::sync::Arc;

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
        self.room.prepare_peer(&call).await;
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

    async fn make(&mut self, call: &Call, payload: Bytes) -> Started {
        if let Some(ended) = at_once::on_path(&self.room, call).await {
            return Started::Ended(ended);
        }
        match call {
            Call::Socket { family, kind, protocol } => {
                let socket = self.room.socket(*family, policy::kind_without_flags(*kind), *protocol).await;
                Started::Ended(socket.map(|socket| Reply::Opened { fd: self.descriptors.insert(socket) }).into())
            }
            Call::SocketPair { family, kind, protocol } => {
                let (family, kind, protocol) = (*family, policy::kind_without_flags(*kind), *protocol);
                let pair = self.room.enter(move || Socket::open_pair(family, kind, protocol)).await.flatten();
                let mut enter = |pair: [Socket; 2]| pair.map(|socket| self.descriptors.insert(socket));
                Started::Ended(pair.map(|pair| Reply::OpenedPair { fds: enter(pair) }).into())
            }
            Call::Dup { fd } => {
                let duplicate = self.descriptors.duplicate(*fd).ok_or(Errno::EBADF);
                Started::Ended(duplicate.map(|fd| Reply::Opened { fd }).into())
            }
            Call::Close { fd } => {
                Started::Ended(self.descriptors.remove(*fd).map(|_| Reply::Done).ok_or(Errno::EBADF).into())
            }
            Call::Poll { entries, wait } => {
                let poll = Poll::new(entries, |fd| self.descriptors.find(fd).cloned());
                Operation::poll(poll, *wait).start(&self.room).await
            }
            _ => self.make_on_socket(call, payload).await,
        }
    }

    async fn make_on_socket(&mut self, call: &Call, payload: Bytes) -> Started {
        let Some(socket) = call.fd().and_then(|fd| self.descriptors.find(fd)).cloned() else {
            return Started::Ended(Ended::Failed(Errno::EBADF));
        };
        match Operation::new(call, &payload, &socket) {
            Some(operation) => operation.start(&self.room).await,
            None => Started::Ended(at_once::on_socket(&self.room, &socket, call, &payload).await),
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
    fn enter(&mut self, socket: Socket, address: Address) -> Outcome {
        if !self.descriptors.has_room_for(1) {
            let Refusal { errno, why } = self.too_many_descriptors();
            return Outcome::Refused { errno, why };
        }
        Outcome::Ok(Reply::Accepted { fd: self.descriptors.insert(socket), address })
    }
}

fn refused(id: u64, Refusal { errno, why }: Refusal) -> Answer {
    Answer { id, outcome: Outcome::Refused { errno, why }, payload: Vec::new() }
}

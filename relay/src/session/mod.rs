//! A session: the sockets of one process, and its calls.
//!
//! ```text
//! call -> model -> policy -> tried at once -> answer           the usual way: no task, no wait
//!                                 |
//!                                 +-> blocked -> answer later   accept, connect, send, recv, poll, epoll_wait
//! ```
//!
//! Calls are tried in the order they arrive, so a `send` is before the `close` that follows it. The model stands at the worker
//! too; it is asked again here because a worker is a program of somebody else.

mod at_once;
mod blocked;
mod descriptors;
mod enter;
mod facts;
mod judge;
mod make;
mod queues;

use crate::operation::{Ended, Started};
use crate::policy::Refusal;
use crate::quota::ProcessQuotas;
use crate::room::Room;
use blocked::{Blocked, Place};
use bytes::Bytes;
use descriptors::Descriptors;
use queues::Queues;
use sockbox_core::model;
use sockbox_core::wire::Validation;
use sockbox_core::{Call, Cause, Errno, Facts, Outcome, Predicted};
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::watch;

/// How a call ended, for the worker.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The call's.
    pub(crate) id: u64,
    /// What it is called.
    pub(crate) call: &'static str,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// What the room knows about that.
    pub(crate) facts: Facts,
    /// The bytes it received.
    pub(crate) payload: Vec<u8>,
}

/// The sockets of one process, and its calls. Dropped, it closes them all.
pub(crate) struct Session {
    room: Arc<Room>,
    model: model::Session,
    descriptors: Descriptors,
    queues: Queues,
    blocked: Blocked,
    validation: watch::Receiver<Validation>,
    /// What the model says of calls under way that it would have refused.
    predicted: HashMap<u64, Predicted>,
}

impl Session {
    /// A session without sockets, of a process of this name.
    pub(crate) fn new(room: Arc<Room>, quotas: &ProcessQuotas, name: String) -> Self {
        let descriptors = Descriptors::new(quotas.descriptors.clone(), room.register(name));
        let (queues, blocked) =
            (Queues::new(quotas.queued_connections.clone(), Arc::clone(room.queues())), Blocked::new(quotas));
        let validation = room.validation();
        let (model, predicted) = Default::default();
        Self { room, model, descriptors, queues, blocked, validation, predicted }
    }

    /// Makes a call; `None` if it blocks and [`next_answer`](Self::next_answer) will tell how it ended.
    pub(crate) async fn call(&mut self, id: u64, call: Call, payload: Bytes) -> Option<Answer> {
        let place = match self.admit(id, &call, &payload).await {
            Ok(place) => place,
            Err(refusal) => {
                self.predicted.remove(&id);
                let (outcome, facts, payload) = (refusal.into(), Facts::default(), Vec::new());
                return Some(Answer { id, call: call.name(), outcome, facts, payload });
            }
        };
        self.model.begin(&call, &payload);
        match (self.make(&call, payload).await, place) {
            (Started::Ended(ended), _) => {
                let mut answer = self.end(id, &call, ended);
                self.add_resting(&call, &mut answer).await;
                Some(answer)
            }
            (Started::Blocked(operation), place) => {
                self.blocked.insert(id, call, operation, place);
                None
            }
        }
    }

    /// Judges a call, and has what it turns to there.
    async fn admit(&mut self, id: u64, call: &Call, payload: &[u8]) -> Result<Option<Place>, Refusal> {
        let place = self.judge(id, call, payload)?;
        let prepared = self.room.prepare_peer(call).await;
        prepared.map_err(|exceeded| Refusal::new(Errno::ENFILE, Cause::Services(exceeded.into())))?;
        Ok(place)
    }

    /// Interrupts a call, if it still blocks.
    pub(crate) fn cancel(&mut self, id: u64) {
        self.blocked.cancel(id);
    }

    /// The end of a call that blocked. While none does, there is none. Dropping the future loses nothing.
    pub(crate) async fn next_answer(&mut self) -> Answer {
        let (id, call, ended) = self.blocked.next().await;
        self.let_go();
        self.end(id, &call, ended)
    }

    /// Gives back what was kept for sockets that are closed by now.
    fn let_go(&mut self) {
        self.descriptors.let_go();
        self.queues.let_go();
    }

    /// Enters what a call brought, and tells model and worker.
    fn end(&mut self, id: u64, call: &Call, ended: Ended) -> Answer {
        let (mut outcome, payload) = self.enter(ended);
        // Linux waits for so long by poll(2), which looks once more in the end, and finds no such descriptor.
        if outcome == Outcome::TimedOut && call.fd().is_some_and(|fd| self.descriptors.find(fd).is_none()) {
            outcome = Outcome::Failed { errno: Errno::EBADF };
        }
        let facts =
            Facts { predicted: self.predicted.remove(&id).map(Box::new), holders: self.holders(call, &outcome) };
        self.model.end(call, &outcome, &payload);
        Answer { id, call: call.name(), outcome, facts, payload }
    }
}

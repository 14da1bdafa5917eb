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
mod enter;
mod judge;
mod make;

use crate::operation::{Ended, Started};
use crate::policy::Refusal;
use crate::quota::ProcessQuotas;
use crate::room::Room;
use blocked::Blocked;
use bytes::Bytes;
use descriptors::Descriptors;
use sockbox_core::model;
use sockbox_core::{Call, Outcome};
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
    model: model::Session,
    descriptors: Descriptors,
    blocked: Blocked,
}

impl Session {
    /// A session without sockets.
    pub(crate) fn new(room: Arc<Room>, quotas: &ProcessQuotas) -> Self {
        let (descriptors, blocked) = (Descriptors::new(quotas.descriptors.clone()), Blocked::new(quotas));
        Self { room, model: model::Session::default(), descriptors, blocked }
    }

    /// Makes a call; `None` if it blocks and [`next_answer`](Self::next_answer) will tell how it ended.
    pub(crate) async fn call(&mut self, id: u64, call: Call, payload: Bytes) -> Option<Answer> {
        let place = match self.judge(&call, &payload) {
            Ok(place) => place,
            Err(Refusal { errno, why }) => {
                return Some(Answer { id, outcome: Outcome::Refused { errno, why }, payload: Vec::new() });
            }
        };
        self.model.begin(&call);
        self.room.prepare_peer(&call).await;
        match (self.make(&call, payload).await, place) {
            (Started::Ended(ended), _) => Some(self.end(id, &call, ended)),
            (Started::Blocked(operation), place) => {
                self.blocked.insert(id, call, operation, place);
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
        self.descriptors.let_go();
        self.end(id, &call, ended)
    }

    /// Enters what a call brought, and tells model and worker.
    fn end(&mut self, id: u64, call: &Call, ended: Ended) -> Answer {
        let (outcome, payload) = self.enter(ended);
        self.model.end(call, &outcome);
        Answer { id, outcome, payload }
    }
}

//! The calls of one session that block.

use crate::operation::{Ended, Operation};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use sockbox_core::Call;
use std::collections::HashMap;
use tokio::sync::oneshot;

/// The blocked calls, and the way to interrupt each. They are driven by whoever awaits [`next`](Self::next): no task is spawned, and when
/// this is dropped they are gone.
#[derive(Default)]
pub(super) struct Blocked {
    calls: FuturesUnordered<BoxFuture<'static, (u64, Call, Ended)>>,
    waiting: HashMap<u64, Waiting>,
}

struct Waiting {
    /// `None` once it was cancelled.
    cancel: Option<oneshot::Sender<()>>,
    /// Bytes it was given to send.
    held: usize,
}

impl Blocked {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.calls.len()
    }

    /// Bytes they were given to send.
    pub(super) fn held(&self) -> usize {
        self.waiting.values().map(|waiting| waiting.held).sum()
    }

    /// Lets a call wait for its socket, with so many bytes to send.
    pub(super) fn insert(&mut self, id: u64, call: Call, operation: Operation, held: usize) {
        let (cancel, cancelled) = oneshot::channel();
        self.waiting.insert(id, Waiting { cancel: Some(cancel), held });
        self.calls.push(Box::pin(async move { (id, call, operation.complete(cancelled).await) }));
    }

    /// Interrupts a call; nothing happens if it is not here.
    pub(super) fn cancel(&mut self, id: u64) {
        if let Some(cancel) = self.waiting.get_mut(&id).and_then(|waiting| waiting.cancel.take()) {
            // It ends by itself if it has just ended.
            let _ = cancel.send(());
        }
    }

    /// The next call to end. Waits for ever while there is none.
    pub(super) async fn next(&mut self) -> (u64, Call, Ended) {
        let Some(ended) = self.calls.next().await else { return std::future::pending().await };
        self.waiting.remove(&ended.0);
        ended
    }
}

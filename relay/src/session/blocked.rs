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
    cancels: HashMap<u64, oneshot::Sender<()>>,
    held: HashMap<u64, usize>,
}

impl Blocked {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.calls.len()
    }

    /// Bytes they were given to send.
    pub(super) fn held(&self) -> usize {
        self.held.values().sum()
    }

    /// Lets a call wait for its socket, with so many bytes to send.
    pub(super) fn insert(&mut self, id: u64, call: Call, operation: Operation, held: usize) {
        let (cancel, cancelled) = oneshot::channel();
        self.cancels.insert(id, cancel);
        self.held.insert(id, held);
        self.calls.push(Box::pin(async move { (id, call, operation.complete(cancelled).await) }));
    }

    /// Interrupts a call; nothing happens if it is not here.
    pub(super) fn cancel(&mut self, id: u64) {
        if let Some(cancel) = self.cancels.remove(&id) {
            // It ends by itself if it has just ended.
            let _ = cancel.send(());
        }
    }

    /// The next call to end. Waits for ever while there is none.
    pub(super) async fn next(&mut self) -> (u64, Call, Ended) {
        let Some(ended) = self.calls.next().await else { return std::future::pending().await };
        self.cancels.remove(&ended.0);
        self.held.remove(&ended.0);
        ended
    }
}

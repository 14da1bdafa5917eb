//! The calls of one session that block.

use crate::operation::{Closed, Ended, Operation};
use crate::quota::{Exceeded, ProcessQuotas, Quota, Share};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use sockbox_core::{Call, Fd};
use std::collections::HashMap;
use tokio::sync::oneshot;

/// The blocked calls, and the way to interrupt each. They are driven by whoever awaits [`next`](Self::next): no task is spawned, and when
/// this is dropped they are gone.
pub(super) struct Blocked {
    calls: FuturesUnordered<BoxFuture<'static, (u64, Call, Ended)>>,
    waiting: HashMap<u64, Waiting>,
    /// How many calls may block.
    count: Quota,
    /// What they may hold in memory.
    bytes: Quota,
}

struct Waiting {
    /// Set when the descriptor of the call is closed.
    closed: (Option<Fd>, Closed),
    /// `None` once it was cancelled.
    cancel: Option<oneshot::Sender<()>>,
    _place: Option<Place>,
}

/// What a call takes that may block.
pub(super) struct Place {
    _call: Share,
    _bytes: Share,
}

impl Blocked {
    /// None yet.
    pub(super) fn new(quotas: &ProcessQuotas) -> Self {
        let (count, bytes) = (quotas.blocked_calls.clone(), quotas.buffered_bytes.clone());
        Self { calls: FuturesUnordered::new(), waiting: HashMap::new(), count, bytes }
    }

    /// A place for a call that may block, and would hold so many bytes.
    pub(super) fn place(&self, bytes: usize) -> Result<Place, Exceeded> {
        Ok(Place { _call: self.count.take(1)?, _bytes: self.bytes.take(bytes)? })
    }

    /// Lets a call wait for its socket.
    pub(super) fn insert(&mut self, id: u64, call: Call, operation: Operation, place: Option<Place>) {
        let (cancel, cancelled) = oneshot::channel();
        let closed = Closed::default();
        let waiting = Waiting { closed: (call.fd(), closed.clone()), cancel: Some(cancel), _place: place };
        self.waiting.insert(id, waiting);
        self.calls.push(Box::pin(async move { (id, call, operation.complete(cancelled, &closed).await) }));
    }

    /// Interrupts a call; nothing happens if it is not here.
    pub(super) fn cancel(&mut self, id: u64) {
        if let Some(cancel) = self.waiting.get_mut(&id).and_then(|waiting| waiting.cancel.take()) {
            // It ends by itself if it has just ended.
            let _ = cancel.send(());
        }
    }

    /// A descriptor is closed.
    pub(super) fn close(&mut self, fd: Fd) {
        let closed = self.waiting.values().map(|waiting| &waiting.closed).filter(|(on, _)| *on == Some(fd));
        closed.for_each(|(_, closed)| closed.set());
    }

    /// The next call to end. Waits for ever while there is none.
    pub(super) async fn next(&mut self) -> (u64, Call, Ended) {
        let Some(ended) = self.calls.next().await else { return std::future::pending().await };
        self.waiting.remove(&ended.0);
        ended
    }
}

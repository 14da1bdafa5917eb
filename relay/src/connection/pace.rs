//! How fast a connection is read: a process that is faster than it may be is not read from for a while. Its blocked calls go on.

use crate::quota::ProcessRates;
use tokio::time::{Instant, sleep_until};

/// What a process sent and was sent, and until when it is not read from because of that.
pub(super) struct Pace {
    rates: ProcessRates,
    until: Option<Instant>,
}

impl Pace {
    pub(super) fn new(rates: ProcessRates) -> Self {
        Self { rates, until: None }
    }

    /// A message came. Those that bring no call are work too.
    pub(super) fn received(&mut self, bytes: usize) {
        let now = Instant::now();
        let waits = [self.rates.calls.take(1, now), self.rates.bytes.take(bytes, now)];
        let longest = waits.into_iter().flatten().max();
        self.until = self.until.max(longest.map(|wait| now + wait));
    }

    /// A frame went out.
    pub(super) fn sent(&mut self, bytes: usize) {
        let now = Instant::now();
        let wait = self.rates.bytes.take(bytes, now);
        self.until = self.until.max(wait.map(|wait| now + wait));
    }

    /// Whether reading has to wait for [`over`](Self::over).
    pub(super) fn is_held(&self) -> bool {
        self.until.is_some()
    }

    /// The end of the wait.
    pub(super) async fn over(&mut self) {
        if let Some(until) = self.until {
            sleep_until(until).await;
            self.until = None;
        }
    }
}

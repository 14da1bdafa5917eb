//! How fast a connection is read: a process that is faster than it may be is not read from for a while. Its blocked calls go on.

use crate::quota::{ProcessRates, Rate};
use sockbox_core::Explanation;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// Who is always too fast is told so this often.
const REMINDER: Duration = Duration::from_secs(60);

/// What a process sent and was sent, and until when it is not read from because of that.
pub(super) struct Pace {
    rates: ProcessRates,
    until: Option<Instant>,
    /// The words of a limit that was hit, until they are told.
    hit: Option<Explanation>,
    told: Option<Instant>,
}

impl Pace {
    pub(super) fn new(rates: ProcessRates) -> Self {
        Self { rates, until: None, hit: None, told: None }
    }

    /// A message came. Those that bring no call are work too.
    pub(super) fn received(&mut self, bytes: usize) {
        self.take(|rates| &mut rates.calls, 1);
        self.sent(bytes);
    }

    /// A frame went out.
    pub(super) fn sent(&mut self, bytes: usize) {
        self.take(|rates| &mut rates.bytes, bytes);
    }

    fn take(&mut self, rate: impl FnOnce(&mut ProcessRates) -> &mut Rate, amount: usize) {
        let (rate, now) = (rate(&mut self.rates), Instant::now());
        let Some(wait) = rate.take(amount, now) else { return };
        self.until = self.until.max(Some(now + wait));
        if self.told.is_none_or(|told| now > told + REMINDER) {
            self.hit = Some(rate.limit().words());
            self.told = Some(now);
        }
    }

    /// Why it is slowed down, when that is to be told.
    pub(super) fn hit(&mut self) -> Option<Explanation> {
        self.hit.take()
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

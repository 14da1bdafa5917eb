//! What is limited by the second. Whoever is too fast is not refused but waits: a program that runs into such a limit is slower, and right.

use super::Limit;
use std::time::Duration;
use tokio::time::Instant;

/// A rate, as a bucket that leaks: a second's worth may come at once, and what is more waits until it has leaked away.
#[derive(Debug)]
pub(crate) struct Rate {
    limit: Limit,
    /// When the bucket is empty again.
    empty: Option<Instant>,
}

impl Rate {
    /// So much a second; 0 is no limit.
    pub(crate) fn new(limit: &Limit) -> Self {
        Self { limit: limit.clone(), empty: None }
    }

    /// What limits it.
    pub(crate) fn limit(&self) -> &Limit {
        &self.limit
    }

    /// Takes so much, at this time. What is taken is taken; the answer is how long whoever took it has to wait, if at all.
    pub(crate) fn take(&mut self, amount: usize, now: Instant) -> Option<Duration> {
        if self.limit.value == 0 {
            return None;
        }
        let begin = self.empty.map_or(now, |empty| empty.max(now));
        // An amount is at most a frame, so this is far from the end of time.
        let empty = begin + Duration::from_secs_f64(amount as f64 / self.limit.value as f64);
        self.empty = Some(empty);
        let wait = (empty - now).checked_sub(Duration::from_secs(1)).filter(|wait| !wait.is_zero())?;
        self.limit.hits.inc();
        Some(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limited, Name, Thing};
    use super::*;

    const STEPS: Name = Name { option: "steps", limited: Limited::Process, thing: Thing::CallRate };

    fn rate(per_second: usize) -> Rate {
        Rate::new(&Limit::new(&STEPS, per_second))
    }

    #[test]
    fn a_second_worth_may_come_at_once_and_the_next_waits() {
        let (mut rate, now) = (rate(4), Instant::now());
        assert_eq!([(); 4].map(|()| rate.take(1, now)), [None; 4]);
        assert_eq!(rate.take(1, now), Some(Duration::from_millis(250)));
        assert_eq!(rate.take(1, now), Some(Duration::from_millis(500)));
        assert_eq!(rate.take(1, now + Duration::from_millis(750)), None);
        assert_eq!(rate.limit.hits.get(), 2);
    }

    #[test]
    fn an_idle_time_is_not_saved_up() {
        let (mut rate, now) = (rate(2), Instant::now());
        assert_eq!(rate.take(2, now), None);
        let later = now + Duration::from_secs(3600);
        assert_eq!(rate.take(2, later), None);
        assert_eq!(rate.take(1, later), Some(Duration::from_millis(500)));
    }

    #[test]
    fn zero_is_no_limit() {
        assert_eq!(rate(0).take(usize::MAX, Instant::now()), None);
    }
}

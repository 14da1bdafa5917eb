//! What the relay counts, in the text format of Prometheus (OpenMetrics 1.0): how much is used, how often limits were hit, and how the
//! calls went. No room's name, no address and no byte of a learner is in it.

mod uses;

use crate::quota::{Addresses, RelayQuotas};
use crate::room::Network;
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use sockbox_core::Outcome;
use std::sync::Arc;
use std::time::Duration;
use uses::Uses;

/// The type of what [`Metrics::text`] gives.
pub(crate) const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The relay's counters. Clones count into the same.
#[derive(Clone)]
pub(crate) struct Metrics {
    counters: Arc<Counters>,
    registry: Arc<Registry>,
}

struct Counters {
    calls: Family<CallEnded, Counter>,
    seconds: Family<CallMade, Histogram, fn() -> Histogram>,
    bytes: Family<BytesMoved, Counter>,
    predictions: Family<CallPredicted, Counter>,
    rooms_made: Counter,
    rooms_ended: Counter,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallEnded {
    call: &'static str,
    outcome: &'static str,
    errno: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallMade {
    call: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BytesMoved {
    direction: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CallPredicted {
    call: &'static str,
    agreed: &'static str,
}

impl Metrics {
    /// Counters at zero, beside what the quotas say is used.
    pub(crate) fn new(network: Network, relay: &Arc<RelayQuotas>, addresses: &Arc<Addresses>) -> Self {
        let counters = Counters::new();
        let mut registry = Registry::with_prefix("sockbox");
        counters.register(&mut registry);
        registry.register_collector(Box::new(Uses::new(network, relay, addresses)));
        Self { counters: Arc::new(counters), registry: Arc::new(registry) }
    }

    /// A call ended. `took` is for one that did not block: how long the others take is the learners' affair.
    pub(crate) fn call_ended(&self, call: &'static str, outcome: &Outcome, took: Option<Duration>) {
        let (outcome, errno) = summary(outcome);
        self.counters.calls.get_or_create(&CallEnded { call, outcome, errno }).inc();
        if let Some(took) = took {
            self.counters.seconds.get_or_create(&CallMade { call }).observe(took.as_secs_f64());
        }
    }

    /// A call ended that the model had refused, in a room that only explains.
    pub(crate) fn call_predicted(&self, call: &'static str, agreed: bool) {
        let agreed = if agreed { "true" } else { "false" };
        self.counters.predictions.get_or_create(&CallPredicted { call, agreed }).inc();
    }

    /// A frame of so many bytes came from a process.
    pub(crate) fn received(&self, bytes: usize) {
        self.moved("in", bytes);
    }

    /// A frame of so many bytes went to a process.
    pub(crate) fn sent(&self, bytes: usize) {
        self.moved("out", bytes);
    }

    fn moved(&self, direction: &'static str, bytes: usize) {
        self.counters.bytes.get_or_create(&BytesMoved { direction }).inc_by(bytes as u64);
    }

    /// A room came into being.
    pub(crate) fn room_made(&self) {
        self.counters.rooms_made.inc();
    }

    /// A room was torn down.
    pub(crate) fn room_ended(&self) {
        self.counters.rooms_ended.inc();
    }

    /// All of it, for a scrape.
    pub(crate) fn text(&self) -> String {
        let mut answer = String::new();
        text::encode(&mut answer, &self.registry).expect("a String takes whatever is written to it");
        answer
    }
}

impl Counters {
    fn new() -> Self {
        Self {
            calls: Family::default(),
            seconds: Family::new_with_constructor(histogram),
            bytes: Family::default(),
            predictions: Family::default(),
            rooms_made: Counter::default(),
            rooms_ended: Counter::default(),
        }
    }

    fn register(&self, registry: &mut Registry) {
        registry.register("calls", "Calls that ended", self.calls.clone());
        let help = "How long calls took that did not block";
        registry.register_with_unit("call", help, Unit::Seconds, self.seconds.clone());
        let help = "Bytes in the frames of processes: `in` from them, `out` to them";
        registry.register_with_unit("frame", help, Unit::Bytes, self.bytes.clone());
        let help = "Calls that the model refused in rooms that only explain, and whether the kernel answered the same";
        registry.register("predictions", help, self.predictions.clone());
        registry.register("rooms_made", "Rooms that came into being", self.rooms_made.clone());
        registry.register("rooms_ended", "Rooms that were torn down", self.rooms_ended.clone());
    }
}

/// How a call ended, and the name of its error; nothing of what it was about.
pub(crate) fn summary(outcome: &Outcome) -> (&'static str, &'static str) {
    let (outcome, errno) = match outcome {
        Outcome::Ok(_) => ("ok", None),
        Outcome::TimedOut => ("timedout", None),
        Outcome::Failed { errno } => ("failed", Some(errno)),
        Outcome::Refused { errno, .. } => ("refused", Some(errno)),
    };
    (outcome, errno.map_or("", |errno| errno.name().unwrap_or("unknown")))
}

/// From 10 microseconds, a system call, to 10 seconds, in steps of 4.
fn histogram() -> Histogram {
    Histogram::new(exponential_buckets(10e-6, 4.0, 11))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Limits;
    use sockbox_core::{Errno, Reply};

    fn check(count: impl FnOnce(&Metrics, &RelayQuotas), line: &str) {
        let (relay, addresses) = (RelayQuotas::new(&Limits::default()), Addresses::new(Limits::default().address));
        let relay = Arc::new(relay);
        let network = Network::Host { reason: "this is a test".to_owned() };
        let metrics = Metrics::new(network, &relay, &Arc::new(addresses));
        count(&metrics, &relay);
        let text = metrics.text();
        assert!(text.lines().any(|one| one == line), "{line} in {text}");
    }

    #[test]
    fn calls_are_counted_by_kind_outcome_and_errno() {
        let failed = Outcome::Failed { errno: Errno::ECONNREFUSED };
        let line = r#"sockbox_calls_total{call="connect",outcome="failed",errno="ECONNREFUSED"} 2"#;
        check(|metrics, _| (0..2).for_each(|_| metrics.call_ended("connect", &failed, None)), line);
        let unknown = Outcome::Failed { errno: Errno(-1) };
        let line = r#"sockbox_calls_total{call="bind",outcome="failed",errno="unknown"} 1"#;
        check(|metrics, _| metrics.call_ended("bind", &unknown, None), line);
    }

    #[test]
    fn calls_that_did_not_block_are_timed() {
        let (ok, took) = (Outcome::Ok(Reply::Done), Duration::from_micros(30));
        let line = r#"sockbox_call_seconds_bucket{le="0.00004",call="bind"} 1"#;
        check(|metrics, _| metrics.call_ended("bind", &ok, Some(took)), line);
    }

    #[test]
    fn what_is_used_and_what_was_hit_is_told() {
        let take = |_: &Metrics, relay: &RelayQuotas| std::mem::forget(relay.room().processes.take(3));
        check(take, "sockbox_processes 3");
        let hit = |_: &Metrics, relay: &RelayQuotas| drop(relay.room().processes.take(100_000));
        check(hit, r#"sockbox_limit_hits_total{limit="room-processes"} 1"#);
        check(|_, _| {}, r#"sockbox_limit_hits_total{limit="address-rooms"} 0"#);
    }

    #[test]
    fn predictions_are_counted_by_whether_the_kernel_agreed() {
        let line = r#"sockbox_predictions_total{call="accept",agreed="false"} 1"#;
        check(|metrics, _| metrics.call_predicted("accept", false), line);
    }

    #[test]
    fn bytes_are_counted_in_both_directions() {
        check(|metrics, _| metrics.received(7), r#"sockbox_frame_bytes_total{direction="in"} 7"#);
        check(|metrics, _| metrics.sent(9), r#"sockbox_frame_bytes_total{direction="out"} 9"#);
    }
}

//! What the quotas know, read when it is asked for: nothing is counted twice.

use crate::quota::{Addresses, Limit, Quota, RelayQuotas};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;
use std::fmt;
use std::sync::Arc;

/// How much is used, and how often each limit was hit.
#[derive(Debug)]
pub(super) struct Uses {
    relay: Arc<RelayQuotas>,
    addresses: Arc<Addresses>,
}

impl Uses {
    pub(super) fn new(relay: &Arc<RelayQuotas>, addresses: &Arc<Addresses>) -> Self {
        Self { relay: Arc::clone(relay), addresses: Arc::clone(addresses) }
    }
}

impl Collector for Uses {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let RelayQuotas { rooms, processes, descriptors, buffered_bytes, .. } = &*self.relay;
        encode_use(&mut encoder, "rooms", "Rooms that exist", rooms)?;
        encode_use(&mut encoder, "processes", "Processes that are connected", processes)?;
        encode_use(&mut encoder, "descriptors", "Sockets that are open", descriptors)?;
        encode_use(&mut encoder, "buffered_bytes", "Bytes that blocked calls hold", buffered_bytes)?;
        let help = "How often a limit was hit, by the option that sets it";
        let mut hits = encoder.encode_descriptor("limit_hits", help, None, MetricType::Counter)?;
        self.relay.limits().chain(self.addresses.limits()).try_for_each(|limit| encode_hits(&mut hits, limit))
    }
}

fn encode_use(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, quota: &Quota) -> fmt::Result {
    let gauge = ConstGauge::new(quota.used() as u64);
    gauge.encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
}

fn encode_hits(hits: &mut MetricEncoder<'_>, limit: &Limit) -> fmt::Result {
    limit.hits.encode(hits.encode_family(&[("limit", limit.name.option)])?)
}

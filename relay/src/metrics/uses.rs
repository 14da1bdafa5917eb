//! What the quotas know, read when it is asked for: nothing is counted twice.

use crate::quota::{Addresses, Limit, Quota, RelayQuotas};
use crate::room::Network;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::gauge::ConstGauge;
use std::fmt;
use std::sync::Arc;

/// How much is used, and how often each limit was hit.
#[derive(Debug)]
pub(super) struct Uses {
    network: Network,
    relay: Arc<RelayQuotas>,
    addresses: Arc<Addresses>,
}

impl Uses {
    pub(super) fn new(network: Network, relay: &Arc<RelayQuotas>, addresses: &Arc<Addresses>) -> Self {
        Self { network, relay: Arc::clone(relay), addresses: Arc::clone(addresses) }
    }
}

impl Collector for Uses {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let RelayQuotas { rooms, processes, connections, descriptors, .. } = &*self.relay;
        let RelayQuotas { queued_connections, blocked_calls, buffered_bytes, .. } = &*self.relay;
        encode_gauge(&mut encoder, "rooms_ready", "Namespaces made in advance", self.network.ready())?;
        encode_use(&mut encoder, "rooms", "Rooms that exist", rooms)?;
        encode_use(&mut encoder, "processes", "Processes that are connected", processes)?;
        encode_use(&mut encoder, "connections", "Connections to the relay", connections)?;
        encode_use(&mut encoder, "descriptors", "Sockets that are open", descriptors)?;
        let help = "Places in the queues of listening sockets";
        encode_use(&mut encoder, "queued_connections", help, queued_connections)?;
        encode_use(&mut encoder, "blocked_calls", "Calls that block", blocked_calls)?;
        encode_use(
            &mut encoder,
            "buffered_bytes",
            "Bytes that blocked calls and unfinished frames hold",
            buffered_bytes,
        )?;
        let help = "How often a limit was hit, by the option that sets it";
        let mut hits = encoder.encode_descriptor("limit_hits", help, None, MetricType::Counter)?;
        self.relay.limits().chain(self.addresses.limits()).try_for_each(|limit| encode_hits(&mut hits, limit))
    }
}

fn encode_use(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, quota: &Quota) -> fmt::Result {
    encode_gauge(encoder, name, help, quota.used())
}

fn encode_gauge(encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str, value: usize) -> fmt::Result {
    let gauge = ConstGauge::new(value as u64);
    gauge.encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
}

fn encode_hits(hits: &mut MetricEncoder<'_>, limit: &Limit) -> fmt::Result {
    limit.hits.encode(hits.encode_family(&[("limit", limit.name.option)])?)
}

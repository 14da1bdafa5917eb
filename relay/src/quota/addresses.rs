//! The quotas of each machine that is connected.

use super::{Limit, Name, Quota};
use crate::config::AddressLimits;
use crate::lock::lock;
use sockbox_core::{Limited, Thing};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex};

const fn name(option: &'static str, thing: Thing) -> Name {
    Name { option, limited: Limited::Address, thing }
}

const CONNECTIONS: Name = name("address-connections", Thing::Connections);
const ROOMS: Name = name("address-rooms", Thing::Rooms);
const PROCESSES: Name = name("address-processes", Thing::Processes);
const DESCRIPTORS: Name = name("address-descriptors", Thing::Sockets);
const QUEUED: Name = name("address-queued-connections", Thing::Places);
const CALLS: Name = name("address-blocked-calls", Thing::BlockedCalls);
const BYTES: Name = name("address-buffered-bytes", Thing::BufferedBytes);

/// What one address may use.
#[derive(Debug)]
pub(crate) struct AddressQuotas {
    /// Its TCP connections, or behind a proxy its WebSockets.
    pub(crate) connections: Quota,
    /// The rooms that came into being at its wish, as long as they are there.
    pub(crate) rooms: Quota,
    /// The processes it runs, in whatever rooms.
    pub(crate) processes: Quota,
    /// Their sockets.
    pub(crate) descriptors: Quota,
    /// Places in the queues of their listening sockets.
    pub(crate) queued_connections: Quota,
    /// Their calls that block.
    pub(crate) blocked_calls: Quota,
    /// What these hold in memory, and what has come of frames that are not whole yet.
    pub(crate) buffered_bytes: Quota,
}

/// The addresses that use anything now. Only finding one takes a lock; counting does not.
#[derive(Debug)]
pub(crate) struct Addresses {
    connections: Limit,
    rooms: Limit,
    processes: Limit,
    descriptors: Limit,
    queued_connections: Limit,
    blocked_calls: Limit,
    buffered_bytes: Limit,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    by_network: HashMap<IpAddr, Arc<AddressQuotas>>,
    /// How many there may be before those that use nothing any more are swept out.
    sweep_at: usize,
}

/// A sweep is not worth while for fewer.
const SWEEP_MIN: usize = 64;

impl Addresses {
    pub(crate) fn new(limits: AddressLimits) -> Self {
        Self {
            connections: Limit::new(&CONNECTIONS, limits.connections),
            rooms: Limit::new(&ROOMS, limits.rooms),
            processes: Limit::new(&PROCESSES, limits.processes),
            descriptors: Limit::new(&DESCRIPTORS, limits.descriptors),
            queued_connections: Limit::new(&QUEUED, limits.queued_connections),
            blocked_calls: Limit::new(&CALLS, limits.blocked_calls),
            buffered_bytes: Limit::new(&BYTES, limits.buffered_bytes),
            known: Mutex::new(Known { by_network: HashMap::new(), sweep_at: SWEEP_MIN }),
        }
    }

    /// What limits an address.
    pub(crate) fn limits(&self) -> [&Limit; 7] {
        let Self { connections, rooms, processes, descriptors, .. } = self;
        let Self { queued_connections, blocked_calls, buffered_bytes, .. } = self;
        [connections, rooms, processes, descriptors, queued_connections, blocked_calls, buffered_bytes]
    }

    /// The quotas of an address. They are forgotten some time after nothing of them is used any more.
    pub(crate) fn quotas(&self, address: IpAddr) -> Arc<AddressQuotas> {
        let mut known = lock(&self.known);
        known.sweep();
        Arc::clone(known.by_network.entry(network(address)).or_insert_with(|| Arc::new(self.unused())))
    }

    fn unused(&self) -> AddressQuotas {
        AddressQuotas {
            connections: Quota::new(&self.connections),
            rooms: Quota::new(&self.rooms),
            processes: Quota::new(&self.processes),
            descriptors: Quota::new(&self.descriptors),
            queued_connections: Quota::new(&self.queued_connections),
            blocked_calls: Quota::new(&self.blocked_calls),
            buffered_bytes: Quota::new(&self.buffered_bytes),
        }
    }
}

impl Known {
    /// Each sweep waits until there are twice as many as the one before left, so that its cost stays small for each address.
    fn sweep(&mut self) {
        if self.by_network.len() >= self.sweep_at {
            self.by_network.retain(|_, quotas| Arc::strong_count(quotas) > 1 || quotas.is_used());
            self.sweep_at = (2 * self.by_network.len()).max(SWEEP_MIN);
        }
    }
}

impl AddressQuotas {
    fn is_used(&self) -> bool {
        let Self { connections, rooms, processes, descriptors, queued_connections, blocked_calls, buffered_bytes } =
            self;
        let all = [connections, rooms, processes, descriptors, queued_connections, blocked_calls, buffered_bytes];
        all.iter().any(|quota| quota.used() > 0)
    }
}

/// Whoever has one IPv6 address usually has its whole /64 (RFC 6177), and could use another for each connection.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(host) => IpAddr::V6(Ipv6Addr::from_bits(host.to_bits() & !u128::from(u64::MAX))),
        host => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn check(one: &str, other: &str, same: bool) {
        let addresses = Addresses::new(AddressLimits::default());
        let [one_quotas, other_quotas] = [one, other].map(|text| addresses.quotas(text.parse().expect("an address")));
        assert_eq!(Arc::ptr_eq(&one_quotas, &other_quotas), same, "{one} and {other}");
    }

    #[test]
    fn an_address_is_an_ipv4_host_or_an_ipv6_network() {
        check("127.0.0.1", "127.0.0.1", true);
        check("127.0.0.1", "127.0.0.2", false);
        check("127.0.0.1", "::ffff:127.0.0.1", true);
        check("2001:db8::1", "2001:db8::2", true);
        check("2001:db8::1", "2001:db8:0:1::1", false);
    }

    #[test]
    fn what_an_address_uses_is_remembered_as_long_as_it_uses_it() {
        let addresses = Addresses::new(AddressLimits { rooms: 1, ..AddressLimits::default() });
        let address = Ipv4Addr::LOCALHOST.into();
        let share = addresses.quotas(address).rooms.take(1).expect("the first room");
        for host in 0..10_000 {
            addresses.quotas(Ipv4Addr::from_bits(0xCB00_7100 + host).into());
        }
        assert!(addresses.quotas(address).rooms.take(1).is_err());
        drop(share);
        assert!(addresses.quotas(address).rooms.take(1).is_ok());
    }

    #[test]
    fn addresses_that_left_are_forgotten() {
        let addresses = Addresses::new(AddressLimits::default());
        let kept = addresses.quotas(Ipv4Addr::LOCALHOST.into());
        for host in 0..10_000 {
            addresses.quotas(Ipv4Addr::from_bits(0xCB00_7100 + host).into());
        }
        assert!(addresses.known.lock().unwrap().by_network.len() <= SWEEP_MIN);
        assert!(Arc::ptr_eq(&kept, &addresses.quotas(Ipv4Addr::LOCALHOST.into())));
    }
}

//! The quotas of the relay, of a room and of a process, one within the other.

use super::{AddressQuotas, Limit, Name, Quota, Rate};
use crate::config::Limits;
use sockbox_core::{Limited, Thing};
use std::sync::Arc;

const fn name(option: &'static str, limited: Limited, thing: Thing) -> Name {
    Name { option, limited, thing }
}

const RELAY_ROOMS: Name = name("relay-rooms", Limited::Relay, Thing::Rooms);
const RELAY_PROCESSES: Name = name("relay-processes", Limited::Relay, Thing::Processes);
const RELAY_CONNECTIONS: Name = name("relay-connections", Limited::Relay, Thing::Connections);
const RELAY_METRICS: Name = name("relay-metrics-connections", Limited::Relay, Thing::MetricsConnections);
const RELAY_DESCRIPTORS: Name = name("relay-descriptors", Limited::Relay, Thing::Sockets);
const RELAY_QUEUED: Name = name("relay-queued-connections", Limited::Relay, Thing::Places);
const RELAY_CALLS: Name = name("relay-blocked-calls", Limited::Relay, Thing::BlockedCalls);
const RELAY_BYTES: Name = name("relay-buffered-bytes", Limited::Relay, Thing::BufferedBytes);
const ROOM_PROCESSES: Name = name("room-processes", Limited::Room, Thing::Processes);
const ROOM_PAGES: Name = name("room-pages", Limited::Room, Thing::Pages);
const ROOM_DESCRIPTORS: Name = name("room-descriptors", Limited::Room, Thing::Sockets);
const ROOM_CALLS: Name = name("room-blocked-calls", Limited::Room, Thing::BlockedCalls);
const PROCESS_DESCRIPTORS: Name = name("process-descriptors", Limited::Process, Thing::Sockets);
const PROCESS_QUEUED: Name = name("process-queued-connections", Limited::Process, Thing::Places);
const PROCESS_CALLS: Name = name("process-blocked-calls", Limited::Process, Thing::BlockedCalls);
const PROCESS_BYTES: Name = name("process-buffered-bytes", Limited::Process, Thing::BlockedBytes);
const CALL_RATE: Name = name("process-calls-per-second", Limited::Process, Thing::CallRate);
const BYTE_RATE: Name = name("process-bytes-per-second", Limited::Process, Thing::ByteRate);

/// What the whole relay may use.
#[derive(Debug)]
pub(crate) struct RelayQuotas {
    /// Rooms, those included that only wait for their grace to end.
    pub(crate) rooms: Quota,
    /// Processes of all rooms.
    pub(crate) processes: Quota,
    /// Connections of everybody, whatever for.
    pub(crate) connections: Quota,
    /// Connections to the listener that serves metrics alone.
    pub(crate) metrics_connections: Quota,
    /// The sockets of all processes.
    pub(crate) descriptors: Quota,
    /// Places in the queues of their listening sockets.
    pub(crate) queued_connections: Quota,
    /// Their calls that block: each has the relay hold a descriptor more.
    pub(crate) blocked_calls: Quota,
    /// What their blocked calls hold in memory, and what has come of frames that are not whole yet.
    pub(crate) buffered_bytes: Quota,
    each: Arc<Each>,
}

/// The limits of each room and each process.
#[derive(Debug)]
struct Each {
    room_processes: Limit,
    room_pages: Limit,
    room_descriptors: Limit,
    room_blocked_calls: Limit,
    process_descriptors: Limit,
    queued_connections: Limit,
    blocked_calls: Limit,
    buffered_bytes: Limit,
    call_rate: Limit,
    byte_rate: Limit,
}

/// What one room may use.
#[derive(Debug, Clone)]
pub(crate) struct RoomQuotas {
    /// Its processes. A share is also one of the relay's.
    pub(crate) processes: Quota,
    /// The WebSockets by which pages watch it.
    pub(crate) pages: Quota,
    /// Its sockets, those of its practice services included.
    pub(crate) descriptors: Quota,
    blocked_calls: Quota,
    /// The relay's: a room has none of its own.
    queued_connections: Quota,
    /// The relay's: a room has none of its own.
    buffered_bytes: Quota,
    each: Arc<Each>,
}

/// What one process may use.
#[derive(Debug)]
pub(crate) struct ProcessQuotas {
    /// Its open sockets, those included that only a blocked call holds. A share is also one of the address's, the room's and the relay's.
    pub(crate) descriptors: Quota,
    /// Places in the queues of its listening sockets. A share is also one of the address's and of the relay's.
    pub(crate) queued_connections: Quota,
    /// Its calls that block. A share is also one of the address's, the room's and the relay's.
    pub(crate) blocked_calls: Quota,
    /// What its blocked calls hold in memory. A share is also one of the address's and of the relay's.
    pub(crate) buffered_bytes: Quota,
}

/// How fast one process may be.
#[derive(Debug)]
pub(crate) struct ProcessRates {
    /// Its calls.
    pub(crate) calls: Rate,
    /// The bytes of its frames, in both directions together.
    pub(crate) bytes: Rate,
}

impl RelayQuotas {
    pub(crate) fn new(limits: &Limits) -> Self {
        let quota = |name, value| Quota::new(&Limit::new(name, value));
        Self {
            rooms: quota(&RELAY_ROOMS, limits.relay.rooms),
            processes: quota(&RELAY_PROCESSES, limits.relay.processes),
            connections: quota(&RELAY_CONNECTIONS, limits.relay.connections),
            metrics_connections: quota(&RELAY_METRICS, limits.relay.metrics_connections),
            descriptors: quota(&RELAY_DESCRIPTORS, limits.relay.descriptors),
            queued_connections: quota(&RELAY_QUEUED, limits.relay.queued_connections),
            blocked_calls: quota(&RELAY_CALLS, limits.relay.blocked_calls),
            buffered_bytes: quota(&RELAY_BYTES, limits.relay.buffered_bytes),
            each: Arc::new(Each::new(limits)),
        }
    }

    /// The quotas of a new room. The room itself is a share of [`rooms`](Self::rooms).
    pub(crate) fn room(&self) -> RoomQuotas {
        RoomQuotas {
            processes: Quota::within([&self.processes], &self.each.room_processes),
            pages: Quota::new(&self.each.room_pages),
            descriptors: Quota::within([&self.descriptors], &self.each.room_descriptors),
            blocked_calls: Quota::within([&self.blocked_calls], &self.each.room_blocked_calls),
            queued_connections: self.queued_connections.clone(),
            buffered_bytes: self.buffered_bytes.clone(),
            each: Arc::clone(&self.each),
        }
    }

    /// All limits, those of rooms and processes included.
    pub(crate) fn limits(&self) -> impl Iterator<Item = &Limit> {
        let Self { rooms, processes, connections, metrics_connections, .. } = self;
        let Self { descriptors, queued_connections, blocked_calls, buffered_bytes, .. } = self;
        let held = [descriptors, queued_connections, blocked_calls, buffered_bytes];
        [rooms, processes, connections, metrics_connections]
            .into_iter()
            .chain(held)
            .map(Quota::limit)
            .chain(self.each.all())
    }
}

impl Each {
    fn new(limits: &Limits) -> Self {
        let (room, process) = (&limits.room, &limits.process);
        Self {
            room_processes: Limit::new(&ROOM_PROCESSES, room.processes),
            room_pages: Limit::new(&ROOM_PAGES, room.pages),
            room_descriptors: Limit::new(&ROOM_DESCRIPTORS, room.descriptors),
            room_blocked_calls: Limit::new(&ROOM_CALLS, room.blocked_calls),
            process_descriptors: Limit::new(&PROCESS_DESCRIPTORS, process.descriptors),
            queued_connections: Limit::new(&PROCESS_QUEUED, process.queued_connections),
            blocked_calls: Limit::new(&PROCESS_CALLS, process.blocked_calls),
            buffered_bytes: Limit::new(&PROCESS_BYTES, process.buffered_bytes),
            call_rate: Limit::new(&CALL_RATE, process.calls_per_second),
            byte_rate: Limit::new(&BYTE_RATE, process.bytes_per_second),
        }
    }

    fn all(&self) -> impl Iterator<Item = &Limit> {
        let rooms = [&self.room_processes, &self.room_pages, &self.room_descriptors, &self.room_blocked_calls];
        let processes =
            [&self.process_descriptors, &self.queued_connections, &self.blocked_calls, &self.buffered_bytes];
        rooms.into_iter().chain(processes).chain([&self.call_rate, &self.byte_rate])
    }
}

impl RoomQuotas {
    /// The quotas of a new process of this address. The process itself is a share of [`processes`](Self::processes).
    pub(crate) fn process(&self, address: &AddressQuotas) -> ProcessQuotas {
        let within = |room, address, limit| Quota::within([room, address], limit);
        ProcessQuotas {
            descriptors: within(&self.descriptors, &address.descriptors, &self.each.process_descriptors),
            queued_connections: within(
                &self.queued_connections,
                &address.queued_connections,
                &self.each.queued_connections,
            ),
            blocked_calls: within(&self.blocked_calls, &address.blocked_calls, &self.each.blocked_calls),
            buffered_bytes: within(&self.buffered_bytes, &address.buffered_bytes, &self.each.buffered_bytes),
        }
    }

    /// Where the unfinished frames of a process of this address are counted.
    pub(crate) fn frames(&self, address: &AddressQuotas) -> Quota {
        Quota::within([&self.buffered_bytes, &address.buffered_bytes], self.buffered_bytes.limit())
    }

    /// The rates of a new process.
    pub(crate) fn rates(&self) -> ProcessRates {
        ProcessRates { calls: Rate::new(&self.each.call_rate), bytes: Rate::new(&self.each.byte_rate) }
    }
}

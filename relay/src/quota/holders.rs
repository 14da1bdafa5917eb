//! The quotas of the relay, of a room and of a process, one within the other.

use super::{Name, Quota, Rate};
use crate::config::{Limits, ProcessLimits, RoomLimits};

const SOCKETS: &str = "open sockets";
const PROCESSES: &str = "processes";
const BYTES: &str = "bytes in blocked calls";

const RELAY_ROOMS: Name = Name { option: "relay-rooms", holder: "this relay", things: "rooms" };
const RELAY_PROCESSES: Name = Name { option: "relay-processes", holder: "this relay", things: PROCESSES };
const RELAY_DESCRIPTORS: Name = Name { option: "relay-descriptors", holder: "this relay", things: SOCKETS };
const RELAY_BYTES: Name = Name { option: "relay-buffered-bytes", holder: "this relay", things: BYTES };
const ROOM_PROCESSES: Name = Name { option: "room-processes", holder: "this room", things: PROCESSES };
const ROOM_DESCRIPTORS: Name = Name { option: "room-descriptors", holder: "this room", things: SOCKETS };
const PROCESS_DESCRIPTORS: Name = Name { option: "process-descriptors", holder: "this process", things: SOCKETS };
const PROCESS_CALLS: Name = Name { option: "process-blocked-calls", holder: "this process", things: "blocked calls" };
const PROCESS_BYTES: Name = Name { option: "process-buffered-bytes", holder: "this process", things: BYTES };

/// What the whole relay may use.
#[derive(Debug)]
pub(crate) struct RelayQuotas {
    /// Rooms, those included that only wait for their grace to end.
    pub(crate) rooms: Quota,
    processes: Quota,
    descriptors: Quota,
    buffered_bytes: Quota,
    room: RoomLimits,
    process: ProcessLimits,
}

/// What one room may use.
#[derive(Debug)]
pub(crate) struct RoomQuotas {
    /// Its processes. A share is also one of the relay's.
    pub(crate) processes: Quota,
    descriptors: Quota,
    buffered_bytes: Quota,
    process: ProcessLimits,
}

/// What one process may use.
#[derive(Debug)]
pub(crate) struct ProcessQuotas {
    /// Its open sockets, those included that only a blocked call holds. A share is also one of the room's and of the relay's.
    pub(crate) descriptors: Quota,
    /// Its calls that block.
    pub(crate) blocked_calls: Quota,
    /// What its blocked calls hold in memory. A share is also one of the relay's.
    pub(crate) buffered_bytes: Quota,
    /// Its calls, by the second.
    pub(crate) calls: Rate,
    /// The bytes of its frames, by the second.
    pub(crate) bytes: Rate,
}

impl RelayQuotas {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            rooms: Quota::new(&RELAY_ROOMS, limits.relay.rooms),
            processes: Quota::new(&RELAY_PROCESSES, limits.relay.processes),
            descriptors: Quota::new(&RELAY_DESCRIPTORS, limits.relay.descriptors),
            buffered_bytes: Quota::new(&RELAY_BYTES, limits.relay.buffered_bytes),
            room: limits.room,
            process: limits.process,
        }
    }

    /// The quotas of a new room. The room itself is a share of [`rooms`](Self::rooms).
    pub(crate) fn room(&self) -> RoomQuotas {
        RoomQuotas {
            processes: Quota::within(&self.processes, &ROOM_PROCESSES, self.room.processes),
            descriptors: Quota::within(&self.descriptors, &ROOM_DESCRIPTORS, self.room.descriptors),
            buffered_bytes: self.buffered_bytes.clone(),
            process: self.process,
        }
    }
}

impl RoomQuotas {
    /// The quotas of a new process. The process itself is a share of [`processes`](Self::processes).
    pub(crate) fn process(&self) -> ProcessQuotas {
        let limits = &self.process;
        ProcessQuotas {
            descriptors: Quota::within(&self.descriptors, &PROCESS_DESCRIPTORS, limits.descriptors),
            blocked_calls: Quota::new(&PROCESS_CALLS, limits.blocked_calls),
            buffered_bytes: Quota::within(&self.buffered_bytes, &PROCESS_BYTES, limits.buffered_bytes),
            calls: Rate::new(limits.calls_per_second),
            bytes: Rate::new(limits.bytes_per_second),
        }
    }
}

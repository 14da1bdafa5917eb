//! What is granted at most, each as a flag `--{holder}-{what}` of `sockbox serve`. A limit that is hit names its flag.

use crate::kernel::RIGHTS_MAX;
use crate::listener::FAREWELLS;
use clap::Args;
use humantime::Duration;
use sockbox_core::wire::{FRAME_MAX, POLL_MAX};

const MIB: usize = 1 << 20;

/// All limits, by the holder that they are for.
#[derive(Debug, Clone, Copy, PartialEq, Default, Args)]
pub struct Limits {
    #[command(flatten)]
    /// Of one process: one terminal of one page.
    pub process: ProcessLimits,
    #[command(flatten)]
    /// Of one room.
    pub room: RoomLimits,
    #[command(flatten)]
    /// Of one client address; IPv6 addresses of one /64 count as one.
    pub address: AddressLimits,
    #[command(flatten)]
    /// Of everybody together.
    pub relay: RelayLimits,
}

/// What one process may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
#[command(next_help_heading = "Limits of a process")]
pub struct ProcessLimits {
    /// Sockets that one process may have open.
    #[arg(id = "process-descriptors", long = "process-descriptors", value_name = "COUNT", default_value_t = Self::default().descriptors, value_parser = descriptors)]
    pub descriptors: usize,
    /// Connections that may wait to be accepted by one process: where there are no more places, the queue of a listening socket is shorter.
    #[arg(id = "process-queued-connections", long = "process-queued-connections", value_name = "COUNT", default_value_t = Self::default().queued_connections)]
    pub queued_connections: usize,
    /// Calls of one process that may block at a time.
    #[arg(id = "process-blocked-calls", long = "process-blocked-calls", value_name = "COUNT", default_value_t = Self::default().blocked_calls)]
    pub blocked_calls: usize,
    /// Bytes that the blocked calls of one process may hold in memory.
    #[arg(id = "process-buffered-bytes", long = "process-buffered-bytes", value_name = "BYTES", default_value_t = Self::default().buffered_bytes)]
    pub buffered_bytes: usize,
    /// Calls of one process in a second, 0 for no limit; one that is faster is slowed down.
    #[arg(id = "process-calls-per-second", long = "process-calls-per-second", value_name = "COUNT", default_value_t = Self::default().calls_per_second)]
    pub calls_per_second: usize,
    /// Bytes that one process may send and receive in a second, 0 for no limit; one that is faster is slowed down.
    #[arg(id = "process-bytes-per-second", long = "process-bytes-per-second", value_name = "BYTES", default_value_t = Self::default().bytes_per_second)]
    pub bytes_per_second: usize,
}

/// What one room may use.
#[derive(Debug, Clone, Copy, PartialEq, Args)]
#[command(next_help_heading = "Limits of a room")]
pub struct RoomLimits {
    /// Processes in one room.
    #[arg(id = "room-processes", long = "room-processes", value_name = "COUNT", default_value_t = Self::default().processes)]
    pub processes: usize,
    /// Pages that may watch one room.
    #[arg(id = "room-pages", long = "room-pages", value_name = "COUNT", default_value_t = Self::default().pages)]
    pub pages: usize,
    /// Sockets that the processes of one room may have open together.
    #[arg(id = "room-descriptors", long = "room-descriptors", value_name = "COUNT", default_value_t = Self::default().descriptors)]
    pub descriptors: usize,
    /// Calls of one room that may block at a time.
    #[arg(id = "room-blocked-calls", long = "room-blocked-calls", value_name = "COUNT", default_value_t = Self::default().blocked_calls)]
    pub blocked_calls: usize,
    /// How long a room may exist, such as `8h`; 0s for no limit.
    #[arg(id = "room-age", long = "room-age", value_name = "TIME", default_value_t = Self::default().age)]
    pub age: Duration,
    /// How long a room outlives the last who leaves it.
    #[arg(id = "room-grace", long = "room-grace", value_name = "TIME", default_value_t = Self::default().grace)]
    pub grace: Duration,
}

/// What one client address may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
#[command(next_help_heading = "Limits of a client address")]
pub struct AddressLimits {
    /// Rooms that one address may have made; a class behind one address shares this.
    #[arg(id = "address-rooms", long = "address-rooms", value_name = "COUNT", default_value_t = Self::default().rooms)]
    pub rooms: usize,
    /// Processes of one address.
    #[arg(id = "address-processes", long = "address-processes", value_name = "COUNT", default_value_t = Self::default().processes)]
    pub processes: usize,
    /// Sockets that the processes of one address may have open together.
    #[arg(id = "address-descriptors", long = "address-descriptors", value_name = "COUNT", default_value_t = Self::default().descriptors)]
    pub descriptors: usize,
    /// Connections that may wait to be accepted by the processes of one address.
    #[arg(id = "address-queued-connections", long = "address-queued-connections", value_name = "COUNT", default_value_t = Self::default().queued_connections)]
    pub queued_connections: usize,
    /// Calls of one address that may block at a time.
    #[arg(id = "address-blocked-calls", long = "address-blocked-calls", value_name = "COUNT", default_value_t = Self::default().blocked_calls)]
    pub blocked_calls: usize,
    /// Bytes that the blocked calls of one address, and its frames that are not whole yet, may hold in memory.
    #[arg(id = "address-buffered-bytes", long = "address-buffered-bytes", value_name = "BYTES", default_value_t = Self::default().buffered_bytes, value_parser = buffered_bytes)]
    pub buffered_bytes: usize,
    /// Connections of one address.
    #[arg(id = "address-connections", long = "address-connections", value_name = "COUNT", default_value_t = Self::default().connections)]
    pub connections: usize,
}

/// What everybody may use together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
#[command(next_help_heading = "Limits of the relay")]
pub struct RelayLimits {
    /// Rooms that may exist.
    #[arg(id = "relay-rooms", long = "relay-rooms", value_name = "COUNT", default_value_t = Self::default().rooms)]
    pub rooms: usize,
    /// Processes of all rooms.
    #[arg(id = "relay-processes", long = "relay-processes", value_name = "COUNT", default_value_t = Self::default().processes)]
    pub processes: usize,
    /// Connections of all addresses, for whatever purpose.
    #[arg(id = "relay-connections", long = "relay-connections", value_name = "COUNT", default_value_t = Self::default().connections)]
    pub connections: usize,
    /// Connections to --metrics-listen.
    #[arg(id = "relay-metrics-connections", long = "relay-metrics-connections", value_name = "COUNT", default_value_t = Self::default().metrics_connections)]
    pub metrics_connections: usize,
    /// Sockets that all processes may have open together.
    #[arg(id = "relay-descriptors", long = "relay-descriptors", value_name = "COUNT", default_value_t = Self::default().descriptors)]
    pub descriptors: usize,
    /// Connections that may wait to be accepted by all processes.
    #[arg(id = "relay-queued-connections", long = "relay-queued-connections", value_name = "COUNT", default_value_t = Self::default().queued_connections)]
    pub queued_connections: usize,
    /// Calls of all processes that may block at a time; each costs the relay a descriptor more.
    #[arg(id = "relay-blocked-calls", long = "relay-blocked-calls", value_name = "COUNT", default_value_t = Self::default().blocked_calls)]
    pub blocked_calls: usize,
    /// Bytes that all blocked calls, and frames that are not whole yet, may hold in memory. Where there is no more room, a frame is waited for.
    #[arg(id = "relay-buffered-bytes", long = "relay-buffered-bytes", value_name = "BYTES", default_value_t = Self::default().buffered_bytes, value_parser = buffered_bytes)]
    pub buffered_bytes: usize,
}

impl RelayLimits {
    /// How many descriptors a relay of so many threads has at most. Beside what is counted: each room is a network and a file system, each
    /// process may have one more for the length of a call, each thread may receive a message full of them before they are counted, and some
    /// are the relay's own.
    pub(crate) fn most_descriptors(&self, threads: usize) -> u64 {
        const OWN: usize = 64;
        let counted = [self.connections, self.metrics_connections, self.descriptors, self.blocked_calls];
        let beside = [self.rooms, self.rooms, self.processes, threads.saturating_mul(RIGHTS_MAX), 2 * FAREWELLS, OWN];
        counted.into_iter().chain(beside).fold(0, usize::saturating_add) as u64
    }
}

impl Default for ProcessLimits {
    fn default() -> Self {
        Self {
            descriptors: 256,
            queued_connections: 1024,
            blocked_calls: 64,
            buffered_bytes: 4 * MIB,
            calls_per_second: 20_000,
            bytes_per_second: 256 * MIB,
        }
    }
}

impl Default for RoomLimits {
    fn default() -> Self {
        let minutes = |count: u64| std::time::Duration::from_secs(60 * count).into();
        Self {
            processes: 64,
            pages: 64,
            descriptors: 1024,
            blocked_calls: 1024,
            age: minutes(24 * 60),
            grace: minutes(10),
        }
    }
}

impl Default for AddressLimits {
    fn default() -> Self {
        Self {
            rooms: 64,
            processes: 256,
            descriptors: 4096,
            queued_connections: 4096,
            blocked_calls: 2048,
            buffered_bytes: 128 * MIB,
            connections: 512,
        }
    }
}

impl Default for RelayLimits {
    fn default() -> Self {
        Self {
            rooms: 256,
            processes: 1024,
            connections: 4096,
            metrics_connections: 16,
            descriptors: 8192,
            queued_connections: 8192,
            blocked_calls: 4096,
            buffered_bytes: 256 * MIB,
        }
    }
}

/// One `poll` must be able to name all of a process's sockets.
fn descriptors(text: &str) -> Result<usize, String> {
    number_in(text, 1, POLL_MAX)
}

/// One frame at least must find room.
fn buffered_bytes(text: &str) -> Result<usize, String> {
    number_in(text, 2 * FRAME_MAX, usize::MAX)
}

fn number_in(text: &str, least: usize, most: usize) -> Result<usize, String> {
    match text.parse() {
        Ok(count) if (least..=most).contains(&count) => Ok(count),
        _ => Err(format!("a number from {least} to {most}")),
    }
}

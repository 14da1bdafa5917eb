//! What the operator decides.

mod limits;

pub use limits::{AddressLimits, Limits, ProcessLimits, RelayLimits, RoomLimits};

use crate::room::Network;
use std::time::Duration;

/// How the relay is run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where sockets are made.
    pub network: Network,
    /// The names by which browsers reach the relay, beside `localhost` and addresses.
    pub hosts: Vec<String>,
    /// What is granted at most.
    pub limits: Limits,
    /// How the relay finds out that a worker is gone though its connection is not.
    pub liveness: Liveness,
}

/// Pings and patience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Liveness {
    /// A WebSocket ping is sent this often.
    pub ping_every: Duration,
    /// A connection is given up when nothing was heard for this long, or when it took no reply for this long.
    pub patience: Duration,
}

impl Config {
    /// The defaults of `sockbox serve`.
    pub fn new(network: Network) -> Self {
        Self { network, hosts: Vec::new(), limits: Limits::default(), liveness: Liveness::default() }
    }
}

impl Default for Liveness {
    fn default() -> Self {
        Self { ping_every: Duration::from_secs(30), patience: Duration::from_secs(90) }
    }
}

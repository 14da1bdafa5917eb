//! What the operator decides.

use crate::room::Network;
use std::time::Duration;

/// How the relay is run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where sockets are made.
    pub network: Network,
    /// The names by which browsers reach the relay, beside `localhost` and addresses.
    pub hosts: Vec<String>,
    /// What one session, and all of them, may use.
    pub limits: Limits,
    /// How the relay finds out that a worker is gone though its connection is not.
    pub liveness: Liveness,
}

/// What is granted at most. A limit that is hit is named in the answer, with the option of `sockbox serve` that raises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Sessions at a time, one for each terminal of each page.
    pub sessions: usize,
    /// Open sockets of one session.
    pub descriptors: usize,
    /// Calls of one session that block at a time.
    pub blocked_calls: usize,
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

impl Default for Limits {
    fn default() -> Self {
        Self { sessions: 256, descriptors: 256, blocked_calls: 64 }
    }
}

impl Default for Liveness {
    fn default() -> Self {
        Self { ping_every: Duration::from_secs(30), patience: Duration::from_secs(90) }
    }
}

//! What the operator decides.

mod limits;

pub use limits::{AddressLimits, Limits, ProcessLimits, RelayLimits, RoomLimits};

use crate::admission::{AccessToken, Origin};
use crate::room::Network;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

/// How the relay is run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where sockets are made.
    pub network: Network,
    /// The names by which browsers reach the relay, beside `localhost` and addresses.
    pub hosts: Vec<String>,
    /// Pages from elsewhere that may use the relay.
    pub origins: Vec<Origin>,
    /// What whoever opens a WebSocket has to know, if the relay is private.
    pub token: Option<AccessToken>,
    /// Whether a proxy is in front, which tells in `X-Forwarded-For` from whom a request is.
    pub proxy: Proxy,
    /// What is granted at most.
    pub limits: Limits,
    /// Where the metrics are served to whoever can reach it; programs of this machine also find them beside the page.
    pub metrics: Option<Arc<TcpListener>>,
    /// How long those who are there may stay once nobody is let in any more.
    pub drain: Duration,
    /// How the relay finds out that a worker is gone though its connection is not.
    pub liveness: Liveness,
}

/// What is at the other end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxy {
    /// Whoever asks.
    None,
    /// A reverse proxy that can be trusted.
    InFront,
}

/// Pings and patience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Liveness {
    /// A WebSocket ping is sent this often.
    pub ping_every: Duration,
    /// A connection is given up when nothing was heard for this long, or when it took nothing of what it is sent for this long.
    pub patience: Duration,
    /// The head of a request has to be there after this long, and a connection that asks nothing is closed.
    pub head_patience: Duration,
    /// A hello has to come after this long. A worker says it as soon as it hears that it is connected; on a slow machine it starts its
    /// interpreter before that.
    pub hello_patience: Duration,
}

impl Config {
    /// The defaults of `sockbox serve`.
    pub fn new(network: Network) -> Self {
        Self {
            network,
            hosts: Vec::new(),
            origins: Vec::new(),
            token: None,
            proxy: Proxy::None,
            limits: Limits::default(),
            metrics: None,
            drain: Duration::from_secs(30),
            liveness: Liveness::default(),
        }
    }
}

impl Default for Liveness {
    fn default() -> Self {
        let [ping_every, patience, head_patience, hello_patience] = [30, 90, 20, 60].map(Duration::from_secs);
        Self { ping_every, patience, head_patience, hello_patience }
    }
}

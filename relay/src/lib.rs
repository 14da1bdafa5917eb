//! The relay: makes the calls of the page's processes on real sockets, and serves the page.
//!
//! ```text
//! listener, routes ── assets           the page
//!    └───── admission ── connection    a worker's WebSocket: frames in and out
//!                            └── session ── policy, operation    calls, and the sockets they are made on
//!                                   ├── room      the rooms, and the networks those sockets are in
//!                                   └── kernel    the system calls
//! ```
//!
//! The only door is [`run`]. Before it, while the process has a single thread, [`Network::prepare`] finds out where sockets can be made.

mod admission;
mod assets;
mod config;
mod confinement;
mod connection;
mod kernel;
mod listener;
mod lock;
mod metrics;
mod operation;
mod policy;
mod quota;
mod room;
mod routes;
mod session;
mod shutdown;

pub use admission::{AccessToken, Origin};
pub use config::{AddressLimits, Config, Limits, Liveness, ProcessLimits, Proxy, RelayLimits, RoomLimits};
pub use confinement::{Unconfined, confine};
pub use room::{Failure, Namespaces, Network, Step};
pub use shutdown::Shutdown;

use admission::{Addressing, Admission};
use assets::Assets;
use listener::Listener;
use metrics::Metrics;
use quota::{Addresses, Quota, RelayQuotas};
use room::Rooms;
use routes::Relay;
use sockbox_core::Notice;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long requests and connections have to end once the relay is to stop.
const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// Serves page and sockets on `listener` until `shutdown` says how to end. When it drains, nobody is let in any more, and the others may
/// stay for a while. When it stops, every worker is told, and `run` returns when they are gone or five seconds have passed.
///
/// # Errors
/// If the listener cannot be served.
pub async fn run(listener: std::net::TcpListener, config: Config, shutdown: Shutdown) -> io::Result<()> {
    let limits = config.limits.relay;
    let drain = config.drain;
    let (closing, connections) = (CancellationToken::new(), TaskTracker::new());
    let addresses = Arc::new(Addresses::new(config.limits.address));
    let quotas = Arc::new(RelayQuotas::new(&config.limits));
    let listener = listen(listener, quotas.connections.clone(), &config, &addresses)?;
    let metrics = metrics_listener(quotas.metrics_connections.clone(), &config, &addresses)?;
    let relay = relay(config, (quotas, addresses), shutdown.draining().clone(), (&closing, &connections));
    let rooms = Arc::clone(&relay.rooms);
    check_descriptor_limit(&limits);
    if let Some(listener) = metrics {
        tracing::info!("metrics are at http://{}/metrics", listener.socket.local_addr()?);
        tokio::spawn(listener.serve(routes::metrics_router(relay.metrics.clone()), closing.clone()));
    }
    let site = tokio::spawn(listener.serve(routes::router(relay), closing.clone()));
    shutdown.draining().cancelled().await;
    rooms.notify(&Notice::Stopping { left: drain }.explanation());
    connections.close();
    tokio::select! {
        () = connections.wait() => {}
        () = tokio::time::sleep(drain) => {}
        () = shutdown.stopped() => {}
    }
    closing.cancel();
    let stopped = async { tokio::join!(site, connections.wait()) };
    // Whoever is not gone by then is left without a farewell.
    let _ = tokio::time::timeout(STOP_PATIENCE, stopped).await;
    Ok(())
}

/// Whoever came when there are no descriptors left would be told of no limit.
fn check_descriptor_limit(limits: &RelayLimits) {
    let needed = limits.most_descriptors(tokio::runtime::Handle::current().metrics().num_workers());
    match kernel::raise_descriptor_limit() {
        Ok(Some(limit)) if limit < needed => tracing::warn!(
            "this process may have {limit} descriptors, and the limits of the relay add up to {needed}: raise RLIMIT_NOFILE (`ulimit -n`, \
             `LimitNOFILE=` of a systemd unit), or lower --relay-descriptors, --relay-connections or --relay-blocked-calls"
        ),
        Ok(_) => {}
        Err(error) => tracing::warn!(%error, "the limit on open descriptors stays as it was"),
    }
}

fn listen(
    listener: std::net::TcpListener,
    connections: Quota,
    config: &Config,
    addresses: &Arc<Addresses>,
) -> io::Result<Listener> {
    listener.set_nonblocking(true)?;
    Ok(Listener {
        socket: tokio::net::TcpListener::from_std(listener)?,
        connections,
        origins: config.origins.clone(),
        addresses: Arc::clone(addresses),
        addressing: config.proxy.into(),
        liveness: config.liveness,
    })
}

fn metrics_listener(connections: Quota, config: &Config, addresses: &Arc<Addresses>) -> io::Result<Option<Listener>> {
    let socket = config.metrics.as_ref().map(|socket| socket.try_clone()).transpose()?;
    socket.map(|socket| listen(socket, connections, config, addresses)).transpose()
}

/// What the routes share.
fn relay(
    config: Config,
    (quotas, addresses): (Arc<RelayQuotas>, Arc<Addresses>),
    draining: CancellationToken,
    (closing, connections): (&CancellationToken, &TaskTracker),
) -> Relay {
    let metrics = Metrics::new(config.network.clone(), &quotas, &addresses);
    Relay {
        rooms: Rooms::new(config.network, config.limits.room, quotas, metrics.clone()),
        metrics,
        liveness: config.liveness,
        connections: connections.clone(),
        closing: closing.clone(),
        assets: Assets::embedded(),
        admission: Admission {
            hosts: config.hosts,
            origins: config.origins,
            token: config.token,
            addressing: config.proxy.into(),
            addresses,
            draining,
        },
    }
}

impl From<Proxy> for Addressing {
    fn from(proxy: Proxy) -> Self {
        match proxy {
            Proxy::None => Self::Peer,
            Proxy::InFront => Self::Forwarded,
        }
    }
}

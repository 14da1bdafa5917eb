//! The relay: makes the calls of the page's processes on real sockets, and serves the page.
//!
//! ```text
//! routes ── assets                     the page
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
mod connection;
mod kernel;
mod operation;
mod policy;
mod quota;
mod room;
mod routes;
mod session;

pub use config::{AddressLimits, Config, Limits, Liveness, ProcessLimits, RelayLimits, RoomLimits};
pub use room::{Failure, Namespaces, Network, Step};

use assets::Assets;
use axum::serve::ListenerExt;
use room::Rooms;
use routes::Relay;
use std::future::{Future, IntoFuture};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long requests and connections have to end once the relay is to stop.
const DRAIN_PATIENCE: Duration = Duration::from_secs(5);

/// Serves page and sockets on `listener` until `shutdown` resolves; then tells every worker, and returns when they are gone or five
/// seconds have passed.
///
/// # Errors
/// If the listener cannot be served.
pub async fn run(
    listener: std::net::TcpListener,
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    if let Err(error) = kernel::raise_descriptor_limit() {
        tracing::warn!(%error, "the limit on open descriptors stays as it was");
    }
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (closing, connections) = (CancellationToken::new(), TaskTracker::new());
    let rooms = Rooms::new(config.network, &config.limits);
    let relay = Relay {
        hosts: config.hosts,
        rooms: Arc::clone(&rooms),
        limits: config.limits,
        liveness: config.liveness,
        connections: connections.clone(),
        closing: closing.clone(),
        assets: Assets::embedded(),
    };
    let stop = closing.clone();
    let site = axum::serve(listener.tap_io(send_at_once), routes::router(relay))
        .with_graceful_shutdown(async move { stop.cancelled().await })
        .into_future();
    tokio::pin!(site);
    tokio::select! {
        ended = &mut site => return ended,
        () = shutdown => {
            rooms.notify("This relay is being stopped.");
            closing.cancel();
        }
    }
    connections.close();
    let drained = async { tokio::join!(site, connections.wait()).0 };
    tokio::time::timeout(DRAIN_PATIENCE, drained).await.unwrap_or(Ok(()))
}

/// An answer is small and awaited: it must not wait for the acknowledgement of the one before, `TCP_NODELAY` of tcp(7).
fn send_at_once(stream: &mut tokio::net::TcpStream) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection stays without TCP_NODELAY");
    }
}

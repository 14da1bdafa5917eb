//! The listener: takes connections, no more than there may be and no more of one address than it may have, and reads HTTP from them and
//! writes to them with a watch in hand.

mod intake;

pub(crate) use intake::Intake;

use crate::admission::{Addressing, Origin, Peer};
use crate::config::Liveness;
use crate::quota::{Addresses, Exceeded, Quota, Share};
use crate::routes::refusal;
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use intake::Metered;
use rustix::net::sockopt::set_tcp_user_timeout;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;

/// How long to wait for somebody else: for a connection to end where there are no descriptors left, or for a peer to close.
const PAUSE: Duration = Duration::from_secs(1);

/// The most bytes of a request's head.
const HEAD_MAX: usize = 16 * 1024;
/// This many are told at a time why they are turned away; more of them are just closed.
pub(crate) const FAREWELLS: usize = 64;

/// A connection, as long as it is there.
#[derive(Debug)]
pub(crate) struct Connection {
    /// What has come of its message.
    pub(crate) intake: Arc<Intake>,
    /// It is one of the relay's, and of its address's.
    _shares: Vec<Share>,
}

/// A listener and what it holds connections to.
pub(crate) struct Listener {
    /// Where connections arrive.
    pub(crate) socket: TcpListener,
    /// How many connections there are.
    pub(crate) connections: Quota,
    /// How many connections each address has.
    pub(crate) addresses: Arc<Addresses>,
    /// The pages from elsewhere that may read why they are turned away.
    pub(crate) origins: Vec<Origin>,
    /// Whether the peer is the client.
    pub(crate) addressing: Addressing,
    /// How long a peer may take.
    pub(crate) liveness: Liveness,
}

impl Connection {
    fn new(shares: Vec<Share>) -> Self {
        Self { intake: Arc::default(), _shares: shares }
    }
}

impl Listener {
    /// Serves until `closing`, and then until the requests that are being answered are.
    pub(crate) async fn serve(self, router: Router, closing: CancellationToken) {
        let (connections, farewells) = (TaskTracker::new(), Arc::new(Semaphore::new(FAREWELLS)));
        loop {
            let (stream, peer) = tokio::select! {
                accepted = self.accept() => accepted,
                () = closing.cancelled() => break,
            };
            match self.admit(peer) {
                Ok(shares) => {
                    let peer = Peer { address: peer, connection: Arc::new(Connection::new(shares)) };
                    connections.spawn(converse(stream, peer, router.clone(), self.liveness, closing.clone()));
                }
                Err(exceeded) => {
                    if let Ok(permit) = Arc::clone(&farewells).try_acquire_owned() {
                        let refusal = refusal(exceeded, self.origins.clone());
                        tokio::spawn(async move {
                            turn_away(stream, refusal).await;
                            drop(permit);
                        });
                    }
                }
            }
        }
        connections.close();
        connections.wait().await;
    }

    async fn accept(&self) -> (TcpStream, IpAddr) {
        loop {
            match self.socket.accept().await {
                Ok((stream, peer)) => return (stream, peer.ip()),
                // The peer gave up before it was its turn, accept(2).
                Err(error) if is_of_the_peer(&error) => {}
                Err(error) => {
                    tracing::error!(%error, "no connection can be taken");
                    sleep(PAUSE).await;
                }
            }
        }
    }

    /// All connections of a proxy have one address, which says nothing.
    fn admit(&self, peer: IpAddr) -> Result<Vec<Share>, Exceeded> {
        let of_address = match self.addressing {
            Addressing::Forwarded => None,
            Addressing::Peer => Some(self.addresses.quotas(peer).connections.clone()),
        };
        of_address.iter().chain([&self.connections]).map(|quota| quota.take(1)).collect()
    }
}

fn is_of_the_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers one request with why it is turned away: a browser tells a page from elsewhere only what answers its question.
async fn turn_away(stream: TcpStream, refusal: Router) {
    let mut server = http1::Builder::new();
    server
        .keep_alive(false)
        .half_close(true)
        .max_buf_size(HEAD_MAX)
        .timer(TokioTimer::new())
        .header_read_timeout(PAUSE);
    let served = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(refusal));
    // A peer that asks nothing, or takes no answer, is left alone.
    let _ = timeout(2 * PAUSE, served).await;
}

async fn converse(stream: TcpStream, peer: Peer, router: Router, liveness: Liveness, closing: CancellationToken) {
    if let Err(error) = prepare(&stream, liveness.patience) {
        tracing::debug!(%error, "a connection stays as it was accepted");
    }
    let stream = Metered::new(stream, Arc::clone(&peer.connection.intake));
    let service = router.map_request(move |request: Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(peer.clone());
        request
    });
    let mut server = http1::Builder::new();
    // Who has asked may end their side, and is answered all the same.
    server.half_close(true).max_buf_size(HEAD_MAX).timer(TokioTimer::new()).header_read_timeout(liveness.head_patience);
    let served = server.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)).with_upgrades();
    let mut served = pin!(served);
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        () = closing.cancelled() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "an HTTP connection ends");
    }
}

/// An answer is small and awaited: it must not wait for the acknowledgement of the one before, `TCP_NODELAY` of tcp(7). And a peer that
/// takes nothing for so long, `TCP_USER_TIMEOUT`, is gone: the kernel then ends the connection, whatever waits to be written.
fn prepare(stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let milliseconds = u32::try_from(patience.as_millis()).unwrap_or(u32::MAX);
    Ok(set_tcp_user_timeout(stream, milliseconds)?)
}

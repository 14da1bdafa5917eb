//! The practice services of a room: something to talk to before one has written a server. They are on the host `services`, and are
//! started when somebody first turns to it.
//!
//! They are real listeners in the room's network. What they hold is limited, and they end with the room.

mod characters;
mod datagrams;
mod http;
mod streams;

use super::namespace::Namespace;
use super::threads::Thread;
use sockbox_core::hosts::{PRACTICE_SERVICES, SERVICES_V4, SERVICES_V6, Service};
use sockbox_core::{Address, Call};
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, UdpSocket};
use tokio::sync::{OnceCell, Semaphore};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Connections that the services of a room have at a time; more wait to be accepted.
const CONNECTIONS: usize = 128;

/// How long after an error it is tried again to accept one.
const PAUSE: Duration = Duration::from_millis(100);

/// The services of one room. Clones are the same.
#[derive(Clone, Default)]
pub(super) struct Services {
    started: Arc<OnceCell<()>>,
    tasks: TaskTracker,
    ending: CancellationToken,
}

/// What a service listens on.
enum Socket {
    Stream(std::net::TcpListener),
    Datagram(std::net::UdpSocket),
}

impl Services {
    /// Starts them if they are what a call turns to, and nobody did before.
    pub(super) async fn prepare(&self, call: &Call, namespace: &Arc<Namespace>, thread: &Thread) {
        if peer(call).is_some_and(is_services) {
            self.started.get_or_init(|| self.start(namespace, thread)).await;
        }
    }

    /// Ends them, and returns when their sockets are closed.
    pub(super) async fn end(&self) {
        self.ending.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    async fn start(&self, namespace: &Arc<Namespace>, thread: &Thread) {
        let Ok(sockets) = thread.enter(namespace, open).await else { return };
        let permits = Arc::new(Semaphore::new(CONNECTIONS));
        for (service, socket) in sockets {
            if let Err(error) = self.serve(service, socket, &permits) {
                tracing::warn!(%error, service.name, "a practice service cannot be started");
            }
        }
    }

    fn serve(&self, service: Service, socket: Socket, permits: &Arc<Semaphore>) -> io::Result<()> {
        match socket {
            Socket::Datagram(socket) => {
                socket.set_nonblocking(true)?;
                self.spawn(datagrams::serve(service.port, UdpSocket::from_std(socket)?));
            }
            Socket::Stream(listener) => {
                listener.set_nonblocking(true)?;
                let listener = TcpListener::from_std(listener)?;
                self.spawn(self.clone().accept(service.port, listener, Arc::clone(permits)));
            }
        }
        Ok(())
    }

    /// Accepts connections, as many at a time as there are permits.
    async fn accept(self, port: u16, listener: TcpListener, permits: Arc<Semaphore>) {
        // The semaphore is never closed.
        while let Ok(permit) = Arc::clone(&permits).acquire_owned().await {
            match listener.accept().await {
                Ok((connection, _)) => self.spawn(async move {
                    // An error is the peer's: it went away.
                    let _ = streams::serve(port, connection).await;
                    drop(permit);
                }),
                // The relay has as many descriptors as it may; the connection waits.
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let ending = self.ending.clone();
        self.tasks.spawn(async move { ending.run_until_cancelled(task).await });
    }
}

/// Opens all sockets, in the network of the calling thread. A port that a learner has taken is the learner's.
fn open() -> Vec<(Service, Socket)> {
    let hosts = [IpAddr::from(SERVICES_V4), SERVICES_V6.into()];
    let places = PRACTICE_SERVICES.into_iter().flat_map(|service| hosts.map(|host| (service, host)));
    let mut sockets = Vec::new();
    for (service, host) in places {
        let address = SocketAddr::new(host, service.port);
        sockets.extend(std::net::TcpListener::bind(address).map(|listener| (service, Socket::Stream(listener))));
        if service.udp {
            sockets.extend(std::net::UdpSocket::bind(address).map(|socket| (service, Socket::Datagram(socket))));
        }
    }
    sockets
}

/// Whom a call turns to.
fn peer(call: &Call) -> Option<&Address> {
    match call {
        Call::Connect { address, .. } | Call::SendTo { address, .. } => Some(address),
        Call::SendMsg { address, .. } => address.as_ref(),
        _ => None,
    }
}

fn is_services(address: &Address) -> bool {
    let host = match *address {
        Address::Inet { host, .. } => IpAddr::from(host),
        Address::Inet6 { host, .. } => IpAddr::from(host).to_canonical(),
        Address::Unix { .. } => return false,
    };
    host == SERVICES_V4 || host == SERVICES_V6
}

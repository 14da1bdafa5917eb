//! The practice services of a room: something to talk to before one has written a server. They are on the host `services`, and are
//! started when somebody first turns to it.
//!
//! They are real listeners in the room's network. What they hold is limited, and they end with the room.

mod characters;
mod datagrams;
mod http;
mod streams;

use super::directory::Directory;
use super::namespace::Namespace;
use super::threads::Thread;
use crate::quota::{Exceeded, Quota, Share};
use sockbox_core::constants::{SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::hosts::{PRACTICE_SERVICES, SERVICES_V4, SERVICES_V6, Service};
use sockbox_core::{Address, Call, Holder};
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

/// Connections that wait for each of them. The standard library would let thousands wait, and what was sent on them be the host's memory.
const BACKLOG: i32 = 32;

/// How long after an error it is tried again to accept one.
const PAUSE: Duration = Duration::from_millis(100);

/// The services of one room. Clones are the same.
#[derive(Clone)]
pub(super) struct Services {
    /// What their listeners take of the room's descriptors.
    started: Arc<OnceCell<Share>>,
    descriptors: Quota,
    directory: Arc<Directory>,
    tasks: TaskTracker,
    ending: CancellationToken,
}

#[derive(Clone, Copy)]
enum Protocol {
    Tcp,
    Udp,
}

/// Why the services are not there.
enum NotStarted {
    /// The room has no descriptors left for them.
    Exceeded(Exceeded),
    /// The system has none.
    Failed(io::Error),
}

impl From<Exceeded> for NotStarted {
    fn from(exceeded: Exceeded) -> Self {
        Self::Exceeded(exceeded)
    }
}

impl From<io::Error> for NotStarted {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// What a service listens on.
enum Socket {
    Stream(std::net::TcpListener),
    Datagram(std::net::UdpSocket),
}

impl Services {
    /// Not started yet. Their sockets are among the room's `descriptors`, and those who look for them find them in its `directory`.
    pub(super) fn new(descriptors: Quota, directory: Arc<Directory>) -> Self {
        let (started, tasks, ending) = Default::default();
        Self { started, descriptors, directory, tasks, ending }
    }

    /// Starts them if they are what a call turns to, and nobody did before. What failed is tried again by the next call.
    ///
    /// # Errors
    /// If the room has no descriptors left for them.
    pub(super) async fn prepare(
        &self,
        call: &Call,
        namespace: &Arc<Namespace>,
        thread: &Thread,
    ) -> Result<(), Exceeded> {
        if !peer(call).is_some_and(is_services) {
            return Ok(());
        }
        match self.started.get_or_try_init(|| self.start(namespace, thread)).await {
            Ok(_) => Ok(()),
            Err(NotStarted::Exceeded(exceeded)) => Err(exceeded),
            Err(NotStarted::Failed(error)) => {
                tracing::warn!(%error, "the practice services of a room cannot be started");
                Ok(())
            }
        }
    }

    /// Ends them, and returns when their sockets are closed.
    pub(super) async fn end(&self) {
        self.ending.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    async fn start(&self, namespace: &Arc<Namespace>, thread: &Thread) -> Result<Share, NotStarted> {
        let share = self.descriptors.take(places().count())?;
        let sockets = thread.enter(namespace, open).await.map_err(|errno| io::Error::from_raw_os_error(errno.0))??;
        let holders = sockets.iter().filter_map(|(service, socket)| holder(service, socket)).collect();
        // All of them first: of those that serve already, none must be left when one fails.
        let sockets = sockets.into_iter().map(|(service, socket)| Ok((service, Ready::of(socket)?)));
        let sockets = sockets.collect::<io::Result<Vec<_>>>()?;
        self.directory.register_services(holders);
        let permits = Arc::new(Semaphore::new(CONNECTIONS));
        for (service, socket) in sockets {
            match socket {
                Ready::Datagram(socket) => self.spawn(datagrams::serve(service.port, socket)),
                Ready::Stream(listener) => {
                    self.spawn(self.clone().accept(service.port, listener, Arc::clone(&permits)));
                }
            }
        }
        Ok(share)
    }

    /// Accepts connections, and serves as many at a time as there are permits and descriptors.
    async fn accept(self, port: u16, listener: TcpListener, permits: Arc<Semaphore>) {
        // The semaphore is never closed.
        while let Ok(permit) = Arc::clone(&permits).acquire_owned().await {
            match listener.accept().await {
                Ok((connection, _)) => {
                    let share = self.descriptor().await;
                    self.spawn(async move {
                        // An error is the peer's: it went away.
                        let _ = streams::serve(port, connection).await;
                        drop((permit, share));
                    });
                }
                // The relay has as many descriptors as it may; the connection waits.
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    /// One of the room's descriptors, as soon as there is one.
    async fn descriptor(&self) -> Share {
        loop {
            match self.descriptors.take(1) {
                Ok(share) => return share,
                Err(_) => sleep(PAUSE).await,
            }
        }
    }

    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let ending = self.ending.clone();
        self.tasks.spawn(async move { ending.run_until_cancelled(task).await });
    }
}

/// A socket that the runtime waits for.
enum Ready {
    Datagram(UdpSocket),
    Stream(TcpListener),
}

impl Ready {
    fn of(socket: Socket) -> io::Result<Self> {
        match socket {
            Socket::Datagram(socket) => {
                socket.set_nonblocking(true)?;
                UdpSocket::from_std(socket).map(Self::Datagram)
            }
            Socket::Stream(listener) => {
                listener.set_nonblocking(true)?;
                TcpListener::from_std(listener).map(Self::Stream)
            }
        }
    }
}

/// What the room tells of a service's socket.
fn holder(service: &Service, socket: &Socket) -> Option<Holder> {
    let (address, kind) = match socket {
        Socket::Stream(listener) => (listener.local_addr().ok()?, SOCK_STREAM),
        Socket::Datagram(socket) => (socket.local_addr().ok()?, SOCK_DGRAM),
    };
    Some(Holder {
        process: String::new(),
        you: false,
        fd: None,
        kind,
        address: place(address),
        listening: kind == SOCK_STREAM,
        service: Some(service.name.to_owned()),
        rest: None,
    })
}

fn place(address: SocketAddr) -> Address {
    match address {
        SocketAddr::V4(v4) => Address::Inet { host: *v4.ip(), port: v4.port() },
        SocketAddr::V6(v6) => {
            Address::Inet6 { host: *v6.ip(), port: v6.port(), flow_info: v6.flowinfo(), scope_id: v6.scope_id() }
        }
    }
}

/// Where each service listens, and by what.
fn places() -> impl Iterator<Item = (Service, SocketAddr, Protocol)> {
    let hosts = [IpAddr::from(SERVICES_V4), SERVICES_V6.into()];
    PRACTICE_SERVICES.into_iter().flat_map(move |service| {
        let protocols: &[_] = if service.udp { &[Protocol::Tcp, Protocol::Udp] } else { &[Protocol::Tcp] };
        let addresses = hosts.map(|host| SocketAddr::new(host, service.port));
        addresses
            .into_iter()
            .flat_map(move |address| protocols.iter().map(move |protocol| (service, address, *protocol)))
    })
}

/// Opens all sockets, in the network of the calling thread.
///
/// # Errors
/// If one cannot be made. One that cannot be bound is not missed: a port that a learner has taken is the learner's, and a host may have no
/// IPv6.
fn open() -> io::Result<Vec<(Service, Socket)>> {
    let mut sockets = Vec::new();
    for (service, address, protocol) in places() {
        let opened = match protocol {
            Protocol::Tcp => listen(address).map(Socket::Stream),
            Protocol::Udp => std::net::UdpSocket::bind(address).map(Socket::Datagram),
        };
        match opened {
            Ok(socket) => sockets.push((service, socket)),
            Err(error) if is_of_the_address(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(sockets)
}

/// Listens, in the network of the calling thread. To call listen(2) again changes how many connections wait.
fn listen(address: SocketAddr) -> io::Result<std::net::TcpListener> {
    let listener = std::net::TcpListener::bind(address)?;
    rustix::net::listen(&listener, BACKLOG)?;
    Ok(listener)
}

fn is_of_the_address(error: &io::Error) -> bool {
    let unavailable = [libc::EADDRINUSE, libc::EADDRNOTAVAIL, libc::EACCES, libc::EAFNOSUPPORT];
    error.raw_os_error().is_some_and(|errno| unavailable.contains(&errno))
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

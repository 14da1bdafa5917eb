//! Rooms: the networks in which sessions meet, and their file systems.
//!
//! ```text
//! registry   which rooms there are, and when each ends
//!    └── Room   one of them
//!         ├── threads ── namespace   what is done in its network and its file system, and these: interface, sysctl, root
//!         └── pool                   namespaces made in advance
//! network ── probe   whether the kernel permits any of this, found out at the start
//! ```
//!
//! A socket belongs for life to the network namespace it was made in, and any thread may use it afterwards. So only the making of
//! sockets, and what resolves a path, is done by a thread that goes into the room; every other call is made wherever the session runs.

mod directory;
mod failure;
mod interface;
mod name;
mod namespace;
mod network;
mod pool;
mod presence;
mod probe;
mod queues;
mod registry;
mod root;
mod services;
mod sysctl;
mod threads;

pub(crate) use directory::{Directory, Question, Registration};
pub use failure::{Failure, Step};
pub(crate) use name::{Name, NoName};
#[cfg(test)]
pub(crate) use namespace::enter_new_network;
pub use network::{Namespaces, Network};
pub(crate) use presence::{Notices, People, Presentation};
pub(crate) use queues::{Queue, Queues};
pub(crate) use registry::{NoRoom, Occupant, Rooms};

use crate::kernel::Socket;
use crate::quota::{Exceeded, RoomQuotas, Share};
use namespace::Namespace;
use presence::Presence;
use services::Services;
use sockbox_core::constants::{AF_UNIX, SOCK_DGRAM, SOCK_RAW};
use sockbox_core::wire::{Isolation, Validation};
use sockbox_core::{Address, Call, Ending, Errno, Explanation};
use std::net::Ipv6Addr;
use std::sync::Arc;
use std::time::Duration;
use threads::Thread;
use tokio::sync::watch;
use tokio::time::Instant;

/// A network in which sessions meet.
pub(crate) struct Room {
    place: Place,
    quotas: RoomQuotas,
    /// Of its founder's rooms, and of the relay's.
    _shares: [Share; 2],
    presence: Presence,
    directory: Arc<Directory>,
    queues: Arc<Queues>,
    grace: Duration,
    /// What it does with calls that the model refuses.
    validation: watch::Sender<Validation>,
    /// How many are in it.
    occupants: watch::Sender<usize>,
    /// When it will be too old, once its people should know.
    deadline: watch::Sender<Option<Instant>>,
    /// Why it ends, once it does.
    ending: watch::Sender<Option<Ending>>,
}

enum Place {
    /// A namespace of its own, and the thread that works there.
    Namespace { namespace: Arc<Namespace>, thread: Thread, services: Services },
    /// The host's loopback.
    Host,
}

impl Room {
    /// Makes a room with nobody in it.
    ///
    /// # Errors
    /// If the namespace that [`Network::prepare`] found possible cannot be made after all.
    async fn make(network: &Network, quotas: RoomQuotas, shares: [Share; 2], grace: Duration) -> Result<Self, Failure> {
        let directory = Arc::<Directory>::default();
        let place = match network {
            Network::Namespace(namespaces) => {
                let (namespace, thread) = namespaces.take().await?;
                let services = Services::new(quotas.descriptors.clone(), Arc::clone(&directory));
                Place::Namespace { namespace, thread, services }
            }
            Network::Host { .. } => Place::Host,
        };
        Ok(Self {
            place,
            quotas,
            _shares: shares,
            presence: Presence::new(),
            directory,
            queues: Arc::default(),
            grace,
            validation: watch::Sender::new(Validation::default()),
            occupants: watch::Sender::new(0),
            deadline: watch::Sender::new(None),
            ending: watch::Sender::new(None),
        })
    }

    /// What those in it may use.
    pub(crate) fn quotas(&self) -> &RoomQuotas {
        &self.quotas
    }

    /// How long it outlives the last who leaves it.
    pub(crate) fn grace(&self) -> Duration {
        self.grace
    }

    /// What it does with calls that the model refuses, now and whenever that changes.
    pub(crate) fn validation(&self) -> watch::Receiver<Validation> {
        self.validation.subscribe()
    }

    /// From now on it does this, for everyone in it.
    pub(crate) fn set_validation(&self, validation: Validation) {
        self.validation.send_if_modified(|setting| std::mem::replace(setting, validation) != validation);
    }

    /// A page is there until the answer is dropped.
    pub(crate) fn present_page(self: &Arc<Self>, name: &str) -> Presentation {
        Presentation::of_page(Arc::clone(self), name)
    }

    /// A process of the page that calls itself so is there until the answer is dropped.
    pub(crate) fn present_process(self: &Arc<Self>, name: String, page: &str) -> Presentation {
        Presentation::of_process(Arc::clone(self), name, page)
    }

    /// The sockets of a process of this name are found by others until the answer is dropped.
    pub(crate) fn register(&self, name: String) -> Registration {
        self.directory.register(name)
    }

    /// The queues of its listening sockets.
    pub(crate) fn queues(&self) -> &Arc<Queues> {
        &self.queues
    }

    /// Who is there, now and whenever that changes.
    pub(crate) fn people(&self) -> watch::Receiver<People> {
        self.presence.people()
    }

    /// Tells something to the people there.
    pub(crate) fn notify(&self, text: Explanation) {
        self.presence.notify(None, text);
    }

    /// How many are in it, whenever that changes.
    fn occupants(&self) -> watch::Receiver<usize> {
        self.occupants.subscribe()
    }

    fn count_occupants(&self, change: impl FnOnce(usize) -> usize) {
        self.occupants.send_modify(|count| *count = change(*count));
    }

    /// When it will be too old, once its people should know: those who come later too.
    pub(crate) fn deadline(&self) -> watch::Receiver<Option<Instant>> {
        self.deadline.subscribe()
    }

    /// Tells its people when it will be too old.
    fn set_deadline(&self, deadline: Instant) {
        self.deadline.send_replace(Some(deadline));
    }

    /// Asks everybody to leave.
    fn end(&self, ending: Ending) {
        self.ending.send_replace(Some(ending));
    }

    /// Resolves, with the reason, when everybody has to leave.
    pub(crate) async fn ended(&self) -> Ending {
        match self.ending.subscribe().wait_for(Option::is_some).await.map(|ending| *ending) {
            Ok(Some(ending)) => ending,
            // The sender is this room's own.
            _ => std::future::pending().await,
        }
    }

    /// Lets go of everything that keeps the namespace alive. Nobody is in the room any more.
    async fn tear_down(&self) {
        if let Place::Namespace { thread, services, .. } = &self.place {
            services.end().await;
            // Sockets that were on their way to each other in `SCM_RIGHTS` messages are collected when one of AF_UNIX is closed, unix(7).
            let _ = self.enter(|| Socket::open(AF_UNIX, SOCK_DGRAM, 0).map(drop)).await;
            thread.leave().await;
        }
    }

    /// How the room is told to a worker.
    pub(crate) fn isolation(&self) -> Isolation {
        match self.place {
            Place::Namespace { .. } => Isolation::Namespace,
            Place::Host => Isolation::Host,
        }
    }

    /// Makes a socket that belongs to the room, socket(2).
    pub(crate) async fn socket(&self, family: i32, kind: i32, protocol: i32) -> Result<Socket, Errno> {
        match &self.place {
            Place::Namespace { .. } => self.enter(move || Socket::open(family, kind, protocol)).await?,
            Place::Host => socket_on_loopback(family, kind, protocol),
        }
    }

    /// Has what a call turns to there: the practice services are started when they are first wanted.
    ///
    /// # Errors
    /// If there are no descriptors left for them.
    pub(crate) async fn prepare_peer(&self, call: &Call) -> Result<(), Exceeded> {
        match &self.place {
            Place::Namespace { namespace, thread, services } => services.prepare(call, namespace, thread).await,
            Place::Host => Ok(()),
        }
    }

    /// Does something in the room's network and, where it has one, in its file system. It must not block.
    ///
    /// # Errors
    /// `ENETDOWN` if the room is gone.
    pub(crate) async fn enter<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Errno> {
        match &self.place {
            Place::Namespace { namespace, thread, .. } => thread.enter(namespace, job).await,
            Place::Host => Ok(job()),
        }
    }

    /// Raw sockets hear what other programs of the host are told by ICMP.
    ///
    /// # Errors
    /// On the host's network only: `EPERM`, as for a user without the right to them, raw(7).
    pub(crate) fn check_kind(&self, kind: i32) -> Result<(), Errno> {
        match self.place {
            Place::Host if kind == SOCK_RAW => Err(Errno::EPERM),
            _ => Ok(()),
        }
    }

    /// What the kernel would say to an address in a namespace that has nothing but a loopback.
    ///
    /// # Errors
    /// On the host's network only, where the kernel itself would let the address pass: `EADDRNOTAVAIL` for a place to bind to, and
    /// `EACCES` for a path or an abstract name, which would be the host's.
    pub(crate) fn check_bind(&self, address: &Address) -> Result<(), Errno> {
        match self.place {
            Place::Host if matches!(address, Address::Unix { .. }) => Err(Errno::EACCES),
            Place::Host if !is_local(address) => Err(Errno::EADDRNOTAVAIL),
            _ => Ok(()),
        }
    }

    /// As [`check_bind`](Self::check_bind), for an address to send or connect to.
    ///
    /// # Errors
    /// On the host's network only: `ENETUNREACH`, and `EACCES` for a path or an abstract name.
    pub(crate) fn check_peer(&self, address: &Address) -> Result<(), Errno> {
        match self.place {
            Place::Host if matches!(address, Address::Unix { .. }) => Err(Errno::EACCES),
            Place::Host if !is_local(address) => Err(Errno::ENETUNREACH),
            _ => Ok(()),
        }
    }
}

/// A socket bound to the loopback interface: what it listens on is not there for other machines, even at 0.0.0.0, even unbound.
fn socket_on_loopback(family: i32, kind: i32, protocol: i32) -> Result<Socket, Errno> {
    let socket = Socket::open(family, kind, protocol)?;
    if family == AF_UNIX {
        return Ok(socket);
    }
    socket.set_option(libc::SOL_SOCKET, libc::SO_BINDTODEVICE, b"lo\0")?;
    Ok(socket)
}

/// Whether an address is the loopback, or the wildcard (which is the loopback too for a socket that is bound to that interface).
fn is_local(address: &Address) -> bool {
    let host = match *address {
        Address::Inet { host, .. } => host.to_ipv6_mapped(),
        Address::Inet6 { host, .. } => host,
        Address::Unix { .. } => return false,
    };
    match host.to_ipv4_mapped() {
        Some(host) => host.is_loopback() || host.is_unspecified(),
        None => host == Ipv6Addr::LOCALHOST || host.is_unspecified(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sockbox_core::constants::{AF_INET, AF_INET6, SOCK_STREAM};

    /// `SO_BINDTODEVICE` reads as the name of the interface, and as nothing where there is none; socket(7).
    #[test]
    fn a_socket_on_the_host_is_bound_to_the_loopback_interface() {
        for (family, kind) in [(AF_INET, SOCK_STREAM), (AF_INET, SOCK_DGRAM), (AF_INET6, SOCK_STREAM)] {
            let socket = socket_on_loopback(family, kind, 0).expect("any process may have one");
            let interface = socket.option(libc::SOL_SOCKET, libc::SO_BINDTODEVICE, libc::IFNAMSIZ);
            assert_eq!(interface, Ok(b"lo\0".to_vec()));
        }
    }

    #[test]
    fn only_loopback_and_wildcard_are_local() {
        let check = |host: &str, expect| {
            let address = match host.parse().expect("an IP address") {
                std::net::IpAddr::V4(host) => Address::Inet { host, port: 80 },
                std::net::IpAddr::V6(host) => Address::Inet6 { host, port: 80, flow_info: 0, scope_id: 0 },
            };
            assert_eq!(is_local(&address), expect, "{host}");
        };
        for local in ["127.0.0.1", "127.255.0.7", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "::ffff:0.0.0.0"] {
            check(local, true);
        }
        for other in [
            "10.0.0.1",
            "192.168.1.1",
            "255.255.255.255",
            "224.0.0.1",
            "fe80::1",
            "::2",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
        ] {
            check(other, false);
        }
    }
}

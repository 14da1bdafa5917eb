//! Finding out, before there is a second thread, which network rooms can have.

use super::failure::{Failure, Step};
use super::namespace::{self, Namespace, Plan};
use super::pool::Pool;
use super::probe::probe;
use super::threads::{Confined, Thread, Threads, go_home};
use crate::confinement::Unconfined;
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType};
use std::fmt;
use std::io;
use std::sync::Arc;

/// Where the sockets of rooms are made.
#[derive(Debug, Clone)]
pub enum Network {
    /// Each room has a network namespace with a loopback and nothing else, network_namespaces(7).
    Namespace(Namespaces),
    /// All share the loopback of this host.
    Host {
        /// Why not namespaces, in words.
        reason: String,
    },
}

/// The threads that make namespaces and work in them.
#[derive(Clone)]
pub struct Namespaces(Arc<Staff>);

struct Staff {
    pool: Pool,
    threads: Threads,
    confined: Confined,
}

impl Network {
    /// Namespaces where the kernel permits them, else the host with the reason. Enters a user namespace, so that an ordinary user
    /// may make network namespaces and even root has no rights over the host's; then starts the threads that work in them.
    ///
    /// Must be called while the process has a single thread, and after binding what needs rights on the host, such as a port
    /// below 1024. user_namespaces(7).
    /// With an `mtu`, the loopback of rooms has it: what is sent then looks as on a wire, in segments of that size.
    pub fn prepare(mtu: Option<u32>) -> Self {
        match probe(|| rehearse(mtu)) {
            Ok(Ok(())) => match Namespaces::prepare(mtu) {
                Ok(namespaces) => Self::Namespace(namespaces),
                Err(failure) => failure.into(),
            },
            Ok(Err(failure)) => failure.into(),
            Err(error) => error.into(),
        }
    }
}

impl Network {
    /// Whether the threads that work in rooms gave up what they do not need.
    ///
    /// # Errors
    /// What one of them kept.
    pub fn confined(&self) -> Result<(), Unconfined> {
        match self {
            Self::Namespace(Namespaces(staff)) => staff.confined.clone(),
            Self::Host { .. } => Ok(()),
        }
    }

    /// How many namespaces are ready for rooms to come; none where rooms have none.
    pub(crate) fn ready(&self) -> usize {
        match self {
            Self::Namespace(Namespaces(staff)) => staff.pool.ready(),
            Self::Host { .. } => 0,
        }
    }
}

/// Everything that has to be permitted, down to a socket with a path.
fn rehearse(mtu: Option<u32>) -> Result<(), Failure> {
    namespace::enter_user_namespace()?;
    let _home = go_home(&Plan::new(mtu)?)?;
    bind_path().map_err(Failure::of(Step::FileSystem))
}

fn bind_path() -> rustix::io::Result<()> {
    let socket = rustix::net::socket(AddressFamily::UNIX, SocketType::DGRAM, None)?;
    rustix::net::bind(&socket, &SocketAddrUnix::new("/tmp/probe")?)
}

impl Namespaces {
    fn prepare(mtu: Option<u32>) -> Result<Self, Failure> {
        namespace::enter_user_namespace()?;
        let plan = Plan::new(mtu)?;
        let (threads, at_work) = Threads::start(&plan)?;
        let (pool, making) = Pool::start(plan)?;
        Ok(Self(Arc::new(Staff { pool, threads, confined: at_work.and(making) })))
    }

    /// A namespace nobody was in, and the thread that works there.
    pub(super) async fn take(&self) -> Result<(Arc<Namespace>, Thread), Failure> {
        Ok((Arc::new(self.0.pool.take().await?), self.0.threads.assign()))
    }
}

impl fmt::Debug for Namespaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Namespaces")
    }
}

impl From<Failure> for Network {
    fn from(failure: Failure) -> Self {
        let reason = match failure.hint() {
            Some(hint) => format!("{failure} ({hint})"),
            None => failure.to_string(),
        };
        Self::Host { reason }
    }
}

impl From<io::Error> for Network {
    fn from(error: io::Error) -> Self {
        Self::Host { reason: format!("trying it in a child process: {error}") }
    }
}

//! Finding out, before there is a second thread, which network the room can have.

use super::namespace::{self, Failure};
use std::io;

/// The network in which sockets are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Network {
    /// A network namespace with a loopback and nothing else, network_namespaces(7).
    Namespace,
    /// The loopback of this host.
    Host {
        /// Why not a namespace, in words.
        reason: String,
    },
}

impl Network {
    /// A namespace where the kernel permits it, else the host with the reason. Enters a user namespace, so that an ordinary user
    /// may make network namespaces and even root has no rights over the host's.
    ///
    /// Must be called while the process has a single thread, and after binding what needs rights on the host, such as a port
    /// below 1024. user_namespaces(7).
    pub fn prepare() -> Self {
        match namespace::probe() {
            Ok(Ok(())) => match namespace::enter_user_namespace() {
                Ok(()) => Self::Namespace,
                Err(failure) => failure.into(),
            },
            Ok(Err(failure)) => failure.into(),
            Err(error) => error.into(),
        }
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

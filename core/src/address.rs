//! Where a socket is or whom it talks to: the `sockaddr` of ip(7), ipv6(7) and unix(7).

use crate::SunPath;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A socket address with its family. Host names are resolved before a call is made; an address holds numbers only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Address {
    /// `AF_INET`, ip(7).
    Inet {
        /// IPv4 address.
        host: Ipv4Addr,
        /// Port in host byte order; 0 lets the kernel choose.
        port: u16,
    },
    /// `AF_INET6`, ipv6(7).
    Inet6 {
        /// IPv6 address.
        host: Ipv6Addr,
        /// Port in host byte order; 0 lets the kernel choose.
        port: u16,
        /// `sin6_flowinfo`, 20 bits, in host byte order as Python gives it.
        #[serde(default)]
        flow_info: u32,
        /// `sin6_scope_id`, the interface index of a link-local address.
        #[serde(default)]
        scope_id: u32,
    },
    /// `AF_UNIX`, unix(7).
    Unix {
        /// A path in the room's own file system, an abstract name, or nothing.
        path: SunPath,
    },
}

impl Address {
    /// The `AF_*` number of this address.
    pub fn family(&self) -> i32 {
        match self {
            Address::Inet { .. } => crate::constants::AF_INET,
            Address::Inet6 { .. } => crate::constants::AF_INET6,
            Address::Unix { .. } => crate::constants::AF_UNIX,
        }
    }

    /// Port in host byte order; `None` where the family has no ports.
    pub fn port(&self) -> Option<u16> {
        match self {
            Address::Inet { port, .. } | Address::Inet6 { port, .. } => Some(*port),
            Address::Unix { .. } => None,
        }
    }

    /// Whether bind(2) chooses a port, or a name, in its place.
    pub fn is_left_to_the_kernel(&self) -> bool {
        match self {
            Address::Inet { port, .. } | Address::Inet6 { port, .. } => *port == 0,
            Address::Unix { path } => *path == SunPath::UNNAMED,
        }
    }

    /// Whether it stands for every address of the host, as 0.0.0.0 does.
    pub fn is_unspecified(&self) -> bool {
        match self {
            Address::Inet { host, .. } => host.is_unspecified(),
            Address::Inet6 { host, .. } => host.is_unspecified(),
            Address::Unix { .. } => false,
        }
    }
}

/// As tools print it: `127.0.0.1:8001`, `[::1]:8001`, `/tmp/s`, `@name`.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Inet { host, port } => write!(f, "{host}:{port}"),
            Address::Inet6 { host, port, .. } => write!(f, "[{host}]:{port}"),
            Address::Unix { path } => write!(f, "{path}"),
        }
    }
}

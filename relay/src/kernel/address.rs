//! [`Address`] and the kernel's `sockaddr`.

use rustix::net::addr::SocketAddrArg;
use rustix::net::{AddressFamily, SocketAddrAny, SocketAddrUnix};
use sockbox_core::{Address, Errno, SunPath};
use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

/// The `sockaddr_in`, `sockaddr_in6` or `sockaddr_un` of an address.
///
/// # Errors
/// `EINVAL` for a path with a NUL in it, `ENAMETOOLONG` for one that leaves no room for the NUL at its end.
pub(super) fn to_kernel(address: &Address) -> Result<SocketAddrAny, Errno> {
    Ok(match *address {
        Address::Inet { host, port } => SocketAddr::V4(SocketAddrV4::new(host, port)).as_any(),
        Address::Inet6 { host, port, flow_info, scope_id } => {
            SocketAddr::V6(SocketAddrV6::new(host, port, flow_info, scope_id)).as_any()
        }
        Address::Unix { path } => sun_path(&path).map_err(super::errno)?.as_any(),
    })
}

fn sun_path(path: &SunPath) -> rustix::io::Result<SocketAddrUnix> {
    match path.as_bytes() {
        [] => Ok(SocketAddrUnix::new_unnamed()),
        [0, name @ ..] => SocketAddrUnix::new_abstract_name(name),
        path => SocketAddrUnix::new(path),
    }
}

/// The address the kernel told.
///
/// # Errors
/// `EAFNOSUPPORT` for a family the wire cannot carry; the policy lets no such socket be made.
pub(super) fn from_kernel(address: SocketAddrAny) -> Result<Address, Errno> {
    match address.address_family() {
        AddressFamily::INET => {
            SocketAddrV4::try_from(address).map(|v4| Address::Inet { host: *v4.ip(), port: v4.port() })
        }
        AddressFamily::INET6 => SocketAddrV6::try_from(address).map(|v6| Address::Inet6 {
            host: *v6.ip(),
            port: v6.port(),
            flow_info: v6.flowinfo(),
            scope_id: v6.scope_id(),
        }),
        AddressFamily::UNIX => SocketAddrUnix::try_from(address).map(|unix| Address::Unix { path: name_of(&unix) }),
        _ => return Err(Errno::EAFNOSUPPORT),
    }
    .map_err(super::errno)
}

/// An abstract name has its NUL in front, a path is without the one at its end.
fn name_of(address: &SocketAddrUnix) -> SunPath {
    let name = match (address.path_bytes(), address.abstract_name()) {
        (Some(path), _) => path.to_vec(),
        (None, Some(name)) => [&[0], name].concat(),
        (None, None) => Vec::new(),
    };
    SunPath::new(&name).unwrap_or(SunPath::UNNAMED)
}

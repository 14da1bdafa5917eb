//! [`Address`] and the kernel's `sockaddr`.

use rustix::net::addr::SocketAddrArg;
use rustix::net::{AddressFamily, SocketAddrAny, SocketAddrUnix};
use sockbox_core::{Address, Errno, SunPath};
use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
use std::slice;

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
        AddressFamily::UNIX => Ok(Address::Unix { path: name_of(&address) }),
        _ => return Err(Errno::EAFNOSUPPORT),
    }
    .map_err(super::errno)
}

/// An abstract name has its NUL in front; a path is without the one at its end, which with the longest path is behind `sun_path`.
/// (rustix's own reading of that path panics.)
fn name_of(address: &SocketAddrAny) -> SunPath {
    // SAFETY: As many bytes as its length says are initialized, and the slice does not outlive them.
    let bytes = unsafe { slice::from_raw_parts(address.as_ptr().cast::<u8>(), address.addr_len() as usize) };
    let name = bytes.get(size_of::<libc::sa_family_t>()..).unwrap_or_default();
    let name = match name {
        [0, ..] => name,
        path => path.strip_suffix(&[0]).unwrap_or(path),
    };
    SunPath::new(name).unwrap_or(SunPath::UNNAMED)
}

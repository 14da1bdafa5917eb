//! [`Address`] and the kernel's `sockaddr`.

use rustix::net::addr::SocketAddrArg;
use rustix::net::{AddressFamily, SocketAddrAny};
use sockbox_core::{Address, Errno};
use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};

/// The `sockaddr_in` or `sockaddr_in6` of an address.
pub(super) fn to_kernel(address: &Address) -> impl SocketAddrArg {
    match *address {
        Address::Inet { host, port } => SocketAddr::V4(SocketAddrV4::new(host, port)),
        Address::Inet6 { host, port, flow_info, scope_id } => {
            SocketAddr::V6(SocketAddrV6::new(host, port, flow_info, scope_id))
        }
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
        _ => return Err(Errno::EAFNOSUPPORT),
    }
    .map_err(super::errno)
}

//! From a host's name to its address. No name server is asked: addresses written in numbers and the names of this machine
//! are known, every other name is answered as an unknown one, at once.

use super::directory::is_own_name;
use super::octets::python::parse_ipv4;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_core::constants::{AF_INET, AF_INET6, EAI_ADDRFAMILY, EAI_NONAME, EAI_SERVICE, EAI_SOCKTYPE};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why there is no address: an error of getaddrinfo(3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// `EAI_NONAME`.
    Unknown,
    /// `EAI_ADDRFAMILY`.
    OtherFamily,
    /// `EAI_SERVICE`.
    Service,
    /// `EAI_SOCKTYPE`.
    SocketType,
}

impl Unresolved {
    /// The `gaierror` it is in Python, in glibc's words.
    pub(super) fn raise(self, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let (number, text) = match self {
            Unresolved::Unknown => (EAI_NONAME, "Name or service not known"),
            Unresolved::OtherFamily => (EAI_ADDRFAMILY, "Address family for hostname not supported"),
            Unresolved::Service => (EAI_SERVICE, "Servname not supported for ai_socktype"),
            Unresolved::SocketType => (EAI_SOCKTYPE, "ai_socktype not supported"),
        };
        let arguments = vec![number.to_pyobject(vm), text.to_pyobject(vm)];
        vm.invoke_exception(&python::gaierror(vm), arguments).unwrap_or_else(|error| error)
    }
}

/// The one address a host in an address tuple means; empty is any address, `<broadcast>` all of them.
///
/// # Errors
/// `gaierror`.
pub(super) fn resolve(host: &str, family: i32, vm: &VirtualMachine) -> PyResult<IpAddr> {
    match (host, family) {
        ("", AF_INET6) => Ok(Ipv6Addr::UNSPECIFIED.into()),
        ("", _) => Ok(Ipv4Addr::UNSPECIFIED.into()),
        ("<broadcast>", AF_INET6) => Err(vm.new_os_error("address family mismatched")),
        ("<broadcast>", _) => Ok(Ipv4Addr::BROADCAST.into()),
        _ => lookup(host, family).map_err(|error| error.raise(vm)),
    }
}

/// The address of a host that is not empty; `AF_UNSPEC` takes any family.
pub(super) fn lookup(host: &str, family: i32) -> Result<IpAddr, Unresolved> {
    if is_own_name(host) {
        return Ok(if family == AF_INET6 { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() });
    }
    let address = numeric(host).ok_or(Unresolved::Unknown)?;
    let fits = match family {
        AF_INET => address.is_ipv4(),
        AF_INET6 => address.is_ipv6(),
        _ => true,
    };
    if fits { Ok(address) } else { Err(Unresolved::OtherFamily) }
}

/// An address written in numbers.
pub(super) fn numeric(host: &str) -> Option<IpAddr> {
    parse_ipv4(host).map(IpAddr::V4).or_else(|| host.parse().ok().map(IpAddr::V6))
}

/// The exceptions of resolving.
#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(super) mod python {
    use rustpython_vm::VirtualMachine;
    use rustpython_vm::builtins::PyTypeRef;

    #[pyattr(once)]
    pub(crate) fn gaierror(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "gaierror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    #[pyattr(once)]
    pub(crate) fn herror(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "herror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }
}

//! From a host's name to its addresses. No name server is asked: addresses written in numbers and the room's own names are known,
//! every other name is answered as an unknown one, at once.

use super::directory::{HOSTNAME, interface_index};
use super::octets::python::parse_ipv4;
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_core::constants::{
    AF_INET, AF_INET6, EAI_ADDRFAMILY, EAI_BADFLAGS, EAI_FAMILY, EAI_NONAME, EAI_SERVICE, EAI_SOCKTYPE,
};
use sockbox_core::hosts;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why there is no address: an error of getaddrinfo(3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unresolved {
    /// `EAI_NONAME`.
    Unknown,
    /// `EAI_ADDRFAMILY`.
    OtherFamily,
    /// `EAI_FAMILY`.
    Family,
    /// `EAI_SERVICE`.
    Service,
    /// `EAI_SOCKTYPE`.
    SocketType,
    /// `EAI_BADFLAGS`.
    Flags,
}

impl Unresolved {
    /// The `gaierror` it is in Python, in glibc's words.
    pub(super) fn raise(self, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let (number, text) = match self {
            Unresolved::Unknown => (EAI_NONAME, "Name or service not known"),
            Unresolved::OtherFamily => (EAI_ADDRFAMILY, "Address family for hostname not supported"),
            Unresolved::Family => (EAI_FAMILY, "ai_family not supported"),
            Unresolved::Service => (EAI_SERVICE, "Servname not supported for ai_socktype"),
            Unresolved::SocketType => (EAI_SOCKTYPE, "ai_socktype not supported"),
            Unresolved::Flags => (EAI_BADFLAGS, "Bad value for ai_flags"),
        };
        let arguments = vec![number.to_pyobject(vm), text.to_pyobject(vm)];
        vm.invoke_exception(&python::gaierror(vm), arguments).unwrap_or_else(|error| error)
    }
}

/// An address of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Host {
    /// Its number.
    pub(super) address: IpAddr,
    /// The interface that `%` names behind it, RFC 4007; 0 without.
    pub(super) scope_id: u32,
}

impl Host {
    /// Without a scope.
    pub(super) fn new(address: impl Into<IpAddr>) -> Host {
        Host { address: address.into(), scope_id: 0 }
    }

    fn is_of(&self, family: i32) -> bool {
        match family {
            AF_INET => self.address.is_ipv4(),
            AF_INET6 => self.address.is_ipv6(),
            _ => true,
        }
    }
}

/// The one address a host in an address tuple means; empty is any address, `<broadcast>` all of them.
///
/// # Errors
/// `gaierror`.
pub(super) fn resolve(host: &str, family: i32, vm: &VirtualMachine) -> PyResult<Host> {
    match (host, family) {
        ("", AF_INET6) => Ok(Host::new(Ipv6Addr::UNSPECIFIED)),
        ("", _) => Ok(Host::new(Ipv4Addr::UNSPECIFIED)),
        ("<broadcast>", AF_INET6) => Err(vm.new_os_error("address family mismatched")),
        ("<broadcast>", _) => Ok(Host::new(Ipv4Addr::BROADCAST)),
        _ => {
            let hosts = lookup(host, family).map_err(|error| error.raise(vm))?;
            hosts.first().copied().ok_or_else(|| Unresolved::Unknown.raise(vm))
        }
    }
}

/// The addresses of a host that is not empty, at least one, IPv6 first as RFC 6724 orders them; `AF_UNSPEC` takes any family.
pub(super) fn lookup(host: &str, family: i32) -> Result<Vec<Host>, Unresolved> {
    let mut found = named(host);
    found.extend(numeric(host));
    if found.is_empty() {
        return Err(Unresolved::Unknown);
    }
    found.retain(|host| host.is_of(family));
    found.sort_by_key(|host| host.address.is_ipv4());
    if found.is_empty() { Err(Unresolved::OtherFamily) } else { Ok(found) }
}

fn named(host: &str) -> Vec<Host> {
    match host.eq_ignore_ascii_case(HOSTNAME) {
        true => vec![Host::new(Ipv4Addr::LOCALHOST)],
        false => hosts::addresses_of(host).into_iter().map(Host::new).collect(),
    }
}

/// An address written in numbers.
pub(super) fn numeric(host: &str) -> Option<Host> {
    if let Some(address) = parse_ipv4(host) {
        return Some(Host::new(address));
    }
    let (address, scope) = host.split_once('%').map_or((host, None), |(address, scope)| (address, Some(scope)));
    let address: Ipv6Addr = address.parse().ok()?;
    let scope_id = scope.map_or(Some(0), |scope| interface_index(scope).or_else(|| scope.parse().ok()))?;
    Some(Host { address: address.into(), scope_id })
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

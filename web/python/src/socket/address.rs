//! Python's addresses: the tuples of ip(7) and ipv6(7); `unix.rs` has the names of unix(7).

use super::resolve::{Host, resolve};
use super::unix;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyTuple, PyTupleRef};
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::Address;
use sockbox_core::constants::{AF_INET, AF_INET6, AF_UNIX};
use std::net::IpAddr;

/// The highest flow label, 20 bits.
pub(super) const FLOW_INFO_MAX: i64 = 0xf_ffff;

/// The address that `object` means to a socket of this family. `caller` is named in errors.
///
/// # Errors
/// As CPython's `getsockaddrarg`.
pub(super) fn from_python(object: &PyObjectRef, family: i32, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
    match family {
        AF_INET => inet(object, caller, vm),
        AF_INET6 => inet6(object, caller, vm),
        AF_UNIX => unix::from_python(object, vm),
        _ => Err(vm.new_os_error(format!("{caller}(): bad family"))),
    }
}

/// As Python shows it: `(host, port)`, `(host, port, flowinfo, scope_id)`, or a name.
pub(super) fn to_python(address: &Address, vm: &VirtualMachine) -> PyObjectRef {
    match address {
        Address::Inet { host, port } => vm.new_tuple((host.to_string(), *port)).into(),
        Address::Inet6 { host, port, flow_info, scope_id } => {
            vm.new_tuple((host.to_string(), *port, *flow_info, *scope_id)).into()
        }
        Address::Unix { path } => unix::to_python(path, vm),
    }
}

fn inet(object: &PyObjectRef, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
    let tuple = tuple(object, "AF_INET", caller, vm)?;
    let [host, port] = tuple.as_slice() else {
        return Err(vm.new_type_error("AF_INET address must be a pair (host, port)"));
    };
    let host = host_text(host, vm)?;
    let port = integer(port, vm)?;
    match resolve(&host, AF_INET, vm)?.address {
        IpAddr::V4(host) => Ok(Address::Inet { host, port: port_number(port, caller, vm)? }),
        IpAddr::V6(_) => Err(vm.new_os_error("address family mismatched")),
    }
}

fn inet6(object: &PyObjectRef, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
    let tuple = tuple(object, "AF_INET6", caller, vm)?;
    let [host, port, rest @ ..] = tuple.as_slice() else { return Err(not_an_inet6_tuple(vm)) };
    if rest.len() > 2 {
        return Err(not_an_inet6_tuple(vm));
    }
    let host = host_text(host, vm)?;
    let port = integer(port, vm)?;
    let number = |index: usize| rest.get(index).map_or(Ok(0), |number| integer(number, vm));
    let (flow_info, scope_id) = (number(0)?, number(1)?);
    let Host { address: IpAddr::V6(host), .. } = resolve(&host, AF_INET6, vm)? else {
        return Err(vm.new_os_error("address family mismatched"));
    };
    let port = port_number(port, caller, vm)?;
    if !(0..=FLOW_INFO_MAX).contains(&flow_info) {
        return Err(vm.new_overflow_error(format!("{caller}(): flowinfo must be 0-1048575.")));
    }
    Ok(Address::Inet6 { host, port, flow_info: flow_info as u32, scope_id: scope_id as u32 })
}

fn not_an_inet6_tuple(vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_type_error("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
}

fn tuple(object: &PyObjectRef, family: &str, caller: &str, vm: &VirtualMachine) -> PyResult<PyTupleRef> {
    object.clone().downcast::<PyTuple>().map_err(|object| {
        vm.new_type_error(format!("{caller}(): {family} address must be tuple, not {}", object.class().name()))
    })
}

/// A host as text: Python takes `str` and bytes.
pub(super) fn host_text(host: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
    use rustpython_vm::builtins::{PyByteArray, PyBytes, PyStr};
    let text = if let Some(text) = host.downcast_ref::<PyStr>() {
        text.to_string_lossy().into_owned()
    } else if host.fast_isinstance(vm.ctx.types.bytes_type) || host.fast_isinstance(vm.ctx.types.bytearray_type) {
        let bytes = match host.downcast_ref::<PyBytes>() {
            Some(bytes) => bytes.as_bytes().to_vec(),
            None => host.downcast_ref::<PyByteArray>().map(|bytes| bytes.borrow_buf().to_vec()).unwrap_or_default(),
        };
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        let name = host.class().name().to_string();
        return Err(vm.new_type_error(format!("str, bytes or bytearray expected, not {name}")));
    };
    if text.contains('\0') {
        return Err(vm.new_type_error("host name must not contain null character"));
    }
    Ok(text)
}

/// Numbers beyond 64 bits are as wrong as any other that is too large.
fn integer(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<i64> {
    let number = object.try_index(vm)?;
    Ok(number.as_bigint().try_into().unwrap_or(i64::MAX))
}

fn port_number(port: i64, caller: &str, vm: &VirtualMachine) -> PyResult<u16> {
    u16::try_from(port).map_err(|_| vm.new_overflow_error(format!("{caller}(): port must be 0-65535.")))
}

/// The address of a port of a host.
pub(super) fn with_port(host: Host, port: u16) -> Address {
    match host.address {
        IpAddr::V4(host) => Address::Inet { host, port },
        IpAddr::V6(address) => Address::Inet6 { host: address, port, flow_info: 0, scope_id: host.scope_id },
    }
}

/// Where an address can be told as Python tells it, and `None` where a stream has none.
pub(super) fn optional(address: Option<&Address>, vm: &VirtualMachine) -> PyObjectRef {
    address.map_or_else(|| vm.ctx.none(), |address| to_python(address, vm)).to_pyobject(vm)
}

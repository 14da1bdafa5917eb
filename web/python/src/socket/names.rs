//! The older functions of names: gethostbyname(3), getnameinfo(3), getservbyname(3) and their relatives.

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(super) mod python {
    use super::super::address::{FLOW_INFO_MAX, host_text};
    use super::super::directory::{HOSTNAME, INTERFACE, INTERFACE_INDEX, interface_index, protocol, services};
    use super::super::resolve::python::herror;
    use super::super::resolve::{Host, Unresolved, numeric, resolve};
    use crate::{errors, posix};
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyStr, PyStrRef, PyTuple};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::constants::{AF_INET, AF_UNSPEC, NI_DGRAM, NI_NAMEREQD, NI_NUMERICHOST, NI_NUMERICSERV};
    use sockbox_core::{Errno, hosts};

    #[pyfunction]
    fn gethostbyname(host: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        resolve(&host_text(&host, vm)?, AF_INET, vm).map(|host| host.address.to_string())
    }

    #[pyfunction]
    fn gethostbyname_ex(host: PyObjectRef, vm: &VirtualMachine) -> PyResult<(String, PyObjectRef, PyObjectRef)> {
        let name = host_text(&host, vm)?;
        let host = resolve(&name, AF_INET, vm)?;
        Ok(host_entry(name.to_ascii_lowercase(), host, vm))
    }

    #[pyfunction]
    fn gethostbyaddr(host: PyObjectRef, vm: &VirtualMachine) -> PyResult<(String, PyObjectRef, PyObjectRef)> {
        let host = resolve(&host_text(&host, vm)?, AF_UNSPEC, vm)?;
        match hosts::name_of(host.address) {
            Some(name) => Ok(host_entry(name, host, vm)),
            None => {
                let arguments = vec![1.to_pyobject(vm), "Unknown host".to_pyobject(vm)];
                Err(vm.invoke_exception(&herror(vm), arguments)?)
            }
        }
    }

    /// A name without further ones, and its one address.
    fn host_entry(name: String, host: Host, vm: &VirtualMachine) -> (String, PyObjectRef, PyObjectRef) {
        let addresses = vec![host.address.to_string().to_pyobject(vm)];
        (name, Vec::<PyObjectRef>::new().to_pyobject(vm), addresses.to_pyobject(vm))
    }

    #[pyfunction]
    fn gethostname() -> &'static str {
        HOSTNAME
    }

    #[pyfunction]
    fn sethostname(_name: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        Err(errors::os_error(vm, Errno::EPERM))
    }

    #[pyfunction]
    fn getnameinfo(address: PyObjectRef, flags: i32, vm: &VirtualMachine) -> PyResult<(String, String)> {
        let Some(tuple) = address.downcast_ref::<PyTuple>() else {
            return Err(vm.new_type_error("getnameinfo() argument 1 must be a tuple"));
        };
        let (host, port) = numeric_pair(tuple, vm)?;
        let protocol = if flags & NI_DGRAM != 0 { "udp" } else { "tcp" };
        let service = services().find(|row| row.port == port && row.protocol == protocol);
        let service = match service {
            Some(row) if flags & NI_NUMERICSERV == 0 => row.name.to_owned(),
            _ => port.to_string(),
        };
        match hosts::name_of(host.address) {
            Some(name) if flags & NI_NUMERICHOST == 0 => Ok((name, service)),
            None if flags & NI_NAMEREQD != 0 => Err(Unresolved::Unknown.raise(vm)),
            _ => Ok((numeric_text(host), service)),
        }
    }

    /// With the interface that a scope names, RFC 4007; a number where there is none of it.
    fn numeric_text(host: Host) -> String {
        match host.scope_id {
            0 => host.address.to_string(),
            INTERFACE_INDEX => format!("{}%{INTERFACE}", host.address),
            scope_id => format!("{}%{scope_id}", host.address),
        }
    }

    /// The host, which must be in numbers, and the port of an address tuple.
    fn numeric_pair(tuple: &PyTuple, vm: &VirtualMachine) -> PyResult<(Host, u16)> {
        let [host, port, rest @ ..] = tuple.as_slice() else { return Err(wrong_tuple(vm)) };
        let host = host.downcast_ref::<PyStr>().ok_or_else(|| wrong_tuple(vm))?;
        let port: i64 = port.try_index(vm)?.as_bigint().try_into().unwrap_or(-1);
        let number = |index: usize| rest.get(index).map_or(Ok(0_u32), |it| it.try_index(vm)?.try_to_primitive(vm));
        let (flow_info, scope_id) = (number(0)?, number(1)?);
        if rest.len() > 2 {
            return Err(wrong_tuple(vm));
        }
        if i64::from(flow_info) > FLOW_INFO_MAX {
            return Err(vm.new_overflow_error("getnameinfo(): flowinfo must be 0-1048575."));
        }
        let host = numeric(&host.to_string_lossy()).ok_or_else(|| Unresolved::Unknown.raise(vm))?;
        if port < 0 {
            return Err(Unresolved::Service.raise(vm));
        }
        if host.address.is_ipv4() && !rest.is_empty() {
            return Err(vm.new_os_error("IPv4 sockaddr must be 2 tuple"));
        }
        let scope_id = if rest.len() == 2 { scope_id } else { host.scope_id };
        // As in glibc, a number that is too large wraps.
        Ok((Host { scope_id, ..host }, port as u16))
    }

    fn wrong_tuple(vm: &VirtualMachine) -> PyBaseExceptionRef {
        vm.new_type_error("getnameinfo(): illegal sockaddr argument")
    }

    #[pyfunction]
    fn getservbyname(name: PyStrRef, protocol: OptionalArg<PyStrRef>, vm: &VirtualMachine) -> PyResult<u16> {
        let (name, protocol) = (name.to_string_lossy(), wanted_protocol(&protocol));
        let row = services().find(|row| row.name == name && protocol.as_deref().is_none_or(|it| it == row.protocol));
        row.map(|row| row.port).ok_or_else(|| vm.new_os_error("service/proto not found"))
    }

    #[pyfunction]
    fn getservbyport(port: i64, protocol: OptionalArg<PyStrRef>, vm: &VirtualMachine) -> PyResult<&'static str> {
        let port = u16::try_from(port).map_err(|_| vm.new_overflow_error("getservbyport: port must be 0-65535."))?;
        let protocol = wanted_protocol(&protocol);
        let row = services().find(|row| row.port == port && protocol.as_deref().is_none_or(|it| it == row.protocol));
        row.map(|row| row.name).ok_or_else(|| vm.new_os_error("port/proto not found"))
    }

    fn wanted_protocol(protocol: &OptionalArg<PyStrRef>) -> Option<String> {
        protocol.as_option().map(|protocol| protocol.to_string_lossy().into_owned())
    }

    #[pyfunction]
    fn getprotobyname(name: PyStrRef, vm: &VirtualMachine) -> PyResult<i32> {
        protocol(&name.to_string_lossy()).ok_or_else(|| vm.new_os_error("protocol not found"))
    }

    #[pyfunction]
    fn if_nameindex(vm: &VirtualMachine) -> Vec<PyObjectRef> {
        vec![vm.new_tuple((INTERFACE_INDEX, INTERFACE)).into()]
    }

    #[pyfunction]
    fn if_nametoindex(name: PyObjectRef, vm: &VirtualMachine) -> PyResult<u32> {
        let name = posix::fspath(name, vm)?;
        let name = host_text(&name, vm).map_err(|_| vm.new_value_error("embedded null byte"))?;
        interface_index(&name).ok_or_else(|| vm.new_os_error("no interface with this name"))
    }

    #[pyfunction]
    fn if_indextoname(index: PyObjectRef, vm: &VirtualMachine) -> PyResult<&'static str> {
        let Some(index) = index.downcast_ref::<PyInt>() else {
            return Err(vm.new_type_error("an integer is required"));
        };
        match i64::try_from(index.as_bigint()) {
            Ok(index) if index == i64::from(INTERFACE_INDEX) => Ok(INTERFACE),
            Ok(index) if index < 0 => Err(vm.new_overflow_error("can't convert negative value to unsigned int")),
            _ => Err(errors::os_error(vm, Errno::ENXIO)),
        }
    }
}

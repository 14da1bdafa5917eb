//! The older functions of names: gethostbyname(3), getnameinfo(3), getservbyname(3) and their relatives.

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(super) mod python {
    use super::super::address::host_text;
    use super::super::directory::{HOSTNAME, protocol, services};
    use super::super::resolve::python::herror;
    use super::super::resolve::{lookup, resolve};
    use crate::errors;
    use rustpython_vm::builtins::{PyStrRef, PyTuple};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::Errno;
    use sockbox_core::constants::{AF_INET, AF_UNSPEC, NI_DGRAM, NI_NUMERICHOST, NI_NUMERICSERV};

    #[pyfunction]
    fn gethostbyname(host: PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        resolve(&host_text(&host, vm)?, AF_INET, vm).map(|address| address.to_string())
    }

    #[pyfunction]
    fn gethostbyname_ex(host: PyObjectRef, vm: &VirtualMachine) -> PyResult<(String, PyObjectRef, PyObjectRef)> {
        let host = host_text(&host, vm)?;
        let address = resolve(&host, AF_INET, vm)?.to_string();
        Ok((host, Vec::<PyObjectRef>::new().to_pyobject(vm), vec![address.to_pyobject(vm)].to_pyobject(vm)))
    }

    #[pyfunction]
    fn gethostbyaddr(host: PyObjectRef, vm: &VirtualMachine) -> PyResult<(String, PyObjectRef, PyObjectRef)> {
        let address = resolve(&host_text(&host, vm)?, AF_UNSPEC, vm)?;
        if !address.is_loopback() {
            let arguments = vec![1.to_pyobject(vm), "Unknown host".to_pyobject(vm)];
            return Err(vm.invoke_exception(&herror(vm), arguments)?);
        }
        let addresses = vec![address.to_string().to_pyobject(vm)];
        Ok(("localhost".to_owned(), Vec::<PyObjectRef>::new().to_pyobject(vm), addresses.to_pyobject(vm)))
    }

    #[pyfunction]
    fn gethostname() -> &'static str {
        HOSTNAME
    }

    #[pyfunction]
    fn getnameinfo(address: PyObjectRef, flags: i32, vm: &VirtualMachine) -> PyResult<(String, String)> {
        let Some(tuple) = address.downcast_ref::<PyTuple>() else {
            return Err(vm.new_type_error("getnameinfo() argument 1 must be a tuple"));
        };
        let (2..=4, Some(host), Some(port)) = (tuple.len(), tuple.first(), tuple.get(1)) else {
            return Err(vm.new_type_error("getnameinfo(): illegal sockaddr argument"));
        };
        let host = lookup(&host_text(host, vm)?, AF_UNSPEC).map_err(|error| error.raise(vm))?;
        let port: u16 = port.clone().try_into_value(vm)?;
        let host_name = match host.is_loopback() && flags & NI_NUMERICHOST == 0 {
            true => "localhost".to_owned(),
            false => host.to_string(),
        };
        let protocol = if flags & NI_DGRAM != 0 { "udp" } else { "tcp" };
        let service = services().find(|row| row.port == port && row.protocol == protocol);
        let service_name = match service {
            Some(row) if flags & NI_NUMERICSERV == 0 => row.name.to_owned(),
            _ => port.to_string(),
        };
        Ok((host_name, service_name))
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
        vec![vm.new_tuple((1, "lo")).into()]
    }

    #[pyfunction]
    fn if_nametoindex(name: PyStrRef, vm: &VirtualMachine) -> PyResult<i32> {
        if name.as_bytes() == b"lo" { Ok(1) } else { Err(vm.new_os_error("no interface with this name")) }
    }

    #[pyfunction]
    fn if_indextoname(index: i32, vm: &VirtualMachine) -> PyResult<&'static str> {
        if index == 1 { Ok("lo") } else { Err(errors::os_error(vm, Errno::ENXIO)) }
    }
}

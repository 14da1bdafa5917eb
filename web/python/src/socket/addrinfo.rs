//! getaddrinfo(3): every address a host and a service can mean, for each kind of socket.

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(super) mod python {
    use super::super::address::{host_text, to_python, with_port};
    use super::super::directory::{Service, services};
    use super::super::resolve::{Unresolved, lookup, numeric};
    use rustpython_vm::builtins::PyInt;
    use rustpython_vm::{FromArgs, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::constants::{
        AF_INET, AF_INET6, AF_UNSPEC, AI_CANONNAME, AI_NUMERICHOST, AI_PASSIVE, IPPROTO_TCP, IPPROTO_UDP, SOCK_DGRAM,
        SOCK_RAW, SOCK_STREAM,
    };
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    /// The socket types with their protocols, as getaddrinfo(3) pairs them.
    const KINDS: &[(i32, i32, &str)] =
        &[(SOCK_STREAM, IPPROTO_TCP, "tcp"), (SOCK_DGRAM, IPPROTO_UDP, "udp"), (SOCK_RAW, 0, "")];

    #[derive(FromArgs)]
    struct AddrInfoArgs {
        #[pyarg(any)]
        host: PyObjectRef,
        #[pyarg(any)]
        port: PyObjectRef,
        #[pyarg(any, default = 0)]
        family: i32,
        #[pyarg(any, default = 0)]
        r#type: i32,
        #[pyarg(any, default = 0)]
        proto: i32,
        #[pyarg(any, default = 0)]
        flags: i32,
    }

    #[pyfunction]
    fn getaddrinfo(arguments: AddrInfoArgs, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
        let hosts = candidate_hosts(&arguments, vm)?;
        let kinds = candidate_kinds(&arguments, vm)?;
        let wants_name = arguments.flags & AI_CANONNAME != 0 && !vm.is_none(&arguments.host);
        let mut name = if wants_name { host_text(&arguments.host, vm)? } else { String::new() };
        let mut found = Vec::new();
        for host in hosts {
            let family = if host.is_ipv4() { AF_INET } else { AF_INET6 };
            for (kind, protocol, port) in &kinds {
                let address = to_python(&with_port(host, *port), vm);
                // Only the first row carries the name.
                let name = std::mem::take(&mut name);
                found.push(vm.new_tuple((family, *kind, *protocol, name, address)).into());
            }
        }
        Ok(found)
    }

    fn candidate_hosts(arguments: &AddrInfoArgs, vm: &VirtualMachine) -> PyResult<Vec<IpAddr>> {
        let AddrInfoArgs { host, port, family, flags, .. } = arguments;
        if vm.is_none(host) {
            if vm.is_none(port) {
                return Err(Unresolved::Unknown.raise(vm));
            }
            let (v4, v6): (IpAddr, IpAddr) = (Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into());
            let (any_v4, any_v6): (IpAddr, IpAddr) = (Ipv4Addr::UNSPECIFIED.into(), Ipv6Addr::UNSPECIFIED.into());
            let all = if flags & AI_PASSIVE != 0 { [any_v4, any_v6] } else { [v6, v4] };
            let of_family = |address: &IpAddr| match *family {
                AF_UNSPEC => true,
                family => (family == AF_INET) == address.is_ipv4(),
            };
            return Ok(all.into_iter().filter(of_family).collect());
        }
        let host =
            host_text(host, vm).map_err(|_| vm.new_type_error("getaddrinfo() argument 1 must be string or None"))?;
        if flags & AI_NUMERICHOST != 0 && numeric(&host).is_none() {
            return Err(Unresolved::Unknown.raise(vm));
        }
        lookup(&host, *family).map(|address| vec![address]).map_err(|error| error.raise(vm))
    }

    /// The kinds of socket that are asked for, each with its port.
    fn candidate_kinds(arguments: &AddrInfoArgs, vm: &VirtualMachine) -> PyResult<Vec<(i32, i32, u16)>> {
        let AddrInfoArgs { port, r#type, proto, .. } = arguments;
        let mut kinds = Vec::new();
        let wanted = |kind: i32, protocol: i32| {
            (*r#type == 0 || *r#type == kind) && (*proto == 0 || protocol == 0 || *proto == protocol)
        };
        for (kind, protocol, name) in KINDS.iter().filter(|(kind, protocol, _)| wanted(*kind, *protocol)) {
            if *kind == SOCK_RAW && *r#type == 0 && *proto != 0 {
                continue;
            }
            if let Some(port) = service_port(port, name, vm)? {
                kinds.push((*kind, *protocol, port));
            }
        }
        match kinds.is_empty() {
            false => Ok(kinds),
            true if *r#type != 0 && *proto != 0 => Err(Unresolved::SocketType.raise(vm)),
            true => Err(Unresolved::Service.raise(vm)),
        }
    }

    /// The port that `service` names for a protocol; numbers wrap as they do in glibc.
    fn service_port(service: &PyObjectRef, protocol: &str, vm: &VirtualMachine) -> PyResult<Option<u16>> {
        if vm.is_none(service) {
            return Ok(Some(0));
        }
        if let Some(number) = service.downcast_ref::<PyInt>() {
            let number: i64 = number.as_bigint().try_into().unwrap_or(i64::MAX);
            return Ok(Some(number as u16));
        }
        let text = host_text(service, vm).map_err(|_| vm.new_os_error("Int or String expected"))?;
        let named = |service: &Service| service.name == text && service.protocol == protocol;
        Ok(text.parse::<u64>().ok().map(|number| number as u16).or_else(|| services().find(named).map(|row| row.port)))
    }
}

//! Names and addresses: getaddrinfo(3) and its relatives. No name server is asked: addresses written in numbers and the
//! names of this machine are known, every other name is answered as an unknown one, at once.

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(crate) mod names {
    use super::super::address::{host_text, to_python, with_port};
    use super::super::directory::{HOSTNAME, Service, is_own_name, protocol, services};
    use super::super::octets::octets::parse_ipv4;
    use crate::errors;
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyStrRef, PyTuple, PyTypeRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{FromArgs, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::Errno;
    use sockbox_core::constants::{
        AF_INET, AF_INET6, AF_UNSPEC, AI_CANONNAME, AI_NUMERICHOST, AI_PASSIVE, IPPROTO_TCP, IPPROTO_UDP, NI_DGRAM,
        NI_NUMERICHOST, NI_NUMERICSERV, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM,
    };
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    /// Why a name has no address: an error of getaddrinfo(3).
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Unresolved {
        /// `EAI_NONAME`.
        Unknown,
        /// `EAI_ADDRFAMILY`.
        OtherFamily,
        /// `EAI_SERVICE`.
        Service,
        /// `EAI_SOCKTYPE`.
        SocketType,
    }

    /// A socket type with its protocol, as getaddrinfo(3) pairs them.
    const KINDS: &[(i32, i32, &str)] =
        &[(SOCK_STREAM, IPPROTO_TCP, "tcp"), (SOCK_DGRAM, IPPROTO_UDP, "udp"), (SOCK_RAW, 0, "")];

    #[pyattr(once)]
    fn gaierror(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "gaierror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    #[pyattr(once)]
    fn herror(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.new_exception_type("socket", "herror", Some(vec![vm.ctx.exceptions.os_error.to_owned()]))
    }

    impl Unresolved {
        fn raise(self, vm: &VirtualMachine) -> PyBaseExceptionRef {
            let (number, text) = match self {
                Unresolved::Unknown => (-2, "Name or service not known"),
                Unresolved::OtherFamily => (-9, "Address family for hostname not supported"),
                Unresolved::Service => (-8, "Servname not supported for ai_socktype"),
                Unresolved::SocketType => (-7, "ai_socktype not supported"),
            };
            let arguments = vec![number.to_pyobject(vm), text.to_pyobject(vm)];
            vm.invoke_exception(&gaierror(vm), arguments).unwrap_or_else(|error| error)
        }
    }

    /// The one address a host in an address tuple means; empty is any address, `<broadcast>` all of them.
    ///
    /// # Errors
    /// `gaierror`.
    pub(crate) fn resolve(host: &str, family: i32, vm: &VirtualMachine) -> PyResult<IpAddr> {
        match (host, family) {
            ("", AF_INET6) => Ok(Ipv6Addr::UNSPECIFIED.into()),
            ("", _) => Ok(Ipv4Addr::UNSPECIFIED.into()),
            ("<broadcast>", AF_INET6) => Err(vm.new_os_error("address family mismatched")),
            ("<broadcast>", _) => Ok(Ipv4Addr::BROADCAST.into()),
            _ => lookup(host, family).map_err(|error| error.raise(vm)),
        }
    }

    fn lookup(host: &str, family: i32) -> Result<IpAddr, Unresolved> {
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

    fn numeric(host: &str) -> Option<IpAddr> {
        parse_ipv4(host).map(IpAddr::V4).or_else(|| host.parse().ok().map(IpAddr::V6))
    }

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

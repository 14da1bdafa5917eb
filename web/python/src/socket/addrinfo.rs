//! getaddrinfo(3): every address a host and a service can mean, for each kind of socket.

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(super) mod python {
    use super::super::address::{host_text, to_python, with_port};
    use super::super::directory::services;
    use super::super::resolve::{Host, Unresolved, lookup, numeric};
    use rustpython_vm::builtins::{PyInt, PyStr};
    use rustpython_vm::{FromArgs, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::constants::{
        AF_INET, AF_INET6, AF_UNSPEC, AI_ADDRCONFIG, AI_ALL, AI_CANONNAME, AI_NUMERICHOST, AI_NUMERICSERV, AI_PASSIVE,
        AI_V4MAPPED, IPPROTO_TCP, IPPROTO_UDP, SOCK_DGRAM, SOCK_RAW, SOCK_STREAM,
    };
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    /// The socket types with their protocols, as getaddrinfo(3) pairs them.
    const KINDS: &[(i32, i32, &str)] =
        &[(SOCK_STREAM, IPPROTO_TCP, "tcp"), (SOCK_DGRAM, IPPROTO_UDP, "udp"), (SOCK_RAW, 0, "")];

    /// Those that getaddrinfo(3) knows.
    const FLAGS: i32 =
        AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_NUMERICSERV | AI_ALL | AI_ADDRCONFIG | AI_V4MAPPED;

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
        if arguments.flags & !FLAGS != 0 {
            return Err(Unresolved::Flags.raise(vm));
        }
        if ![AF_UNSPEC, AF_INET, AF_INET6].contains(&arguments.family) {
            return Err(Unresolved::Family.raise(vm));
        }
        let kinds = candidate_kinds(&arguments, vm)?;
        let hosts = candidate_hosts(&arguments, vm)?;
        let wants_name = arguments.flags & AI_CANONNAME != 0 && !vm.is_none(&arguments.host);
        let mut name = if wants_name { canonical_name(&arguments.host, vm)? } else { String::new() };
        let mut found = Vec::new();
        for host in hosts {
            let family = if host.address.is_ipv4() { AF_INET } else { AF_INET6 };
            for (kind, protocol, port) in &kinds {
                let address = to_python(&with_port(host, *port), vm);
                // Only the first row carries the name.
                let name = std::mem::take(&mut name);
                found.push(vm.new_tuple((family, *kind, *protocol, name, address)).into());
            }
        }
        Ok(found)
    }

    fn candidate_hosts(arguments: &AddrInfoArgs, vm: &VirtualMachine) -> PyResult<Vec<Host>> {
        let AddrInfoArgs { host, port, family, flags, .. } = arguments;
        if vm.is_none(host) {
            if vm.is_none(port) {
                return Err(Unresolved::Unknown.raise(vm));
            }
            return Ok(own_hosts(*family, flags & AI_PASSIVE != 0));
        }
        let host = host_argument(host, vm)?;
        if flags & AI_NUMERICHOST != 0 && numeric(&host).is_none() {
            return Err(Unresolved::Unknown.raise(vm));
        }
        let found = lookup(&host, *family);
        let is_mapped = *family == AF_INET6 && flags & AI_V4MAPPED != 0;
        let all = match found {
            Err(Unresolved::OtherFamily) if is_mapped => lookup(&host, AF_INET).map(mapped),
            Ok(found) if is_mapped && flags & AI_ALL != 0 => {
                Ok(found.into_iter().chain(mapped(lookup(&host, AF_INET).unwrap_or_default())).collect())
            }
            found => found,
        };
        all.map_err(|error| error.raise(vm))
    }

    /// What no host at all means: this machine, or every address of it.
    fn own_hosts(family: i32, is_passive: bool) -> Vec<Host> {
        let (v4, v6) = (Host::new(Ipv4Addr::LOCALHOST), Host::new(Ipv6Addr::LOCALHOST));
        let (any_v4, any_v6) = (Host::new(Ipv4Addr::UNSPECIFIED), Host::new(Ipv6Addr::UNSPECIFIED));
        let all = if is_passive { [any_v4, any_v6] } else { [v6, v4] };
        all.into_iter().filter(|host| family == AF_UNSPEC || (family == AF_INET) == host.address.is_ipv4()).collect()
    }

    /// IPv4 addresses as IPv6 has them, RFC 4291 section 2.5.5.2.
    fn mapped(hosts: Vec<Host>) -> Vec<Host> {
        let map = |host: Host| match host.address {
            IpAddr::V4(address) => Host::new(address.to_ipv6_mapped()),
            IpAddr::V6(_) => host,
        };
        hosts.into_iter().map(map).collect()
    }

    fn host_argument(host: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        host_text(host, vm).map_err(|_| vm.new_type_error("getaddrinfo() argument 1 must be string or None"))
    }

    /// A name as the room's hosts(5) writes it; an address as it is.
    fn canonical_name(host: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        let host = host_argument(host, vm)?;
        Ok(if numeric(&host).is_some() { host } else { host.to_ascii_lowercase() })
    }

    /// The kinds of socket that are asked for, each with its port.
    fn candidate_kinds(arguments: &AddrInfoArgs, vm: &VirtualMachine) -> PyResult<Vec<(i32, i32, u16)>> {
        let AddrInfoArgs { port, r#type, proto, flags, .. } = arguments;
        let service = Service::from_python(port, *flags, vm)?;
        let fits = |(kind, protocol, _): &&(i32, i32, &str)| {
            (*r#type == 0 || *r#type == *kind) && (*proto == 0 || *protocol == 0 || *proto == *protocol)
        };
        let mut wanted: Vec<_> = KINDS.iter().filter(fits).collect();
        if wanted.is_empty() {
            return Err(Unresolved::SocketType.raise(vm));
        }
        // A protocol alone chooses the first kind that has it; a raw socket has any.
        if *r#type == 0 && *proto != 0 {
            wanted.truncate(1);
        }
        let is_chosen = *r#type != 0 || *proto != 0;
        let ports = wanted.into_iter().filter_map(|(kind, protocol, name)| {
            // A raw socket has no ports: who asks for one cannot ask for a service.
            let port = if *kind == SOCK_RAW && is_chosen { service.none() } else { service.port(name) };
            port.map(|port| (*kind, if *protocol == 0 { *proto } else { *protocol }, port))
        });
        let ports: Vec<_> = ports.collect();
        if ports.is_empty() { Err(Unresolved::Service.raise(vm)) } else { Ok(ports) }
    }

    /// The second argument.
    enum Service {
        None,
        Port(u16),
        Named(String),
    }

    impl Service {
        /// Numbers wrap as they do in glibc.
        fn from_python(service: &PyObjectRef, flags: i32, vm: &VirtualMachine) -> PyResult<Service> {
            if vm.is_none(service) {
                return Ok(Service::None);
            }
            if let Some(number) = service.downcast_ref::<PyInt>() {
                let number = i64::try_from(number.as_bigint())
                    .map_err(|_| vm.new_overflow_error("Python int too large to convert to C long"))?;
                // glibc reads the digits; what begins with a sign is the name of no service.
                return Ok(if number < 0 { Service::Named(number.to_string()) } else { Service::Port(number as u16) });
            }
            if service.downcast_ref::<PyStr>().is_some() {
                // What cannot be written as UTF-8 is an error of its own.
                vm.call_method(service, "encode", ())?;
            }
            let text = host_text(service, vm).map_err(|_| vm.new_os_error("Int or String expected"))?;
            match text.trim_start().parse::<u64>() {
                Ok(number) => Ok(Service::Port(number as u16)),
                Err(_) if text.is_empty() => Ok(Service::Port(0)),
                Err(_) if flags & AI_NUMERICSERV != 0 => Err(Unresolved::Unknown.raise(vm)),
                Err(_) => Ok(Service::Named(text)),
            }
        }

        fn none(&self) -> Option<u16> {
            matches!(self, Service::None).then_some(0)
        }

        /// Its port over this protocol.
        fn port(&self, protocol: &str) -> Option<u16> {
            match self {
                Service::None => Some(0),
                Service::Port(port) => Some(*port),
                Service::Named(name) => {
                    services().find(|row| row.name == name && row.protocol == protocol).map(|row| row.port)
                }
            }
        }
    }
}

//! How a socket object begins, what it says of itself, and how it ends.

use super::address;
use super::arguments::InitArgs;
use super::call::{self, unexpected};
use super::class::python::PySocket;
use super::endpoint::{Endpoint, name, nature};
use super::timeout::Timeout;
use crate::single::Single;
use crate::{bridge, errors, files};
use rustpython_vm::builtins::PyType;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::types::{Constructor, Destructor, Initializer, Representable};
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::constants::{AF_INET, AF_INET6, SO_PROTOCOL, SO_TYPE, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM};
use sockbox_core::{Address, Call, Errno, Fd, Reply};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

impl PySocket {
    /// A closed one.
    fn closed() -> PySocket {
        let zero = || AtomicI32::new(0);
        PySocket { family: zero(), kind: zero(), proto: zero(), endpoint: Single::new(Endpoint::closed()) }
    }

    /// One that holds this descriptor.
    pub(super) fn of(fd: Fd, family: i32, kind: i32, protocol: i32) -> PySocket {
        let socket = PySocket::closed();
        socket.adopt(fd, family, kind, protocol);
        socket
    }

    pub(super) fn address(&self, address: &PyObjectRef, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
        address::from_python(address, self.family.load(Relaxed), caller, vm)
    }

    fn open(&self, vm: &VirtualMachine, family: i32, kind: i32, protocol: i32) -> PyResult<()> {
        match call::make(vm, Call::Socket { family, kind, protocol }, &[])? {
            (Reply::Opened { fd }, _) => self.adopt(fd, family, kind, protocol),
            (reply, _) => return Err(unexpected(vm, &reply)),
        }
        Ok(())
    }

    /// Takes a descriptor that exists; what is not said of it is asked.
    fn open_existing(&self, vm: &VirtualMachine, fd: i32, arguments: &InitArgs) -> PyResult<()> {
        if fd < 0 {
            return Err(vm.new_value_error("negative file descriptor"));
        }
        if files::is_open(fd) {
            return Err(errors::os_error(vm, Errno::ENOTSOCK));
        }
        let fd = Fd(fd);
        if let Some(errno @ (Errno::EBADF | Errno::ENOTSOCK)) = bridge::refusal(&Call::GetSockName { fd }) {
            return Err(errors::os_error(vm, errno));
        }
        let or_ask = |given: i32, ask: &dyn Fn() -> PyResult<i32>| if given == -1 { ask() } else { Ok(given) };
        let family = or_ask(arguments.family, &|| name(vm, Call::GetSockName { fd }).map(|address| address.family()))?;
        let kind = or_ask(arguments.r#type, &|| nature(vm, fd, SO_TYPE))?;
        let protocol = or_ask(arguments.proto, &|| nature(vm, fd, SO_PROTOCOL))?;
        self.adopt(fd, family, kind, protocol);
        Ok(())
    }

    /// As `repr` of `Lib/socket.py` does, with what is known here: that one asks the relay for both addresses.
    fn describe(&self, class: &Py<PyType>, vm: &VirtualMachine) -> PyResult<String> {
        let module = class.as_object().get_attr("__module__", vm)?.str(vm)?;
        let (family, kind, proto) = (self.family.load(Relaxed), self.kind.load(Relaxed), self.proto.load(Relaxed));
        let fd = self.endpoint.fd();
        let known = bridge::local_address(fd).or_else(|| unnamed(family));
        let address = known.map(|address| address::to_python(&address, vm).repr(vm)).transpose()?;
        let address = address.map_or_else(String::new, |address| format!(", laddr={address}"));
        let name = class.name();
        Ok(format!("<{module}.{name} fd={}, family={family}, type={kind}, proto={proto}{address}>", fd.0))
    }

    pub(super) fn set_timeout(&self, timeout: Timeout, vm: &VirtualMachine) -> PyResult<()> {
        // Its descriptor may have been closed by another of its holders.
        if let Some(errno @ Errno::EBADF) = bridge::refusal(&Call::GetSockName { fd: self.endpoint.fd() }) {
            return Err(errors::os_error(vm, errno));
        }
        self.endpoint.set_timeout(timeout);
        Ok(())
    }

    fn adopt(&self, fd: Fd, family: i32, kind: i32, protocol: i32) {
        self.endpoint.adopt(fd, kind);
        self.family.store(family, Relaxed);
        self.kind.store(kind & !(SOCK_NONBLOCK | SOCK_CLOEXEC), Relaxed);
        self.proto.store(protocol, Relaxed);
    }
}

/// The local address of a socket before anything gave it one, where that is an address to show.
fn unnamed(family: i32) -> Option<Address> {
    match family {
        AF_INET => Some(Address::Inet { host: Ipv4Addr::UNSPECIFIED, port: 0 }),
        AF_INET6 => Some(Address::Inet6 { host: Ipv6Addr::UNSPECIFIED, port: 0, flow_info: 0, scope_id: 0 }),
        _ => None,
    }
}

impl Constructor for PySocket {
    type Args = FuncArgs;

    fn py_new(_class: &Py<PyType>, _arguments: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
        Ok(PySocket::closed())
    }
}

impl Initializer for PySocket {
    type Args = InitArgs;

    fn init(zelf: &Py<Self>, arguments: InitArgs, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(fd) = &arguments.fileno {
            let fd = fd.try_index(vm)?.try_to_primitive(vm)?;
            return zelf.open_existing(vm, fd, &arguments);
        }
        let or = |given: i32, default: i32| if given == -1 { default } else { given };
        let (family, kind) = (or(arguments.family, AF_INET), or(arguments.r#type, SOCK_STREAM));
        zelf.open(vm, family, kind, or(arguments.proto, 0))
    }
}

impl Representable for PySocket {
    fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
        let (family, kind, proto) = (zelf.family.load(Relaxed), zelf.kind.load(Relaxed), zelf.proto.load(Relaxed));
        let fd = zelf.endpoint.fd().0;
        Ok(format!("<socket object, fd={fd}, family={family}, type={kind}, proto={proto}>"))
    }
}

impl Destructor for PySocket {
    /// Warns of a socket that was not closed, then closes it.
    fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
        if zelf.endpoint.is_closed() {
            return Ok(());
        }
        let warned = zelf.describe(zelf.class(), vm).and_then(|socket| {
            let text = vm.ctx.new_str(format!("unclosed {socket}"));
            let category = vm.ctx.exceptions.resource_warning.to_owned();
            rustpython_vm::warn::warn(text.into(), Some(category), 1, None, vm)
        });
        // Also where warnings are errors.
        zelf.endpoint.close(vm)?;
        warned
    }
}

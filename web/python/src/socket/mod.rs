//! `_socket`, the native half of Python's `socket`: Python's arguments become calls, answers become Python's values.
//!
//! ```text
//! class.rs        the socket class      resolve.rs, addrinfo.rs, names.rs    names to addresses and back
//! lifetime.rs     its begin and end
//! endpoint.rs     its calls             address.rs, unix.rs                  Python's addresses
//! call.rs         their answers         octets.rs                            htons, inet_aton, ...
//! descriptors.rs  socketpair, dup       message.rs                           sendmsg, recvmsg
//! ```
//! What a socket may do in which state is not known here: the model in `core` says it, and the kernel.

mod address;
mod addrinfo;
mod arguments;
pub(crate) mod call;
mod class;
mod descriptors;
mod directory;
mod endpoint;
mod lifetime;
mod message;
mod names;
mod octets;
mod resolve;
mod timeout;
mod unix;

pub(crate) use _socket::module_def;
pub(crate) use timeout::Patience;

use rustpython_vm::PyObjectRef;

/// The descriptor of a socket that is open.
pub(crate) fn descriptor(value: &PyObjectRef) -> Option<i32> {
    let socket = value.downcast_ref::<class::python::PySocket>()?;
    Some(socket.endpoint.fd().0).filter(|fd| *fd >= 0)
}

#[rustpython_vm::pymodule(with(
    addrinfo::python,
    class::python,
    descriptors::python,
    message::python,
    names::python,
    octets::python,
    resolve::python
))]
mod _socket {
    use super::timeout::{self, Timeout};
    use rustpython_vm::builtins::{PyModule, PyTypeRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::constants::SOCKET_CONSTANTS;

    #[pyattr(name = "has_ipv6")]
    const HAS_IPV6: bool = true;

    #[pyattr]
    fn error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.os_error.to_owned()
    }

    #[pyattr(name = "timeout")]
    fn timeout_error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.timeout_error.to_owned()
    }

    #[pyfunction]
    fn getdefaulttimeout() -> Option<f64> {
        timeout::default().seconds()
    }

    #[pyfunction]
    fn setdefaulttimeout(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        timeout::set_default(Timeout::from_python(seconds, vm)?);
        Ok(())
    }

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        for (name, value) in SOCKET_CONSTANTS {
            module.as_object().set_attr(*name, value.to_pyobject(vm), vm)?;
        }
        Ok(())
    }
}

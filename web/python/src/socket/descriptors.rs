//! The module's functions on descriptors: socketpair(2), dup(2), close(2).

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(super) mod python {
    use super::super::call::{make, make_unawaited, unexpected};
    use super::super::class::python::PySocket;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{PyResult, VirtualMachine};
    use sockbox_core::constants::{AF_UNIX, SOCK_STREAM};
    use sockbox_core::{Call, Fd, Reply};

    #[pyfunction]
    fn socketpair(
        family: OptionalArg<i32>,
        kind: OptionalArg<i32>,
        protocol: OptionalArg<i32>,
        vm: &VirtualMachine,
    ) -> PyResult<(PySocket, PySocket)> {
        let (family, kind, protocol) = (family.unwrap_or(AF_UNIX), kind.unwrap_or(SOCK_STREAM), protocol.unwrap_or(0));
        match make(vm, Call::SocketPair { family, kind, protocol }, &[])? {
            (Reply::OpenedPair { fds }, _) => Ok(fds.map(|fd| PySocket::of(fd, family, kind, protocol)).into()),
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    #[pyfunction]
    fn dup(fd: i32, vm: &VirtualMachine) -> PyResult<i32> {
        match make(vm, Call::Dup { fd: Fd(fd) }, &[])? {
            (Reply::Opened { fd }, _) => Ok(fd.0),
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    // As `os.close`: whatever the program does with descriptors, they are this session's only.
    #[pyfunction]
    fn close(fd: i32, vm: &VirtualMachine) -> PyResult<()> {
        make_unawaited(vm, Call::Close { fd: Fd(fd) })
    }
}

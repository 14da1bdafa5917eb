//! The socket class under `Lib/socket.py`. Each method reads its arguments as CPython's socketmodule.c does, makes one
//! call, and gives its value back.

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(crate) mod python {
    use super::super::address;
    use super::super::arguments::{RecvIntoArgs, SendToArgs, buffer_size, option_bytes};
    use super::super::call::{self, unexpected};
    use super::super::endpoint::{Endpoint, name, option_number, part, wire_size};
    use super::super::message::{Message, RecvMsgArgs, RecvMsgIntoArgs, SendMsgArgs};
    use super::super::timeout::Timeout;
    use crate::single::Single;
    use crate::{bridge, errors, room, step};
    use rustpython_vm::function::{ArgBytesLike, ArgMemoryBuffer, FuncArgs, OptionalArg, PosArgs};
    use rustpython_vm::types::{Constructor, Destructor, Initializer, Representable};
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};
    use sockbox_core::constants::SOMAXCONN;
    use sockbox_core::{Address, Call, Errno, How, Reply};
    use std::sync::atomic::AtomicI32;

    /// What `listen()` without a number asks for, as CPython's default.
    const BACKLOG_DEFAULT: i32 = 128;
    /// The longest value `getsockopt` reads, as in CPython.
    const OPTION_SIZE_MAX: i32 = 1024;

    #[pyattr(name = "socket")]
    #[pyattr(name = "SocketType")]
    #[pyclass(name = "socket")]
    #[derive(Debug, PyPayload)]
    pub(crate) struct PySocket {
        #[pymember]
        pub(in crate::socket) family: AtomicI32,
        #[pymember(name = "type")]
        pub(in crate::socket) kind: AtomicI32,
        #[pymember]
        pub(in crate::socket) proto: AtomicI32,
        pub(in crate::socket) endpoint: Single<Endpoint>,
    }

    #[pyclass(with(Constructor, Initializer, Representable, Destructor), flags(BASETYPE, HEAPTYPE))]
    impl PySocket {
        #[pymethod]
        fn bind(zelf: &Py<Self>, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let address = zelf.address(&address, "bind", vm)?;
            if let Address::Unix { path } = &address {
                room::prepare_bind(path, vm)?;
            }
            call::make(vm, Call::Bind { fd: zelf.endpoint.fd(), address }, &[]).map(drop)
        }

        #[pymethod]
        fn listen(zelf: &Py<Self>, backlog: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<()> {
            let backlog = backlog.unwrap_or(BACKLOG_DEFAULT.min(SOMAXCONN)).max(0);
            call::make(vm, Call::Listen { fd: zelf.endpoint.fd(), backlog }, &[]).map(drop)
        }

        #[pymethod]
        fn _accept(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<(i32, PyObjectRef)> {
            match zelf.endpoint.make(vm, &[], |fd, wait| Call::Accept { fd, wait })? {
                (Reply::Accepted { fd, address }, _) => Ok((fd.0, address::to_python(&address, vm))),
                (reply, _) => Err(unexpected(vm, &reply)),
            }
        }

        #[pymethod]
        fn connect(zelf: &Py<Self>, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let address = zelf.address(&address, "connect", vm)?;
            zelf.endpoint.connect(vm, address)
        }

        // As `connect`, with the number of an `OSError` for its value; running out of time is `EAGAIN` here.
        #[pymethod]
        fn connect_ex(zelf: &Py<Self>, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<i32> {
            let address = zelf.address(&address, "connect_ex", vm)?;
            match zelf.endpoint.connect(vm, address) {
                Ok(()) => Ok(0),
                Err(error) if error.fast_isinstance(vm.ctx.exceptions.os_error) => {
                    let number = error.as_object().get_attr("errno", vm)?;
                    if vm.is_none(&number) { Ok(Errno::EAGAIN.0) } else { number.try_into_value(vm) }
                }
                Err(error) => Err(error),
            }
        }

        #[pymethod]
        fn send(zelf: &Py<Self>, data: ArgBytesLike, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<u32> {
            let flags = flags.unwrap_or(0);
            zelf.endpoint.send(vm, &part(&data, 0), |fd, wait| Call::Send { fd, flags, wait })
        }

        #[pymethod]
        fn sendall(zelf: &Py<Self>, data: ArgBytesLike, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<()> {
            zelf.endpoint.send_all(vm, &data, flags.unwrap_or(0))
        }

        // `sendto(data, address)` or `sendto(data, flags, address)`.
        #[pymethod]
        fn sendto(zelf: &Py<Self>, arguments: PosArgs, vm: &VirtualMachine) -> PyResult<u32> {
            let SendToArgs { bytes, flags, address } = SendToArgs::read(arguments, vm)?;
            let address = zelf.address(&address, "sendto", vm)?;
            zelf.endpoint.send(vm, &bytes, |fd, wait| Call::SendTo { fd, address, flags, wait })
        }

        #[pymethod]
        fn recv(zelf: &Py<Self>, size: isize, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
            let (bytes, size) = zelf.endpoint.receive(vm, buffer_size(size, "recv", vm)?, flags.unwrap_or(0))?;
            Ok(of_size(bytes, size))
        }

        #[pymethod]
        fn recvfrom(
            zelf: &Py<Self>,
            size: isize,
            flags: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> PyResult<(Vec<u8>, PyObjectRef)> {
            let (flags, size) = (flags.unwrap_or(0), buffer_size(size, "recvfrom", vm)?);
            let (bytes, size, address) = zelf.endpoint.receive_from(vm, size, flags)?;
            Ok((of_size(bytes, size), address))
        }

        #[pymethod]
        fn recv_into(zelf: &Py<Self>, arguments: RecvIntoArgs, vm: &VirtualMachine) -> PyResult<usize> {
            let size = arguments.size("recv_into", "buffer too small for requested bytes", vm)?;
            let (bytes, size) = zelf.endpoint.receive(vm, size, arguments.flags)?;
            arguments.fill(&bytes, vm).map(|()| size)
        }

        #[pymethod]
        fn recvfrom_into(
            zelf: &Py<Self>,
            arguments: RecvIntoArgs,
            vm: &VirtualMachine,
        ) -> PyResult<(usize, PyObjectRef)> {
            let size = arguments.size("recvfrom_into", "nbytes is greater than the length of the buffer", vm)?;
            let (bytes, size, address) = zelf.endpoint.receive_from(vm, size, arguments.flags)?;
            arguments.fill(&bytes, vm).map(|()| (size, address))
        }

        #[pymethod]
        fn sendmsg(zelf: &Py<Self>, arguments: SendMsgArgs, vm: &VirtualMachine) -> PyResult<u32> {
            let address = arguments.address.as_ref().map(|address| zelf.address(address, "sendmsg", vm)).transpose()?;
            let (bytes, control, flags) = (arguments.bytes(vm)?, arguments.control(vm)?, arguments.flags);
            let call = |fd, wait| Call::SendMsg { fd, address, control: control.clone(), flags, wait };
            zelf.endpoint.send(vm, &bytes, call)
        }

        // What AF_ALG adds; there is no such socket here.
        #[pymethod]
        fn sendmsg_afalg(_zelf: &Py<Self>, _arguments: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Err(vm.new_os_error("algset is only supported for AF_ALG"))
        }

        #[pymethod]
        fn recvmsg(
            zelf: &Py<Self>,
            arguments: RecvMsgArgs,
            vm: &VirtualMachine,
        ) -> PyResult<(Vec<u8>, PyObjectRef, i32, PyObjectRef)> {
            let message = Message::receive(&zelf.endpoint, &arguments, vm)?;
            let length = message.size.min(wire_size(arguments.size.unsigned_abs()) as usize);
            Ok((of_size(message.bytes, length), message.control, message.flags, message.address))
        }

        #[pymethod]
        fn recvmsg_into(
            zelf: &Py<Self>,
            arguments: RecvMsgIntoArgs,
            vm: &VirtualMachine,
        ) -> PyResult<(usize, PyObjectRef, i32, PyObjectRef)> {
            let buffers = arguments.buffers(vm)?;
            let size = buffers.iter().map(ArgMemoryBuffer::len).sum();
            let message = Message::receive(&zelf.endpoint, &arguments.of_size(size), vm)?;
            message.fill(&buffers);
            Ok((message.size, message.control, message.flags, message.address))
        }

        #[pymethod]
        fn shutdown(zelf: &Py<Self>, how: i32, vm: &VirtualMachine) -> PyResult<()> {
            let how = match how {
                0 => How::Read,
                1 => How::Write,
                2 => How::Both,
                _ => return Err(errors::os_error(vm, Errno::EINVAL)),
            };
            call::make(vm, Call::Shutdown { fd: zelf.endpoint.fd(), how }, &[]).map(drop)
        }

        #[pymethod]
        fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            zelf.endpoint.close(vm)
        }

        #[pymethod]
        fn detach(zelf: &Py<Self>) -> i32 {
            zelf.endpoint.detach().0
        }

        #[pymethod]
        fn fileno(zelf: &Py<Self>) -> i32 {
            zelf.endpoint.fd().0
        }

        #[pymethod]
        fn getsockname(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            name_unless_shown(vm, Call::GetSockName { fd: zelf.endpoint.fd() })
        }

        #[pymethod]
        fn getpeername(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            name_unless_shown(vm, Call::GetPeerName { fd: zelf.endpoint.fd() })
        }

        #[pymethod]
        fn getsockopt(
            zelf: &Py<Self>,
            level: i32,
            name: i32,
            size: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> PyResult<PyObjectRef> {
            let fd = zelf.endpoint.fd();
            match size.unwrap_or(0) {
                0 => option_number(vm, fd, level, name).map(|number| vm.ctx.new_int(number).into()),
                size @ 1..=OPTION_SIZE_MAX => {
                    let call = Call::GetSockOpt { fd, level, name, size: size.unsigned_abs() };
                    call::make(vm, call, &[]).map(|(_, bytes)| vm.ctx.new_bytes(bytes).into())
                }
                _ => Err(vm.new_os_error("getsockopt buflen out of range")),
            }
        }

        #[pymethod]
        fn setsockopt(
            zelf: &Py<Self>,
            level: i32,
            name: i32,
            value: PyObjectRef,
            size: OptionalArg<u32>,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let bytes = match size {
                OptionalArg::Missing => option_bytes(value, vm)?,
                // Linux reads the value from where it is told to, and there is none.
                OptionalArg::Present(_) if vm.is_none(&value) => return Err(errors::os_error(vm, Errno::EFAULT)),
                OptionalArg::Present(_) => {
                    let name = value.class().name().to_string();
                    return Err(vm.new_type_error(format!("setsockopt() argument 3 must be None, not {name}")));
                }
            };
            call::make(vm, Call::SetSockOpt { fd: zelf.endpoint.fd(), level, name }, &bytes).map(drop)
        }

        #[pymethod]
        fn settimeout(zelf: &Py<Self>, seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            zelf.set_timeout(Timeout::from_python(seconds, vm)?, vm)
        }

        #[pymethod]
        fn gettimeout(zelf: &Py<Self>) -> Option<f64> {
            zelf.endpoint.timeout().seconds()
        }

        #[pygetset]
        fn timeout(zelf: &Py<Self>) -> Option<f64> {
            zelf.endpoint.timeout().seconds()
        }

        #[pymethod]
        fn setblocking(zelf: &Py<Self>, blocking: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let blocks = blocking.try_to_bool(vm)?;
            zelf.set_timeout(if blocks { Timeout::Blocking } else { Timeout::NonBlocking }, vm)
        }

        #[pymethod]
        fn getblocking(zelf: &Py<Self>) -> bool {
            zelf.endpoint.timeout() != Timeout::NonBlocking
        }
    }

    /// With `MSG_TRUNC` CPython's `bytes` are as long as recv(2) said, and in the place of what the kernel did not hand over is what
    /// its memory held before: here zeros.
    fn of_size(mut bytes: Vec<u8>, size: usize) -> Vec<u8> {
        bytes.resize(size, 0);
        bytes
    }

    /// `repr` of `Lib/socket.py` asks for both names of any socket. What it cannot have is no mistake of the program's:
    /// such a call is not made, so that the page does not explain it. Nor is any for who only looks at a paused program.
    fn name_unless_shown(vm: &VirtualMachine, call: Call) -> PyResult {
        let is_shown = || vm.current_frame().is_some_and(|frame| frame.f_code().obj_name.as_bytes() == b"__repr__");
        match bridge::refusal(&call) {
            _ if step::is_telling() => Err(errors::os_error(vm, Errno::ENOTCONN)),
            Some(errno) if is_shown() => Err(errors::os_error(vm, errno)),
            _ => name(vm, call).map(|address| address::to_python(&address, vm)),
        }
    }
}

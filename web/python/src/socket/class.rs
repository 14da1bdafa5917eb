//! The socket class under `Lib/socket.py`. Each method reads its arguments as CPython's socketmodule.c does, makes one
//! call, and gives its value back.

#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(crate) mod class {
    use super::super::address;
    use super::super::call::{self, Value, unexpected};
    use super::super::timeout::{self, Timeout};
    use crate::bridge;
    use crate::errors;
    use crate::single::Single;
    use rustpython_vm::builtins::{PyInt, PyType};
    use rustpython_vm::function::{ArgBytesLike, ArgMemoryBuffer, FuncArgs, OptionalArg};
    use rustpython_vm::types::{Constructor, Destructor, Initializer, Representable};
    use rustpython_vm::{AsObject, FromArgs, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};
    use sockbox_core::constants::{
        AF_INET, SO_PROTOCOL, SO_TYPE, SOCK_CLOEXEC, SOCK_NONBLOCK, SOCK_STREAM, SOL_SOCKET, SOMAXCONN,
    };
    use sockbox_core::wire::PAYLOAD_MAX;
    use sockbox_core::{Address, Call, Errno, Fd, How, Reply, Wait};
    use std::cell::Cell;
    use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

    /// What `listen()` without a number asks for, as CPython's default.
    const BACKLOG_DEFAULT: i32 = 128;
    /// The longest value `getsockopt` reads, as in CPython.
    const OPTION_SIZE_MAX: i32 = 1024;
    /// A descriptor that is none: the socket is closed.
    const CLOSED: i32 = -1;

    #[pyattr(name = "socket")]
    #[pyattr(name = "SocketType")]
    #[pyclass(name = "socket")]
    #[derive(Debug, PyPayload)]
    pub(crate) struct PySocket {
        #[pymember]
        family: AtomicI32,
        #[pymember(name = "type")]
        kind: AtomicI32,
        #[pymember]
        proto: AtomicI32,
        fd: Single<Cell<i32>>,
        timeout: Single<Cell<Timeout>>,
    }

    #[derive(FromArgs)]
    pub(crate) struct InitArgs {
        #[pyarg(any, default = -1)]
        family: i32,
        #[pyarg(any, default = -1)]
        r#type: i32,
        #[pyarg(any, default = -1)]
        proto: i32,
        #[pyarg(any, default)]
        fileno: Option<PyObjectRef>,
    }

    #[derive(FromArgs)]
    struct RecvIntoArgs {
        #[pyarg(any)]
        buffer: ArgMemoryBuffer,
        #[pyarg(any, default = 0)]
        nbytes: isize,
        #[pyarg(any, default = 0)]
        flags: i32,
    }

    impl PySocket {
        fn fd(&self) -> Fd {
            Fd(self.fd.get())
        }

        /// Makes a call that does not block.
        fn make(&self, vm: &VirtualMachine, call: Call) -> PyResult<Value> {
            call::make(vm, call, &[])
        }

        /// Makes a call that may block as long as this socket's calls do.
        fn make_patiently(&self, vm: &VirtualMachine, payload: &[u8], call: impl Fn(Wait) -> Call) -> PyResult<Value> {
            call::make_patiently(vm, self.timeout.get().patience(), payload, call)
        }

        fn address(&self, address: &PyObjectRef, caller: &str, vm: &VirtualMachine) -> PyResult<Address> {
            address::from_python(address, self.family.load(Relaxed), caller, vm)
        }

        fn open(&self, vm: &VirtualMachine, family: i32, kind: i32, protocol: i32) -> PyResult<()> {
            match call::make(vm, Call::Socket { family, kind, protocol }, &[])? {
                (Reply::Opened { fd }, _) => self.adopt(fd.0, family, kind, protocol),
                (reply, _) => return Err(unexpected(vm, &reply)),
            }
            Ok(())
        }

        /// Takes a descriptor that exists; what is not said of it is asked.
        fn open_existing(&self, vm: &VirtualMachine, fd: i32, arguments: &InitArgs) -> PyResult<()> {
            if fd < 0 {
                return Err(vm.new_value_error("negative file descriptor"));
            }
            let option = |name| option_number(vm, Fd(fd), SOL_SOCKET, name);
            let family = match arguments.family {
                -1 => name(vm, Call::GetSockName { fd: Fd(fd) })?.family(),
                family => family,
            };
            let kind = if arguments.r#type == -1 { option(SO_TYPE)? } else { arguments.r#type };
            let protocol = if arguments.proto == -1 { option(SO_PROTOCOL)? } else { arguments.proto };
            self.adopt(fd, family, kind, protocol);
            Ok(())
        }

        fn adopt(&self, fd: i32, family: i32, kind: i32, protocol: i32) {
            self.fd.set(fd);
            self.family.store(family, Relaxed);
            self.kind.store(kind & !(SOCK_NONBLOCK | SOCK_CLOEXEC), Relaxed);
            self.proto.store(protocol, Relaxed);
            let is_nonblocking = kind & SOCK_NONBLOCK != 0;
            self.timeout.set(if is_nonblocking { Timeout::NonBlocking } else { timeout::default() });
        }

        fn receive(&self, vm: &VirtualMachine, size: usize, flags: i32) -> PyResult<Vec<u8>> {
            let (fd, size) = (self.fd(), wire_size(size));
            let (_, bytes) = self.make_patiently(vm, &[], |wait| Call::Recv { fd, size, flags, wait })?;
            Ok(bytes)
        }

        fn receive_from(&self, vm: &VirtualMachine, size: usize, flags: i32) -> PyResult<(Vec<u8>, PyObjectRef)> {
            let (fd, size) = (self.fd(), wire_size(size));
            match self.make_patiently(vm, &[], |wait| Call::RecvFrom { fd, size, flags, wait })? {
                (Reply::ReceivedFrom { address }, bytes) => Ok((bytes, address::optional(address.as_ref(), vm))),
                (reply, _) => Err(unexpected(vm, &reply)),
            }
        }

        fn connect_to(&self, address: &PyObjectRef, caller: &str, vm: &VirtualMachine) -> PyResult<()> {
            let address = self.address(address, caller, vm)?;
            let fd = self.fd();
            self.make_patiently(vm, &[], |wait| Call::Connect { fd, address, wait }).map(drop)
        }
    }

    #[pyclass(with(Constructor, Initializer, Representable, Destructor), flags(BASETYPE, HEAPTYPE))]
    impl PySocket {
        #[pymethod]
        fn bind(zelf: &Py<Self>, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let address = zelf.address(&address, "bind", vm)?;
            zelf.make(vm, Call::Bind { fd: zelf.fd(), address }).map(drop)
        }

        #[pymethod]
        fn listen(zelf: &Py<Self>, backlog: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<()> {
            let backlog = backlog.unwrap_or(BACKLOG_DEFAULT.min(SOMAXCONN)).max(0);
            zelf.make(vm, Call::Listen { fd: zelf.fd(), backlog }).map(drop)
        }

        #[pymethod]
        fn _accept(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<(i32, PyObjectRef)> {
            let fd = zelf.fd();
            match zelf.make_patiently(vm, &[], |wait| Call::Accept { fd, wait })? {
                (Reply::Accepted { fd, address }, _) => Ok((fd.0, address::to_python(&address, vm))),
                (reply, _) => Err(unexpected(vm, &reply)),
            }
        }

        #[pymethod]
        fn connect(zelf: &Py<Self>, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            zelf.connect_to(&address, "connect", vm)
        }

        /// As `connect`, with the number of an `OSError` for its value; running out of time is `EAGAIN` here.
        #[pymethod]
        fn connect_ex(zelf: &Py<Self>, address: PyObjectRef, vm: &VirtualMachine) -> PyResult<i32> {
            let address = zelf.address(&address, "connect_ex", vm)?;
            let fd = zelf.fd();
            match zelf.make_patiently(vm, &[], |wait| Call::Connect { fd, address, wait }) {
                Ok(_) => Ok(0),
                Err(error) if error.fast_isinstance(vm.ctx.exceptions.os_error) => {
                    let number = error.as_object().get_attr("errno", vm)?;
                    if vm.is_none(&number) { Ok(Errno::EAGAIN.0) } else { number.try_into_value(vm) }
                }
                Err(error) => Err(error),
            }
        }

        #[pymethod]
        fn send(zelf: &Py<Self>, data: ArgBytesLike, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<u32> {
            let bytes = data.with_ref(|bytes| bytes[..bytes.len().min(PAYLOAD_MAX)].to_vec());
            let (fd, flags) = (zelf.fd(), flags.unwrap_or(0));
            sent(vm, zelf.make_patiently(vm, &bytes, |wait| Call::Send { fd, flags, wait })?)
        }

        /// In as many calls as the payload of a frame asks for, all within one timeout.
        #[pymethod]
        fn sendall(zelf: &Py<Self>, data: ArgBytesLike, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<()> {
            let bytes = data.with_ref(<[u8]>::to_vec);
            let (fd, flags, patience) = (zelf.fd(), flags.unwrap_or(0), zelf.timeout.get().patience());
            let send = |part: &[u8]| {
                call::make_patiently(vm, patience, part, |wait| Call::SendAll { fd, flags, wait }).map(drop)
            };
            if bytes.is_empty() { send(&[]) } else { bytes.chunks(PAYLOAD_MAX).try_for_each(send) }
        }

        /// `sendto(data, address)` or `sendto(data, flags, address)`.
        #[pymethod]
        fn sendto(
            zelf: &Py<Self>,
            data: ArgBytesLike,
            second: OptionalArg<PyObjectRef>,
            third: OptionalArg<PyObjectRef>,
            vm: &VirtualMachine,
        ) -> PyResult<u32> {
            let (flags, address) = match (second, third) {
                (OptionalArg::Present(flags), OptionalArg::Present(address)) => (flags.try_into_value(vm)?, address),
                (OptionalArg::Present(address), OptionalArg::Missing) => (0, address),
                _ => return Err(vm.new_type_error("sendto() takes 2 or 3 arguments (1 given)")),
            };
            let address = zelf.address(&address, "sendto", vm)?;
            // A datagram cannot be cut: the longest one is shorter than a payload, and the kernel says so.
            let bytes = data.with_ref(|bytes| bytes[..bytes.len().min(PAYLOAD_MAX)].to_vec());
            let fd = zelf.fd();
            sent(vm, zelf.make_patiently(vm, &bytes, |wait| Call::SendTo { fd, address, flags, wait })?)
        }

        #[pymethod]
        fn recv(zelf: &Py<Self>, size: isize, flags: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
            let size = usize::try_from(size).map_err(|_| vm.new_value_error("negative buffersize in recv"))?;
            zelf.receive(vm, size, flags.unwrap_or(0))
        }

        #[pymethod]
        fn recvfrom(
            zelf: &Py<Self>,
            size: isize,
            flags: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> PyResult<(Vec<u8>, PyObjectRef)> {
            let size = usize::try_from(size).map_err(|_| vm.new_value_error("negative buffersize in recvfrom"))?;
            zelf.receive_from(vm, size, flags.unwrap_or(0))
        }

        #[pymethod]
        fn recv_into(zelf: &Py<Self>, arguments: RecvIntoArgs, vm: &VirtualMachine) -> PyResult<usize> {
            let size = arguments.size("recv_into", "buffer too small for requested bytes", vm)?;
            let bytes = zelf.receive(vm, size, arguments.flags)?;
            arguments.fill(&bytes, vm)
        }

        #[pymethod]
        fn recvfrom_into(
            zelf: &Py<Self>,
            arguments: RecvIntoArgs,
            vm: &VirtualMachine,
        ) -> PyResult<(usize, PyObjectRef)> {
            let size = arguments.size("recvfrom_into", "nbytes is greater than the length of the buffer", vm)?;
            let (bytes, address) = zelf.receive_from(vm, size, arguments.flags)?;
            Ok((arguments.fill(&bytes, vm)?, address))
        }

        #[pymethod]
        fn shutdown(zelf: &Py<Self>, how: i32, vm: &VirtualMachine) -> PyResult<()> {
            let how = match how {
                0 => How::Read,
                1 => How::Write,
                2 => How::Both,
                _ => return Err(errors::os_error(vm, Errno::EINVAL)),
            };
            zelf.make(vm, Call::Shutdown { fd: zelf.fd(), how }).map(drop)
        }

        /// Does not wait for the answer: destructors close too, where a fiber must not be parked.
        #[pymethod]
        fn close(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            match zelf.fd.replace(CLOSED) {
                CLOSED => Ok(()),
                fd => call::make_unawaited(vm, Call::Close { fd: Fd(fd) }),
            }
        }

        #[pymethod]
        fn detach(zelf: &Py<Self>) -> i32 {
            zelf.fd.replace(CLOSED)
        }

        #[pymethod]
        fn fileno(zelf: &Py<Self>) -> i32 {
            zelf.fd.get()
        }

        #[pymethod]
        fn getsockname(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            name(vm, Call::GetSockName { fd: zelf.fd() }).map(|address| address::to_python(&address, vm))
        }

        #[pymethod]
        fn getpeername(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult {
            name(vm, Call::GetPeerName { fd: zelf.fd() }).map(|address| address::to_python(&address, vm))
        }

        #[pymethod]
        fn getsockopt(
            zelf: &Py<Self>,
            level: i32,
            name: i32,
            size: OptionalArg<i32>,
            vm: &VirtualMachine,
        ) -> PyResult<PyObjectRef> {
            match size.unwrap_or(0) {
                0 => option_number(vm, zelf.fd(), level, name).map(|number| vm.ctx.new_int(number).into()),
                size @ 1..=OPTION_SIZE_MAX => {
                    let size = size.unsigned_abs();
                    let (_, bytes) = zelf.make(vm, Call::GetSockOpt { fd: zelf.fd(), level, name, size })?;
                    Ok(vm.ctx.new_bytes(bytes).into())
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
                // Linux reads the value wherever it is told to, and there is none.
                OptionalArg::Present(_) if vm.is_none(&value) => return Err(errors::os_error(vm, Errno::EFAULT)),
                OptionalArg::Present(_) => {
                    let name = value.class().name().to_string();
                    return Err(vm.new_type_error(format!("setsockopt() argument 3 must be None, not {name}")));
                }
            };
            call::make(vm, Call::SetSockOpt { fd: zelf.fd(), level, name }, &bytes).map(drop)
        }

        #[pymethod]
        fn settimeout(zelf: &Py<Self>, seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            zelf.timeout.set(Timeout::from_python(seconds, vm)?);
            Ok(())
        }

        #[pymethod]
        fn gettimeout(zelf: &Py<Self>) -> Option<f64> {
            zelf.timeout.get().seconds()
        }

        #[pygetset]
        fn timeout(zelf: &Py<Self>) -> Option<f64> {
            zelf.timeout.get().seconds()
        }

        #[pymethod]
        fn setblocking(zelf: &Py<Self>, blocking: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
            let blocks = blocking.try_to_bool(vm)?;
            zelf.timeout.set(if blocks { Timeout::Blocking } else { Timeout::NonBlocking });
            Ok(())
        }

        #[pymethod]
        fn getblocking(zelf: &Py<Self>) -> bool {
            zelf.timeout.get() != Timeout::NonBlocking
        }
    }

    impl Constructor for PySocket {
        type Args = FuncArgs;

        fn py_new(_class: &Py<PyType>, _arguments: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(PySocket {
                family: AtomicI32::new(0),
                kind: AtomicI32::new(0),
                proto: AtomicI32::new(0),
                fd: Single::new(Cell::new(CLOSED)),
                timeout: Single::new(Cell::new(Timeout::Blocking)),
            })
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
            Ok(format!("<socket object, fd={}, family={family}, type={kind}, proto={proto}>", zelf.fd.get()))
        }
    }

    impl Destructor for PySocket {
        /// Warns of a socket that was not closed, then closes it.
        fn del(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if zelf.fd.get() == CLOSED {
                return Ok(());
            }
            // `repr` would ask the relay for both addresses; what is known here must do.
            let mut text = format!("unclosed {}", Self::repr_str(zelf, vm)?);
            if let Some(address) = bridge::local_address(zelf.fd()) {
                text = format!("{}, laddr={address}>", text.trim_end_matches('>'));
            }
            let category = vm.ctx.exceptions.resource_warning.to_owned();
            rustpython_vm::warn::warn(vm.ctx.new_str(text).into(), Some(category), 1, None, vm)?;
            Self::close(zelf, vm)
        }
    }

    impl RecvIntoArgs {
        /// How many bytes are asked for: all that fit, unless said otherwise.
        fn size(&self, caller: &str, too_many: &'static str, vm: &VirtualMachine) -> PyResult<usize> {
            let size = usize::try_from(self.nbytes)
                .map_err(|_| vm.new_value_error(format!("negative buffersize in {caller}")))?;
            match size {
                0 => Ok(self.buffer.len()),
                size if size <= self.buffer.len() => Ok(size),
                _ => Err(vm.new_value_error(too_many)),
            }
        }

        /// Writes into the buffer, which other threads may have shortened in the meantime.
        fn fill(&self, bytes: &[u8], vm: &VirtualMachine) -> PyResult<usize> {
            self.buffer.with_ref(|buffer| match buffer.get_mut(..bytes.len()) {
                Some(room) => {
                    room.copy_from_slice(bytes);
                    Ok(bytes.len())
                }
                None => Err(vm.new_buffer_error("the buffer became too small while data was awaited")),
            })
        }
    }

    /// What a frame can carry: recv(2) may return less than it was asked for.
    fn wire_size(size: usize) -> u32 {
        size.min(PAYLOAD_MAX) as u32
    }

    fn sent(vm: &VirtualMachine, value: Value) -> PyResult<u32> {
        match value {
            (Reply::Sent { size }, _) => Ok(size),
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    fn name(vm: &VirtualMachine, call: Call) -> PyResult<Address> {
        match call::make(vm, call, &[])? {
            (Reply::Name { address }, _) => Ok(address),
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    fn option_number(vm: &VirtualMachine, fd: Fd, level: i32, name: i32) -> PyResult<i32> {
        let (_, bytes) = call::make(vm, Call::GetSockOpt { fd, level, name, size: 4 }, &[])?;
        let mut number = [0; 4];
        // The kernel may write fewer bytes; Linux is little-endian wherever sockbox runs.
        let size = bytes.len().min(number.len());
        number[..size].copy_from_slice(&bytes[..size]);
        Ok(i32::from_le_bytes(number))
    }

    fn option_bytes(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        if let Some(number) = value.downcast_ref::<PyInt>() {
            return number.try_to_primitive::<i32>(vm).map(|number| number.to_le_bytes().to_vec());
        }
        let bytes: ArgBytesLike = value.try_into_value(vm)?;
        Ok(bytes.with_ref(<[u8]>::to_vec))
    }
}

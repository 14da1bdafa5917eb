//! sendmsg(2) and recvmsg(2): data in several buffers, and ancillary data beside it, cmsg(3).
//!
//! Python packs the descriptors of `SCM_RIGHTS` as C integers; they travel as descriptors of the session.

use super::address;
use super::call::unexpected;
use super::endpoint::{Endpoint, wire_size};
use crate::files;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyList, PyTuple};
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::function::{ArgBytesLike, ArgMemoryBuffer, OptionalArg};
use rustpython_vm::{AsObject, FromArgs, PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::constants::{SCM_RIGHTS, SOL_SOCKET};
use sockbox_core::{Call, Control, Fd, Reply};

/// The bytes of a C `int`.
const INT_SIZE: usize = size_of::<i32>();
/// The largest `socklen_t` that CPython takes.
const SOCKLEN_MAX: isize = i32::MAX as isize;

/// `sendmsg(buffers, ancdata, flags, address)`.
#[derive(FromArgs)]
pub(super) struct SendMsgArgs {
    #[pyarg(positional)]
    buffers: PyObjectRef,
    #[pyarg(positional, optional)]
    ancdata: OptionalArg<PyObjectRef>,
    #[pyarg(positional, default = 0)]
    pub(super) flags: i32,
    #[pyarg(positional, default)]
    pub(super) address: Option<PyObjectRef>,
}

impl SendMsgArgs {
    /// What the buffers hold together.
    pub(super) fn bytes(&self, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        let mut bytes = Vec::new();
        for buffer in elements(&self.buffers, "sendmsg() argument 1 must be an iterable", vm)? {
            let buffer: ArgBytesLike = buffer.try_into_value(vm)?;
            buffer.with_ref(|part| bytes.extend_from_slice(part));
        }
        Ok(bytes)
    }

    /// The ancillary data.
    pub(super) fn control(&self, vm: &VirtualMachine) -> PyResult<Vec<Control>> {
        let OptionalArg::Present(items) = &self.ancdata else { return Ok(Vec::new()) };
        let items = elements(items, "sendmsg() argument 2 must be an iterable", vm)?;
        items.iter().map(|item| control_message(item, vm)).collect()
    }
}

/// `recvmsg(bufsize, ancbufsize, flags)`.
#[derive(FromArgs)]
pub(super) struct RecvMsgArgs {
    #[pyarg(positional)]
    pub(super) size: isize,
    #[pyarg(positional, default = 0)]
    control_size: isize,
    #[pyarg(positional, default = 0)]
    flags: i32,
}

/// `recvmsg_into(buffers, ancbufsize, flags)`.
#[derive(FromArgs)]
pub(super) struct RecvMsgIntoArgs {
    #[pyarg(positional)]
    buffers: PyObjectRef,
    #[pyarg(positional, default = 0)]
    control_size: isize,
    #[pyarg(positional, default = 0)]
    flags: i32,
}

impl RecvMsgIntoArgs {
    /// The buffers, to be filled one after the other.
    pub(super) fn buffers(&self, vm: &VirtualMachine) -> PyResult<Vec<ArgMemoryBuffer>> {
        let no_buffer = "recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers";
        let buffers = elements(&self.buffers, "recvmsg_into() argument 1 must be an iterable", vm)?;
        let buffers = buffers.into_iter().map(|buffer| buffer.try_into_value(vm));
        buffers.map(|buffer| buffer.map_err(|_| vm.new_type_error(no_buffer))).collect()
    }

    /// As `recvmsg` that receives as much as the buffers hold.
    pub(super) fn of_size(&self, size: usize) -> RecvMsgArgs {
        RecvMsgArgs { size: size as isize, control_size: self.control_size, flags: self.flags }
    }
}

/// A received message as Python shows it.
pub(super) struct Message {
    pub(super) bytes: Vec<u8>,
    /// What recvmsg(2) returned.
    pub(super) size: usize,
    pub(super) control: PyObjectRef,
    pub(super) flags: i32,
    pub(super) address: PyObjectRef,
}

impl Message {
    /// recvmsg(2).
    pub(super) fn receive(endpoint: &Endpoint, arguments: &RecvMsgArgs, vm: &VirtualMachine) -> PyResult<Message> {
        let size =
            usize::try_from(arguments.size).map_err(|_| vm.new_value_error("negative buffer size in recvmsg()"))?;
        let is_valid = (0..=SOCKLEN_MAX).contains(&arguments.control_size);
        let control_size = u32::try_from(arguments.control_size).ok().filter(|_| is_valid);
        let control_size = control_size.ok_or_else(|| vm.new_value_error("invalid ancillary data buffer length"))?;
        let (size, flags) = (wire_size(size), arguments.flags);
        match endpoint.make(vm, &[], |fd, wait| Call::RecvMsg { fd, size, control_size, flags, wait })? {
            (Reply::ReceivedMessage { size, address, flags, control }, bytes) => {
                let control = control.into_iter().map(|message| ancillary(message, vm)).collect();
                let address = address::optional(address.as_ref(), vm);
                let control = vm.ctx.new_list(control).into();
                Ok(Message { bytes, size: size as usize, control, flags, address })
            }
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    /// Spreads the bytes over buffers.
    pub(super) fn fill(&self, buffers: &[ArgMemoryBuffer]) {
        let mut rest = &self.bytes[..];
        for buffer in buffers {
            buffer.with_ref(|room| {
                let (part, later) = rest.split_at(rest.len().min(room.len()));
                room[..part.len()].copy_from_slice(part);
                rest = later;
            });
        }
    }
}

/// The elements of an iterable; `otherwise` says what anything else is.
fn elements(object: &PyObjectRef, otherwise: &'static str, vm: &VirtualMachine) -> PyResult<Vec<PyObjectRef>> {
    let iterator = object.get_iter(vm).map_err(|_| vm.new_type_error(otherwise))?;
    iterator.iter::<PyObjectRef>(vm)?.collect()
}

/// From `(level, type, data)`.
fn control_message(item: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Control> {
    let tuple = item.downcast_ref::<PyTuple>().map(|tuple| tuple.as_slice().to_vec());
    let parts = tuple.or_else(|| item.downcast_ref::<PyList>().map(|list| list.borrow_vec().to_vec()));
    let parts = parts.ok_or_else(|| wrong_item(vm, &format!("3-item sequence, not {}", item.class().name())))?;
    let [level, kind, data] = parts.as_slice() else {
        return Err(wrong_item(vm, &format!("sequence of length 3, not {}", parts.len())));
    };
    let level = level.try_index(vm)?.try_to_primitive(vm)?;
    let kind = kind.try_index(vm)?.try_to_primitive(vm)?;
    let data = data.clone().try_into_value::<ArgBytesLike>(vm)?.with_ref(<[u8]>::to_vec);
    if (level, kind) == (SOL_SOCKET, SCM_RIGHTS) {
        let fds = descriptors(&data).into_iter().map(|fd| files::descriptor_to_send(fd, vm));
        return Ok(Control::Rights { fds: fds.collect::<PyResult<_>>()? });
    }
    Ok(Control::Data { level, kind, data })
}

fn wrong_item(vm: &VirtualMachine, what: &str) -> PyBaseExceptionRef {
    vm.new_type_error(format!("[sendmsg() ancillary data items]() argument must be {what}"))
}

/// The descriptors in `data`. What is left behind the last whole one the kernel does not look at.
fn descriptors(data: &[u8]) -> Vec<Fd> {
    let (numbers, _) = data.as_chunks::<INT_SIZE>();
    numbers.iter().map(|number| Fd(i32::from_le_bytes(*number))).collect()
}

/// As `(level, type, data)`.
fn ancillary(message: Control, vm: &VirtualMachine) -> PyObjectRef {
    let (level, kind, data) = match message {
        Control::Rights { fds } => {
            (SOL_SOCKET, SCM_RIGHTS, fds.iter().flat_map(|fd| fd.0.to_le_bytes()).collect::<Vec<_>>())
        }
        Control::Data { level, kind, data } => (level, kind, data),
    };
    vm.new_tuple((level, kind, vm.ctx.new_bytes(data))).to_pyobject(vm)
}

/// How much room ancillary data needs, cmsg(3), in a kernel of 64 bits.
#[rustpython_vm::pymodule(sub, name = "_socket")]
pub(super) mod python {
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    /// The bytes of `struct cmsghdr`.
    const HEADER_SIZE: i64 = 16;
    /// What each message is padded to.
    const ALIGNMENT: i64 = 8;
    const LENGTH_MAX: i64 = i32::MAX as i64;

    #[pyfunction]
    #[expect(non_snake_case, reason = "it is C's macro")]
    fn CMSG_LEN(length: PyObjectRef, vm: &VirtualMachine) -> PyResult<i64> {
        let length = bounded(&length, LENGTH_MAX - HEADER_SIZE, "CMSG_LEN", vm)?;
        Ok(HEADER_SIZE + length)
    }

    #[pyfunction]
    #[expect(non_snake_case, reason = "it is C's macro")]
    fn CMSG_SPACE(length: PyObjectRef, vm: &VirtualMachine) -> PyResult<i64> {
        let length = bounded(&length, LENGTH_MAX - HEADER_SIZE - ALIGNMENT, "CMSG_SPACE", vm)?;
        Ok(HEADER_SIZE + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)
    }

    fn bounded(length: &PyObjectRef, most: i64, function: &str, vm: &VirtualMachine) -> PyResult<i64> {
        let length = i64::try_from(length.try_index(vm)?.as_bigint())
            .map_err(|_| vm.new_overflow_error("Python int too large to convert to C ssize_t"))?;
        let fits = (0..=most).contains(&length);
        if fits { Ok(length) } else { Err(vm.new_overflow_error(format!("{function}() argument out of range"))) }
    }
}

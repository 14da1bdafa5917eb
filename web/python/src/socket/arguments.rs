//! The arguments of the socket class that need more than their type.

use rustpython_vm::builtins::PyInt;
use rustpython_vm::function::{ArgBytesLike, ArgMemoryBuffer, PosArgs};
use rustpython_vm::{FromArgs, PyObjectRef, PyResult, VirtualMachine};

/// `socket(family, type, proto, fileno)`; -1 is the default, and means "ask" where there is a `fileno`.
#[derive(FromArgs)]
pub(crate) struct InitArgs {
    #[pyarg(any, default = -1)]
    pub(super) family: i32,
    #[pyarg(any, default = -1)]
    pub(super) r#type: i32,
    #[pyarg(any, default = -1)]
    pub(super) proto: i32,
    #[pyarg(any, default)]
    pub(super) fileno: Option<PyObjectRef>,
}

/// `recv_into(buffer, nbytes, flags)`, and the same of `recvfrom_into`.
#[derive(FromArgs)]
pub(super) struct RecvIntoArgs {
    #[pyarg(any)]
    buffer: ArgMemoryBuffer,
    #[pyarg(any, default = 0)]
    nbytes: isize,
    #[pyarg(any, default = 0)]
    pub(super) flags: i32,
}

impl RecvIntoArgs {
    /// How many bytes are asked for: all that fit, unless said otherwise. `too_many` is the caller's word for more.
    pub(super) fn size(&self, caller: &str, too_many: &'static str, vm: &VirtualMachine) -> PyResult<usize> {
        let size =
            usize::try_from(self.nbytes).map_err(|_| vm.new_value_error(format!("negative buffersize in {caller}")))?;
        match size {
            0 => Ok(self.buffer.len()),
            size if size <= self.buffer.len() => Ok(size),
            _ => Err(vm.new_value_error(too_many)),
        }
    }

    /// Writes into the buffer.
    pub(super) fn fill(&self, bytes: &[u8], vm: &VirtualMachine) -> PyResult<()> {
        self.buffer.with_ref(|buffer| match buffer.get_mut(..bytes.len()) {
            Some(room) => {
                room.copy_from_slice(bytes);
                Ok(())
            }
            None => Err(vm.new_buffer_error("the buffer became too small while data was awaited")),
        })
    }
}

/// `sendto(data, address)` or `sendto(data, flags, address)`.
pub(super) struct SendToArgs {
    pub(super) bytes: Vec<u8>,
    pub(super) flags: i32,
    pub(super) address: PyObjectRef,
}

impl SendToArgs {
    /// In the order in which CPython looks at them.
    pub(super) fn read(arguments: PosArgs, vm: &VirtualMachine) -> PyResult<SendToArgs> {
        let (data, flags, address) = match arguments.into_vec().as_slice() {
            [data, address] => (data.clone(), None, address.clone()),
            [data, flags, address] => (data.clone(), Some(flags.clone()), address.clone()),
            other => {
                let text = format!("sendto() takes 2 or 3 arguments ({} given)", other.len());
                return Err(vm.new_type_error(text));
            }
        };
        let bytes = data.try_into_value::<ArgBytesLike>(vm)?.with_ref(<[u8]>::to_vec);
        let flags = flags.map_or(Ok(0), |flags| flags.try_into_value(vm))?;
        Ok(SendToArgs { bytes, flags, address })
    }
}

/// A size that must not be negative.
pub(super) fn buffer_size(size: isize, caller: &str, vm: &VirtualMachine) -> PyResult<usize> {
    usize::try_from(size).map_err(|_| vm.new_value_error(format!("negative buffersize in {caller}")))
}

/// The value of `setsockopt`: a number as C's `int`, or bytes.
pub(super) fn option_bytes(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    let number = value.downcast_ref::<PyInt>().and_then(|number| number.try_to_primitive::<i32>(vm).ok());
    if let Some(number) = number {
        return Ok(number.to_le_bytes().to_vec());
    }
    let bytes: ArgBytesLike = value.try_into_value(vm)?;
    Ok(bytes.with_ref(<[u8]>::to_vec))
}

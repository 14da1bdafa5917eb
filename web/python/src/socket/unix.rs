//! Names of `AF_UNIX` sockets, unix(7): a path is text in Python, an abstract name bytes that begin with a NUL.

use crate::room;
use rustpython_vm::builtins::PyStr;
use rustpython_vm::function::ArgBytesLike;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::{Address, SUN_PATH_MAX, SunPath};

/// The address that `object`, text or bytes, means.
///
/// # Errors
/// As CPython's `getsockaddrarg`.
pub(super) fn from_python(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Address> {
    let name = match object.downcast_ref::<PyStr>() {
        Some(text) => room::encode_path(text, vm)?,
        None => object.clone().try_into_value::<ArgBytesLike>(vm)?.with_ref(<[u8]>::to_vec),
    };
    let is_path = name.first().is_some_and(|first| *first != 0);
    // A path leaves room for the NUL that ends it.
    let longest = if is_path { SUN_PATH_MAX - 1 } else { SUN_PATH_MAX };
    // The kernel reads a path up to its first NUL.
    let meant = if is_path { name.split(|byte| *byte == 0).next().unwrap_or_default() } else { &name };
    let path = SunPath::new(meant).filter(|_| name.len() <= longest);
    let path = path.ok_or_else(|| vm.new_os_error("AF_UNIX path too long"))?;
    Ok(Address::Unix { path })
}

/// As Python shows it: `'/tmp/s'`, `b'\x00name'`, `''`.
pub(super) fn to_python(path: &SunPath, vm: &VirtualMachine) -> PyObjectRef {
    match path.is_abstract() {
        true => vm.ctx.new_bytes(path.as_bytes().to_vec()).into(),
        false => room::decode_path(path.as_bytes(), vm).into(),
    }
}

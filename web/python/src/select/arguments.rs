//! The arguments that `select`, `poll` and `epoll` have in common.

use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::Fd;
use std::time::Duration;

/// A number of seconds that is not negative.
///
/// # Errors
/// `ValueError`, `OverflowError`.
pub(super) fn limit(seconds: f64, vm: &VirtualMachine) -> PyResult<Duration> {
    if seconds < 0.0 {
        return Err(vm.new_value_error("timeout must be non-negative"));
    }
    Duration::try_from_secs_f64(seconds).map_err(|_| vm.new_overflow_error("timeout is too large"))
}

/// The descriptor that a number is, or that an object with `fileno` has.
///
/// # Errors
/// As CPython's `PyObject_AsFileDescriptor`.
pub(super) fn descriptor(object: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Fd> {
    let number = match object.try_index_opt(vm) {
        Some(number) => number?.try_to_primitive(vm)?,
        None => {
            let method = object.as_object().get_attr("fileno", vm);
            let method =
                method.map_err(|_| vm.new_type_error("argument must be an int, or have a fileno() method."))?;
            let number: i32 = method
                .call((), vm)?
                .try_into_value(vm)
                .map_err(|_| vm.new_type_error("fileno() returned a non-integer"))?;
            number
        }
    };
    if number < 0 {
        let text = format!("file descriptor cannot be a negative integer ({number})");
        return Err(vm.new_value_error(text));
    }
    Ok(Fd(number))
}

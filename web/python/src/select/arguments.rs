//! The arguments that `select`, `poll` and `epoll` have in common.

use rustpython_vm::function::ArgIntoFloat;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::Fd;
use std::time::Duration;

/// The longest timeout of poll(2): a C `int`.
const POLL_MILLISECONDS_MAX: f64 = i32::MAX as f64;

/// A number of seconds that is not negative.
///
/// # Errors
/// `ValueError`, `OverflowError`.
pub(super) fn limit(seconds: f64, vm: &VirtualMachine) -> PyResult<Duration> {
    if seconds.is_nan() {
        return Err(vm.new_value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(vm.new_value_error("timeout must be non-negative"));
    }
    Duration::try_from_secs_f64(seconds).map_err(|_| vm.new_overflow_error("timeout is too large"))
}

/// The milliseconds of `poll`; `None` if the number is negative, which means for ever.
///
/// # Errors
/// `TypeError`, `OverflowError`.
pub(super) fn poll_limit(timeout: &PyObjectRef, vm: &VirtualMachine) -> PyResult<Option<Duration>> {
    let milliseconds = timeout.clone().try_into_value::<ArgIntoFloat>(vm);
    let milliseconds = milliseconds.map_err(|_| vm.new_type_error("timeout must be an integer or None"))?.into_float();
    if milliseconds.abs() > POLL_MILLISECONDS_MAX {
        return Err(vm.new_overflow_error("timeout is too large"));
    }
    if milliseconds < 0.0 { Ok(None) } else { limit(milliseconds / 1000.0, vm).map(Some) }
}

/// The events that `poll` looks for: a C `unsigned short`.
///
/// # Errors
/// `TypeError`, `ValueError`, `OverflowError`.
pub(super) fn event_mask(events: &PyObjectRef, vm: &VirtualMachine) -> PyResult<i16> {
    let number = i64::try_from(events.try_index(vm)?.as_bigint());
    if number.is_ok_and(|number| number < 0) {
        return Err(vm.new_value_error("value must be positive"));
    }
    let mask = number.ok().and_then(|number| u16::try_from(number).ok());
    mask.map(u16::cast_signed).ok_or_else(|| vm.new_overflow_error("Python int too large for C unsigned short"))
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

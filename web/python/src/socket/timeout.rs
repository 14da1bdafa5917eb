//! How long the calls of a socket may block: `settimeout`, and what is left of it within one call.

use crate::clock::Deadline;
use rustpython_vm::builtins::PyFloat;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::Wait;
use std::cell::Cell;
use std::time::Duration;

/// The longest timeout CPython takes, in seconds: its clock counts nanoseconds in 64 bits.
const SECONDS_MAX: f64 = 9_223_372_036.0;

/// What `settimeout` set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Timeout {
    /// `None`: calls block.
    Blocking,
    /// Zero: they never do.
    NonBlocking,
    /// They block this long.
    Limit(Duration),
}

/// [`Timeout`] from the moment a call began.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Patience {
    /// The call never blocks.
    None,
    /// It blocks until then.
    Until(Deadline),
}

thread_local! {
    static DEFAULT: Cell<Timeout> = const { Cell::new(Timeout::Blocking) };
}

/// What a new socket has: `socket.getdefaulttimeout`.
pub(crate) fn default() -> Timeout {
    DEFAULT.get()
}

/// `socket.setdefaulttimeout`.
pub(crate) fn set_default(timeout: Timeout) {
    DEFAULT.set(timeout);
}

impl Timeout {
    /// From the argument of `settimeout`.
    ///
    /// # Errors
    /// As CPython's `socket_parse_timeout`: not a number, not a time, negative.
    pub(crate) fn from_python(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<Timeout> {
        if vm.is_none(&seconds) {
            return Ok(Timeout::Blocking);
        }
        let seconds = seconds_of(seconds, vm)?;
        if seconds < 0.0 {
            return Err(vm.new_value_error("Timeout value out of range"));
        }
        let limit = Duration::from_secs_f64(seconds);
        Ok(if limit.is_zero() { Timeout::NonBlocking } else { Timeout::Limit(limit) })
    }

    /// As `gettimeout` returns it.
    pub(crate) fn seconds(self) -> Option<f64> {
        match self {
            Timeout::Blocking => None,
            Timeout::NonBlocking => Some(0.0),
            Timeout::Limit(limit) => Some(limit.as_secs_f64()),
        }
    }

    /// The patience of a call that begins now.
    pub(crate) fn patience(self) -> Patience {
        match self {
            Timeout::Blocking => Patience::Until(Deadline::NEVER),
            Timeout::NonBlocking => Patience::None,
            Timeout::Limit(limit) => Patience::Until(Deadline::after(Some(limit))),
        }
    }
}

impl Patience {
    /// What is left, as it travels.
    pub(crate) fn wait(self) -> Wait {
        match self {
            Patience::None => Wait::Never,
            Patience::Until(deadline) => match deadline.remaining() {
                None => Wait::Forever,
                Some(left) => Wait::Milliseconds(milliseconds(left)),
            },
        }
    }
}

/// Rounded up, as CPython does: a call never gives up early.
pub(crate) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros().div_ceil(1000)).unwrap_or(u64::MAX)
}

fn seconds_of(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<f64> {
    let seconds = match seconds.downcast_ref::<PyFloat>() {
        Some(float) => float.to_f64(),
        None => i64::try_from(seconds.try_index(vm)?.as_bigint()).map_or(f64::MAX, |seconds| seconds as f64),
    };
    if seconds.is_nan() {
        return Err(vm.new_value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() > SECONDS_MAX {
        return Err(vm.new_overflow_error("timestamp too large to convert to C _PyTime_t"));
    }
    Ok(seconds)
}

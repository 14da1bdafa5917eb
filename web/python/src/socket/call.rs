//! Making a call and turning its answer into what Python code sees.

use super::timeout::Patience;
use crate::{bridge, errors};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_core::{Call, Errno, Outcome, Reply};

/// A call's value, with the bytes it brought.
pub(crate) type Value = (Reply, Vec<u8>);

/// Makes a call that does not block.
///
/// # Errors
/// `OSError`, as the call's man page lists them.
pub(crate) fn make(vm: &VirtualMachine, call: Call, payload: &[u8]) -> PyResult<Value> {
    make_patiently(vm, Patience::None, payload, |_| call.clone())
}

/// Makes a call that may block. One that a signal handler interrupted is made again with the time left (PEP 475).
///
/// # Errors
/// `OSError`, `TimeoutError`, or what Ctrl-C raises.
pub(crate) fn make_patiently(
    vm: &VirtualMachine,
    patience: Patience,
    payload: &[u8],
    call: impl Fn(sockbox_core::Wait) -> Call,
) -> PyResult<Value> {
    loop {
        if let Some(value) = make_once(vm, call(patience.wait()), payload)? {
            return Ok(value);
        }
    }
}

/// Makes a call that may block; `None` if a signal handler interrupted it.
///
/// # Errors
/// `OSError`, `TimeoutError`, or what Ctrl-C raises.
pub(super) fn make_once(vm: &VirtualMachine, call: Call, payload: &[u8]) -> PyResult<Option<Value>> {
    let answer = bridge::call(vm, call, payload)?;
    match answer.outcome {
        Outcome::Ok(reply) => Ok(Some((reply, answer.payload))),
        Outcome::Failed { errno: Errno::EINTR } => Ok(None),
        outcome => Err(error(vm, &outcome)),
    }
}

/// Makes a call without waiting for its answer.
///
/// # Errors
/// `OSError` if the model refuses it.
pub(crate) fn make_unawaited(vm: &VirtualMachine, call: Call) -> PyResult<()> {
    match bridge::send_off(call) {
        Some(answer) if !matches!(answer.outcome, Outcome::Ok(_)) => Err(error(vm, &answer.outcome)),
        _ => Ok(()),
    }
}

/// An answer of another kind than its call has: the relay and this worker do not understand each other.
pub(crate) fn unexpected(vm: &VirtualMachine, reply: &Reply) -> PyBaseExceptionRef {
    vm.new_system_error(format!("the relay answered with something else: {reply:?}"))
}

fn error(vm: &VirtualMachine, outcome: &Outcome) -> PyBaseExceptionRef {
    match outcome {
        Outcome::Ok(reply) => unexpected(vm, reply),
        Outcome::Failed { errno } | Outcome::Refused { errno, .. } => errors::os_error(vm, *errno),
        Outcome::TimedOut => errors::timed_out(vm),
    }
}

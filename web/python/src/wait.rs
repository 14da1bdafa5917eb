//! The loop around every wait of Python code: look, give up in time, let Ctrl-C through, park.

use crate::clock::Deadline;
use crate::{fiber, interrupt};
use rustpython_vm::{PyResult, VirtualMachine};

/// Parks the running fiber until `look` finds something; `None` when the deadline came first.
/// Whoever changes what `look` looks at must unpark the fiber.
///
/// # Errors
/// What Ctrl-C raises in the main thread.
pub(crate) fn until<T>(
    vm: &VirtualMachine,
    deadline: Deadline,
    mut look: impl FnMut() -> Option<T>,
) -> PyResult<Option<T>> {
    loop {
        if let Some(found) = look() {
            return Ok(Some(found));
        }
        if deadline.is_past() {
            return Ok(None);
        }
        interrupt::check(vm)?;
        fiber::park(deadline);
    }
}

//! Linux's error numbers in Python: the `errno` module, `os.strerror`, and the exceptions calls raise.

use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::{AsObject, VirtualMachine};
use sockbox_core::Errno;

/// `OSError(errno, strerror)`, which Python makes the right subclass of `OSError`.
pub(crate) fn os_error(vm: &VirtualMachine, errno: Errno) -> PyBaseExceptionRef {
    let arguments = vec![errno.0.to_pyobject(vm), errno.strerror().to_pyobject(vm)];
    vm.invoke_exception(vm.ctx.exceptions.os_error, arguments).unwrap_or_else(|error| error)
}

/// What Python raises when the seconds of `settimeout` went by.
pub(crate) fn timed_out(vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception_msg(vm.ctx.exceptions.timeout_error.to_owned(), "timed out".into())
}

/// An exception as the last line of its traceback shows it.
pub(crate) fn last_line(vm: &VirtualMachine, exception: &PyBaseExceptionRef) -> String {
    let name = exception.class().name().to_string();
    let text = exception.as_object().str(vm).map(|text| text.to_string_lossy().into_owned()).unwrap_or_default();
    if text.is_empty() { name } else { format!("{name}: {text}") }
}

/// The table of numbers for `lib/_startup.py`.
#[rustpython_vm::pymodule(name = "_errors")]
pub(crate) mod python {
    use rustpython_vm::builtins::PyDictRef;
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::{PyResult, VirtualMachine};
    use sockbox_core::Errno;
    use sockbox_core::errno::{ALIASES, ERRNOS};

    // Name to number, aliases included.
    #[pyfunction]
    fn numbers(vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let numbers = vm.ctx.new_dict();
        for row in ERRNOS {
            numbers.set_item(row.name, row.errno.0.to_pyobject(vm), vm)?;
        }
        for (name, errno) in ALIASES {
            numbers.set_item(*name, errno.0.to_pyobject(vm), vm)?;
        }
        Ok(numbers)
    }

    // Number to name: `errno.errorcode`.
    #[pyfunction]
    fn names(vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let names = vm.ctx.new_dict();
        for row in ERRNOS {
            names.set_item(&*row.errno.0.to_pyobject(vm), row.name.to_pyobject(vm), vm)?;
        }
        // Where two names share a number Python's dictionary has the one its source lists last.
        for (name, errno) in ALIASES.iter().filter(|(name, _)| *name != "EWOULDBLOCK") {
            names.set_item(&*errno.0.to_pyobject(vm), name.to_pyobject(vm), vm)?;
        }
        Ok(names)
    }

    #[pyfunction]
    fn strerror(number: i32) -> String {
        Errno(number).strerror()
    }
}

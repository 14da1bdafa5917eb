//! The files of the process: texts the page wrote, in memory. Programs can read them; writing comes with a later version.

use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static FILES: RefCell<BTreeMap<String, String>> = RefCell::default();
}

/// Writes a file, replacing one of the same name.
pub(crate) fn write(name: String, text: String) {
    FILES.with_borrow_mut(|files| files.insert(name, text));
}

/// The text of a file.
pub(crate) fn read(name: &str) -> Option<String> {
    FILES.with_borrow(|files| files.get(name).cloned())
}

/// The files for `lib/_files.py` and `lib/_posix.py`, and the built-in `open`.
#[rustpython_vm::pymodule(name = "_stored_files")]
pub(crate) mod python {
    use super::FILES;
    use crate::errors;
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyBytes, PyInt, PyStr, PyStrRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::{AsObject, FromArgs, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::Errno;

    #[derive(FromArgs)]
    #[allow(dead_code)] // They are part of Python's signature.
    struct OpenArgs {
        #[pyarg(any)]
        file: PyObjectRef,
        #[pyarg(any, default)]
        mode: Option<PyStrRef>,
        #[pyarg(any, default = -1)]
        buffering: isize,
        #[pyarg(any, default)]
        encoding: Option<PyStrRef>,
        #[pyarg(any, default)]
        errors: Option<PyStrRef>,
        #[pyarg(any, default)]
        newline: Option<PyStrRef>,
        #[pyarg(any, default = true)]
        closefd: bool,
        #[pyarg(any, default)]
        opener: Option<PyObjectRef>,
    }

    #[pyfunction]
    fn names(vm: &VirtualMachine) -> Vec<PyObjectRef> {
        FILES.with_borrow(|files| files.keys().map(|name| name.to_pyobject(vm)).collect())
    }

    #[pyfunction]
    fn read(name: PyStrRef) -> Option<String> {
        super::read(&name.to_string_lossy())
    }

    // As the built-in function. What it cannot do here it says as a Linux with a read-only disk would.
    #[pyfunction]
    fn open(arguments: OpenArgs, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        let mode = arguments.mode.as_ref().map_or("r".into(), |mode| mode.to_string_lossy());
        let is_binary = mode.contains('b');
        if let Some(fd) = arguments.file.downcast_ref::<PyInt>() {
            return terminal_stream(fd.try_to_primitive(vm)?, is_binary, vm);
        }
        if mode.contains(['w', 'a', 'x', '+']) {
            return Err(failed(Errno::EROFS, &arguments.file, vm));
        }
        let name = path_text(&arguments.file, vm)?;
        let name = name.trim_start_matches('/').trim_start_matches("./");
        let text = super::read(name).ok_or_else(|| failed(Errno::ENOENT, &arguments.file, vm))?;
        let io = vm.import("_io", 0)?;
        let data = vm.call_method(io.as_object(), "BytesIO", (vm.ctx.new_bytes(text.into_bytes()),))?;
        if is_binary {
            return Ok(data);
        }
        let encoding = arguments.encoding.unwrap_or_else(|| vm.ctx.new_str("utf-8"));
        vm.call_method(io.as_object(), "TextIOWrapper", (data, encoding, arguments.errors, arguments.newline))
    }

    fn terminal_stream(fd: i32, is_binary: bool, vm: &VirtualMachine) -> PyResult<PyObjectRef> {
        let name = match fd {
            0 => "__stdin__",
            1 => "__stdout__",
            2 => "__stderr__",
            _ => return Err(errors::os_error(vm, Errno::EBADF)),
        };
        let stream = vm.sys_module.get_attr(name, vm)?;
        if is_binary { stream.get_attr("buffer", vm) } else { Ok(stream) }
    }

    fn path_text(path: &PyObjectRef, vm: &VirtualMachine) -> PyResult<String> {
        let path = crate::posix::fspath(path.clone(), vm)?;
        let text = path.downcast_ref::<PyStr>().map(|text| text.to_string_lossy().into_owned());
        let bytes = path.downcast_ref::<PyBytes>().map(|bytes| String::from_utf8_lossy(bytes.as_bytes()).into_owned());
        text.or(bytes).ok_or_else(|| vm.new_type_error("expected str, bytes or os.PathLike object"))
    }

    fn failed(errno: Errno, file: &PyObjectRef, vm: &VirtualMachine) -> PyBaseExceptionRef {
        let arguments = vec![errno.0.to_pyobject(vm), errno.strerror().to_pyobject(vm), file.clone()];
        vm.invoke_exception(vm.ctx.exceptions.os_error, arguments).unwrap_or_else(|error| error)
    }
}

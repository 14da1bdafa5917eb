//! `posix`, the native half of Python's `os`. It must be native because `os` looks for its name among the built-in
//! modules; what needs no Rust stands in `lib/_posix.py`.

pub(crate) use python::{fspath, module_def};

#[rustpython_vm::pymodule(name = "posix")]
mod python {
    use rustpython_vm::builtins::PyModule;
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};

    /// More bytes at once than any program here needs; the browser gives 64 KiB at a time.
    const URANDOM_MAX: usize = 1 << 24;

    #[pyfunction]
    fn urandom(size: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        if size > URANDOM_MAX {
            return Err(vm.new_overflow_error(format!("at most {URANDOM_MAX} random bytes at once")));
        }
        let mut bytes = vec![0; size];
        getrandom::fill(&mut bytes).map_err(|error| vm.new_os_error(error.to_string()))?;
        Ok(bytes)
    }

    // `os.fspath`: what a path-like object says it is.
    #[pyfunction]
    pub(crate) fn fspath(path: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        let types = &vm.ctx.types;
        if path.fast_isinstance(types.str_type) || path.fast_isinstance(types.bytes_type) {
            return Ok(path);
        }
        if path.class().get_attr(vm.ctx.intern_str("__fspath__")).is_some() {
            return vm.call_method(&path, "__fspath__", ());
        }
        let name = path.class().name().to_string();
        Err(vm.new_type_error(format!("expected str, bytes or os.PathLike object, not {name}")))
    }

    pub(crate) fn module_exec(vm: &VirtualMachine, module: &Py<PyModule>) -> PyResult<()> {
        __module_exec(vm, module);
        for (name, value) in vm.import("_posix", 0)?.dict().into_iter().flatten() {
            let name = name.str(vm)?;
            if !name.as_bytes().starts_with(b"__") {
                module.as_object().set_attr(&name, value, vm)?;
            }
        }
        Ok(())
    }
}

//! `posix`, the native half of Python's `os`. It must be native because `os` looks for its name among the built-in
//! modules; what needs no Rust stands in `lib/_posix.py`.

pub(crate) use python::{fspath, module_def};

use crate::select;
use sockbox_core::Fd;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

thread_local! {
    /// What a program that is executed would inherit. None ever is: only what was set can be asked.
    static INHERITABLE: RefCell<BTreeSet<Fd>> = const { RefCell::new(BTreeSet::new()) };
    /// `O_NONBLOCK`. Kernel sockets never block; this is what `os.read` and `os.write` do, and `os.get_blocking` tells.
    static NON_BLOCKING: RefCell<BTreeSet<Fd>> = const { RefCell::new(BTreeSet::new()) };
    /// `RLIMIT_NOFILE`, getrlimit(2): one more than the highest descriptor that the relay gives out.
    static OPEN_MAX: Cell<u32> = const { Cell::new(0) };
}

/// How many descriptors the relay gives out. The terminal's come before them.
pub(crate) fn set_descriptors_max(descriptors: u32) {
    OPEN_MAX.set(descriptors.saturating_add(3));
}

/// A descriptor is closed: the next one of its number is as a new one is.
pub(crate) fn closed(fd: Fd) {
    INHERITABLE.with_borrow_mut(|inheritable| inheritable.remove(&fd));
    set_blocking(fd, true);
    select::closed(fd);
}

/// As fcntl(2) with `O_NONBLOCK`, which a socket object with a timeout sets as well.
pub(crate) fn set_blocking(fd: Fd, blocking: bool) {
    NON_BLOCKING.with_borrow_mut(|known| if blocking { known.remove(&fd) } else { known.insert(fd) });
}

#[rustpython_vm::pymodule(name = "posix")]
mod python {
    use super::{INHERITABLE, NON_BLOCKING, OPEN_MAX};
    use crate::{bridge, errors, memory, process};
    use rustpython_vm::builtins::PyModule;
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_core::{Call, Errno, Fd};

    /// Standard input, output and error.
    const TERMINAL: std::ops::RangeInclusive<i32> = 0..=2;
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

    // For `resource`: one more than the highest descriptor of the relay, bytes of memory that the process has, and
    // MiB that it may have.
    #[pyfunction]
    fn _limits() -> (u32, usize, &'static str) {
        (OPEN_MAX.get(), memory::size(), env!("SOCKBOX_MEMORY_MAX_MIB"))
    }

    // Ends the process at once: nothing of Python's runs any more.
    #[pyfunction]
    fn _exit(status: i32) {
        process::exit_at_once(status & 0xff)
    }

    #[pyfunction]
    fn get_inheritable(fd: i32, vm: &VirtualMachine) -> PyResult<bool> {
        let fd = open_descriptor(fd, vm)?;
        Ok(INHERITABLE.with_borrow(|inheritable| inheritable.contains(&fd)))
    }

    #[pyfunction]
    fn set_inheritable(fd: i32, inheritable: i32, vm: &VirtualMachine) -> PyResult<()> {
        let fd = open_descriptor(fd, vm)?;
        INHERITABLE.with_borrow_mut(|known| match inheritable != 0 {
            true => known.insert(fd),
            false => known.remove(&fd),
        });
        Ok(())
    }

    #[pyfunction]
    fn get_blocking(fd: i32, vm: &VirtualMachine) -> PyResult<bool> {
        let fd = open_descriptor(fd, vm)?;
        Ok(NON_BLOCKING.with_borrow(|known| !known.contains(&fd)))
    }

    #[pyfunction]
    fn set_blocking(fd: i32, blocking: i32, vm: &VirtualMachine) -> PyResult<()> {
        super::set_blocking(open_descriptor(fd, vm)?, blocking != 0);
        Ok(())
    }

    fn open_descriptor(fd: i32, vm: &VirtualMachine) -> PyResult<Fd> {
        match bridge::refusal(&Call::GetSockName { fd: Fd(fd) }) {
            Some(errno @ Errno::EBADF) if !TERMINAL.contains(&fd) => Err(errors::os_error(vm, errno)),
            _ => Ok(Fd(fd)),
        }
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

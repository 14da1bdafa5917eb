//! `_thread`: Python's threads are fibers; see [`crate::fiber`]. They run in turns, as CPython's do under its lock.

mod handle;
mod local;
mod lock;
mod mutex;
mod rlock;
mod start;

pub(crate) use _thread::module_def;
pub(crate) use start::join_all;

#[rustpython_vm::pymodule(with(handle::python, local::python, lock::python, rlock::python, start::python))]
mod _thread {
    use crate::{fiber, interrupt};
    use rustpython_vm::builtins::PyTypeRef;
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};

    /// The longest wait, in seconds, as CPython has it on Linux.
    #[pyattr]
    const TIMEOUT_MAX: f64 = 9_223_372_036.0;

    #[pyattr]
    fn error(vm: &VirtualMachine) -> PyTypeRef {
        vm.ctx.exceptions.runtime_error.to_owned()
    }

    #[pyfunction]
    #[pyfunction(name = "get_native_id")]
    fn get_ident() -> u64 {
        fiber::current().0
    }

    #[pyfunction]
    fn _get_main_thread_ident() -> u64 {
        fiber::MAIN.0
    }

    #[pyfunction]
    fn _is_main_interpreter() -> bool {
        true
    }

    #[pyfunction]
    fn daemon_threads_allowed() -> bool {
        true
    }

    // Names are for debuggers of the operating system.
    #[pyfunction]
    fn set_name(_name: PyObjectRef) {}

    // The browser sizes all stacks alike; zero stands for its default.
    #[pyfunction]
    fn stack_size(_size: OptionalArg<usize>) -> usize {
        0
    }

    #[pyfunction]
    fn interrupt_main(_arguments: FuncArgs) {
        interrupt::request();
    }

    #[pyfunction]
    fn exit(vm: &VirtualMachine) -> PyResult {
        Err(vm.new_exception_empty(vm.ctx.exceptions.system_exit.to_owned()))
    }
}

//! `_thread`: Python's threads are fibers; see [`crate::fiber`]. They run in turns, as CPython's do under its lock.

mod handle;
mod local;
mod lock;
mod mutex;
mod rlock;
pub(crate) mod start;

pub(crate) use _thread::module_def;
pub(crate) use start::join_all;

#[rustpython_vm::pymodule(with(handle::python, local::python, lock::python, rlock::python, start::python))]
mod _thread {
    use crate::{fiber, interrupt};
    use rustpython_vm::builtins::{PyDictRef, PyStrRef, PyTypeRef};
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{AsObject, PyResult, VirtualMachine};

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

    // Under this name the page lists the thread.
    #[pyfunction]
    fn set_name(name: PyStrRef) {
        super::start::set_name(name.to_string_lossy().into_owned());
    }

    // `sys._current_frames`: a dict of each thread's innermost frame, as copies. Threads that are set aside come back for a
    // moment to make theirs: their stacks are moved away meanwhile.
    #[pyfunction]
    fn _current_frames(vm: &VirtualMachine) -> PyResult<PyDictRef> {
        let frames = vm.ctx.new_dict();
        for (fiber, frame) in fiber::frames(vm) {
            frames.set_item(vm.ctx.new_int(fiber.0).as_object(), frame.into(), vm)?;
        }
        Ok(frames)
    }

    // The browser sizes all stacks alike; zero stands for its default.
    #[pyfunction]
    fn stack_size(_size: OptionalArg<usize>) -> usize {
        0
    }

    // As if the signal had come; one that no function of the program handles does nothing.
    #[pyfunction]
    fn interrupt_main(number: OptionalArg<i32>, vm: &VirtualMachine) -> PyResult<()> {
        let number = number.unwrap_or(interrupt::SIGINT);
        let signals = vm.import("_signal", 0)?;
        if vm.call_method(signals.as_object(), "getsignal", (number,))?.is_callable() {
            interrupt::send(number);
        }
        Ok(())
    }

    #[pyfunction]
    fn exit(vm: &VirtualMachine) -> PyResult {
        Err(vm.new_exception_empty(vm.ctx.exceptions.system_exit.to_owned()))
    }
}

//! Starting threads, and waiting for them at the end of a program.

use super::handle::python::ThreadHandle;
use super::local;
use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::vm::thread::ThreadedVirtualMachine;
use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A thread that has not ended.
struct Running {
    /// For joining; threads of `start_new_thread` have none.
    handle: Option<PyRef<ThreadHandle>>,
    is_daemon: bool,
}

thread_local! {
    static RUNNING: RefCell<BTreeMap<FiberId, Running>> = const { RefCell::new(BTreeMap::new()) };
}

/// Waits for all threads that are not daemons, as Python does at the end of a program.
///
/// # Errors
/// What Ctrl-C raises.
pub(crate) fn join_all(vm: &VirtualMachine) -> PyResult<()> {
    let next = || {
        RUNNING.with_borrow(|running| {
            let mut awaited = running.values().filter(|thread| !thread.is_daemon);
            awaited.find_map(|thread| thread.handle.clone())
        })
    };
    while let Some(handle) = next() {
        handle.wait(Deadline::NEVER, vm)?;
    }
    Ok(())
}

/// Starts a thread that calls `function`.
fn start_thread(vm: &VirtualMachine, function: PyObjectRef, arguments: FuncArgs, running: Running) -> FiberId {
    let fiber = fiber::next_id();
    running.handle.iter().for_each(|handle| handle.set_fiber(fiber));
    RUNNING.with_borrow_mut(|all| all.insert(fiber, running));
    let thread = vm.new_thread();
    fiber::start(fiber, move || run(&thread, fiber, function, arguments));
    fiber
}

/// What a thread's fiber does. Everything of Python's is let go while the thread's machine can still run destructors.
fn run(thread: &ThreadedVirtualMachine, fiber: FiberId, function: PyObjectRef, arguments: FuncArgs) {
    thread.run(|vm| {
        if let Err(error) = function.call(arguments, vm)
            && !error.fast_isinstance(vm.ctx.exceptions.system_exit)
        {
            let text = "Exception ignored in thread started by".to_owned();
            vm.run_unraisable(error, Some(text), function.clone());
        }
        drop(function);
        local::forget_thread(fiber);
        let running = RUNNING.with_borrow_mut(|all| all.remove(&fiber));
        running.and_then(|running| running.handle).iter().for_each(|handle| handle.finish());
        crate::output::flush();
    });
}

#[rustpython_vm::pymodule(sub, name = "_thread")]
pub(crate) mod python {
    use super::{RUNNING, Running, ThreadHandle, join_all, start_thread};
    use rustpython_vm::builtins::{PyDictRef, PyTupleRef};
    use rustpython_vm::function::{ArgCallable, FuncArgs, OptionalArg};
    use rustpython_vm::{FromArgs, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};

    #[derive(FromArgs)]
    struct StartArgs {
        #[pyarg(any)]
        function: ArgCallable,
        #[pyarg(any, default)]
        handle: Option<PyRef<ThreadHandle>>,
        #[pyarg(any, default = true)]
        daemon: bool,
    }

    #[pyfunction]
    fn start_joinable_thread(arguments: StartArgs, vm: &VirtualMachine) -> PyRef<ThreadHandle> {
        let handle = arguments.handle.unwrap_or_else(|| ThreadHandle::default().into_ref(&vm.ctx));
        let running = Running { handle: Some(handle.clone()), is_daemon: arguments.daemon };
        start_thread(vm, arguments.function.into(), FuncArgs::default(), running);
        handle
    }

    #[pyfunction]
    #[pyfunction(name = "start_new")]
    fn start_new_thread(
        function: ArgCallable,
        arguments: PyTupleRef,
        options: OptionalArg<PyDictRef>,
        vm: &VirtualMachine,
    ) -> PyResult<u64> {
        let mut call = FuncArgs::from(arguments.as_slice().to_vec());
        if let OptionalArg::Present(options) = options {
            for (name, value) in options {
                call.kwargs.insert(name.str(vm)?.to_string_lossy().into_owned().into(), value);
            }
        }
        let function: PyObjectRef = function.into();
        let running = Running { handle: None, is_daemon: true };
        Ok(start_thread(vm, function, call, running).0)
    }

    #[pyfunction]
    fn _count() -> usize {
        RUNNING.with_borrow(|running| running.len())
    }

    #[pyfunction]
    fn _shutdown(vm: &VirtualMachine) -> PyResult<()> {
        join_all(vm)
    }
}

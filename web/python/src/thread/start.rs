//! Starting threads, and waiting for them at the end of a program.

use super::handle::python::ThreadHandle;
use super::local;
use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::wait;
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
    /// As `threading` has it; empty for a thread that only `_thread` knows.
    name: String,
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

/// What a thread is called.
pub(crate) fn name(fiber: FiberId) -> String {
    let known = RUNNING.with_borrow(|running| running.get(&fiber).map(|thread| thread.name.clone()));
    match known {
        Some(name) if !name.is_empty() => name,
        _ if fiber == fiber::MAIN => "MainThread".to_owned(),
        _ => format!("thread {}", fiber.0),
    }
}

/// All threads, the main one first.
pub(crate) fn list() -> Vec<sockbox_message::Thread> {
    let others = RUNNING
        .with_borrow(|running| running.iter().map(|(fiber, thread)| (*fiber, thread.is_daemon)).collect::<Vec<_>>());
    let all = std::iter::once((fiber::MAIN, false)).chain(others);
    all.map(|(fiber, daemon)| {
        let wait = wait::of(fiber);
        let place = wait.as_ref().and_then(|wait| wait.place).map(|place| place.to_message());
        sockbox_message::Thread {
            id: fiber.0,
            name: name(fiber),
            daemon,
            waiting: wait.and_then(|wait| wait.what),
            place,
        }
    })
    .collect()
}

/// The running thread is called this from now on.
pub(super) fn set_name(name: String) {
    RUNNING.with_borrow_mut(|running| {
        if let Some(thread) = running.get_mut(&fiber::current()) {
            thread.name = name;
        }
    });
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
        let running = Running { handle: Some(handle.clone()), is_daemon: arguments.daemon, name: String::new() };
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
        let running = Running { handle: None, is_daemon: true, name: String::new() };
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

//! `_ThreadHandle`: a thread as `threading.Thread` knows it, to be waited for.

#[rustpython_vm::pymodule(sub, name = "_thread")]
pub(crate) mod python {
    use crate::clock::Deadline;
    use crate::fiber::{self, FiberId};
    use crate::single::Single;
    use crate::thread::start;
    use crate::wait::{self, Waiters};
    use rustpython_vm::builtins::PyType;
    use rustpython_vm::function::{ArgIntoFloat, FuncArgs, OptionalArg};
    use rustpython_vm::types::Constructor;
    use rustpython_vm::{Py, PyPayload, PyResult, VirtualMachine, pyclass};
    use sockbox_message::Awaited;
    use std::cell::{Cell, RefCell};
    use std::time::Duration;

    #[pyattr(name = "_ThreadHandle")]
    #[pyclass(module = "_thread", name = "_ThreadHandle")]
    #[derive(Debug, Default, PyPayload)]
    pub(crate) struct ThreadHandle {
        ident: Single<Cell<u64>>,
        is_done: Single<Cell<bool>>,
        waiting: Single<RefCell<Waiters>>,
    }

    #[pyfunction]
    fn _make_thread_handle(ident: u64) -> ThreadHandle {
        let handle = ThreadHandle::default();
        handle.set_fiber(FiberId(ident));
        handle
    }

    impl ThreadHandle {
        fn end(&self) -> Awaited {
            Awaited::Thread { name: start::name(FiberId(self.ident.get())) }
        }

        /// The thread this handle stands for.
        pub(crate) fn set_fiber(&self, fiber: FiberId) {
            self.ident.set(fiber.0);
        }

        /// The thread is over; whoever waits for it goes on.
        pub(crate) fn finish(&self) {
            self.is_done.set(true);
            let waiting = self.waiting.borrow().clone();
            waiting.wake();
        }

        /// Waits until the thread is over, or the deadline.
        pub(crate) fn wait(&self, deadline: Deadline, vm: &VirtualMachine) -> PyResult<()> {
            self.waiting.borrow_mut().enter();
            let waited = wait::until(vm, self.end(), deadline, || self.is_done.get().then_some(()));
            self.waiting.borrow_mut().leave(fiber::current());
            waited.map(drop)
        }
    }

    #[pyclass(with(Constructor))]
    impl ThreadHandle {
        #[pygetset]
        fn ident(zelf: &Py<Self>) -> u64 {
            zelf.ident.get()
        }

        #[pymethod]
        fn is_done(zelf: &Py<Self>) -> bool {
            zelf.is_done.get()
        }

        #[pymethod]
        fn _set_done(zelf: &Py<Self>) {
            zelf.finish();
        }

        #[pymethod]
        fn join(zelf: &Py<Self>, timeout: OptionalArg<Option<ArgIntoFloat>>, vm: &VirtualMachine) -> PyResult<()> {
            if zelf.ident.get() == fiber::current().0 {
                return Err(vm.new_runtime_error("Cannot join current thread"));
            }
            // A negative timeout waits for ever here; threading.Thread.join has made it zero.
            let limit = timeout.flatten().and_then(|seconds| Duration::try_from_secs_f64(seconds.into_float()).ok());
            zelf.wait(Deadline::after(limit), vm)
        }
    }

    impl Constructor for ThreadHandle {
        type Args = FuncArgs;

        fn py_new(_class: &Py<PyType>, _arguments: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(ThreadHandle::default())
        }
    }
}

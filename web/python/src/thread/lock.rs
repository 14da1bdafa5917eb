//! Locks: whoever finds one taken is parked in its queue.

use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::wait;
use rustpython_vm::function::ArgIntoFloat;
use rustpython_vm::{FromArgs, PyResult, VirtualMachine};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::time::Duration;

/// A lock that one fiber holds, some number of times.
#[derive(Default)]
pub(crate) struct Mutex {
    owner: Cell<Option<FiberId>>,
    count: Cell<usize>,
    waiting: RefCell<VecDeque<FiberId>>,
}

/// The arguments of `acquire`.
#[derive(FromArgs)]
pub(crate) struct AcquireArgs {
    #[pyarg(any, default = true)]
    blocking: bool,
    #[pyarg(any, default)]
    timeout: Option<ArgIntoFloat>,
}

/// Python's way to say that there is no limit.
const NO_TIMEOUT: f64 = -1.0;

impl Mutex {
    /// Takes the lock once it is free; false if it was not in time.
    fn acquire(&self, deadline: Deadline, vm: &VirtualMachine) -> PyResult<bool> {
        if self.try_acquire() {
            return Ok(true);
        }
        self.waiting.borrow_mut().push_back(fiber::current());
        let acquired = wait::until(vm, deadline, || self.try_acquire().then_some(()));
        self.waiting.borrow_mut().retain(|waiting| *waiting != fiber::current());
        if !matches!(acquired, Ok(Some(()))) {
            // The wake-up that was meant for this fiber must not be lost.
            self.wake_next();
        }
        Ok(acquired?.is_some())
    }

    fn try_acquire(&self) -> bool {
        let is_free = self.count.get() == 0;
        if is_free {
            self.take(1);
        }
        is_free
    }

    fn take(&self, count: usize) {
        self.owner.set(Some(fiber::current()));
        self.count.set(count);
    }

    /// Gives the lock up altogether, however often it was taken.
    fn release(&self) {
        self.count.set(0);
        self.owner.set(None);
        self.wake_next();
    }

    fn wake_next(&self) {
        let next = self.waiting.borrow().front().copied();
        if let (0, Some(next)) = (self.count.get(), next) {
            fiber::unpark(next);
        }
    }

    fn is_taken(&self) -> bool {
        self.count.get() > 0
    }

    fn is_owned(&self) -> bool {
        self.is_taken() && self.owner.get() == Some(fiber::current())
    }

    fn owner(&self) -> u64 {
        self.owner.get().map_or(0, |owner| owner.0)
    }
}

impl AcquireArgs {
    /// Until when to wait.
    fn deadline(self, vm: &VirtualMachine) -> PyResult<Deadline> {
        let seconds = self.timeout.map_or(NO_TIMEOUT, ArgIntoFloat::into_float);
        match (self.blocking, seconds) {
            (false, NO_TIMEOUT) => Ok(Deadline::after(Some(Duration::ZERO))),
            (false, _) => Err(vm.new_value_error("can't specify a timeout for a non-blocking call")),
            (true, NO_TIMEOUT) => Ok(Deadline::NEVER),
            (true, seconds) if seconds < 0.0 => Err(vm.new_value_error("timeout value must be a non-negative number")),
            (true, seconds) => Duration::try_from_secs_f64(seconds)
                .map(|limit| Deadline::after(Some(limit)))
                .map_err(|_| vm.new_overflow_error("timeout value is too large")),
        }
    }
}

#[rustpython_vm::pymodule(sub, name = "_thread")]
pub(crate) mod lock {
    use super::{AcquireArgs, Deadline, Mutex};
    use crate::single::Single;
    use rustpython_vm::builtins::{PyTupleRef, PyType};
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{AsObject, Py, PyPayload, PyResult, VirtualMachine, pyclass};

    #[pyattr(name = "LockType")]
    #[pyattr(name = "lock")]
    #[pyclass(module = "_thread", name = "lock")]
    #[derive(Debug, Default, PyPayload)]
    pub(crate) struct Lock {
        mutex: Single<Mutex>,
    }

    #[pyfunction]
    #[pyfunction(name = "allocate")]
    fn allocate_lock() -> Lock {
        Lock::default()
    }

    #[pyclass(with(Constructor, Representable), flags(HAS_WEAKREF))]
    impl Lock {
        #[pymethod]
        #[pymethod(name = "acquire_lock")]
        fn acquire(zelf: &Py<Self>, arguments: AcquireArgs, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.mutex.acquire(arguments.deadline(vm)?, vm)
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.mutex.acquire(Deadline::NEVER, vm)
        }

        #[pymethod]
        #[pymethod(name = "release_lock")]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if !zelf.mutex.is_taken() {
                return Err(vm.new_runtime_error("release unlocked lock"));
            }
            zelf.mutex.release();
            Ok(())
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _exception: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Self::release(zelf, vm)
        }

        #[pymethod]
        #[pymethod(name = "locked_lock")]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.mutex.is_taken()
        }

        #[pymethod]
        fn _at_fork_reinit(zelf: &Py<Self>) {
            zelf.mutex.release();
        }
    }

    impl Constructor for Lock {
        type Args = ();

        fn py_new(_class: &Py<PyType>, (): (), _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(Lock::default())
        }
    }

    impl Representable for Lock {
        fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
            let state = if zelf.mutex.is_taken() { "locked" } else { "unlocked" };
            Ok(format!("<{state} _thread.lock object at {:#x}>", zelf.get_id()))
        }
    }

    #[pyattr]
    #[pyclass(module = "_thread", name = "RLock")]
    #[derive(Debug, Default, PyPayload)]
    pub(crate) struct RLock {
        mutex: Single<Mutex>,
    }

    impl RLock {
        fn take(&self, deadline: Deadline, vm: &VirtualMachine) -> PyResult<bool> {
            if self.mutex.is_owned() {
                self.mutex.count.set(self.mutex.count.get() + 1);
                return Ok(true);
            }
            self.mutex.acquire(deadline, vm)
        }

        fn must_be_owned(&self, vm: &VirtualMachine) -> PyResult<()> {
            match self.mutex.is_owned() {
                true => Ok(()),
                false => Err(vm.new_runtime_error("cannot release un-acquired lock")),
            }
        }
    }

    #[pyclass(with(Constructor, Representable), flags(BASETYPE, HAS_WEAKREF))]
    impl RLock {
        #[pymethod]
        fn acquire(zelf: &Py<Self>, arguments: AcquireArgs, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.take(arguments.deadline(vm)?, vm)
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            zelf.take(Deadline::NEVER, vm)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            zelf.must_be_owned(vm)?;
            match zelf.mutex.count.get() {
                1 => zelf.mutex.release(),
                count => zelf.mutex.count.set(count - 1),
            }
            Ok(())
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _exception: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Self::release(zelf, vm)
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.mutex.is_taken()
        }

        #[pymethod]
        fn _at_fork_reinit(zelf: &Py<Self>) {
            zelf.mutex.release();
        }

        #[pymethod]
        fn _is_owned(zelf: &Py<Self>) -> bool {
            zelf.mutex.is_owned()
        }

        #[pymethod]
        fn _recursion_count(zelf: &Py<Self>) -> usize {
            if zelf.mutex.is_owned() { zelf.mutex.count.get() } else { 0 }
        }

        /// For `Condition.wait`: gives the lock up whole, and says what to restore.
        #[pymethod]
        fn _release_save(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<(usize, u64)> {
            zelf.must_be_owned(vm)?;
            let saved = (zelf.mutex.count.get(), zelf.mutex.owner());
            zelf.mutex.release();
            Ok(saved)
        }

        #[pymethod]
        fn _acquire_restore(zelf: &Py<Self>, saved: PyTupleRef, vm: &VirtualMachine) -> PyResult<()> {
            let count = saved.first().ok_or_else(|| vm.new_type_error("a saved state is a pair"))?;
            let count: usize = count.clone().try_into_value(vm)?;
            zelf.mutex.acquire(Deadline::NEVER, vm)?;
            zelf.mutex.take(count);
            Ok(())
        }
    }

    impl Constructor for RLock {
        type Args = FuncArgs;

        fn py_new(_class: &Py<PyType>, _arguments: FuncArgs, _vm: &VirtualMachine) -> PyResult<Self> {
            Ok(RLock::default())
        }
    }

    impl Representable for RLock {
        fn repr_str(zelf: &Py<Self>, _vm: &VirtualMachine) -> PyResult<String> {
            let mutex = &zelf.mutex;
            let state = if mutex.is_taken() { "locked" } else { "unlocked" };
            let (owner, count) = (mutex.owner(), mutex.count.get());
            Ok(format!("<{state} _thread.RLock object owner={owner} count={count} at {:#x}>", zelf.get_id()))
        }
    }
}

//! `_thread.RLock`: held by one thread, any number of times.

#[rustpython_vm::pymodule(sub, name = "_thread")]
pub(super) mod python {
    use super::super::mutex::{AcquireArgs, Mutex};
    use crate::clock::Deadline;
    use crate::single::Single;
    use rustpython_vm::builtins::{PyTupleRef, PyType};
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::{Constructor, Representable};
    use rustpython_vm::{AsObject, Py, PyPayload, PyResult, VirtualMachine, pyclass};

    #[pyattr]
    #[pyclass(module = "_thread", name = "RLock")]
    #[derive(Debug, Default, PyPayload)]
    pub(crate) struct RLock {
        mutex: Single<Mutex>,
    }

    impl RLock {
        fn take(&self, deadline: Deadline, vm: &VirtualMachine) -> PyResult<bool> {
            if self.mutex.is_owned() {
                self.mutex.take(self.mutex.count() + 1);
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
            match zelf.mutex.count() {
                1 => zelf.mutex.release(),
                count => zelf.mutex.take(count - 1),
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
            if zelf.mutex.is_owned() { zelf.mutex.count() } else { 0 }
        }

        // For `Condition.wait`: gives the lock up whole, and says what to restore.
        #[pymethod]
        fn _release_save(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<(usize, u64)> {
            zelf.must_be_owned(vm)?;
            let saved = (zelf.mutex.count(), zelf.mutex.owner());
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
            let (owner, count) = (mutex.owner(), mutex.count());
            Ok(format!("<{state} _thread.RLock object owner={owner} count={count} at {:#x}>", zelf.get_id()))
        }
    }
}

//! `_thread.lock`: held by no thread in particular, released by any.

#[rustpython_vm::pymodule(sub, name = "_thread")]
pub(super) mod python {
    use super::super::mutex::{AcquireArgs, Mutex};
    use crate::clock::Deadline;
    use crate::single::Single;
    use rustpython_vm::builtins::PyType;
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
}

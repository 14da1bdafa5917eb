//! `threading.local`: attributes that each thread has for itself.

use crate::fiber::FiberId;
use rustpython_vm::builtins::PyDictRef;
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    /// For each thread its dictionaries, by the identity of the `local` they belong to.
    static DICTIONARIES: RefCell<HashMap<FiberId, HashMap<usize, PyDictRef>>> = RefCell::default();
}

/// Lets go of what a thread that is over held. Must be called where Python code can run: destructors may.
pub(super) fn forget_thread(fiber: FiberId) {
    let dictionaries = DICTIONARIES.with_borrow_mut(|all| all.remove(&fiber));
    drop(dictionaries);
}

/// Lets go of what all threads hold for a `local` that is no more.
fn forget_local(id: usize) {
    let dictionaries: Vec<_> = DICTIONARIES
        .try_with(|all| all.borrow_mut().values_mut().filter_map(|of_thread| of_thread.remove(&id)).collect())
        .unwrap_or_default();
    drop(dictionaries);
}

#[rustpython_vm::pymodule(sub, name = "_thread")]
pub(crate) mod python {
    use super::{DICTIONARIES, forget_local};
    use crate::fiber;
    use crate::single::Single;
    use rustpython_vm::builtins::{PyDictRef, PyStr, PyTypeRef};
    use rustpython_vm::function::{FuncArgs, PySetterValue};
    use rustpython_vm::types::{GetAttr, SetAttr};
    use rustpython_vm::{AsObject, Py, PyPayload, PyRef, PyResult, VirtualMachine, pyclass};
    use std::cell::Cell;

    #[pyattr(name = "_local")]
    #[pyclass(module = "_thread", name = "_local")]
    #[derive(Debug, PyPayload)]
    pub(crate) struct Local {
        /// Of the object around this payload, which the payload cannot see.
        id: Single<Cell<usize>>,
        /// What `__init__` of a subclass gets in each thread.
        arguments: FuncArgs,
    }

    impl Drop for Local {
        fn drop(&mut self) {
            forget_local(self.id.get());
        }
    }

    impl Local {
        /// This thread's dictionary; a subclass fills a new one by its `__init__`.
        fn dictionary(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
            let (fiber, id) = (fiber::current(), zelf.get_id());
            let known = DICTIONARIES.with_borrow(|all| all.get(&fiber)?.get(&id).cloned());
            if let Some(known) = known {
                return Ok(known);
            }
            let new = vm.ctx.new_dict();
            DICTIONARIES.with_borrow_mut(|all| all.entry(fiber).or_default().insert(id, new.clone()));
            let init = zelf.class().get_attr(vm.ctx.intern_str("__init__"));
            let inherited = vm.ctx.types.object_type.get_attr(vm.ctx.intern_str("__init__"));
            if let (Some(init), Some(inherited)) = (init, inherited)
                && !init.is(&inherited)
            {
                let mut arguments = zelf.arguments.clone();
                arguments.prepend_arg(zelf.as_object().to_owned());
                init.call(arguments, vm)?;
            }
            Ok(new)
        }
    }

    #[pyclass(with(GetAttr, SetAttr), flags(BASETYPE))]
    impl Local {
        /// The first thread's `__init__` is called by Python itself.
        #[pyslot]
        fn slot_new(class: PyTypeRef, arguments: FuncArgs, vm: &VirtualMachine) -> PyResult {
            let local = Local { id: Single::default(), arguments };
            let local = local.into_ref_with_type(vm, class)?;
            let id = local.get_id();
            local.id.set(id);
            DICTIONARIES.with_borrow_mut(|all| {
                all.entry(fiber::current()).or_default().insert(id, vm.ctx.new_dict());
            });
            Ok(local.into())
        }

        #[pygetset(name = "__dict__")]
        fn dict(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
            Self::dictionary(&zelf, vm)
        }
    }

    impl GetAttr for Local {
        fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
            let dictionary = Self::dictionary(zelf, vm)?;
            if name.as_bytes() == b"__dict__" {
                return Ok(dictionary.into());
            }
            zelf.as_object().generic_getattr_opt(name, Some(dictionary), vm)?.ok_or_else(|| {
                vm.new_attribute_error(format!("'{}' object has no attribute '{name}'", zelf.class().name()))
            })
        }
    }

    impl SetAttr for Local {
        fn setattro(zelf: &Py<Self>, name: &Py<PyStr>, value: PySetterValue, vm: &VirtualMachine) -> PyResult<()> {
            let dictionary = Self::dictionary(zelf, vm)?;
            match value {
                PySetterValue::Assign(value) => dictionary.set_item(name, value, vm),
                PySetterValue::Delete => dictionary.del_item(name, vm).map_err(|_| {
                    vm.new_attribute_error(format!("'{}' object has no attribute '{name}'", zelf.class().name()))
                }),
            }
        }
    }
}

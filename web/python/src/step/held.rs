//! The sockets that a line can reach: by its function's own variables and the global ones it names, and one step further.

use crate::socket;
use rustpython_vm::builtins::{PyDict, PyList, PyStr, PyTuple};
use rustpython_vm::frame::InterpreterFrame;
use rustpython_vm::{PyObjectRef, VirtualMachine};
use sockbox_message::Held;

/// Sockets that are told.
const HELD_MAX: usize = 50;
/// Items of a list or tuple, or attributes, that are looked at.
const ITEMS_MAX: usize = 50;

/// The sockets, `variables` being the local ones. Nothing of Python's runs for it.
pub(super) fn of(vm: &VirtualMachine, frame: &InterpreterFrame, variables: &[(String, PyObjectRef)]) -> Vec<Held> {
    let mut held = Vec::new();
    variables.iter().for_each(|(name, value)| add(&mut held, name, value));
    let globals = vm.current_globals();
    for name in frame.code().names.iter().map(|name| name.as_str()) {
        let is_own = variables.iter().any(|(own, _)| own == name);
        if let (false, Ok(value)) = (is_own, globals.get_item(name, vm)) {
            add(&mut held, name, &value);
        }
    }
    held.truncate(HELD_MAX);
    held
}

/// The value, if it is a socket; else what it holds.
fn add(held: &mut Vec<Held>, name: &str, value: &PyObjectRef) {
    if let Some(fd) = socket::descriptor(value) {
        held.push(Held { name: name.to_owned(), fd });
        return;
    }
    for (part, value) in parts(value) {
        held.extend(socket::descriptor(&value).map(|fd| Held { name: format!("{name}{part}"), fd }));
    }
}

/// What a value is made of, and how each part is written after its name.
fn parts(value: &PyObjectRef) -> Vec<(String, PyObjectRef)> {
    let numbered = |items: &[PyObjectRef]| {
        let items = items.iter().take(ITEMS_MAX).enumerate();
        items.map(|(index, item)| (format!("[{index}]"), item.clone())).collect()
    };
    if let Some(list) = value.downcast_ref::<PyList>() {
        numbered(&list.borrow_vec())
    } else if let Some(tuple) = value.downcast_ref::<PyTuple>() {
        numbered(tuple.as_slice())
    } else {
        value.dict().map_or_else(Vec::new, |attributes| named(&attributes))
    }
}

/// The attributes of an object.
fn named(attributes: &PyDict) -> Vec<(String, PyObjectRef)> {
    let items = attributes.items_vec().into_iter().take(ITEMS_MAX);
    let name = |name: &PyObjectRef| name.downcast_ref::<PyStr>().map(|name| format!(".{}", name.to_string_lossy()));
    items.filter_map(|(key, value)| Some((name(&key)?, value))).collect()
}

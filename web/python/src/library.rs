//! The part of Python's library that is not frozen: one file beside the worker's, fetched when a program first imports any of
//! it. `lib/_fetched_library.py` is the importer; the build's `library` step writes the file and describes it.

use crate::fiber::{self, FiberId};
use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, Response};

/// Relative to the worker's own address.
const FILE: &str = "library.bin";

thread_local! {
    static LIBRARY: RefCell<Library> = const { RefCell::new(Library::Elsewhere) };
}

enum Library {
    /// Nothing has asked for it.
    Elsewhere,
    /// These fibers wait for it.
    OnItsWay(Vec<FiberId>),
    Here(Shelf),
    /// The next import tries again.
    Failed(String),
}

/// The sources stay in the browser's memory, where those that are never imported cost the interpreter nothing.
struct Shelf {
    index: HashMap<String, (u32, u32, bool)>,
    sources: Uint8Array,
}

impl Shelf {
    fn new(file: &Uint8Array) -> Result<Shelf, String> {
        let damaged = || format!("{FILE} is damaged");
        let length: [u8; 4] = file.subarray(0, 4).to_vec().try_into().map_err(|_| damaged())?;
        let end = u32::from_le_bytes(length).checked_add(4).ok_or_else(damaged)?;
        let index = serde_json::from_slice(&file.subarray(4, end).to_vec()).map_err(|_| damaged())?;
        Ok(Shelf { index, sources: file.subarray(end, file.length()) })
    }

    fn source(&self, name: &str) -> Option<Vec<u8>> {
        let (start, size, _) = *self.index.get(name)?;
        Some(self.sources.subarray(start, start + size).to_vec())
    }
}

/// Asks for the file, unless somebody did.
fn send_for() {
    let is_asked_for = LIBRARY.with_borrow(|library| matches!(library, Library::OnItsWay(_) | Library::Here(_)));
    if is_asked_for {
        return;
    }
    LIBRARY.set(Library::OnItsWay(Vec::new()));
    spawn_local(async {
        let fetched = fetch().await.and_then(|file| Shelf::new(&file));
        let now = fetched.map_or_else(Library::Failed, Library::Here);
        if let Library::OnItsWay(waiting) = LIBRARY.replace(now) {
            waiting.into_iter().for_each(fiber::unpark);
        }
    });
}

async fn fetch() -> Result<Uint8Array, String> {
    let words = |error: JsValue| error.dyn_ref::<js_sys::Error>().map_or(String::new(), |error| error.message().into());
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let response: Response = JsFuture::from(scope.fetch_with_str(FILE)).await.map_err(words)?.unchecked_into();
    if !response.ok() {
        return Err(format!("the answer was {} {}", response.status(), response.status_text()));
    }
    let content = JsFuture::from(response.array_buffer().map_err(words)?).await.map_err(words)?;
    Ok(Uint8Array::new(content.unchecked_ref::<ArrayBuffer>()))
}

#[rustpython_vm::pymodule(name = "_stored_library")]
pub(crate) mod python {
    use super::{LIBRARY, Library, Shelf, send_for};
    use crate::clock::Deadline;
    use crate::{fiber, wait};
    use rustpython_vm::builtins::PyStrRef;
    use rustpython_vm::{PyResult, VirtualMachine};

    // Whether it is a package; `None` if there is no such module.
    #[pyfunction]
    fn is_package(name: PyStrRef, vm: &VirtualMachine) -> PyResult<Option<bool>> {
        look_up(vm, |shelf| shelf.index.get(&*name.to_string_lossy()).map(|(_, _, is_package)| *is_package))
    }

    #[pyfunction]
    fn source(name: PyStrRef, vm: &VirtualMachine) -> PyResult<Option<String>> {
        let source = look_up(vm, |shelf| shelf.source(&name.to_string_lossy()))?;
        Ok(source.map(|source| String::from_utf8_lossy(&source).into_owned()))
    }

    /// Looks when the file is here; until then the thread waits.
    fn look_up<T>(vm: &VirtualMachine, look: impl Fn(&Shelf) -> Option<T>) -> PyResult<Option<T>> {
        send_for();
        let found = wait::until(vm, Deadline::NEVER, || {
            LIBRARY.with_borrow_mut(|library| match library {
                Library::Here(shelf) => Some(Ok(look(shelf))),
                Library::Failed(why) => Some(Err(why.clone())),
                Library::OnItsWay(waiting) => {
                    waiting.push(fiber::current());
                    None
                }
                Library::Elsewhere => None,
            })
        })?;
        match found {
            Some(Ok(found)) => Ok(found),
            Some(Err(why)) => {
                let words = format!("this part of Python's library could not be fetched from the relay: {why}");
                Err(vm.new_exception_msg(vm.ctx.exceptions.import_error.to_owned(), words.into()))
            }
            None => Ok(None),
        }
    }
}

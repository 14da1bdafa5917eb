//! The parts of Python's library that are not in this module: files beside the worker's, fetched when a program first imports
//! something of them, or once the prompt is up. `lib/_fetched_library.py` is the importer; `build.rs` makes the files.

use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::wait;
use js_sys::futures::{JsFuture, spawn_local};
use js_sys::{ArrayBuffer, Uint8Array};
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_message::Awaited;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, Response};

/// The modules of this part are part of the worker.
pub(crate) static FROZEN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/frozen.lib"));

/// Where each other module is: file, start, size, whether it is a package.
static INDEX: LazyLock<HashMap<String, (usize, u32, u32, bool)>> = LazyLock::new(|| {
    let index = include_str!(concat!(env!("OUT_DIR"), "/index.json"));
    serde_json::from_str(index).expect("the build script writes what is read here")
});

/// Relative to the worker's own address; numbered as in the index.
const FILES: [&str; 2] = ["common.bin", "rest.bin"];
/// The folder of the sources.
const SOURCES: &str = "lib";

thread_local! {
    /// What was asked for, by its address.
    static FETCHED: RefCell<BTreeMap<String, Fetched>> = const { RefCell::new(BTreeMap::new()) };
}

enum Fetched {
    /// These fibers wait for it.
    OnItsWay(Vec<FiberId>),
    /// It stays in the browser's memory, where what is never imported costs the interpreter nothing.
    Here(Uint8Array),
    /// The next import tries again.
    Failed(String),
}

/// Asks for what programs around sockets import, so that it is here before they do.
pub(crate) fn prefetch() {
    send_for(FILES[0]);
}

/// Asks for a file, unless somebody did.
fn send_for(file: &str) {
    let is_asked_for =
        FETCHED.with_borrow(|fetched| matches!(fetched.get(file), Some(Fetched::OnItsWay(_) | Fetched::Here(_))));
    if is_asked_for {
        return;
    }
    FETCHED.with_borrow_mut(|fetched| fetched.insert(file.to_owned(), Fetched::OnItsWay(Vec::new())));
    let file = file.to_owned();
    spawn_local(async move {
        let now = fetch(&file).await.map_or_else(Fetched::Failed, Fetched::Here);
        let before = FETCHED.with_borrow_mut(|fetched| fetched.insert(file, now));
        if let Some(Fetched::OnItsWay(waiting)) = before {
            waiting.into_iter().for_each(fiber::unpark);
        }
    });
}

async fn fetch(file: &str) -> Result<Uint8Array, String> {
    let words = |error: JsValue| error.dyn_ref::<js_sys::Error>().map_or(String::new(), |error| error.message().into());
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let response: Response = JsFuture::from(scope.fetch_with_str(file)).await.map_err(words)?.unchecked_into();
    if !response.ok() {
        return Err(format!("the answer was {} {}", response.status(), response.status_text()));
    }
    let content = JsFuture::from(response.array_buffer().map_err(words)?).await.map_err(words)?;
    Ok(Uint8Array::new(content.unchecked_ref::<ArrayBuffer>()))
}

/// What the file has, once it is here.
///
/// # Errors
/// `ImportError` if it cannot be fetched, or what Ctrl-C raises.
pub(crate) fn file_content(file: &str, vm: &VirtualMachine) -> PyResult<Uint8Array> {
    send_for(file);
    let found = wait::until(vm, Awaited::Library, Deadline::NEVER, || {
        FETCHED.with_borrow_mut(|fetched| match fetched.get_mut(file)? {
            Fetched::Here(content) => Some(Ok(content.clone())),
            Fetched::Failed(why) => Some(Err(why.clone())),
            Fetched::OnItsWay(waiting) => {
                waiting.push(fiber::current());
                None
            }
        })
    })?;
    match found {
        Some(Ok(content)) => Ok(content),
        other => {
            let why = other.and_then(Result::err).unwrap_or_default();
            let words = format!("this part of Python's library could not be fetched from the relay: {why}");
            Err(vm.new_exception_msg(vm.ctx.exceptions.import_error.to_owned(), words.into()))
        }
    }
}

#[rustpython_vm::pymodule(name = "_stored_library")]
pub(crate) mod python {
    use super::{FILES, INDEX, SOURCES, file_content};
    use crate::tables;
    use rustpython_vm::builtins::{PyCode, PyStrRef};
    use rustpython_vm::convert::ToPyObject;
    use rustpython_vm::frozen::FrozenCodeObject;
    use rustpython_vm::{PyObjectRef, PyRef, PyResult, VirtualMachine};

    // Whether it is a package; `None` if there is no such module.
    #[pyfunction]
    fn is_package(name: PyStrRef) -> Option<bool> {
        INDEX.get(&*name.to_string_lossy()).map(|(.., is_package)| *is_package)
    }

    // All modules that are fetched.
    #[pyfunction]
    fn names(vm: &VirtualMachine) -> Vec<PyObjectRef> {
        INDEX.keys().map(|name| name.to_pyobject(vm)).collect()
    }

    // The compiled module, which is fetched if it is not here; `None` if there is no such module.
    #[pyfunction]
    fn code(name: PyStrRef, vm: &VirtualMachine) -> PyResult<Option<PyRef<PyCode>>> {
        let Some((file, start, size, _)) = INDEX.get(&*name.to_string_lossy()) else { return Ok(None) };
        let file = file_content(FILES[*file], vm)?;
        let bytes = file.subarray(*start, start + size).to_vec();
        Ok(Some(PyCode::new_ref_from_frozen(vm, FrozenCodeObject { bytes })))
    }

    // Fetches the tables of the encodings of Chinese, Japanese and Korean, unless they are here.
    #[pyfunction]
    fn bring_tables(vm: &VirtualMachine) -> PyResult<()> {
        tables::ENCODINGS.with(|encodings| encodings.bring(vm))
    }

    // The text of a file of the library, named relative to its folder: `json/decoder.py`.
    #[pyfunction]
    fn source(path: PyStrRef, vm: &VirtualMachine) -> PyResult<String> {
        if !is_of_library(&path.to_string_lossy(), vm) {
            let words = format!("Python's library has no file {}", path.to_string_lossy());
            return Err(vm.new_exception_msg(vm.ctx.exceptions.import_error.to_owned(), words.into()));
        }
        let content = file_content(&format!("{SOURCES}/{}", path.to_string_lossy()), vm)?;
        Ok(String::from_utf8_lossy(&content.to_vec()).into_owned())
    }

    /// Whether the path is that of a module: nothing else of the relay is asked for.
    fn is_of_library(path: &str, vm: &VirtualMachine) -> bool {
        let Some(module) = path.strip_suffix(".py") else { return false };
        let module = module.strip_suffix("/__init__").unwrap_or(module).replace('/', ".");
        INDEX.contains_key(&module) || vm.state.frozen.contains_key(&*module)
    }
}

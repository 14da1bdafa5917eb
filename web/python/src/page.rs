//! What the worker tells the page.

use crate::output;
use js_sys::global;
use sockbox_message::{ExitReason, WorkerToPage};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

thread_local! {
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// Tells the page, after all output written before. Says nothing once the process is over.
pub(crate) fn post(message: &WorkerToPage) {
    output::flush();
    post_unflushed(message);
}

/// The process is over, for this reason: the last thing the page hears.
pub(crate) fn exit(reason: ExitReason) {
    post(&WorkerToPage::Exited { reason });
    IS_OVER.set(true);
}

/// Tells the page without looking for output; only [`output`] itself needs it.
pub(crate) fn post_unflushed(message: &WorkerToPage) {
    if IS_OVER.get() {
        return;
    }
    output::sent(message.size_ahead());
    let text = serde_json::to_string(message).expect("messages are plain data, writing them to memory cannot fail");
    let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
    // A string can always be cloned to the page.
    let _ = scope.post_message(&JsValue::from_str(&text));
}

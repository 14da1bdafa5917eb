//! What the worker tells the page. Much news of calls is gathered for some milliseconds: each message costs both ends as much as
//! several calls do.

use crate::{clock, fiber, output};
use js_sys::{Array, Function, global};
use sockbox_message::{ExitReason, WorkerToPage};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

/// Milliseconds for which news of calls is gathered: less than lies between two frames that the page draws of a flood.
const GATHERED_FOR: f64 = 32.0;
/// So much news is sent at once, until a pause of so many milliseconds: what programs that people follow make.
const AT_ONCE: u32 = 20;
const PAUSE: f64 = 100.0;

thread_local! {
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
    /// When news of calls came last, [`clock::now`], and how much since the last pause.
    static NEWS: Cell<(f64, u32)> = const { Cell::new((0.0, 0)) };
    /// The texts that the next message brings.
    static GATHERED: RefCell<Array> = RefCell::new(Array::new());
    static SEND: Function = Closure::<dyn Fn()>::new(send).into_js_value().unchecked_into();
}

/// Gathers in this array, from which worker.js takes what is left if the process fails.
pub(crate) fn initialize(gathered: Array) {
    GATHERED.set(gathered);
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
    let count = GATHERED.with_borrow(|gathered| gathered.push(&JsValue::from_str(&text)));
    if !message.can_wait() || !is_flood() {
        send();
    } else if count == 1 {
        SEND.with(|send| fiber::call_later(send, GATHERED_FOR));
    }
}

/// Whether more news of calls has come without a pause than is sent at once.
fn is_flood() -> bool {
    let (last, count) = NEWS.get();
    let now = clock::now();
    let count = if now - last > PAUSE { 0 } else { count };
    NEWS.set((now, count.saturating_add(1)));
    count >= AT_ONCE
}

/// Sends what is gathered. A timer may find that it went already, with a message that could not wait.
fn send() {
    GATHERED.with_borrow(|gathered| {
        if gathered.length() > 0 {
            let scope: DedicatedWorkerGlobalScope = global().unchecked_into();
            // Strings can always be cloned to the page.
            let _ = scope.post_message(gathered);
            gathered.set_length(0);
        }
    });
}

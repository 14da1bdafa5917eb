//! The worker: RustPython as one Python process, its socket calls performed by the relay.
//!
//! ```text
//! page --messages--> process -> repl, script -> interpreter -> frozen Lib/socket.py -> socket, select
//!                                                                                          |
//! page <--messages-- page <- output                              relay <--frames-- bridge <-+   (fiber parked)
//! ```
//!
//! The browser begins it in `worker.js`; `process` holds what the page may ask for. Not here: the editor, the terminal
//! and the timeline (`web/page`), which sockets do what (`core`), and any socket (the relay has them).

#![expect(deprecated, reason = "this is how wasm-bindgen marks JSPI as experimental")]

mod alarm;
mod bridge;
mod clock;
mod completion;
mod errors;
mod fiber;
mod files;
mod input;
mod interpreter;
mod interrupt;
mod library;
mod memory;
mod output;
mod page;
mod place;
mod posix;
mod process;
mod repl;
mod room;
mod script;
mod select;
mod single;
mod socket;
mod statements;
mod step;
mod tables;
mod thread;
mod wait;
mod zones;

/// Rust's own, which remembers what it could not give.
#[global_allocator]
static ALLOCATOR: memory::Allocator = memory::Allocator;

use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

/// Starts the process. `message` is the text of [`PageToWorker::Start`](sockbox_message::PageToWorker::Start), `run_fiber`
/// this module's export of that name. What the page is told is gathered in `gathered`.
///
/// # Errors
/// The page sent something else, or the browser lacks what a worker needs.
#[wasm_bindgen]
pub fn start(message: &str, run_fiber: Function, gathered: Array) -> Result<(), JsError> {
    page::initialize(gathered);
    process::start(message, run_fiber)
}

/// Takes a message of the page, other than the first.
///
/// # Errors
/// It is not the text of a [`PageToWorker`](sockbox_message::PageToWorker).
#[wasm_bindgen]
pub fn receive(message: &str) -> Result<(), JsError> {
    process::receive(message)
}

/// Bytes that were asked for and not given since the last cell began; 0 if all were. For the words in which a trap is told.
#[wasm_bindgen]
pub fn memory_refused() -> usize {
    memory::refused()
}

/// Where the stack of a fiber begins. Only the worker itself calls it, each time from an empty JavaScript stack.
#[wasm_bindgen(jspi)]
pub fn run_fiber(fiber: f64) {
    fiber::run(fiber::FiberId(fiber as u64));
}

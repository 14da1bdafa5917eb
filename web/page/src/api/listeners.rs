//! Who listens to which events of which process.

use super::answer::to_js;
use crate::effect::News;
use crate::state::TerminalId;
use js_sys::Function;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;

/// The events of a process.
pub(super) const EVENTS: [&str; 4] = ["output", "call", "state", "exit"];

/// The listeners of all processes.
#[derive(Default)]
pub(crate) struct Listeners {
    last: Cell<u64>,
    listeners: RefCell<Vec<Listener>>,
}

struct Listener {
    id: u64,
    terminal: TerminalId,
    event: String,
    function: Function,
}

impl Listeners {
    /// Adds a listener and returns its name for [`Self::remove`].
    pub(super) fn add(&self, terminal: TerminalId, event: &str, function: Function) -> u64 {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.listeners.borrow_mut().push(Listener { id, terminal, event: event.to_owned(), function });
        id
    }

    pub(super) fn remove(&self, id: u64) {
        self.listeners.borrow_mut().retain(|listener| listener.id != id);
    }

    /// Calls whoever listens. A listener that throws is reported in the browser's console and harms nobody else.
    pub(crate) fn tell(&self, terminal: TerminalId, news: &News) {
        let functions = self.functions(terminal, news.event());
        if functions.is_empty() {
            return;
        }
        let news = to_js(news);
        for function in functions {
            if let Err(error) = function.call1(&JsValue::UNDEFINED, &news) {
                web_sys::console::error_1(&error);
            }
        }
    }

    /// Copied, since a listener may add or remove listeners.
    fn functions(&self, terminal: TerminalId, event: &str) -> Vec<Function> {
        let listeners = self.listeners.borrow();
        let hears = |listener: &&Listener| listener.terminal == terminal && listener.event == event;
        listeners.iter().filter(hears).map(|listener| listener.function.clone()).collect()
    }
}

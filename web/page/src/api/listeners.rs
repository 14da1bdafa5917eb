//! Who listens to which events of what.

use super::answer::to_js;
use crate::page::Page;
use crate::state::TerminalId;
use js_sys::{Function, TypeError};
use serde::Serialize;
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;

/// The events of a process.
pub(super) const EVENTS: [&str; 5] = ["output", "call", "line", "state", "exit"];
/// The event of the page.
pub(crate) const PEOPLE: &str = "people";

/// What an event happens to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// The page and its room.
    Page,
    /// The process of a terminal.
    Process(TerminalId),
}

/// All listeners.
#[derive(Default)]
pub(crate) struct Listeners {
    last: Cell<u64>,
    listeners: RefCell<Vec<Listener>>,
}

struct Listener {
    id: u64,
    subject: Subject,
    event: String,
    function: Function,
}

impl Listeners {
    /// Adds a listener and returns its name for [`Self::remove`].
    pub(super) fn add(&self, subject: Subject, event: &str, function: Function) -> u64 {
        let id = self.last.get() + 1;
        self.last.set(id);
        self.listeners.borrow_mut().push(Listener { id, subject, event: event.to_owned(), function });
        id
    }

    pub(super) fn remove(&self, id: u64) {
        self.listeners.borrow_mut().retain(|listener| listener.id != id);
    }

    /// Removes all listeners of a subject that is gone.
    pub(crate) fn forget(&self, subject: Subject) {
        self.listeners.borrow_mut().retain(|listener| listener.subject != subject);
    }

    /// Calls whoever listens. A listener that throws is reported in the browser's console and harms nobody else.
    pub(crate) fn tell(&self, subject: Subject, event: &str, news: &impl Serialize) {
        let functions = self.functions(subject, event);
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
    fn functions(&self, subject: Subject, event: &str) -> Vec<Function> {
        let listeners = self.listeners.borrow();
        let hears = |listener: &&Listener| listener.subject == subject && listener.event == event;
        listeners.iter().filter(hears).map(|listener| listener.function.clone()).collect()
    }
}

/// Adds a listener to an event of `subject`, which has `events`; returns a function that ends it.
///
/// # Errors
/// `TypeError` for an event there is not, or a listener that is no function.
pub(super) fn listen(
    page: Page,
    subject: Subject,
    events: &[&str],
    event: &str,
    listener: JsValue,
) -> Result<JsValue, JsValue> {
    if !events.contains(&event) {
        return Err(TypeError::new(&format!("there is no event {event:?}, only {}", events.join(", "))).into());
    }
    let listener: Function = listener.dyn_into().map_err(|_| TypeError::new("listener must be a function"))?;
    let id = page.hands().api.listeners.add(subject, event, listener);
    let end = Closure::<dyn Fn()>::new(move || page.hands().api.listeners.remove(id));
    Ok(end.into_js_value())
}

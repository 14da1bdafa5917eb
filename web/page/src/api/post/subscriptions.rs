//! The events that a parent window has asked for.

use super::message;
use crate::api::process::Process;
use crate::state::TerminalId;
use js_sys::Function;
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::prelude::*;
use web_sys::Window;

/// Functions that end the listening, by process and event.
#[derive(Default)]
pub(super) struct Subscriptions {
    ends: RefCell<HashMap<(TerminalId, String), JsValue>>,
}

impl Subscriptions {
    /// From now on `window` is told of this event, as long as its page is of this origin. Asked for again, it changes
    /// nothing.
    ///
    /// # Errors
    /// `TypeError` for an event there is not.
    pub(super) fn add(&self, window: &Window, process: &Process, event: String, origin: &str) -> Result<(), JsValue> {
        let (window, to, name, terminal) = (window.clone(), origin.to_owned(), event.clone(), process.terminal());
        let tell = Closure::<dyn Fn(JsValue)>::new(move |data: JsValue| {
            let news = message(&[("event", name.as_str().into()), ("process", terminal.0.into()), ("data", data)]);
            // Refused only by a parent that has gone elsewhere.
            let _ = window.post_message(&news, &to);
        });
        let end = process.on(&event, tell.into_js_value())?;
        self.remove(terminal, &event);
        self.ends.borrow_mut().insert((terminal, event), end);
        Ok(())
    }

    /// Ends it.
    pub(super) fn remove(&self, terminal: TerminalId, event: &str) {
        if let Some(end) = self.ends.borrow_mut().remove(&(terminal, event.to_owned())) {
            // The function is ours and does not throw.
            let _ = end.unchecked_into::<Function>().call0(&JsValue::UNDEFINED);
        }
    }
}

//! The events that a parent window has asked for.

use super::message;
use crate::api::listeners::Subject;
use js_sys::Function;
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::prelude::*;
use web_sys::Window;

/// Functions that end the listening, by what is listened to and the event.
#[derive(Default)]
pub(super) struct Subscriptions {
    ends: RefCell<HashMap<(Subject, String), JsValue>>,
}

impl Subscriptions {
    /// From now on `window` is told of this event, as long as its page is of this origin. Asked for again, it changes
    /// nothing. `listen` is the `on` of the subject.
    ///
    /// # Errors
    /// `TypeError` for an event there is not.
    pub(super) fn add(
        &self,
        window: &Window,
        subject: Subject,
        event: String,
        origin: &str,
        listen: impl FnOnce(&str, JsValue) -> Result<JsValue, JsValue>,
    ) -> Result<(), JsValue> {
        let (window, to, name) = (window.clone(), origin.to_owned(), event.clone());
        let tell = Closure::<dyn Fn(JsValue)>::new(move |data: JsValue| {
            let mut fields = vec![("event", name.as_str().into()), ("data", data)];
            if let Subject::Process(terminal) = subject {
                fields.push(("process", terminal.0.into()));
            }
            let news = message(&fields);
            // Refused only by a parent that has gone elsewhere.
            let _ = window.post_message(&news, &to);
        });
        let end = listen(&event, tell.into_js_value())?;
        self.remove(subject, &event);
        self.ends.borrow_mut().insert((subject, event), end);
        Ok(())
    }

    /// Ends it.
    pub(super) fn remove(&self, subject: Subject, event: &str) {
        if let Some(end) = self.ends.borrow_mut().remove(&(subject, event.to_owned())) {
            // The function is ours and does not throw.
            let _ = end.unchecked_into::<Function>().call0(&JsValue::UNDEFINED);
        }
    }
}

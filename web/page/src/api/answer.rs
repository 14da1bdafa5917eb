//! Promises of the page API, between the question and its answer.

use crate::effect::Answer;
use crate::page::Page;
use crate::state::RequestId;
use js_sys::{Error, Function, JSON, Promise};
use serde::Serialize;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use wasm_bindgen::prelude::*;

/// The promises that wait.
#[derive(Default)]
pub(crate) struct Promises {
    last: Cell<u64>,
    ready: OnceCell<Promise>,
    waiting: RefCell<HashMap<RequestId, Settlers>>,
}

struct Settlers {
    resolve: Function,
    reject: Function,
}

impl Promises {
    /// A promise with a new name. It may be settled before this returns its value to a script.
    pub(super) fn open(&self) -> (RequestId, Promise) {
        self.last.set(self.last.get() + 1);
        let request = RequestId(self.last.get());
        (request, self.open_as(request))
    }

    /// The promise of [`RequestId::READY`], the same at every call.
    pub(super) fn ready(&self) -> Promise {
        self.ready.get_or_init(|| unheard(self.open_as(RequestId::READY))).clone()
    }

    fn open_as(&self, request: RequestId) -> Promise {
        Promise::new(&mut |resolve, reject| {
            self.waiting.borrow_mut().insert(request, Settlers { resolve, reject });
        })
    }
}

/// Settles a promise; one that nobody opened is ignored.
pub(crate) fn settle(page: Page, request: RequestId, answer: Result<Answer, String>) {
    let hands = page.hands();
    let Some(settlers) = hands.api.promises.waiting.borrow_mut().remove(&request) else { return };
    // The functions of a promise neither throw nor return anything.
    let _ = match answer {
        Ok(Answer::Opened(terminal)) => settlers.resolve.call1(&JsValue::NULL, &hands.api.process(page, terminal)),
        Ok(Answer::Done) => settlers.resolve.call0(&JsValue::NULL),
        Ok(answer) => settlers.resolve.call1(&JsValue::NULL, &to_js(&answer)),
        Err(why) => settlers.reject.call1(&JsValue::NULL, &Error::new(&why)),
    };
}

/// A promise that is rejected already.
pub(super) fn rejected(why: &str) -> Promise {
    Promise::reject(&Error::new(why))
}

/// Data as a plain JavaScript value.
pub(crate) fn to_js(data: &impl Serialize) -> JsValue {
    let text = serde_json::to_string(data).unwrap_or_else(|_| "null".to_owned());
    JSON::parse(&text).unwrap_or(JsValue::NULL)
}

/// The same promise; if nobody asks for it, the browser does not report its rejection.
fn unheard(promise: Promise) -> Promise {
    let ignore = Closure::<dyn FnMut(JsValue)>::new(|_| {});
    let _ = promise.catch(&ignore);
    // Kept for as long as the page: there is one such promise.
    ignore.forget();
    promise
}

//! Python's module: fetched and compiled by a worker of its own, `compile.js`, once for all processes of the page.

use crate::event::Event;
use crate::page::Page;
use crate::worker;
use js_sys::{Error, Function, Promise, Reflect, WebAssembly};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// Begins to load; events tell how it goes.
pub(crate) fn load(page: Page) {
    spawn_local(async move {
        match compile(page).await {
            Ok(module) => {
                *page.hands().module.borrow_mut() = Some(module);
                page.dispatch(Event::PythonCompiled);
            }
            Err(error) => page.dispatch(Event::PythonFailed { why: in_words(&error) }),
        }
    });
}

async fn compile(page: Page) -> Result<WebAssembly::Module, JsValue> {
    let worker = compiler(page)?;
    let (mut on_message, mut on_error) = (None, None);
    let settled = Promise::new(&mut |resolve, reject| {
        let refuse = reject.clone();
        let heard = move |event: MessageEvent| hear(page, &event.data(), &resolve, &reject);
        let failed = move |event: ErrorEvent| settle(&refuse, &Error::new(&why(&event)));
        on_message = Some(Closure::<dyn Fn(MessageEvent)>::new(heard));
        on_error = Some(Closure::<dyn Fn(ErrorEvent)>::new(failed));
    });
    worker.set_onmessage(on_message.as_ref().map(|closure| closure.as_ref().unchecked_ref()));
    worker.set_onerror(on_error.as_ref().map(|closure| closure.as_ref().unchecked_ref()));
    worker.post_message(&JsValue::NULL)?;
    let module = JsFuture::from(settled).await;
    worker.terminate();
    module.map(JsCast::unchecked_into)
}

/// The worker that start.js made, or at another try a new one.
fn compiler(page: Page) -> Result<Worker, JsValue> {
    let hands = page.hands();
    let early = hands.early_compiler.take();
    early.map_or_else(|| worker::make(&hands.place.assets, "compile.js"), Ok)
}

/// What it says: how many bytes have come, or how it ended.
fn hear(page: Page, said: &JsValue, resolve: &Function, reject: &Function) {
    let field = |name: &str| Reflect::get(said, &name.into()).unwrap_or(JsValue::UNDEFINED);
    if let Some(loaded) = field("loaded").as_f64() {
        page.dispatch(Event::PythonProgressed { loaded: loaded as u64 });
    } else if let Some(error) = field("error").as_string() {
        settle(reject, &Error::new(&error));
    } else {
        settle(resolve, &field("module"));
    }
}

/// The functions of a promise take any value.
fn settle(function: &Function, value: &JsValue) {
    let _ = function.call1(&JsValue::UNDEFINED, value);
}

fn why(event: &ErrorEvent) -> String {
    match event.message() {
        message if message.is_empty() => "the code that compiles it could not be loaded".to_owned(),
        message => message,
    }
}

fn in_words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok();
    message.and_then(|message| message.as_string()).unwrap_or_else(|| format!("{error:?}"))
}

//! A worker as the page sees it: messages both ways. What it does is in `web/python`.

use crate::event::Event;
use crate::page::Page;
use crate::state::WorkerId;
use js_sys::{Array, WebAssembly};
use sockbox_message::PageToWorker;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// One Python process. It ends with this value.
pub(crate) struct PythonWorker {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl PythonWorker {
    /// Makes a worker, which begins to load its code, or takes one that start.js made. What it says becomes events.
    ///
    /// # Errors
    /// With words for people, if the browser makes none.
    pub(crate) fn spawn(page: Page, id: WorkerId) -> Result<Self, String> {
        let hands = page.hands();
        let early = hands.early_processes.borrow_mut().pop();
        let worker = early.map_or_else(|| make(&hands.place.assets, "worker.js"), Ok);
        let worker = worker.map_err(|error| format!("the browser made no worker: {error:?}"))?;
        let answer = worker.clone();
        let on_message = Closure::new(move |message: MessageEvent| {
            let mut size = 0;
            // What is read out of the browser at once costs less than a text at a time.
            let texts = String::from(Array::from(&message.data()).join("\n"));
            for event in heard(id, &texts) {
                size += size_ahead(&event);
                page.dispatch(event);
            }
            if size > 0 {
                send(&answer, &to_text(&PageToWorker::OutputTaken { size }));
            }
        });
        let on_error = Closure::new(move |error: ErrorEvent| page.dispatch(failed(id, &error)));
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { worker, _on_message: on_message, _on_error: on_error })
    }

    /// Says the first message, with the one thing that is not text.
    pub(crate) fn start(&self, module: &WebAssembly::Module, message: &PageToWorker) {
        send(&self.worker, &Array::of2(module, &to_text(message)));
    }

    /// Says any other message.
    pub(crate) fn post(&self, message: &PageToWorker) {
        send(&self.worker, &to_text(message));
    }
}

/// A worker that runs one of the page's own files.
///
/// # Errors
/// The browser's.
pub(crate) fn make(assets: &str, file: &str) -> Result<Worker, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    Worker::new_with_options(&format!("{assets}{file}"), &options)
}

fn send(worker: &Worker, message: &JsValue) {
    if let Err(error) = worker.post_message(message) {
        // A module and a text can always be cloned; the browser's console is where a defect of ours belongs.
        web_sys::console::error_1(&error);
    }
}

/// A worker that prints, or makes refused calls, without end goes on only when the page has taken what came before: events of the person come between.
fn size_ahead(event: &Event) -> usize {
    match event {
        Event::Said { message, .. } => message.size_ahead(),
        _ => 0,
    }
}

impl Drop for PythonWorker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn to_text(message: &PageToWorker) -> JsValue {
    serde_json::to_string(message).unwrap_or_default().into()
}

/// The messages of these texts, up to the first that cannot be read.
fn heard(worker: WorkerId, texts: &str) -> impl Iterator<Item = Event> {
    serde_json::Deserializer::from_str(texts).into_iter().map(move |read| match read {
        Ok(message) => Event::Said { worker, message },
        Err(error) => Event::WorkerFailed { worker, why: format!("the page does not understand its message: {error}") },
    })
}

fn failed(worker: WorkerId, error: &ErrorEvent) -> Event {
    let why = match error.message() {
        message if message.is_empty() => "its code could not be loaded".to_owned(),
        message => message,
    };
    Event::WorkerFailed { worker, why }
}

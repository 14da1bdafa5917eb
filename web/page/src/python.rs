//! Python's module: fetched with progress, compiled while it comes, once for all workers.

use crate::event::Event;
use crate::page::Page;
use js_sys::{Promise, Uint8Array, WebAssembly};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Headers, ReadableStream, Response, ResponseInit, TransformStream, TransformStreamDefaultController};

/// Begins to load; events tell how it goes.
pub(crate) fn load(page: Page) {
    spawn_local(async move {
        match compile(page).await {
            Ok(module) => {
                *page.hands().module.borrow_mut() = Some(module);
                page.dispatch(Event::PythonCompiled);
            }
            Err(why) => page.dispatch(Event::PythonFailed { why }),
        }
    });
}

async fn compile(page: Page) -> Result<WebAssembly::Module, String> {
    let response = request(page).await?;
    if !response.ok() {
        return Err(format!("the relay answered {} for {}", response.status(), response.url()));
    }
    let body = response.body().ok_or("the relay's answer is empty")?;
    let counter = Counter::new(page);
    let counted = counter.count(&body).map_err(in_words)?;
    let counted: &JsValue = counted.as_ref();
    let module = WebAssembly::compile_streaming(&Promise::resolve(counted));
    let module = JsFuture::from(module).await.map_err(in_words)?;
    Ok(module.unchecked_into())
}

/// The request that start.js made, or at another try a new one.
async fn request(page: Page) -> Result<Response, String> {
    let hands = page.hands();
    let early = hands.early_python.borrow_mut().take();
    let promise = early.unwrap_or_else(|| window().fetch_with_str(&format!("{}python_bg.wasm", hands.place.assets)));
    let response = JsFuture::from(promise).await.map_err(in_words)?;
    Ok(response.unchecked_into())
}

/// Counts bytes on their way from the network to the compiler.
struct Counter {
    on_chunk: Closure<dyn FnMut(Uint8Array, TransformStreamDefaultController)>,
}

impl Counter {
    fn new(page: Page) -> Self {
        let mut loaded = 0;
        let on_chunk = Closure::new(move |chunk: Uint8Array, next: TransformStreamDefaultController| {
            loaded += u64::from(chunk.byte_length());
            // Refused only when the compiler has given up, and then it says why itself.
            let _ = next.enqueue_with_chunk(&chunk);
            page.dispatch(Event::PythonProgressed { loaded });
        });
        Self { on_chunk }
    }

    /// A response with the same body, of the type that the compiler insists on.
    fn count(&self, body: &ReadableStream) -> Result<Response, JsValue> {
        let transformer = js_sys::Object::new();
        js_sys::Reflect::set(&transformer, &"transform".into(), self.on_chunk.as_ref())?;
        let through = TransformStream::new_with_transformer(&transformer)?;
        let counted = body.pipe_through(through.unchecked_ref());
        let headers = Headers::new()?;
        headers.set("content-type", "application/wasm")?;
        let init = ResponseInit::new();
        init.set_headers(&headers);
        Response::new_with_opt_readable_stream_and_init(Some(&counted), &init)
    }
}

fn in_words(error: JsValue) -> String {
    let message = js_sys::Reflect::get(&error, &"message".into()).ok();
    message.and_then(|message| message.as_string()).unwrap_or_else(|| format!("{error:?}"))
}

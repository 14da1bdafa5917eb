//! The examples, fetched from the page's assets.

use crate::event::{Event, ExampleEvent};
use crate::page::Page;
use crate::state::Example;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;

/// Begins to fetch; an event tells how it went.
pub(crate) fn load(page: Page) {
    spawn_local(async move {
        let list = fetch(&format!("{}examples.json", page.hands().place.assets)).await;
        page.dispatch(Event::Examples(ExampleEvent::Came(list)));
    });
}

async fn fetch(url: &str) -> Result<Vec<Example>, String> {
    let response = JsFuture::from(window().fetch_with_str(url)).await.map_err(in_words)?;
    let response: Response = response.unchecked_into();
    if !response.ok() {
        return Err(format!("the relay answered {} for {url}", response.status()));
    }
    let text = JsFuture::from(response.text().map_err(in_words)?).await.map_err(in_words)?;
    serde_json::from_str(&text.as_string().unwrap_or_default()).map_err(|error| error.to_string())
}

fn in_words(error: JsValue) -> String {
    let message = js_sys::Reflect::get(&error, &"message".into()).ok();
    message.and_then(|message| message.as_string()).unwrap_or_else(|| format!("{error:?}"))
}

//! The relay's answers by plain HTTP. A browser does not tell why a WebSocket was not let in; a GET of the same path does.

use crate::place::Place;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

/// What the relay answers to the request for a WebSocket, with its upgrade missing.
const LET_IN: [u16; 2] = [400, 426];

/// Why the relay does not let a WebSocket in, in its own words; `None` if it would, or cannot be asked.
pub(crate) async fn refusal(place: &Place, socket: &str) -> Option<String> {
    let response = ask(place, socket).await.ok()?;
    if response.ok() || LET_IN.contains(&response.status()) {
        return None;
    }
    let words = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    // The sentence it is put into has its own end.
    Some(words.trim().trim_end_matches('.').to_owned()).filter(|words| !words.is_empty())
}

async fn ask(place: &Place, socket: &str) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    if let Some(token) = &place.access_token {
        headers.set("authorization", &format!("Bearer {token}"))?;
    }
    let init = RequestInit::new();
    init.set_headers(&headers);
    // `ws:` and `wss:` differ from `http:` and `https:` by their first letters.
    let url = socket.replacen("ws", "http", 1);
    let response = JsFuture::from(window().fetch_with_str_and_init(&url, &init)).await?;
    Ok(response.unchecked_into())
}

//! The relay's answers by plain HTTP. A browser does not tell why a WebSocket was not let in; a GET of the same path does.

use crate::place::Place;
use leptos::prelude::window;
use sockbox_core::Explanation;
use sockbox_core::wire::Refusal;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

/// What the relay answers to the request for a WebSocket, with its upgrade missing.
const LET_IN: [u16; 2] = [400, 426];

/// Why the relay does not let a WebSocket in; `None` if it would, or cannot be asked.
pub(crate) async fn refusal(place: &Place, socket: &str) -> Option<Explanation> {
    let response = ask(place, socket).await.ok()?;
    if response.ok() || LET_IN.contains(&response.status()) {
        return None;
    }
    let status = format!("{} {}", response.status(), response.status_text());
    let is_plain =
        response.headers().get("content-type").ok().flatten().is_some_and(|kind| kind.starts_with("text/plain"));
    let words = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    Some(understood(&words, is_plain, &status))
}

/// What is between here and the relay, such as a proxy, answers in words of its own, or with a page of HTML.
fn understood(answer: &str, is_plain: bool, status: &str) -> Explanation {
    match (serde_json::from_str(answer), answer.trim()) {
        (Ok(Refusal { why }), _) => why,
        (Err(_), words) if is_plain && !words.is_empty() => Explanation::verbatim(words),
        (Err(_), _) => Explanation::verbatim(status.trim()),
    }
}

async fn ask(place: &Place, socket: &str) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
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

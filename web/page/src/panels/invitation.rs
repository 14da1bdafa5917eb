//! The link to the room, for whoever should join.

use crate::page::Page;
use js_sys::Reflect;
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// Digits of the room's id that are shown: enough to tell rooms apart.
const SHOWN: usize = 8;
/// How long it is said that the link was copied.
const ACKNOWLEDGED: Duration = Duration::from_secs(3);

/// How copying went.
#[derive(Clone, Copy, PartialEq)]
enum Copied {
    No,
    Yes,
    Refused,
}

pub(super) fn invitation(page: Page) -> impl IntoView {
    let hands = page.hands();
    let (url, id) = (hands.place.room_url.clone(), hands.place.room.clone());
    let shown = move || page.say_with("room-link", &[("id", id.get(..SHOWN).unwrap_or(&id).into())]);
    let link = NodeRef::new();
    let copied = RwSignal::new(Copied::No);
    let copy = {
        let url = url.clone();
        move |_| {
            let (url, link) = (url.clone(), link.get_untracked());
            leptos::task::spawn_local(async move { acknowledge(copied, copy_link(&url, link).await) });
        }
    };
    let told = move || match copied.get() {
        Copied::No => String::new(),
        Copied::Yes => page.say_with("link-copied", &[]),
        Copied::Refused => page.say_with("link-not-copied", &[]),
    };
    view! {
        <p class="invitation">
            <a href=url.clone() title=url.clone() node_ref=link target="_blank">{shown}</a>
            <button type="button" on:click=copy>{page.say("copy-link")}</button>
            <span class="told" role="status">{told}</span>
        </p>
    }
}

fn acknowledge(copied: RwSignal<Copied>, how: Copied) {
    copied.set(how);
    set_timeout(move || copied.set(Copied::No), ACKNOWLEDGED);
}

/// Where the clipboard is refused, as in many frames and without https, the link has the focus: a key or a menu copies it.
async fn copy_link(url: &str, link: Option<web_sys::HtmlAnchorElement>) -> Copied {
    if write_clipboard(url).await.is_ok() {
        return Copied::Yes;
    }
    if let Some(link) = link {
        // Only an element that is gone refuses.
        let _ = link.unchecked_into::<HtmlElement>().focus();
    }
    Copied::Refused
}

async fn write_clipboard(text: &str) -> Result<(), JsValue> {
    let navigator = window().navigator();
    // Browsers leave it out where the page was not loaded by https.
    if Reflect::get(&navigator, &"clipboard".into())?.is_undefined() {
        return Err(JsValue::UNDEFINED);
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.map(drop)
}

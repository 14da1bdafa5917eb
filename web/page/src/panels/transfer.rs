//! Files between the page and the computer it is shown on.

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, window};
use sockbox_message::Content;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File, HtmlAnchorElement, HtmlInputElement, Url};

/// Reads the files that were chosen and gives each to `take`, with its name.
pub(super) fn read_files(input: &HtmlInputElement, take: impl Fn(String, Content) + 'static) {
    let files = input.files();
    let chosen: Vec<File> = files.iter().flat_map(|files| (0..files.length()).filter_map(|n| files.get(n))).collect();
    spawn_local(async move {
        for file in chosen {
            // One that is gone meanwhile is not taken.
            if let Some(content) = read(&file).await {
                take(file.name(), content);
            }
        }
    });
    // The same file may be chosen again.
    input.set_value("");
}

async fn read(file: &File) -> Option<Content> {
    if file.size() > Content::LIMIT as f64 {
        return Some(Content::TooLarge { size: file.size() as u64 });
    }
    let buffer = JsFuture::from(file.array_buffer()).await.ok()?;
    Some(Content::from_bytes(&Uint8Array::new(&buffer).to_vec()))
}

/// Lets the browser save bytes as a file.
pub(super) fn download(name: &str, bytes: &[u8]) {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let Ok(blob) = Blob::new_with_u8_array_sequence(&parts) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has begun to read it by then.
    let revoke = wasm_bindgen::closure::Closure::once_into_js(move || Url::revoke_object_url(&url));
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000);
}

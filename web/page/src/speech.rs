//! Which language the page speaks: the one that was chosen here, else the first of the browser's that there is.

use crate::language::{Language, say};
use crate::storage;
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;

/// The language to begin with.
pub(crate) fn chosen() -> Language {
    let kept = storage::language().and_then(|tag| Language::of_tag(&tag));
    kept.unwrap_or_else(|| {
        let tags: Vec<String> =
            window().navigator().languages().iter().filter_map(|tag: JsValue| tag.as_string()).collect();
        Language::preferred(tags.iter().map(String::as_str))
    })
}

/// Keeps a language that was chosen, and speaks it.
pub(crate) fn keep(language: Language) {
    storage::keep_language(language.tag());
    mark(language);
}

/// Tells the browser what the page speaks: for screen readers, and for the right forms of Chinese characters.
pub(crate) fn mark(language: Language) {
    if let Some(root) = document().document_element() {
        // Any element takes any attribute.
        let _ = root.set_attribute("lang", language.tag());
    }
    document().set_title(&say(language, "title", &[]));
}

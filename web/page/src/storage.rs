//! What must not be lost: histories for good, drafts as long as the tab lives.
//!
//! A browser may refuse its storage to an embedded page, or have no room left. The page works without it, so such
//! failures stay silent.

use crate::state::{History, Restored};
use leptos::prelude::window;
use web_sys::Storage;

const FOLDED: &str = "sockbox.steps.folded";

/// What there is for the terminal of this title.
pub(crate) fn restore(title: &str) -> Restored {
    let draft = drafts().and_then(|storage| storage.get_item(&draft_key(title)).ok().flatten());
    Restored { history: history(title), draft: draft.unwrap_or_default() }
}

/// Keeps what stands in the entry line.
pub(crate) fn save_draft(title: &str, text: &str) {
    let Some(storage) = drafts() else { return };
    let _ = match text {
        "" => storage.remove_item(&draft_key(title)),
        text => storage.set_item(&draft_key(title), text),
    };
}

/// Adds an entry. It is read before it is written, since other tabs write there too.
pub(crate) fn remember(title: &str, entry: &str) {
    change_history(title, |history| history.remember(entry));
}

/// Takes an entry back.
pub(crate) fn forget(title: &str, entry: &str) {
    change_history(title, |history| history.forget(entry));
}

/// The first steps were folded away.
pub(crate) fn remember_folded() {
    if let Some(storage) = lasting() {
        let _ = storage.set_item(FOLDED, "yes");
    }
}

/// The first steps were unfolded.
pub(crate) fn remember_unfolded() {
    if let Some(storage) = lasting() {
        let _ = storage.remove_item(FOLDED);
    }
}

/// Whether the first steps are to be folded.
pub(crate) fn is_folded() -> bool {
    lasting().and_then(|storage| storage.get_item(FOLDED).ok().flatten()).is_some()
}

fn change_history(title: &str, change: impl FnOnce(&mut History)) {
    let mut changed = History::new(history(title));
    change(&mut changed);
    if let (Some(storage), Ok(text)) = (lasting(), serde_json::to_string(changed.entries())) {
        let _ = storage.set_item(&history_key(title), &text);
    }
}

fn history(title: &str) -> Vec<String> {
    let text = lasting().and_then(|storage| storage.get_item(&history_key(title)).ok().flatten());
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn lasting() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn drafts() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

fn history_key(title: &str) -> String {
    format!("sockbox.history.{title}")
}

fn draft_key(title: &str) -> String {
    format!("sockbox.draft.{title}")
}

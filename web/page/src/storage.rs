//! What must not be lost: files and histories for good, drafts as long as the tab lives. Each room has its own.
//!
//! A browser may refuse its storage to an embedded page: the page works without it, and says so. What a storage that is there does
//! not take, because it is full, is told too.

use crate::state::{History, Pane, Restored};
use leptos::prelude::window;
use sockbox_message::Content;
use web_sys::Storage;

/// What can be folded away for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    /// The first steps.
    FirstSteps,
    /// All but the first sentence of explanations.
    Explanations,
}

impl Fold {
    fn key(self) -> &'static str {
        match self {
            Self::FirstSteps => "sockbox.first-steps.folded",
            Self::Explanations => "sockbox.explanations.folded",
        }
    }
}

/// The tag of the language that was chosen.
const LANGUAGE: &str = "sockbox.language";
/// The rooms that have a history, the one that was used last at the end.
const ROOMS: &str = "sockbox.rooms";
/// Rooms whose histories are kept.
const ROOMS_MAX: usize = 50;

/// The storage of one room.
#[derive(Debug, Clone)]
pub(crate) struct RoomStorage {
    room: String,
}

impl RoomStorage {
    /// What this browser has of a room.
    pub(crate) fn new(room: &str) -> Self {
        Self { room: room.to_owned() }
    }

    /// What there is for the terminal of this title.
    pub(crate) fn restore(&self, title: &str) -> Restored {
        let draft = drafts().and_then(|storage| storage.get_item(&self.draft_key(title)).ok().flatten());
        Restored {
            history: self.history(title),
            draft: draft.unwrap_or_default(),
            files: self.files(title),
            pane: self.pane(title),
        }
    }

    /// Keeps what stands in the entry line; false if the storage has no room for it.
    pub(crate) fn save_draft(&self, title: &str, text: &str) -> bool {
        let Some(storage) = drafts() else { return true };
        let key = self.draft_key(title);
        if text.is_empty() { storage.remove_item(&key) } else { storage.set_item(&key, text) }.is_ok()
    }

    /// Adds an entry; false if the storage has no room for it. It is read before it is written, since other tabs write there too.
    pub(crate) fn remember(&self, title: &str, entry: &str) -> bool {
        self.change_history(title, |history| history.remember(entry))
    }

    /// Takes an entry back.
    pub(crate) fn forget(&self, title: &str, entry: &str) {
        // To take something away needs no room.
        let _ = self.change_history(title, |history| history.forget(entry));
    }

    /// Keeps a file; false if the storage has no room for it: then it has the file as it was before.
    pub(crate) fn save_file(&self, title: &str, name: &str, content: &Content) -> bool {
        let Some(storage) = lasting() else { return true };
        self.use_last(&storage);
        let text = serde_json::to_string(content).unwrap_or_default();
        storage.set_item(&(self.files_key(title) + name), &text).is_ok()
    }

    /// Forgets a file.
    pub(crate) fn remove_file(&self, title: &str, name: &str) {
        if let Some(storage) = lasting() {
            let _ = storage.remove_item(&(self.files_key(title) + name));
        }
    }

    /// Keeps what a file pane looks like.
    pub(crate) fn save_pane(&self, title: &str, pane: &Pane) {
        if let (Some(storage), Ok(text)) = (lasting(), serde_json::to_string(pane)) {
            let _ = storage.set_item(&self.pane_key(title), &text);
        }
    }

    fn files(&self, title: &str) -> Vec<(String, Content)> {
        let Some(storage) = lasting() else { return Vec::new() };
        let prefix = self.files_key(title);
        let read = |key: String| {
            let content = serde_json::from_str(&storage.get_item(&key).ok().flatten()?).ok()?;
            Some((key[prefix.len()..].to_owned(), content))
        };
        keys(&storage, &prefix).into_iter().filter_map(read).collect()
    }

    fn pane(&self, title: &str) -> Pane {
        let text = lasting().and_then(|storage| storage.get_item(&self.pane_key(title)).ok().flatten());
        text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    fn change_history(&self, title: &str, change: impl FnOnce(&mut History)) -> bool {
        let Some(storage) = lasting() else { return true };
        let mut changed = History::new(self.history(title));
        change(&mut changed);
        self.use_last(&storage);
        storage.set_item(&self.history_key(title), &to_text(changed.entries())).is_ok()
    }

    /// Notes that this room was used last. A room that was not used for long makes place for it.
    fn use_last(&self, storage: &Storage) {
        let mut rooms = texts(storage, ROOMS);
        if rooms.last() == Some(&self.room) {
            return;
        }
        rooms.retain(|room| *room != self.room);
        rooms.push(self.room.clone());
        let excess = rooms.len().saturating_sub(ROOMS_MAX);
        rooms.drain(..excess).for_each(|room| Self { room }.clear(storage));
        let _ = storage.set_item(ROOMS, &to_text(&rooms));
    }

    fn clear(&self, storage: &Storage) {
        for prefix in ["history", "files", "pane"].map(|what| format!("sockbox.{what}.{}.", self.room)) {
            for key in keys(storage, &prefix) {
                let _ = storage.remove_item(&key);
            }
        }
    }

    fn history(&self, title: &str) -> Vec<String> {
        lasting().map(|storage| texts(&storage, &self.history_key(title))).unwrap_or_default()
    }

    fn history_key(&self, title: &str) -> String {
        format!("sockbox.history.{}.{title}", self.room)
    }

    /// Before the name of a file.
    fn files_key(&self, title: &str) -> String {
        format!("sockbox.files.{}.{title}\n", self.room)
    }

    fn pane_key(&self, title: &str) -> String {
        format!("sockbox.pane.{}.{title}", self.room)
    }

    fn draft_key(&self, title: &str) -> String {
        format!("sockbox.draft.{}.{title}", self.room)
    }
}

/// Whether the browser lets the page keep anything.
pub(crate) fn is_refused() -> bool {
    lasting().is_none()
}

/// Something was folded away, or unfolded.
pub(crate) fn remember_fold(fold: Fold, is_folded: bool) {
    let Some(storage) = lasting() else { return };
    let _ = if is_folded { storage.set_item(fold.key(), "yes") } else { storage.remove_item(fold.key()) };
}

/// Whether something is to be folded.
pub(crate) fn is_folded(fold: Fold) -> bool {
    lasting().and_then(|storage| storage.get_item(fold.key()).ok().flatten()).is_some()
}

/// The tag of the language that was chosen, if one was.
pub(crate) fn language() -> Option<String> {
    lasting().and_then(|storage| storage.get_item(LANGUAGE).ok().flatten())
}

/// Keeps the tag of the language that was chosen.
pub(crate) fn keep_language(tag: &str) {
    if let Some(storage) = lasting() {
        let _ = storage.set_item(LANGUAGE, tag);
    }
}

fn texts(storage: &Storage, key: &str) -> Vec<String> {
    let text = storage.get_item(key).ok().flatten();
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn to_text(texts: &[String]) -> String {
    serde_json::to_string(texts).unwrap_or_default()
}

fn keys(storage: &Storage, prefix: &str) -> Vec<String> {
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|n| storage.key(n).ok().flatten());
    keys.filter(|key| key.starts_with(prefix)).collect()
}

fn lasting() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn drafts() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

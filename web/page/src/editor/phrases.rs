//! What CodeMirror itself says.

use crate::language::{Language, say};
use std::collections::BTreeMap;

/// CodeMirror's English phrases, as the search has them, in the language of the page.
pub(crate) fn phrases(language: Language) -> BTreeMap<&'static str, String> {
    let phrases = [
        ("Find", "search-find"),
        ("Replace", "search-replace-with"),
        ("next", "search-next"),
        ("previous", "search-previous"),
        ("all", "search-all"),
        ("match case", "search-case"),
        ("regexp", "search-pattern"),
        ("by word", "search-words"),
        ("replace", "search-replace"),
        ("replace all", "search-replace-all"),
        ("close", "search-close"),
        ("current match", "search-match"),
        ("on line", "search-on-line"),
        ("replaced match on line $", "search-replaced"),
        ("replaced $ matches", "search-replaced-all"),
        ("Go to line", "search-line"),
        ("go", "search-go"),
    ];
    phrases.map(|(english, id)| (english, say(language, id, &[]))).into()
}

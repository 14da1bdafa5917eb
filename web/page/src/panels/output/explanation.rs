//! Why a call failed, under its traceback: the first sentence stands, the others can be folded away.

use super::super::roll::element;
use crate::storage::{self, Fold};
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

pub(super) fn explanation(text: &str) -> Element {
    let (first, rest) = split(text);
    if rest.is_empty() {
        return element("div", "line explanation", first);
    }
    let details = element("details", "line explanation", "");
    if !storage::is_folded(Fold::Explanations) {
        // Any element takes any attribute.
        let _ = details.set_attribute("open", "");
    }
    for part in [element("summary", "", first), element("p", "", rest)] {
        // Nodes of ours, fit for each other.
        let _ = details.append_child(&part);
    }
    details
}

/// Who has folded one explanation gets the next ones folded.
pub(super) fn remember_fold(event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let details = target.and_then(|target| target.closest(".explanation > summary").ok().flatten()?.parent_element());
    if let Some(details) = details {
        // The click that is being told of will change it.
        storage::remember_fold(Fold::Explanations, details.has_attribute("open"));
    }
}

/// The first sentence and the others. Addresses have points too, but no space after them.
fn split(text: &str) -> (&str, &str) {
    let english = text.find(". ").map(|at| at + 1);
    let chinese = text.find('。').map(|at| at + '。'.len_utf8());
    let end = [english, chinese].into_iter().flatten().min().unwrap_or(text.len());
    (&text[..end], text[end..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn the_first_sentence_is_found_in_every_language() {
        assert_eq!(
            split("fd 3 is at 127.0.0.1:80. Call listen() first."),
            ("fd 3 is at 127.0.0.1:80.", "Call listen() first.")
        );
        assert_eq!(split("需要监听。先调用 listen()。"), ("需要监听。", "先调用 listen()。"));
        assert_eq!(split("One sentence"), ("One sentence", ""));
    }
}

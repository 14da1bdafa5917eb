//! The entry line: CodeMirror behind the few functions of `web/editor`.

use crate::api::answer::to_js;
use crate::event::{Action, Event};
use crate::page::Page;
use crate::state::{Prompt, TerminalId};
use sockbox_message::Completion;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(raw_module = "./editor.js")]
extern "C" {
    type Entry;

    fn create(parent: &Element, described_by: &str, notify: &Closure<dyn FnMut(String, String)>) -> Entry;

    /// Appends `code` to `element` in the editor's colours.
    pub(crate) fn highlight(element: &Element, code: &str);

    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &Entry, text: &str);

    #[wasm_bindgen(method)]
    fn insert(this: &Entry, text: &str);

    #[wasm_bindgen(method)]
    fn resume(this: &Entry, text: &str);

    #[wasm_bindgen(method, js_name = setLabel)]
    fn set_label(this: &Entry, text: &str);

    #[wasm_bindgen(method, js_name = setPrompt)]
    fn set_prompt(this: &Entry, first: &str, next: &str, code: bool);

    #[wasm_bindgen(method, js_name = setHint)]
    fn set_hint(this: &Entry, text: &str);

    #[wasm_bindgen(method)]
    fn offer(this: &Entry, request: f64, replaced: usize, options: JsValue);

    #[wasm_bindgen(method, js_name = offerHistory)]
    fn offer_history(this: &Entry, entries: JsValue);

    #[wasm_bindgen(method)]
    fn focus(this: &Entry);
}

/// The entry line of one terminal.
pub(crate) struct Editor {
    entry: Entry,
    _notify: Closure<dyn FnMut(String, String)>,
}

impl Editor {
    /// Makes one in `parent`. What is done in it becomes events.
    pub(crate) fn new(page: Page, terminal: TerminalId, parent: &Element, described_by: &str) -> Self {
        let notify = Closure::new(move |happening: String, text: String| {
            if let Some(action) = action(&happening, text) {
                page.dispatch(Event::Acted { terminal, action });
            }
        });
        Self { entry: create(parent, described_by, &notify), _notify: notify }
    }

    /// Replaces the whole text.
    pub(crate) fn set_text(&self, text: &str) {
        self.entry.set_text(text);
    }

    /// Puts text at the cursor.
    pub(crate) fn insert(&self, text: &str) {
        self.entry.insert(text);
    }

    /// Puts `text` and a new, indented line before what was typed since.
    pub(crate) fn resume(&self, text: &str) {
        self.entry.resume(text);
    }

    /// Sets what assistive technology calls it.
    pub(crate) fn set_label(&self, text: &str) {
        self.entry.set_label(text);
    }

    /// Shows a prompt.
    pub(crate) fn set_prompt(&self, prompt: &Prompt) {
        self.entry.set_prompt(&prompt.first, prompt.next, prompt.is_code);
    }

    /// Shows a pale text while there is no other.
    pub(crate) fn set_hint(&self, text: &str) {
        self.entry.set_hint(text);
    }

    /// Offers what may follow.
    pub(crate) fn offer(&self, request: u64, replaced: usize, options: &[Completion]) {
        self.entry.offer(request as f64, replaced, to_js(&options));
    }

    /// Offers the entries of before.
    pub(crate) fn offer_history(&self, entries: &[String]) {
        self.entry.offer_history(to_js(&entries));
    }

    /// Takes the keyboard.
    pub(crate) fn focus(&self) {
        self.entry.focus();
    }
}

/// What the happenings of `web/editor/keys.js` mean.
fn action(happening: &str, text: String) -> Option<Action> {
    Some(match happening {
        "changed" => Action::Edited(text),
        "submit" => Action::Submitted(text),
        "interrupt" => Action::Interrupted,
        "end" => Action::EndedInput,
        "clear" => Action::Cleared,
        "older" => Action::WentOlder,
        "newer" => Action::WentNewer,
        "search" => Action::HistoryAsked,
        "complete" => {
            let (request, before) = text.split_once('\n')?;
            Action::CompletionAsked { request: request.parse().ok()?, before: before.to_owned() }
        }
        _ => return None,
    })
}

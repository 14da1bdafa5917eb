//! The editor of a file pane.

use crate::api::answer::to_js;
use crate::event::{Action, Event, FileAction};
use crate::page::Page;
use crate::state::TerminalId;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(raw_module = "./editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = FileEditor)]
    type Inner;

    #[wasm_bindgen(js_name = createFileEditor)]
    fn create(parent: &Element, described_by: &str, notify: &Closure<dyn FnMut(String, String, String)>) -> Inner;

    #[wasm_bindgen(method, js_name = setTexts)]
    fn set_texts(this: &Inner, label: &str, phrases: JsValue);

    #[wasm_bindgen(method)]
    fn show(this: &Inner, name: &str, text: &str);

    #[wasm_bindgen(method)]
    fn replace(this: &Inner, name: &str, text: &str);

    #[wasm_bindgen(method)]
    fn forget(this: &Inner, name: &str);

    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &Inner, line: u32);

    #[wasm_bindgen(method)]
    fn mark(this: &Inner, line: u32, reveal: bool);

    #[wasm_bindgen(method)]
    fn focus(this: &Inner);
}

/// The editor of one pane.
pub(crate) struct FileEditor {
    inner: Inner,
    _notify: Closure<dyn FnMut(String, String, String)>,
}

impl FileEditor {
    /// Makes one in `parent`. What is done in it becomes events.
    pub(crate) fn new(page: Page, terminal: TerminalId, parent: &Element, described_by: &str) -> Self {
        let notify = Closure::new(move |happening: String, name: String, text: String| {
            let action = match happening.as_str() {
                "changed" => FileAction::Edited { name, text },
                "run" => FileAction::Ran,
                _ => return,
            };
            page.dispatch(Event::Acted { terminal, action: Action::File(action) });
        });
        Self { inner: create(parent, described_by, &notify), _notify: notify }
    }

    /// Sets what assistive technology calls it, and what CodeMirror's own phrases are in the language of the page.
    pub(crate) fn set_texts(&self, label: &str, phrases: &BTreeMap<&str, String>) {
        self.inner.set_texts(label, to_js(phrases));
    }

    /// Shows a file. The text counts if it is another than the editor has.
    pub(crate) fn show(&self, name: &str, text: &str) {
        self.inner.show(name, text);
    }

    /// A file has another text now.
    pub(crate) fn replace(&self, name: &str, text: &str) {
        self.inner.replace(name, text);
    }

    /// A file is gone.
    pub(crate) fn forget(&self, name: &str) {
        self.inner.forget(name);
    }

    /// Puts the cursor into a line, and the focus.
    pub(crate) fn go_to(&self, line: u32) {
        self.inner.go_to(line);
    }

    /// Marks the line that runs; 0 marks none.
    pub(crate) fn mark(&self, line: u32) {
        self.inner.mark(line, false);
    }

    /// Marks the line that runs, and scrolls there.
    pub(crate) fn mark_and_reveal(&self, line: u32) {
        self.inner.mark(line, true);
    }

    /// Takes the keyboard.
    pub(crate) fn focus(&self) {
        self.inner.focus();
    }
}

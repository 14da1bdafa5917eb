//! The page API: `window.sockbox`, and its twin by `postMessage`. EMBEDDING.md is its reference.

pub(crate) mod answer;
mod arguments;
pub(crate) mod listeners;
mod post;
mod process;
mod sockbox;

use crate::page::Page;
use crate::state::TerminalId;
use answer::Promises;
use js_sys::Array;
use leptos::prelude::window;
use listeners::Listeners;
use process::Process;
use sockbox::Sockbox;
use wasm_bindgen::JsValue;

/// What the page API keeps.
#[derive(Default)]
pub(crate) struct Api {
    pub(crate) promises: Promises,
    pub(crate) listeners: Listeners,
    /// The `Process` objects in the order of their terminals: each terminal has one, and always the same.
    processes: Array,
}

impl Api {
    /// The `Process` of a terminal.
    fn process(&self, page: Page, terminal: TerminalId) -> JsValue {
        while self.processes.length() < terminal.0 {
            let id = TerminalId(self.processes.length() + 1);
            self.processes.push(&Process::new(page, id).into());
        }
        self.processes.get(terminal.0 - 1)
    }

    /// Those of the terminals that are open.
    fn all_processes(&self, page: Page) -> Array {
        let open = page.with_untracked(|state| state.terminals.iter().map(|terminal| terminal.id).collect::<Vec<_>>());
        open.into_iter().map(|id| self.process(page, id)).collect()
    }
}

/// Puts `sockbox` on the window and begins to listen to the parent window.
pub(crate) fn publish(page: Page) {
    let sockbox = Sockbox::new(page);
    // Refused only where a script has frozen the window, which then does not want the API.
    let _ = js_sys::Reflect::set(&window(), &"sockbox".into(), &sockbox.into());
    post::listen(page);
}

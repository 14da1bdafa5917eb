//! `Process`: one terminal, for scripts.

use super::answer::rejected;
use super::arguments::{text, texts};
use super::listeners::{EVENTS, Subject, listen};
use crate::event::{Event, Wish};
use crate::page::Page;
use crate::state::{RequestId, Terminal, TerminalId};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

/// A terminal's process. After a restart it stands for the new one.
#[wasm_bindgen]
pub struct Process {
    page: Page,
    terminal: TerminalId,
}

impl Process {
    pub(super) fn new(page: Page, terminal: TerminalId) -> Self {
        Self { page, terminal }
    }

    fn wish(&self, wish: Wish) {
        self.page.dispatch(Event::Asked { terminal: self.terminal, wish });
    }

    /// A promise for a wish, which is made of the promise's name if the arguments are right.
    fn promise(&self, wish: impl FnOnce(RequestId) -> Result<Wish, String>) -> Promise {
        let (request, promise) = self.page.hands().api.promises.open();
        match wish(request) {
            Ok(wish) => {
                self.wish(wish);
                promise
            }
            Err(why) => rejected(&why),
        }
    }

    fn look<T: Default>(&self, look: impl FnOnce(&Terminal) -> T) -> T {
        self.page.with_untracked(|state| state.terminal(self.terminal).map(look)).unwrap_or_default()
    }
}

#[wasm_bindgen]
impl Process {
    /// The number of its terminal, from 1.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> u32 {
        self.terminal.0
    }

    /// The title of its terminal.
    #[wasm_bindgen(getter)]
    pub fn title(&self) -> String {
        self.look(|terminal| terminal.title.clone())
    }

    /// All text shown so far, as far as the terminal keeps it.
    #[wasm_bindgen(getter)]
    pub fn output(&self) -> String {
        self.look(|terminal| terminal.scrollback.text())
    }

    /// Runs statements as if they were typed at the prompt, after whatever runs now.
    pub fn run(&self, source: JsValue) -> Promise {
        self.promise(|request| Ok(Wish::Run { request, source: text(&source, "source")? }))
    }

    /// Runs a file as `python file argv...`, after whatever runs now.
    pub fn start(&self, file: JsValue, argv: JsValue) -> Promise {
        self.promise(|request| Ok(Wish::Start { request, name: text(&file, "file")?, argv: texts(&argv, "argv")? }))
    }

    /// Gives a line, or lines, to `sys.stdin`.
    pub fn write(&self, line: JsValue) -> Promise {
        self.promise(|request| Ok(Wish::Write { request, text: text(&line, "text")? }))
    }

    /// Ctrl-C. Does nothing if nothing runs.
    pub fn interrupt(&self) {
        self.wish(Wish::Interrupt);
    }

    /// Ends the process and closes its sockets.
    pub fn kill(&self) {
        self.wish(Wish::Kill);
    }

    /// Ends the process and takes its terminal off the page; not for the first two.
    pub fn close(&self) -> Promise {
        self.promise(|request| Ok(Wish::Close { request }))
    }

    /// Calls `listener` at every event of this name; returns a function that ends it.
    ///
    /// # Errors
    /// `TypeError` for an event there is not, or a listener that is no function.
    pub fn on(&self, event: &str, listener: JsValue) -> Result<JsValue, JsValue> {
        listen(self.page, Subject::Process(self.terminal), &EVENTS, event, listener)
    }
}

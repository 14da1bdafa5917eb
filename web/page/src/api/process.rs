//! `Process`: one terminal, for scripts.

use super::answer::settle;
use super::arguments::{text, texts};
use super::listeners::{EVENTS, Subject, listen};
use crate::event::{Event, Look, Wish};
use crate::page::Page;
use crate::state::inspection::MAIN_THREAD;
use crate::state::{RequestId, Terminal, TerminalId};
use js_sys::{Promise, TypeError};
use sockbox_message::Pace;
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
            Ok(wish) => self.wish(wish),
            Err(why) => settle(self.page, request, Err(why)),
        }
        promise
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

    /// The threads of the process and what each waits for.
    pub fn threads(&self) -> Promise {
        self.promise(|request| Ok(Wish::Threads { request }))
    }

    /// Lets the lines of the program run at this pace: `"full"`, `"paused"`, or milliseconds before each.
    ///
    /// # Errors
    /// `TypeError` for anything else.
    pub fn pace(&self, pace: JsValue) -> Result<(), JsValue> {
        let pace = match (pace.as_string().as_deref(), pace.as_f64()) {
            (Some("full"), _) => Pace::Full,
            (Some("paused"), _) => Pace::Paused,
            (None, Some(milliseconds)) if milliseconds >= 0.0 => Pace::Slow { milliseconds: milliseconds as u32 },
            _ => return Err(TypeError::new("pace must be 'full', 'paused' or milliseconds").into()),
        };
        self.wish(Wish::Look(Look::SetPace(pace)));
        Ok(())
    }

    /// Lets a thread of a paused program run to its next line; the main one if none is named.
    pub fn step(&self, thread: JsValue) {
        let thread = thread.as_f64().map_or(MAIN_THREAD, |thread| thread as u64);
        self.wish(Wish::Look(Look::ChoseThread(thread)));
        self.wish(Wish::Look(Look::Stepped));
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

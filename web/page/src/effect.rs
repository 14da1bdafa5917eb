//! What `update` wants done. It is done in the order given.

use crate::language::Language;
use crate::state::{Pane, RequestId, Status, TerminalId, WorkerId};
use serde::Serialize;
use sockbox_core::wire::{Present, Validation};
use sockbox_message::{Completion, Content, Held, PageToWorker, Place, Variable};

/// Something to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Fetch Python's module and compile it.
    LoadPython,
    /// Fetch the examples, and send [`ExampleEvent::Came`](crate::event::ExampleEvent::Came).
    LoadExamples,
    /// Make a worker, which loads its own code.
    Spawn {
        /// Its name from now on.
        worker: WorkerId,
    },
    /// Give a worker the compiled module and the relay's address.
    Start {
        /// Which.
        worker: WorkerId,
    },
    /// Send a message to a worker that is ready.
    Post {
        /// To which.
        worker: WorkerId,
        /// What.
        message: PageToWorker,
    },
    /// End a worker, whatever it does.
    Terminate {
        /// Which.
        worker: WorkerId,
    },
    /// Forget what belongs to a terminal that was closed.
    DropTerminal {
        /// Which.
        terminal: TerminalId,
    },
    /// Replace the text of an entry line.
    SetEntry {
        /// Whose.
        terminal: TerminalId,
        /// The whole text.
        text: String,
    },
    /// Put text at the cursor of an entry line, and the focus into it.
    InsertEntry {
        /// Whose.
        terminal: TerminalId,
        /// What is added.
        text: String,
    },
    /// Put an entry that goes on, and a new line after it, before what was typed since.
    ResumeEntry {
        /// Whose.
        terminal: TerminalId,
        /// The entry so far.
        source: String,
    },
    /// Offer in an entry line what may follow.
    Offer {
        /// Whose.
        terminal: TerminalId,
        /// Of [`Action::CompletionAsked`](crate::event::Action::CompletionAsked).
        request: u64,
        /// Characters before the cursor that an option takes the place of.
        replaced: usize,
        /// To choose from.
        options: Vec<Completion>,
    },
    /// Offer in an entry line the entries of before.
    OfferHistory {
        /// Whose.
        terminal: TerminalId,
        /// Oldest first.
        entries: Vec<String>,
    },
    /// Write a draft to the browser's storage.
    SaveDraft {
        /// Whose, by title.
        title: String,
        /// The whole text.
        text: String,
    },
    /// Add an entry to the history in the browser's storage.
    Remember {
        /// Whose, by title.
        title: String,
        /// The entry.
        entry: String,
    },
    /// Take an entry out of the history in the browser's storage.
    Forget {
        /// Whose, by title.
        title: String,
        /// The entry.
        entry: String,
    },
    /// Keep a language in the browser's storage, and mark the document with it.
    KeepLanguage {
        /// Which.
        language: Language,
    },
    /// Show a file in the editor of a file pane.
    ShowFile {
        /// Whose pane.
        terminal: TerminalId,
        /// Of the file.
        name: String,
        /// Its text, if the editor does not have it yet.
        text: String,
    },
    /// A file that the editor may have was changed by a program.
    ReplaceFile {
        /// Whose pane.
        terminal: TerminalId,
        /// Of the file.
        name: String,
        /// Its new text.
        text: String,
    },
    /// Put the cursor of a file pane's editor into a line, and the focus.
    GoToLine {
        /// Whose pane.
        terminal: TerminalId,
        /// From 1.
        line: u32,
    },
    /// Write a file to the browser's storage.
    SaveFile {
        /// Who is told if it is not taken.
        terminal: TerminalId,
        /// Whose, by title.
        title: String,
        /// Of the file.
        name: String,
        /// All of it.
        content: Content,
    },
    /// Remove a file from the browser's storage, and from the editor.
    RemoveStoredFile {
        /// Whose editor.
        terminal: TerminalId,
        /// Whose, by title.
        title: String,
        /// Of the file.
        name: String,
    },
    /// Write to the browser's storage what a file pane looks like.
    SavePane {
        /// Whose, by title.
        title: String,
        /// The pane.
        pane: Pane,
    },
    /// Settle a promise of the page API.
    Answer {
        /// Which.
        request: RequestId,
        /// Its value, or the text of its `Error`.
        answer: Result<Answer, String>,
    },
    /// Tell the listeners of the page API.
    Emit {
        /// Whose listeners.
        terminal: TerminalId,
        /// What they are told.
        news: News,
    },
    /// Ask the relay why it does not take a process, and send
    /// [`Event::RelayAnswered`](crate::event::Event::RelayAnswered).
    AskRelay {
        /// Whose process.
        worker: WorkerId,
    },
    /// Connect to the room's events.
    JoinRoom,
    /// Ask the relay for another setting of the room. It tells everybody when it holds.
    SetValidation {
        /// Which.
        validation: Validation,
    },
    /// End that connection.
    LeaveRoom,
    /// Send [`RoomEvent::RetryDue`](crate::event::RoomEvent::RetryDue) after about so many milliseconds.
    RetryRoom {
        /// Not to the millisecond: the pages that a relay has lost need not come back all at once.
        milliseconds: i32,
    },
    /// Tell the page API's listeners who is here.
    TellPeople {
        /// In the order in which they came.
        people: Vec<Present>,
    },
    /// Send [`Event::Ticked`](crate::event::Event::Ticked) after [`TICK`] milliseconds.
    Tick,
    /// Send [`Event::InterruptOverdue`](crate::event::Event::InterruptOverdue) after [`PATIENCE`] milliseconds.
    WatchInterrupt {
        /// Whose it is.
        worker: WorkerId,
        /// What it is to stop.
        cell: u64,
    },
}

/// Milliseconds between two looks at the clock while something runs.
pub const TICK: i32 = 150;
/// Milliseconds after which an interrupt that has stopped nothing is remarked upon.
pub const PATIENCE: i32 = 3_000;

/// The value of a promise of the page API, as EMBEDDING.md has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// Of `Process.run`.
    Ran {
        /// No exception left it.
        ok: bool,
        /// What it wrote to `sys.stdout`.
        stdout: String,
        /// What it wrote to `sys.stderr`.
        stderr: String,
        /// `repr` of the last expression's value.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
    },
    /// Of `Process.start`.
    #[serde(rename_all = "camelCase")]
    Started {
        /// As the shell would see it.
        exit_code: i32,
        /// What it wrote to `sys.stdout`.
        stdout: String,
        /// What it wrote to `sys.stderr`.
        stderr: String,
    },
    /// Of `Process.threads`.
    Threads(Vec<ThreadNow>),
    /// Of `open`.
    #[serde(skip)]
    Opened(TerminalId),
    /// Of what has no value.
    Done,
}

/// A thread, as `Process.threads` gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ThreadNow {
    /// As `threading.get_ident()` has it.
    pub id: u64,
    /// Of the thread.
    pub name: String,
    /// Whether the program ends without waiting for it.
    pub daemon: bool,
    /// What it waits for, in words.
    pub waiting: Option<String>,
    /// The line of its program.
    pub place: Option<Place>,
}

/// What listeners of the page API are told, as EMBEDDING.md has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum News {
    /// Event `output`.
    Output {
        /// `stdout` or `stderr`.
        stream: &'static str,
        /// Not necessarily whole lines.
        text: String,
    },
    /// Event `call`, at the beginning.
    CallBegun {
        /// Always `begun`.
        state: &'static str,
        /// Grows within a process.
        call: u64,
        /// As Python's programmer would write it.
        text: String,
        /// The descriptor.
        fd: Option<i32>,
        /// The local address.
        place: Option<String>,
        /// Milliseconds since 1970.
        at: f64,
    },
    /// Event `call`, at the end.
    CallEnded {
        /// Always `ended`.
        state: &'static str,
        /// As at the beginning.
        call: u64,
        /// `repr` of what it returned.
        #[serde(skip_serializing_if = "Option::is_none")]
        value: Option<String>,
        /// What it raised.
        #[serde(skip_serializing_if = "Option::is_none")]
        exception: Option<String>,
        /// Milliseconds.
        took: f64,
        /// Whether the model refused it.
        refused: bool,
        /// Why it failed, where that is known, in the language of the page.
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// Event `line`.
    Line {
        /// Its `id` in `Process.threads`.
        thread: u64,
        /// The line that it is about to run.
        place: Place,
        /// The local variables there.
        variables: Vec<Variable>,
        /// The open sockets that it can reach.
        sockets: Vec<Held>,
    },
    /// Event `state`.
    State(Status),
    /// Event `exit`.
    Exit {
        /// `exit`, `relay_lost`, `relay_closed`, `crashed` or `killed`.
        reason: &'static str,
        /// In words.
        text: String,
        /// Of `exit`.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<i32>,
    },
}

impl News {
    /// The name that `Process.on` knows it by.
    pub fn event(&self) -> &'static str {
        match self {
            Self::Output { .. } => "output",
            Self::CallBegun { .. } | Self::CallEnded { .. } => "call",
            Self::Line { .. } => "line",
            Self::State(_) => "state",
            Self::Exit { .. } => "exit",
        }
    }
}

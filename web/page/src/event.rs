//! What can happen to the page.

use crate::language::Language;
use crate::state::{Example, RequestId, Restored, TerminalId, WorkerId};
use sockbox_core::Explanation;
use sockbox_core::wire::{RelayToPage, Validation};
use sockbox_message::{Content, Pace, WorkerToPage};

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The page stands and the browser has been looked at. The first event, and only the first.
    Booted {
        /// Whether the browser can suspend Python.
        jspi: Jspi,
        /// What the storage has for the terminals, in their order.
        restored: Vec<Restored>,
    },
    /// More of Python's module has come: bytes in all, uncompressed.
    PythonProgressed {
        /// Bytes so far.
        loaded: u64,
    },
    /// Python's module is compiled.
    PythonCompiled,
    /// Python's module did not come.
    PythonFailed {
        /// What is known, in words.
        why: String,
    },
    /// Somebody wants the load to be tried again.
    LoadRetried,
    /// A worker said something.
    Said {
        /// Who.
        worker: WorkerId,
        /// What.
        message: WorkerToPage,
    },
    /// The relay was asked why it does not take a process.
    RelayAnswered {
        /// Whose process.
        worker: WorkerId,
        /// What it says; none if it would take it, or cannot be reached.
        why: Option<Explanation>,
    },
    /// A worker failed without a word of its own, or said what cannot be understood.
    WorkerFailed {
        /// Which.
        worker: WorkerId,
        /// What is known, in words.
        why: String,
    },
    /// A person did something at a terminal.
    Acted {
        /// Where.
        terminal: TerminalId,
        /// What.
        action: Action,
    },
    /// The page API was called for a terminal.
    Asked {
        /// Which.
        terminal: TerminalId,
        /// For what.
        wish: Wish,
    },
    /// `sockbox.open` of the page API.
    OpenAsked {
        /// To be answered when the process is ready.
        request: RequestId,
        /// Of the new terminal; one is made up for `None`.
        title: Option<String>,
        /// Names and texts.
        files: Vec<(String, String)>,
    },
    /// An interrupt was sent a while ago.
    InterruptOverdue {
        /// Whose it was.
        worker: WorkerId,
        /// What it was to stop.
        cell: u64,
    },
    /// Something about the room.
    Room(RoomEvent),
    /// Something about the examples.
    Examples(ExampleEvent),
    /// A terminal has the keyboard.
    Focused {
        /// Which.
        terminal: TerminalId,
    },
    /// A line of code that belongs to no terminal was chosen: the one that was used last takes it.
    LineChosen {
        /// The line.
        text: String,
    },
    /// Somebody wants to see all of a call, or no more of it.
    CallChosen {
        /// [`CallRow::key`](crate::state::CallRow::key).
        key: u64,
    },
    /// Somebody wants an empty timeline.
    TimelineCleared,
    /// Somebody wants to be spoken to in this language.
    LanguageChosen {
        /// Which.
        language: Language,
    },
    /// The browser's storage did not take what was typed.
    EntryNotKept,
    /// The browser has no storage for this page.
    StorageRefused,
    /// Time has passed.
    Ticked,
}

/// What can happen to the examples.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExampleEvent {
    /// Somebody looks at the list.
    Asked,
    /// The list came, or did not: why, in words.
    Came(Result<Vec<Example>, String>),
    /// Somebody chose the one of this name.
    Chosen(String),
    /// Somebody wants both programs to run that the panes show.
    Ran,
    /// Somebody has read what is said about the one that was opened.
    Read,
}

/// What can happen to the room and the connection that tells of it.
#[derive(Debug, Clone, PartialEq)]
pub enum RoomEvent {
    /// The relay said something.
    Said(RelayToPage),
    /// The connection is gone, or was not made.
    Lost {
        /// As the WebSocket gave it, RFC 6455 section 7.4.
        code: u16,
        /// The relay's words, if it said any.
        why: Explanation,
    },
    /// It is time to try again.
    RetryDue,
    /// Somebody wants something else to become of calls that the model refuses.
    ValidationChosen {
        /// What.
        validation: Validation,
    },
    /// Somebody has read a notice.
    NoticeDismissed {
        /// Which.
        key: u64,
    },
}

/// Whether the browser has `WebAssembly.Suspending`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jspi {
    /// It has.
    Present,
    /// It has not: Python cannot wait in it.
    Missing,
}

/// What a person does at a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Changed the entry line to this text.
    Edited(String),
    /// Pressed Enter on this text.
    Submitted(String),
    /// Ctrl-C without a selection.
    Interrupted,
    /// The Stop button.
    Stopped,
    /// Ctrl-D in the empty entry line.
    EndedInput,
    /// Ctrl-L.
    Cleared,
    /// Up on the first line.
    WentOlder,
    /// Down on the last line.
    WentNewer,
    /// Tab after a word.
    CompletionAsked {
        /// Names the question in the answer.
        request: u64,
        /// The entry up to the cursor.
        before: String,
    },
    /// Ctrl-R.
    HistoryAsked,
    /// Chose a line of code that was offered.
    Chose(String),
    /// Looked into the process.
    Looked(Look),
    /// The Restart button.
    Restarted,
    /// The Close button.
    Closed,
    /// Something about files.
    File(FileAction),
}

/// What a person does in the file pane of a terminal, or with a link to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileAction {
    /// Opened or closed the pane.
    Toggled,
    /// Chose the tab of a file.
    Chosen(String),
    /// Asked for a new file.
    Created,
    /// Brought a file along.
    Added {
        /// As it was called.
        name: String,
        /// All of it.
        content: Content,
    },
    /// Changed the text of a file.
    Edited {
        /// Which.
        name: String,
        /// The whole text.
        text: String,
    },
    /// Gave a file another name.
    Renamed {
        /// The old one.
        from: String,
        /// The new one, as it was typed.
        to: String,
    },
    /// Deleted a file.
    Deleted(String),
    /// Nothing a person does: the browser's storage did not take a file.
    NotKept(String),
    /// Changed the arguments for the program.
    ArgumentsEdited(String),
    /// Ctrl+Enter, or the Run button.
    Ran,
    /// Chose a line of a traceback.
    LinkFollowed {
        /// The file.
        name: String,
        /// From 1.
        line: u32,
    },
}

/// What the page API is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// `Process.run`.
    Run {
        /// To be answered.
        request: RequestId,
        /// One or more statements.
        source: String,
    },
    /// `Process.start`.
    Start {
        /// To be answered.
        request: RequestId,
        /// Of the file.
        name: String,
        /// `sys.argv[1:]`.
        argv: Vec<String>,
    },
    /// `Process.write`.
    Write {
        /// To be answered.
        request: RequestId,
        /// For `sys.stdin`.
        text: String,
    },
    /// `Process.interrupt`.
    Interrupt,
    /// `Process.threads`.
    Threads {
        /// To be answered.
        request: RequestId,
    },
    /// `Process.pace` and `Process.step`.
    Look(Look),
    /// `Process.kill`.
    Kill,
    /// `Process.close`.
    Close {
        /// To be answered.
        request: RequestId,
    },
}

/// Looking into a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The panel of its threads was opened.
    Opened,
    /// The panel was closed.
    Closed,
    /// This thread is looked at.
    ChoseThread(u64),
    /// The lines are to run at this pace.
    SetPace(Pace),
    /// The thread that is looked at may run to its next line.
    Stepped,
}

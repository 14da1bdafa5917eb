//! All that the page knows, as plain data. `update` changes it; the panels show it.

mod examples;
mod files;
mod history;
pub mod inspection;
mod process;
mod room;
mod scrollback;
mod sockets;
mod status;
mod terminal;
mod timeline;
mod traceback;

pub use examples::{Example, ExampleList, Examples, Wording};
pub(crate) use files::fault;
pub use files::{Files, Pane};
pub use history::History;
pub use process::{Collected, Ended, Job, Phase, Run};
pub use room::{Link, Notice, Room};
pub use scrollback::{Colour, Kind, Line, Piece, Scrollback, Style};
pub use sockets::{Card, Sockets};
pub use status::{Prompt, Status, StatusKind};
pub use terminal::{Restored, Terminal};
pub use timeline::{After, CallRow, CallState, Judge, Timeline};
pub use traceback::TracebackLine;

use crate::effect::Effect;
use crate::language::Language;

/// Names a terminal; counts from 1 in the order of opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TerminalId(pub u32);

/// Names a worker, which is one process: Restart gives a terminal a new one. Never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WorkerId(pub u64);

/// Names a promise of the page API that waits for its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

impl RequestId {
    /// `window.sockbox.ready`.
    pub const READY: Self = Self(0);
}

/// How far Python's module has come into this tab. All workers share it.
#[derive(Debug, Clone, PartialEq)]
pub enum Load {
    /// It is being fetched and compiled.
    Fetching {
        /// Bytes so far, uncompressed.
        loaded: u64,
        /// Bytes in all, uncompressed.
        total: u64,
    },
    /// Workers can be started with it.
    Compiled,
    /// It could not be fetched or compiled.
    Failed {
        /// What is known, in words.
        why: String,
    },
    /// The browser has no JSPI (`WebAssembly.Suspending`), so that nothing was fetched.
    Unsupported,
}

/// What the sockets of the room can reach, as the relay says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Isolation {
    /// No worker has been ready yet.
    Unknown,
    /// The room is a network of its own.
    Room,
    /// The relay could not make one: the sockets share its host's loopback.
    HostLoopback,
}

/// The terminals that are open from the start.
const FIRST: [&str; 2] = ["server", "client"];

/// The root of the state.
#[derive(Debug, Clone)]
pub struct State {
    /// What the page speaks.
    pub language: Language,
    /// Python's module.
    pub load: Load,
    /// How large Python's module is: bytes, uncompressed.
    pub python_size: u64,
    /// As the relay said last.
    pub isolation: Isolation,
    /// Who is here.
    pub room: Room,
    /// In the order of opening.
    pub terminals: Vec<Terminal>,
    /// The terminal that had the keyboard last.
    pub current: TerminalId,
    /// Programs to try.
    pub examples: Examples,
    /// The calls of all terminals.
    pub timeline: Timeline,
    /// The sockets of all terminals.
    pub sockets: Sockets,
    /// Milliseconds since 1970 at the last event.
    pub now: f64,
    /// Whether it was told that the browser's storage takes no more entries.
    pub(crate) storage_is_full: bool,
    /// Whether a tick is on its way.
    pub(crate) ticking: bool,
    /// Whether [`RequestId::READY`] was answered.
    pub(crate) ready_told: bool,
    pub(crate) next_worker: u64,
    pub(crate) next_terminal: u32,
}

impl State {
    /// A page with its first two terminals, which knows nothing about the browser yet.
    pub fn new(python_size: u64) -> Self {
        let mut state = Self {
            language: Language::default(),
            load: Load::Fetching { loaded: 0, total: python_size },
            python_size,
            isolation: Isolation::Unknown,
            room: Room::default(),
            terminals: Vec::new(),
            current: TerminalId(1),
            examples: Examples::default(),
            timeline: Timeline::default(),
            sockets: Sockets::default(),
            now: 0.0,
            storage_is_full: false,
            ticking: false,
            ready_told: false,
            next_worker: 1,
            next_terminal: 1,
        };
        for title in FIRST {
            state.add_terminal(title.to_owned(), Files::default());
        }
        state
    }

    /// The terminal of this id, if it was ever opened.
    pub fn terminal(&self, id: TerminalId) -> Option<&Terminal> {
        self.terminals.iter().find(|terminal| terminal.id == id)
    }

    /// Whether a terminal may be closed: the first two always stay.
    pub fn is_closable(&self, id: TerminalId) -> bool {
        id.0 > FIRST.len() as u32
    }

    /// What the state line of a terminal says.
    pub fn status(&self, terminal: &Terminal) -> Status {
        let call = self.timeline.oldest_running(terminal.worker);
        Status::of(terminal, &self.load, call, self.now, self.language)
    }

    /// The kind of it, which costs less.
    pub(crate) fn status_kind(&self, terminal: &Terminal) -> StatusKind {
        StatusKind::of(terminal, self.timeline.oldest_running(terminal.worker), self.now)
    }

    pub(crate) fn add_terminal(&mut self, title: String, files: Files) -> &mut Terminal {
        let id = TerminalId(self.next_terminal);
        self.next_terminal += 1;
        let worker = self.take_worker_id();
        self.terminals.push(Terminal::new(id, title, worker, files));
        self.terminals.last_mut().expect("one was pushed")
    }

    pub(crate) fn take_worker_id(&mut self) -> WorkerId {
        let id = WorkerId(self.next_worker);
        self.next_worker += 1;
        id
    }

    /// Whether time itself changes what is shown: a cell or a call runs, or a closed socket fades.
    pub(crate) fn is_time_shown(&self) -> bool {
        self.sockets.are_fading()
            || self.timeline.is_any_running()
            || self.terminals.iter().any(|terminal| terminal.run().is_some())
    }

    /// Effects that bring a terminal's worker to life as far as Python has come.
    pub(crate) fn spawn(&self, worker: WorkerId, out: &mut Vec<Effect>) {
        if self.load == Load::Unsupported {
            return;
        }
        out.push(Effect::Spawn { worker });
        if self.load == Load::Compiled {
            out.push(Effect::Start { worker });
        }
    }
}

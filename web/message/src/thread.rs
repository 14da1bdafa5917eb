//! The threads of a process, and the lines that they run.

use serde::{Deserialize, Serialize};

/// How fast the lines of a program run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// As fast as they can; nothing is told of them.
    Full,
    /// With a wait before each line.
    Slow {
        /// How long.
        milliseconds: u32,
    },
    /// Each thread waits before its next line until [`PageToWorker::Step`] lets it run.
    Paused,
}

/// A thread of the process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// As `threading.get_ident()` has it.
    pub id: u64,
    /// `MainThread`, `Thread-1 (serve)`.
    pub name: String,
    /// Whether the program ends without waiting for it.
    pub daemon: bool,
    /// What it waits for; `None` if it runs.
    pub waiting: Option<Awaited>,
    /// The line of its program that it is at, as far as that is known.
    pub place: Option<Place>,
}

/// What a thread waits for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    /// The answer to a socket call.
    Call {
        /// As in [`WorkerToPage::CallBegun`](crate::WorkerToPage::CallBegun).
        text: String,
        /// The local address of the socket, as there.
        place: Option<String>,
    },
    /// One of several sockets, or input, to be ready: `select()` and the like.
    Readiness,
    /// A line for `sys.stdin`.
    Input,
    /// That the page has shown what was printed.
    Output,
    /// That time passes.
    Time {
        /// How much in all, in seconds; `None` if it is not known.
        seconds: Option<f64>,
    },
    /// A lock of `threading`.
    Lock {
        /// The name of the thread that has it, if it is known.
        owner: Option<String>,
    },
    /// The end of another thread.
    Thread {
        /// Its name.
        name: String,
    },
    /// An object within the interpreter that another thread uses.
    Object,
    /// A part of Python's library, which is being fetched.
    Library,
    /// Its next line, in slow motion.
    Line,
    /// [`PageToWorker::Step`](crate::PageToWorker::Step).
    Step,
}

/// A variable and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// As the program has it.
    pub name: String,
    /// `repr` of the value, shortened.
    pub value: String,
    /// The name of the value's class.
    pub kind: String,
}

/// A socket that a line of a program can reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// How: `s`, `clients[2]`, `self.request`.
    pub name: String,
    /// Its descriptor.
    pub fd: i32,
}

/// A line of a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// A file, or a cell of the prompt: `<python-input-3>`.
    pub file: String,
    /// From 1.
    pub line: u32,
    /// The function, or `<module>`.
    pub function: String,
}

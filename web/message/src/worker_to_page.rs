//! What a worker says to the page.

use crate::{Content, Excerpt, Held, Place, Predicted, Thread, Traffic, Variable};
use serde::{Deserialize, Serialize};
use sockbox_core::Explanation;
use sockbox_core::model::Description;

/// What a worker says to the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerToPage {
    /// Python is up and the relay has answered: a cell can be run.
    Ready {
        /// As `sys.version` begins, e.g. `3.14.0`.
        python: String,
        /// False where the relay could not make a network namespace and uses its host's loopback.
        isolated: bool,
    },
    /// Text for the terminal.
    Output {
        /// Where it was written to.
        stream: Stream,
        /// Not necessarily whole lines.
        text: String,
    },
    /// The cell needs more lines; nothing was run.
    Incomplete {
        /// Of [`PageToWorker::RunCell`].
        cell: u64,
    },
    /// The cell, or the file, ended.
    Finished {
        /// Of [`PageToWorker::RunCell`] or [`PageToWorker::RunFile`].
        cell: u64,
        /// How it ended.
        end: End,
        /// `repr` of the value of the last expression statement, if it has one and it is not `None`.
        value: Option<String>,
    },
    /// What may follow at the prompt.
    Completed {
        /// Of [`PageToWorker::Complete`].
        request: u64,
        /// How much of the text before the cursor an option takes the place of: characters.
        replaced: usize,
        /// In the order of their texts.
        options: Vec<Completion>,
    },
    /// A read of `sys.stdin` waits for a line.
    InputWanted,
    /// It waits no more and got none: an exception has ended it.
    InputAbandoned,
    /// A program made or changed a file, outside `/tmp`.
    FileWritten {
        /// Its path from the root, without a slash at its beginning.
        name: String,
        /// All of it.
        content: Content,
    },
    /// A program removed a file, or gave it another name.
    FileRemoved {
        /// Its path, as above.
        name: String,
    },
    /// A socket call was begun.
    CallBegun {
        /// Names the call in [`WorkerToPage::CallEnded`]; grows within a worker.
        call: u64,
        /// The descriptor it is made on.
        fd: Option<i32>,
        /// As Python's programmer would write it: `accept()`, `connect(('127.0.0.1', 8001))`, `send(<5 bytes>)`.
        text: String,
        /// The local address of the socket as far as the worker knows it, e.g. `127.0.0.1:8001`.
        place: Option<String>,
        /// Milliseconds since 1970 (UTC), with fractions.
        at: f64,
        /// The socket, which the page knows as the call finds it; `None` for a descriptor that names none, and for a call on no
        /// socket.
        socket: Option<u64>,
        /// For a call that may block: what it waits for, and what would wake it.
        waits: Option<Explanation>,
        /// What is sent.
        payload: Excerpt,
    },
    /// A socket call ended.
    CallEnded {
        /// Of [`WorkerToPage::CallBegun`].
        call: u64,
        /// `repr` of what it returned, shortened, or the exception as a traceback's last line shows it.
        result: Result<String, String>,
        /// How long it took, in milliseconds with fractions.
        took: f64,
        /// True if the model refused it: it never travelled.
        refused: bool,
        /// Why it failed, where the model or the relay can tell.
        why: Option<Explanation>,
        /// The socket, which the page knows as the call leaves it, or the one that it has made; `None` for one that it has closed. A call that
        /// a signal interrupts ends with the signal's handler, and its socket is as that leaves it.
        socket: Option<u64>,
        /// What was received.
        payload: Excerpt,
        /// What went over the socket.
        traffic: Traffic,
        /// In a room that only explains: what the model would have refused it with.
        predicted: Option<Box<Predicted>>,
    },
    /// A socket is new, or is no longer as it was told before. Told before the end of the call that has brought it about, so that
    /// calls need only name their sockets, by [`Description::id`].
    SocketChanged {
        /// What is known of it.
        socket: Box<Description>,
    },
    /// The last descriptor of a socket was closed.
    SocketClosed {
        /// As [`Description::id`] named it.
        socket: u64,
    },
    /// A thread is about to run a line. Told while the pace is not [`Pace::Full`].
    Line {
        /// Its [`Thread::id`].
        thread: u64,
        /// The line.
        place: Place,
        /// The local variables there, but not those whose names begin with two underscores; at most 100.
        variables: Vec<Variable>,
        /// The open sockets that the line can reach by names; at most 50.
        sockets: Vec<Held>,
    },
    /// The threads that have not ended, the main one first.
    Threads {
        /// In the order of their start.
        threads: Vec<Thread>,
    },
    /// The process is over; the worker does nothing more. The page ends it.
    Exited {
        /// Why.
        reason: ExitReason,
    },
}

/// For how many bytes of output a refused call counts: about what telling of it takes.
const REFUSED_CALL_SIZE: usize = 1024;

impl WorkerToPage {
    /// What the page answers by [`PageToWorker::OutputTaken`], in bytes: nothing for messages that a program cannot send without
    /// waiting for somebody. Output it can, and calls that are refused before they travel.
    #[must_use]
    pub fn size_ahead(&self) -> usize {
        match self {
            WorkerToPage::Output { text, .. } => text.len(),
            WorkerToPage::CallEnded { refused: true, .. } => REFUSED_CALL_SIZE,
            _ => 0,
        }
    }

    /// Whether it can go to the page together with what comes within milliseconds: news of calls, of which a program can make
    /// thousands a second.
    #[must_use]
    pub fn can_wait(&self) -> bool {
        matches!(
            self,
            WorkerToPage::CallBegun { .. }
                | WorkerToPage::CallEnded { .. }
                | WorkerToPage::SocketChanged { .. }
                | WorkerToPage::SocketClosed { .. }
        )
    }
}

/// Something that may follow at the prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// What is put into the entry.
    pub text: String,
    /// `function`, `keyword`, `module`, `variable` or `file`.
    pub kind: String,
}

/// The two output streams of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// `sys.stdout`.
    Stdout,
    /// `sys.stderr`: tracebacks and warnings.
    Stderr,
}

/// How a cell or a file ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Its last statement was done.
    Completed,
    /// An exception left it; its traceback was written to `sys.stderr`.
    Raised,
    /// `SystemExit` left it, with this status. A cell that does this ends the process too.
    Exited {
        /// As the shell would see it, 0 to 255.
        status: i32,
    },
}

/// Why a process is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExitReason {
    /// `exit()`, `sys.exit(n)` or Ctrl-D at the prompt.
    Exit {
        /// As the shell would see it, 0 to 255.
        status: i32,
    },
    /// The relay could not be reached, or went away.
    RelayLost {
        /// What is known, in words.
        why: String,
    },
    /// The relay ended the process, or did not take it, and said why: a limit was hit, or the relay is being stopped.
    RelayClosed {
        /// What it said.
        why: Explanation,
    },
    /// The interpreter itself failed: its memory is used up, or it has a defect.
    Crashed {
        /// What is known, in words.
        why: String,
    },
}

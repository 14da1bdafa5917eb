//! What the page says to a worker.

use crate::{Content, Pace};
use serde::{Deserialize, Serialize};

/// What the page says to a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageToWorker {
    /// Connect to the relay and start Python. The first message, and only the first.
    Start {
        /// The WebSocket URL of the room, `ws://host/rooms/{room}/process`.
        relay: String,
        /// What the room is told of this process: the title of its terminal, shortened to what the relay takes.
        name: String,
        /// What the page calls itself in the room.
        page: String,
        /// For a relay that wants one: letters, digits and `-._~`.
        access_token: Option<String>,
    },
    /// Put a file into the process's file system; it replaces one of the same name.
    WriteFile {
        /// Its path from the root, without a slash at its beginning.
        name: String,
        /// All of it.
        content: Content,
    },
    /// Remove a file.
    RemoveFile {
        /// Its path, as above.
        name: String,
    },
    /// Run source as at the prompt: each statement in `single` mode, so that expressions show their value.
    RunCell {
        /// Names this run in the answers. One run at a time.
        cell: u64,
        /// One or more statements.
        source: String,
        /// Whether more lines may follow.
        entry: Entry,
    },
    /// Run a file as `python file argv...` would, in a fresh `__main__`.
    RunFile {
        /// Names this run in the answers. One run at a time.
        cell: u64,
        /// A file written before.
        name: String,
        /// `sys.argv[1:]`.
        argv: Vec<String>,
    },
    /// Tell what may follow at the prompt. Nothing does while something runs.
    Complete {
        /// Names the question in the answer.
        request: u64,
        /// The entry up to the cursor.
        before: String,
    },
    /// Text for `sys.stdin`; what is beyond one line waits for the next read.
    Input {
        /// Lines with their line feeds; a missing last one is added.
        text: String,
    },
    /// The page has taken output, or a call that was refused. A worker that is far ahead of its page waits for this.
    OutputTaken {
        /// [`WorkerToPage::size_ahead`] of one message.
        size: usize,
    },
    /// Ctrl-D: `sys.stdin` ends for the read that waits, or the next one.
    EndOfInput,
    /// Ctrl-C: `KeyboardInterrupt` in the main thread, wherever it waits or runs.
    Interrupt,
    /// Run the lines of the program at this pace from now on.
    SetPace {
        /// Of all threads.
        pace: Pace,
    },
    /// Let a thread that is paused run to its next line.
    Step {
        /// Its [`Thread::id`].
        thread: u64,
    },
    /// Tell which threads there are: [`WorkerToPage::Threads`] answers.
    ListThreads,
}

/// How the source of a cell was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Typed line by line: incomplete source asks for more, and a block ends with a blank line. Lines are joined by line
    /// feeds, so that a blank line is an empty last one: `if x:\n    f()\n`.
    Typed,
    /// Given whole: incomplete source is a `SyntaxError`.
    Whole,
}

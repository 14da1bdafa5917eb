//! A terminal: one process after the other, and what stays when they change.

use super::inspection::Inspection;
use super::{Files, History, Job, Pane, Phase, Prompt, RequestId, Run, Scrollback, Status, TerminalId, WorkerId};
use sockbox_message::Content;
use std::collections::VecDeque;

/// What a terminal has in the browser's storage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Entries of earlier visits, oldest first.
    pub history: Vec<String>,
    /// What stood in the entry line.
    pub draft: String,
    /// Names and contents.
    pub files: Vec<(String, Content)>,
    /// What the file pane looked like.
    pub pane: Pane,
}

/// A terminal.
#[derive(Debug, Clone)]
pub struct Terminal {
    /// Its name for the code.
    pub id: TerminalId,
    /// Its name for people; the storage goes by it too.
    pub title: String,
    /// The process's worker.
    pub worker: WorkerId,
    /// Where the process is in its life.
    pub phase: Phase,
    /// What it has shown, of earlier processes too.
    pub scrollback: Scrollback,
    /// What was entered.
    pub history: History,
    /// What stands in the entry line.
    pub draft: String,
    /// Runs that wait for the one before; lines typed ahead are among them.
    pub queue: VecDeque<Job>,
    /// Files that every new process of this terminal gets.
    pub files: Files,
    /// `Process.write` before the process is ready.
    pub(crate) early_input: String,
    /// Why the process has not reached the relay, while the relay is asked whether it refused it.
    pub(crate) unreached: Option<String>,
    /// The process has received bytes over a socket.
    pub(crate) has_received: bool,
    /// The threads of the process, and the lines that they are at.
    pub inspection: Inspection,
    /// The promise of `open`, until the process is ready.
    pub(crate) opened_by: Option<RequestId>,
    /// What was told to the page API's listeners last.
    pub(crate) told: Option<Status>,
    pub(crate) next_cell: u64,
}

impl Terminal {
    pub(crate) fn new(id: TerminalId, title: String, worker: WorkerId, files: Files) -> Self {
        Self {
            id,
            title,
            worker,
            phase: Phase::Loading,
            scrollback: Scrollback::default(),
            history: History::default(),
            draft: String::new(),
            queue: VecDeque::new(),
            files,
            early_input: String::new(),
            unreached: None,
            has_received: false,
            inspection: Inspection::default(),
            opened_by: None,
            told: None,
            next_cell: 1,
        }
    }

    /// What runs now.
    pub fn run(&self) -> Option<&Run> {
        match &self.phase {
            Phase::Running(run) => Some(run),
            _ => None,
        }
    }

    pub(crate) fn run_mut(&mut self) -> Option<&mut Run> {
        match &mut self.phase {
            Phase::Running(run) => Some(run),
            _ => None,
        }
    }

    /// Whether a read of `sys.stdin` waits for a line.
    pub fn is_input_wanted(&self) -> bool {
        self.run().is_some_and(|run| run.input_wanted)
    }

    /// The line that runs, if it is one of a file: its name, and the line from 1.
    pub fn running_line(&self) -> Option<(&str, u32)> {
        let place = self.run().and_then(|_| self.inspection.place())?;
        self.files.get(&place.file).map(|_| (place.file.as_str(), place.line))
    }

    /// Whether there is something that Stop could interrupt.
    pub fn is_interruptible(&self) -> bool {
        self.run().is_some()
    }

    /// Whether Restart has something to replace.
    pub fn is_restartable(&self) -> bool {
        self.phase != Phase::Loading
    }

    /// Whether there is a process that hears of files.
    pub(crate) fn has_process(&self) -> bool {
        matches!(self.phase, Phase::Ready | Phase::Running(_))
    }

    /// Whether the process is no longer as it was when it began.
    pub(crate) fn is_used(&self) -> bool {
        self.next_cell > 1 || matches!(self.phase, Phase::Ended(_))
    }

    /// What stands before the entry line.
    pub fn prompt(&self) -> Prompt {
        Prompt::of(self)
    }

    /// Takes what was typed ahead out of the queue, as one text.
    pub(crate) fn take_typed_ahead(&mut self) -> String {
        let mut lines = Vec::new();
        self.queue.retain(|job| match job {
            Job::Typed { source } => {
                lines.push(source.clone());
                false
            }
            _ => true,
        });
        lines.join("\n")
    }

    /// The entries that wait, in their order.
    pub fn typed_ahead(&self) -> impl Iterator<Item = &str> {
        self.queue.iter().filter_map(|job| match job {
            Job::Typed { source } => Some(source.as_str()),
            _ => None,
        })
    }
}

//! What a terminal knows of the inside of its process: its threads, and the lines that they are at.

use super::RequestId;
use crate::language::{Language, say};
use sockbox_message::{Awaited, Held, Pace, Place, Thread, Variable};
use std::collections::BTreeMap;

/// What is known, and how closely it is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Inspection {
    /// Whether somebody looks: then the threads are asked for again and again.
    pub is_open: bool,
    /// How fast the lines of the program run.
    pub pace: Pace,
    /// The threads, as the worker told them last.
    pub threads: Vec<Thread>,
    /// The line that each thread is about to run, while the pace is not full.
    pub lines: BTreeMap<u64, Line>,
    /// The thread whose variables are shown; the main one if it is over.
    pub chosen: u64,
    /// Whether the worker was asked for its threads, and has not answered.
    pub(crate) is_asked: bool,
    /// The promises of `Process.threads`.
    pub(crate) asked: Vec<RequestId>,
}

/// A line that a thread is about to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Which.
    pub place: Place,
    /// The local variables there.
    pub variables: Vec<Variable>,
    /// The open sockets that it can reach.
    pub sockets: Vec<Held>,
}

/// `threading.main_thread().ident`, in each worker.
pub(crate) const MAIN_THREAD: u64 = 1;

impl Default for Inspection {
    fn default() -> Self {
        let (threads, lines, asked) = (Vec::new(), BTreeMap::new(), Vec::new());
        Self { is_open: false, pace: Pace::Full, threads, lines, chosen: MAIN_THREAD, is_asked: false, asked }
    }
}

impl Inspection {
    /// The line of the thread that is looked at.
    pub fn line(&self) -> Option<&Line> {
        self.lines.get(&self.chosen)
    }

    /// Where the thread that is looked at is: told at each line while they are run one by one, now and then otherwise.
    pub fn place(&self) -> Option<&Place> {
        match self.pace {
            Pace::Full => self.threads.iter().find(|thread| thread.id == self.chosen)?.place.as_ref(),
            Pace::Slow { .. } | Pace::Paused => Some(&self.line()?.place),
        }
    }

    /// Nobody has told yet where the threads of a new run are.
    pub(crate) fn forget_places(&mut self) {
        self.lines.clear();
        self.threads.iter_mut().for_each(|thread| thread.place = None);
    }

    /// A new process has none of the old one's threads. It runs at the pace that was chosen, where somebody can see it.
    pub(crate) fn forget_process(&mut self) {
        let pace = if self.is_open { self.pace } else { Pace::Full };
        *self = Self { is_open: self.is_open, pace, ..Self::default() };
    }
}

/// What a thread waits for, in words.
pub fn awaited_words(awaited: &Awaited, language: Language) -> String {
    let text = |id| say(language, id, &[]);
    let named = |id, name: &str| say(language, id, &[("name", name.into())]);
    match awaited {
        Awaited::Call { text, place: None } => text.clone(),
        Awaited::Call { text, place: Some(place) } => {
            say(language, "call-on", &[("call", text.as_str().into()), ("place", place.as_str().into())])
        }
        Awaited::Readiness => text("awaited-readiness"),
        Awaited::Input => text("awaited-input"),
        Awaited::Output => text("awaited-output"),
        Awaited::Time { seconds: Some(seconds) } => say(language, "awaited-seconds", &[("count", (*seconds).into())]),
        Awaited::Time { seconds: None } => text("awaited-time"),
        Awaited::Lock { owner: Some(owner) } => named("awaited-owned-lock", owner),
        Awaited::Lock { owner: None } => text("awaited-lock"),
        Awaited::Thread { name } => named("awaited-end", name),
        Awaited::Object => text("awaited-object"),
        Awaited::Library => text("awaited-library"),
        Awaited::Line => text("awaited-line"),
        Awaited::Step => text("awaited-step"),
    }
}

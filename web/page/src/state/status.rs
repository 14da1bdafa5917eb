//! What a person is told about a terminal: its state line and its prompt. All of it is computed, none is kept.

use super::{CallRow, Kind, Load, Phase, Terminal};
use crate::language::{Language, say};
use serde::Serialize;

/// The states that are told apart. The names are part of the page API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusKind {
    /// Python is on its way into the tab.
    Loading,
    /// Python and the connection to the relay start.
    Starting,
    /// At the prompt.
    Ready,
    /// Python works.
    Running,
    /// A read of `sys.stdin` waits.
    Input,
    /// A socket call has not come back yet.
    Blocked,
    /// The process is over.
    Ended,
}

impl StatusKind {
    /// `call` is the one that has run longest.
    pub(super) fn of(terminal: &Terminal, call: Option<&CallRow>, now: f64) -> Self {
        match &terminal.phase {
            Phase::Loading => Self::Loading,
            Phase::Starting => Self::Starting,
            Phase::Ready => Self::Ready,
            Phase::Running(run) if run.input_wanted => Self::Input,
            Phase::Running(_) if call.is_some_and(|call| is_noticeable(call, now)) => Self::Blocked,
            Phase::Running(_) => Self::Running,
            Phase::Ended(_) => Self::Ended,
        }
    }

    /// Whether its line says the same each time.
    pub(crate) fn is_plain(self) -> bool {
        matches!(self, Self::Starting | Self::Ready | Self::Running | Self::Input)
    }

    /// As in the page API and in the page's `data-state` attributes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Starting => "starting",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Input => "input",
            Self::Blocked => "blocked",
            Self::Ended => "ended",
        }
    }
}

/// The state line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// For code.
    #[serde(rename = "state")]
    pub kind: StatusKind,
    /// For people.
    pub text: String,
}

impl Status {
    pub(super) fn of(terminal: &Terminal, load: &Load, call: Option<&CallRow>, now: f64, language: Language) -> Self {
        let kind = StatusKind::of(terminal, call, now);
        let text = match (kind, call, &terminal.phase) {
            (StatusKind::Loading, ..) => Self::loading(terminal, load, language),
            (StatusKind::Starting, ..) => say(language, "state-starting", &[]),
            (StatusKind::Ready, ..) => say(language, "state-ready", &[]),
            (StatusKind::Input, ..) => say(language, "state-input", &[]),
            (StatusKind::Blocked, Some(call), _) => Self::blocked(call, language),
            (_, _, Phase::Ended(ended)) => say(language, "state-ended", &[("why", ended.in_brief(language).into())]),
            _ => say(language, "state-running", &[]),
        };
        Self { kind, text }
    }

    fn loading(terminal: &Terminal, load: &Load, language: Language) -> String {
        match (load, terminal.typed_ahead().count()) {
            (Load::Unsupported, _) => say(language, "state-unsupported", &[]),
            (Load::Failed { .. }, _) => say(language, "state-load-failed", &[]),
            (_, 0) => say(language, "state-loading", &[]),
            (_, entries) => say(language, "state-loading-entries", &[("count", entries.into())]),
        }
    }

    fn blocked(call: &CallRow, language: Language) -> String {
        let name = ("call", call.text.as_str().into());
        match &call.place {
            Some(place) => say(language, "state-blocked-on", &[name, ("place", place.as_str().into())]),
            None => say(language, "state-blocked", &[name]),
        }
    }
}

/// A call that takes less than this is not worth a change of the line: milliseconds.
const NOTICEABLE: f64 = 100.0;

fn is_noticeable(call: &CallRow, now: f64) -> bool {
    now - call.at >= NOTICEABLE
}

/// What stands before the entry line, and what may be typed there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Before the first line.
    pub first: String,
    /// Before the others.
    pub next: &'static str,
    /// Whether Python is typed, and not a line for `sys.stdin`.
    pub is_code: bool,
    /// Whether `first` is the scrollback's open line, which is then not shown there.
    pub takes_open_line: bool,
}

impl Prompt {
    /// A question longer than this stays in the output: characters.
    const LONGEST: usize = 40;

    pub(super) fn of(terminal: &Terminal) -> Self {
        match &terminal.phase {
            Phase::Running(run) if run.input_wanted => Self::question(terminal),
            Phase::Running(_) | Phase::Ended(_) => Self::code("", ""),
            _ => Self::code(">>>", "..."),
        }
    }

    fn code(first: &str, next: &'static str) -> Self {
        Self { first: first.to_owned(), next, is_code: true, takes_open_line: false }
    }

    fn question(terminal: &Terminal) -> Self {
        let line = terminal.scrollback.open_line().filter(|line| !line.has(Kind::Prompt));
        let question = line.map(|line| line.text()).filter(|text| text.chars().count() <= Self::LONGEST);
        let takes_open_line = question.is_some();
        Self { first: question.unwrap_or_default(), next: "", is_code: false, takes_open_line }
    }
}

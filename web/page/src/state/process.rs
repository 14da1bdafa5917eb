//! A process: its worker, what it runs, and what waits to be run.

use super::{RequestId, scrollback::Echo};
use crate::language::{Language, say};
use sockbox_message::{ExitReason, Stream};

/// Where a process is in its life.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Python's module has not come yet.
    Loading,
    /// The worker starts Python and connects to the relay.
    Starting,
    /// At the prompt.
    Ready,
    /// Python runs something.
    Running(Run),
    /// Over. Only Restart goes on from here.
    Ended(Ended),
}

/// Why a process is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// It said so itself.
    Left(ExitReason),
    /// The page ended it: Restart, or `kill()` of the page API.
    Killed,
}

impl Ended {
    /// For the state line.
    pub fn in_brief(&self, language: Language) -> String {
        match self {
            Self::Left(ExitReason::Exit { status }) => say(language, "ended-exit", &[("status", (*status).into())]),
            Self::Left(ExitReason::RelayLost { .. }) => say(language, "ended-relay-lost", &[]),
            // One or two sentences, put into one.
            Self::Left(ExitReason::RelayClosed { why }) => why.text(language).trim_end_matches(['.', '。']).to_owned(),
            Self::Left(ExitReason::Crashed { .. }) => say(language, "ended-crashed", &[]),
            Self::Killed => say(language, "ended-killed", &[]),
        }
    }

    /// For the output, and in English for the errors of the page API.
    pub fn words(&self, language: Language) -> String {
        let brief = self.in_brief(language);
        match self {
            Self::Left(ExitReason::RelayLost { why } | ExitReason::Crashed { why }) => {
                let values = [("brief", brief.into()), ("why", why.as_str().into())];
                say(language, "ended-with-reason", &values)
            }
            _ => brief,
        }
    }
}

/// Something to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Typed at the prompt.
    Typed {
        /// One entry: a line, or several.
        source: String,
    },
    /// `Process.run`.
    Cell {
        /// To be answered.
        request: RequestId,
        /// One or more statements.
        source: String,
    },
    /// `Process.start`, or Run of the file pane.
    File {
        /// To be answered, unless a person asked.
        request: Option<RequestId>,
        /// Of the file.
        name: String,
        /// `sys.argv[1:]`.
        argv: Vec<String>,
    },
}

impl Job {
    /// The promise that waits for the end of this.
    pub fn request(&self) -> Option<RequestId> {
        match self {
            Self::Typed { .. } => None,
            Self::Cell { request, .. } => Some(*request),
            Self::File { request, .. } => *request,
        }
    }
}

/// A job that was given to the worker.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Its name in the worker's answers.
    pub cell: u64,
    /// What runs.
    pub job: Job,
    /// Where it stands in the scrollback.
    pub(crate) echo: Option<Echo>,
    /// Whether a read of `sys.stdin` waits for a line.
    pub input_wanted: bool,
    /// Whether it has written to `sys.stdout`.
    pub(crate) has_printed: bool,
    /// When it was interrupted last, in milliseconds since 1970.
    pub(crate) interrupted_at: Option<f64>,
    /// What it wrote, if somebody waits for that.
    pub collected: Collected,
    /// The last refusal of a call: the exception, as a traceback's last line shows it, and the reason in words.
    pub(crate) refusal: Option<(String, String)>,
}

impl Run {
    pub(crate) fn new(cell: u64, job: Job, echo: Option<Echo>) -> Self {
        Self {
            cell,
            job,
            echo,
            input_wanted: false,
            has_printed: false,
            interrupted_at: None,
            collected: Collected::default(),
            refusal: None,
        }
    }
}

/// The output of one run, for the page API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// What it wrote to `sys.stdout`.
    pub stdout: String,
    /// What it wrote to `sys.stderr`.
    pub stderr: String,
}

impl Collected {
    /// Bytes of one stream that are kept for an answer. The terminal shows the rest as well.
    pub const LIMIT: usize = 16 << 20;

    pub(crate) fn add(&mut self, stream: Stream, text: &str) {
        let kept = match stream {
            Stream::Stdout => &mut self.stdout,
            Stream::Stderr => &mut self.stderr,
        };
        if kept.len() > Self::LIMIT {
            return;
        }
        kept.push_str(text);
        if kept.len() > Self::LIMIT {
            kept.push_str(
                "\n[sockbox: the limit of 16 MiB for the output of one run is reached, the rest is left out]\n",
            );
        }
    }
}

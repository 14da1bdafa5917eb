//! What comes of a test.

use serde::Deserialize;
use std::fmt;

/// In one word, as the table and the list have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It ran and had no complaint.
    Passed,
    /// An assertion of it failed.
    Failed,
    /// It ended with another exception.
    Error,
    /// It said why it does not apply.
    Skipped,
    /// It said nothing for too long and was ended.
    Hung,
    /// The process was over before it was.
    Died,
    /// There is no such test in this place.
    Absent,
}

/// A test's outcome, with what is known of its cause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// In one word.
    pub kind: Kind,
    /// A traceback, or the reason to skip it; empty if it passed.
    pub why: String,
}

/// A line of `run_tests.py`.
#[derive(Debug, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum News {
    Names { names: Vec<String> },
    Begun { name: String },
    Ended { name: String, outcome: Kind, why: String },
}

/// Marks a line of news, RFC 7464; whatever else stands in the output was printed by a test.
const RECORD: char = '\u{1e}';

impl News {
    /// The news in a line, if it holds any. A test may have printed something before it without ending its line.
    pub(crate) fn in_line(line: &str) -> Option<News> {
        let (_, json) = line.rsplit_once(RECORD)?;
        serde_json::from_str(json).ok()
    }
}

impl Kind {
    /// Whether it ran and something was wrong.
    pub fn is_bad(self) -> bool {
        matches!(self, Kind::Failed | Kind::Error | Kind::Hung | Kind::Died)
    }

    /// The kind of this name.
    pub(crate) fn named(name: &str) -> Option<Kind> {
        serde_json::from_value(name.into()).ok()
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Kind::Passed => "passed",
            Kind::Failed => "failed",
            Kind::Error => "error",
            Kind::Skipped => "skipped",
            Kind::Hung => "hung",
            Kind::Died => "died",
            Kind::Absent => "absent",
        };
        formatter.pad(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_stand_behind_what_a_test_printed() {
        let line =
            "half a line\u{1e}{\"event\": \"ended\", \"name\": \"a.B.c\", \"outcome\": \"failed\", \"why\": \"x\"}";
        let Some(News::Ended { name, outcome, .. }) = News::in_line(line) else { panic!("there are news in it") };
        assert_eq!((name.as_str(), outcome), ("a.B.c", Kind::Failed));
        assert!(News::in_line("testing...").is_none());
    }

    #[test]
    fn a_kind_is_read_as_it_is_written() {
        for kind in [Kind::Passed, Kind::Failed, Kind::Error, Kind::Skipped, Kind::Hung, Kind::Died, Kind::Absent] {
            assert_eq!(Kind::named(&kind.to_string()), Some(kind));
        }
        assert_eq!(Kind::named("fine"), None);
    }
}

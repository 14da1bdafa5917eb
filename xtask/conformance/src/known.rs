//! The committed list of known differences: `known_differences.txt`, which says in its head how to read it.

use crate::outcome::Kind;
use anyhow::{Context, bail};
use std::collections::BTreeMap;

const COMMITTED: &str = include_str!("../known_differences.txt");

/// Why several tests end otherwise in a room than under CPython.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// In words.
    pub words: String,
    /// It is about families that a room refuses, or about processes: such tests do not count in the share that passes.
    pub is_out_of_scope: bool,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How the test ends in the page.
    pub kind: Kind,
    /// An index into the causes.
    pub cause: usize,
}

/// The list, read.
#[derive(Debug, Default)]
pub struct Known {
    /// The CPython whose tests it is about: `3.11`.
    pub version: String,
    /// In the order of the file.
    pub causes: Vec<Cause>,
    /// By the name of a test, or of a class, which stands for all its tests.
    entries: BTreeMap<String, Entry>,
}

impl Known {
    /// The list of this checkout.
    ///
    /// # Errors
    /// If it cannot be understood, with the line.
    pub fn committed() -> anyhow::Result<Known> {
        Known::read(COMMITTED).context("known_differences.txt")
    }

    fn read(text: &str) -> anyhow::Result<Known> {
        let mut known = Known::default();
        for (index, line) in text.lines().enumerate() {
            if !line.trim().is_empty() && !line.starts_with('#') {
                known.read_line(line).with_context(|| format!("line {}: {line}", index + 1))?;
            }
        }
        Ok(known)
    }

    fn read_line(&mut self, line: &str) -> anyhow::Result<()> {
        if let Some(entry) = line.strip_prefix("    ") {
            return self.read_entry(entry);
        }
        let (head, rest) = line.split_once(": ").context("a head needs a colon")?;
        match head {
            "tests of CPython" => rest.clone_into(&mut self.version),
            "cause" => self.causes.push(Cause { words: rest.to_owned(), is_out_of_scope: false }),
            "out of scope" => self.causes.push(Cause { words: rest.to_owned(), is_out_of_scope: true }),
            _ => bail!("heads are `tests of CPython`, `cause` and `out of scope`"),
        }
        Ok(())
    }

    fn read_entry(&mut self, entry: &str) -> anyhow::Result<()> {
        let (name, kind) =
            entry.trim().split_once(' ').context("an entry is the name of a test or a class and how it ends")?;
        let kind = Kind::named(kind.trim()).context("a test does not end like that")?;
        let cause = self.causes.len().checked_sub(1).context("an entry stands under its cause")?;
        match self.entries.insert(name.to_owned(), Entry { kind, cause }) {
            Some(_) => bail!("it stands here twice"),
            None => Ok(()),
        }
    }

    /// The line that is about a test.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        let class = || name.rsplit_once('.').and_then(|(class, _)| self.entries.get(class));
        self.entries.get(name).or_else(class)
    }

    /// The cause that is known for a test.
    pub fn cause_of(&self, name: &str) -> Option<&Cause> {
        self.entry(name).map(|entry| &self.causes[entry.cause])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_list_can_be_read() -> anyhow::Result<()> {
        let known = Known::committed()?;
        assert!(!known.version.is_empty() && !known.entries.is_empty());
        Ok(())
    }

    #[test]
    fn a_test_or_its_class_stands_once_under_its_cause() -> anyhow::Result<()> {
        let known = Known::read("# words\ntests of CPython: 3.11\ncause: it rains\n    a.B.c   hung\n    a.C  failed")?;
        assert_eq!(known.entry("a.C.d").map(|entry| entry.kind), Some(Kind::Failed));
        assert_eq!(known.entry("a.B.d"), None);
        assert_eq!(known.cause_of("a.B.c").map(|cause| cause.words.as_str()), Some("it rains"));
        assert!(Known::read("    a.B.c  failed").is_err());
        assert!(Known::read("cause: x\n    a.B.c failed\n    a.B.c hung").is_err());
        assert!(Known::read("cause: x\n    a.B.c fine").is_err());
        Ok(())
    }
}

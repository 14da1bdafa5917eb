//! The files of a terminal: what its file pane shows, and every new process of it gets.

use serde::{Deserialize, Serialize};
use sockbox_message::Content;
use std::collections::{BTreeMap, BTreeSet};

/// What a new file is called until somebody gives it a name.
const NEW: &str = "program";
const EXTENSION: &str = ".py";

/// The files, and what the pane shows of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    contents: BTreeMap<String, Content>,
    /// What the pane looks like.
    pub pane: Pane,
    /// What could not be done last, in words for the pane.
    pub problem: Option<String>,
    /// Names of files of which it was told that they are not kept.
    unkept: BTreeSet<String>,
}

/// The pane, as the browser's storage keeps it too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pane {
    /// Whether it is open.
    pub is_open: bool,
    /// The file that is shown.
    pub active: Option<String>,
    /// What Run passes as `sys.argv[1:]`, as a shell would read it.
    pub arguments: String,
}

impl Files {
    /// Files that a terminal shows and keeps. A process can have more.
    pub const LIMIT: usize = 200;

    /// Files that were kept.
    pub fn new(contents: Vec<(String, Content)>, pane: Pane) -> Self {
        let mut files = Self { contents: contents.into_iter().collect(), pane, ..Self::default() };
        files.choose_active();
        files
    }

    /// Names and contents, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Content)> {
        self.contents.iter().map(|(name, content)| (name.as_str(), content))
    }

    /// The content of a file.
    pub fn get(&self, name: &str) -> Option<&Content> {
        self.contents.get(name)
    }

    /// The file that the pane shows.
    pub fn active(&self) -> Option<(&str, &Content)> {
        let name = self.pane.active.as_deref()?;
        Some((name, self.contents.get(name)?))
    }

    pub(crate) fn put(&mut self, name: &str, content: Content) {
        self.contents.insert(name.to_owned(), content);
        self.choose_active();
    }

    /// Whether there is no place for a file of this name.
    pub(crate) fn is_full(&self, name: &str) -> bool {
        self.contents.len() >= Self::LIMIT && !self.contents.contains_key(name)
    }

    /// Notes that a file is not kept; whether it was told before.
    pub(crate) fn is_told_unkept(&mut self, name: &str) -> bool {
        !self.unkept.insert(name.to_owned())
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Content> {
        self.unkept.remove(name);
        let removed = self.contents.remove(name);
        self.choose_active();
        removed
    }

    /// A name like `wanted` that no file has: `echo.py`, `echo-2.py`.
    pub(crate) fn free_name(&self, wanted: &str) -> String {
        let (stem, extension) = wanted.rsplit_once('.').map_or((wanted, String::new()), |(s, e)| (s, format!(".{e}")));
        let others = (2..).map(|n| format!("{stem}-{n}{extension}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(others);
        names.find(|name| !self.contents.contains_key(name)).unwrap_or_default()
    }

    /// A name for a new file.
    pub(crate) fn new_name(&self) -> String {
        self.free_name(&format!("{NEW}{EXTENSION}"))
    }

    /// Some file is shown as long as there is one.
    fn choose_active(&mut self) {
        let is_there = self.pane.active.as_ref().is_some_and(|name| self.contents.contains_key(name));
        if !is_there {
            self.pane.active = self.contents.keys().next().cloned();
        }
    }
}

/// What is wrong with a name of a file: the id of a text; `None` if nothing is.
pub(crate) fn fault(name: &str) -> Option<&'static str> {
    let parts: Vec<&str> = name.split('/').collect();
    if name.is_empty() {
        Some("file-name-missing")
    } else if name.starts_with('/') || parts.iter().any(|part| part.is_empty() || [".", ".."].contains(part)) {
        Some("file-name-form")
    } else if name.chars().any(char::is_control) || parts.iter().any(|part| part.chars().count() > 255) {
        Some("file-name-long")
    } else if parts[0] == "tmp" {
        Some("file-name-temporary")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Files, Pane, fault};

    fn files(names: &[&str]) -> Files {
        Files::new(names.iter().map(|name| ((*name).to_owned(), "".into())).collect(), Pane::default())
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let files = files(&["echo.py", "echo-2.py", "notes"]);
        assert_eq!(files.free_name("echo.py"), "echo-3.py");
        assert_eq!(files.free_name("notes"), "notes-2");
        assert_eq!(files.new_name(), "program.py");
    }

    #[test]
    fn some_file_is_shown_as_long_as_there_is_one() {
        let mut files = files(&["a.py", "b.py"]);
        files.pane.active = Some("b.py".to_owned());
        files.remove("b.py");
        assert_eq!(files.active().map(|(name, _)| name), Some("a.py"));
        files.remove("a.py");
        assert_eq!(files.active(), None);
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["", "/a", "a//b", "../a", "a/./b", "a\nb", "tmp/a"] {
            assert!(fault(name).is_some(), "{name:?}");
        }
        for name in ["a.py", "data/a.csv", "中文.py", ".hidden"] {
            assert_eq!(fault(name), None, "{name:?}");
        }
    }
}

//! The entries typed before, as the up and down keys walk through them.

/// The entries of one terminal, oldest first, and where the walk is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    entries: Vec<String>,
    /// Where the walk is, and the text it began with; `None` at the prompt's own text.
    walk: Option<(usize, String)>,
}

impl History {
    /// Entries kept, in the page and in the browser's storage.
    pub const LIMIT: usize = 1_000;

    /// A history with these entries, oldest first.
    pub fn new(entries: Vec<String>) -> Self {
        Self { entries, walk: None }
    }

    /// All entries, oldest first.
    pub fn entries(&self) -> &[String] {
        &self.entries
    }

    /// Adds an entry at the end and ends the walk. Blank ones and repetitions of the last one are left out, the oldest
    /// beyond [`Self::LIMIT`] are dropped.
    pub fn remember(&mut self, entry: &str) {
        self.walk = None;
        if entry.trim().is_empty() || self.entries.last().is_some_and(|last| last == entry) {
            return;
        }
        self.entries.push(entry.to_owned());
        let excess = self.entries.len().saturating_sub(Self::LIMIT);
        self.entries.drain(..excess);
    }

    /// Takes an entry back that turned out to be only the beginning of one.
    pub fn forget(&mut self, entry: &str) {
        if let Some(at) = self.entries.iter().rposition(|kept| kept == entry) {
            self.entries.remove(at);
        }
    }

    /// The entry before; `current` is the text now, which comes back at the walk's end.
    pub fn older(&mut self, current: &str) -> Option<&str> {
        let (at, own) = self.walk.take().unwrap_or_else(|| (self.entries.len(), current.to_owned()));
        let older = at.checked_sub(1);
        self.walk = Some((older.unwrap_or(at), own)).filter(|_| !self.entries.is_empty());
        older.and_then(|at| self.entries.get(at)).map(String::as_str)
    }

    /// The entry after, or at last the text that the walk began with.
    pub fn newer(&mut self) -> Option<String> {
        let (at, own) = self.walk.take()?;
        let Some(entry) = self.entries.get(at + 1) else {
            return Some(own);
        };
        self.walk = Some((at + 1, own));
        Some(entry.clone())
    }

    /// Ends the walk: the text was changed by hand.
    pub fn stay(&mut self) {
        self.walk = None;
    }
}

#[cfg(test)]
mod tests {
    use super::History;

    fn history() -> History {
        History::new(vec!["first".into(), "second".into()])
    }

    #[test]
    fn a_walk_up_and_down_ends_at_the_text_it_began_with() {
        let mut history = history();
        assert_eq!(history.older("own"), Some("second"));
        assert_eq!(history.older("second"), Some("first"));
        assert_eq!(history.older("first"), None);
        assert_eq!(history.newer().as_deref(), Some("second"));
        assert_eq!(history.newer().as_deref(), Some("own"));
        assert_eq!(history.newer(), None);
    }

    #[test]
    fn blank_entries_and_repetitions_are_not_remembered() {
        let mut history = history();
        history.remember("second");
        history.remember("  \n");
        assert_eq!(history.entries(), ["first", "second"]);
        history.remember("first");
        assert_eq!(history.entries(), ["first", "second", "first"]);
    }

    #[test]
    fn the_oldest_entries_beyond_the_limit_are_dropped() {
        let mut history = History::default();
        for n in 0..=History::LIMIT {
            history.remember(&n.to_string());
        }
        assert_eq!(history.entries().len(), History::LIMIT);
        assert_eq!(history.entries()[0], "1");
    }

    #[test]
    fn the_last_of_equal_entries_is_forgotten() {
        let mut history = History::new(vec!["a".into(), "b".into(), "a".into()]);
        history.forget("a");
        assert_eq!(history.entries(), ["a", "b"]);
    }

    #[test]
    fn an_empty_history_has_nothing_older() {
        let mut history = History::default();
        assert_eq!(history.older("own"), None);
        assert_eq!(history.newer(), None);
    }
}

//! The calls of all terminals in the order they were begun, capped.

use super::{Card, TerminalId, WorkerId};
use sockbox_core::Explanation;
use sockbox_core::model::Description;
use sockbox_message::{Excerpt, Predicted};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// How far a call has come. All durations are milliseconds with fractions.
#[derive(Debug, Clone, PartialEq)]
pub enum CallState {
    /// It has not come back.
    Running {
        /// Since it was begun.
        elapsed: f64,
    },
    /// It came back with a value.
    Returned {
        /// `repr` of the value.
        value: String,
        /// From its beginning to its end.
        took: f64,
    },
    /// It raised an exception.
    Raised {
        /// As a traceback's last line shows it.
        exception: String,
        /// From its beginning to its end.
        took: f64,
        /// Who answered it.
        judge: Judge,
    },
    /// Its process ended before it came back.
    Abandoned,
}

/// Who has answered a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judge {
    /// The model: the call never reached the kernel.
    Model,
    /// The kernel, or the relay in its place.
    Kernel,
}

/// One call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRow {
    /// Grows from row to row and is never used twice.
    pub key: u64,
    /// Grows when the row changes.
    pub version: u32,
    /// Who made it.
    pub terminal: TerminalId,
    /// As Python's programmer would write it.
    pub text: String,
    /// The descriptor it is made on.
    pub fd: Option<i32>,
    /// The local address of the socket, if it is known.
    pub place: Option<String>,
    /// Milliseconds since 1970.
    pub at: f64,
    /// If it may block: what it waits for.
    pub waits: Option<Explanation>,
    /// What it sends.
    pub payload: Excerpt,
    /// The socket as it found it.
    pub before: Option<Arc<Description>>,
    /// How far it has come.
    pub state: CallState,
    /// What it left, once it has ended.
    pub after: Option<After>,
}

/// What a call has left.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct After {
    /// The socket as it is then, or the one that was made.
    pub socket: Option<Arc<Description>>,
    /// What was received.
    pub payload: Excerpt,
    /// Why it failed.
    pub why: Option<Explanation>,
    /// What the model had said of it, where the room only explains.
    pub predicted: Option<Box<Predicted>>,
}

/// The calls that are kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    rows: VecDeque<CallRow>,
    /// The keys of the running calls, by worker and the worker's own number.
    running: BTreeMap<(WorkerId, u64), u64>,
    dropped: u64,
    chosen: Option<u64>,
}

/// News is later than other news by less, in microseconds.
const LATE_MAX: u64 = 1_000_000;

impl Timeline {
    /// Calls kept. One that runs or is shown in full is never dropped.
    pub const CALLS: usize = 1_000;

    /// The calls that are kept, in the order of their beginning.
    pub fn rows(&self) -> &VecDeque<CallRow> {
        &self.rows
    }

    /// How many calls were dropped because of [`Self::CALLS`].
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Whether any call has not come back.
    pub fn is_any_running(&self) -> bool {
        !self.running.is_empty()
    }

    /// The call of this worker that has run longest.
    pub fn oldest_running(&self, worker: WorkerId) -> Option<&CallRow> {
        let (_, key) = self.running.range((worker, 0)..=(worker, u64::MAX)).next()?;
        self.rows.get(self.index(*key)?)
    }

    /// The call that is shown in full.
    pub fn chosen(&self) -> Option<u64> {
        self.chosen
    }

    /// The call that runs on this socket: the one that was begun first.
    pub fn running_on(&self, card: &Card) -> Option<&CallRow> {
        let rows = self.running.values().filter_map(|key| self.rows.get(self.index(*key)?));
        rows.filter(|row| row.fd.is_some_and(|fd| card.has(row.terminal, fd))).min_by_key(|row| row.key)
    }

    /// Shows a call in full, in place of the one before; one that is, no more.
    pub(crate) fn choose(&mut self, key: u64) {
        let before = self.chosen.take();
        self.chosen = Some(key).filter(|_| before != Some(key));
        for key in [Some(key), before].into_iter().flatten() {
            if let Some(index) = self.index(key) {
                self.rows[index].version += 1;
            }
        }
    }

    /// Adds a call that was begun, where it belongs by its time: a worker's news may come after later news of another. The key and
    /// version of `row` are set here.
    pub(crate) fn begin(&mut self, worker: WorkerId, call: u64, row: CallRow) {
        let (key, index) = self.place(row.at);
        self.running.insert((worker, call), key);
        self.rows.insert(index, CallRow { key, version: 0, ..row });
        self.drop_excess();
    }

    /// The key of a call that was begun at `at`, its microseconds, and where it is inserted. Of several in one microsecond the last to
    /// come is the last; so it is where the clock was set back.
    fn place(&self, at: f64) -> (u64, usize) {
        let newest = self.rows.back().map_or(0, |row| row.key);
        let mut key = (at * 1e3) as u64;
        if key + LATE_MAX < newest {
            key = newest;
        }
        let mut index = self.rows.partition_point(|row| row.key < key);
        while self.rows.get(index).is_some_and(|row| row.key == key) {
            key += 1;
            index += 1;
        }
        (key, index)
    }

    /// Enters how a call ended; one that is not known to run is ignored.
    pub(crate) fn end(&mut self, worker: WorkerId, call: u64, state: CallState, after: After) {
        if let Some(key) = self.running.remove(&(worker, call)) {
            if let Some(index) = self.index(key) {
                self.rows[index].after = Some(after);
            }
            self.set(key, state);
        }
    }

    /// Marks what a worker that is over still had running.
    pub(crate) fn abandon(&mut self, worker: WorkerId) {
        let mut later = self.running.split_off(&(worker, 0));
        let mut others = later.split_off(&(WorkerId(worker.0 + 1), 0));
        self.running.append(&mut others);
        for key in later.into_values() {
            self.set(key, CallState::Abandoned);
        }
    }

    /// Lets the running calls grow older.
    pub(crate) fn tick(&mut self, now: f64) {
        let keys: Vec<u64> = self.running.values().copied().collect();
        for key in keys {
            if let Some(at) = self.index(key).map(|index| self.rows[index].at) {
                self.set(key, CallState::Running { elapsed: (now - at).max(0.0) });
            }
        }
    }

    /// Forgets all calls but the running ones.
    pub(crate) fn clear(&mut self) {
        self.rows.retain(|row| matches!(row.state, CallState::Running { .. }));
        self.dropped = 0;
    }

    fn index(&self, key: u64) -> Option<usize> {
        self.rows.binary_search_by_key(&key, |row| row.key).ok()
    }

    /// The only writer of a row's state.
    fn set(&mut self, key: u64, state: CallState) {
        let Some(index) = self.index(key) else { return };
        let row = &mut self.rows[index];
        row.state = state;
        row.version += 1;
    }

    fn drop_excess(&mut self) {
        if self.rows.len() <= Self::CALLS {
            return;
        }
        let is_needed = |row: &CallRow| matches!(row.state, CallState::Running { .. }) || self.chosen == Some(row.key);
        if let Some(index) = self.rows.iter().position(|row| !is_needed(row)) {
            self.rows.remove(index);
            self.dropped += 1;
        }
    }
}

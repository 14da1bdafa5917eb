//! Rows that come faster than anybody reads: only the last of them are shown until it is over.

use super::roll::{Roll, Row};
use std::collections::VecDeque;

/// How much a panel draws at once.
pub(super) struct Flood {
    /// Rows that are added in one look. If more come, it is a flood.
    batch: usize,
    /// Not more than this is the end of one.
    trickle: usize,
    is_on: bool,
    /// The key of the first row that was to be shown last.
    first: Option<u64>,
}

impl Flood {
    pub(super) fn new(batch: usize, trickle: usize) -> Self {
        Self { batch, trickle, is_on: false, first: None }
    }

    /// The first of the `count` first rows to be shown. In a flood only the end is, since nobody could read the rest. When it is over
    /// the rest comes, a batch in each look: there is more to draw while this is not 0.
    pub(super) fn first_shown<R: Row>(&mut self, roll: &Roll, rows: &VecDeque<R>, count: usize) -> usize {
        let fresh = count_fresh(roll, rows, count);
        self.is_on = fresh > self.batch || self.is_on && fresh > self.trickle;
        let before = self.first.filter(|_| !self.is_on && roll.last_key().is_some());
        let shown = before.map_or(count, |key| rows.partition_point(|row| row.key() < key));
        let first = shown.saturating_sub(self.batch);
        self.first = rows.get(first).map(Row::key);
        first
    }
}

/// How many rows from `first` on are not shown yet.
pub(super) fn count_missing<R: Row>(roll: &Roll, rows: &VecDeque<R>, first: usize, count: usize) -> usize {
    let shown = roll.first_key().map(|shown| rows.partition_point(|row| row.key() < shown));
    let before = shown.map_or(0, |shown| shown.saturating_sub(first));
    (before + count_fresh(roll, rows, count)).min(count - first)
}

/// How many rows come after the last one that is shown.
fn count_fresh<R: Row>(roll: &Roll, rows: &VecDeque<R>, count: usize) -> usize {
    let known = roll.last_key().map_or(0, |last| rows.partition_point(|row| row.key() <= last));
    count.saturating_sub(known)
}

//! What a cell of the table is made of.

use super::{Exact, transition::Reason};
use crate::{Errno, Outcome};
use std::ops::BitOr;

/// What the kernel can answer to a call, as far as the model tells answers apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answer {
    /// It succeeds.
    Ok,
    /// It cannot be done now: it waits, or, if it may not, fails with `EAGAIN`, `EINPROGRESS` or `EALREADY`.
    Blocks,
    /// It fails with this error.
    Fails(Errno),
}

impl Answer {
    /// How the kernel's last attempt at a call that ended like this was answered; `None` if the kernel was not asked.
    pub fn of(outcome: &Outcome) -> Option<Answer> {
        match outcome {
            Outcome::Ok(_) => Some(Answer::Ok),
            Outcome::TimedOut => Some(Answer::Blocks),
            Outcome::Failed { errno: Errno::EAGAIN | Errno::EINPROGRESS | Errno::EALREADY | Errno::EINTR } => {
                Some(Answer::Blocks)
            }
            Outcome::Failed { errno } => Some(Answer::Fails(*errno)),
            Outcome::Refused { .. } => None,
        }
    }
}

/// One possible answer in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// The answer.
    pub answer: Answer,
    /// What is wrong with the call, where words are there for it.
    pub reason: Option<Reason>,
    /// The state after this answer.
    pub next: Exact,
}

/// The most answers of a cell.
const ROWS: usize = 8;

/// The possible answers to a call in an exact state, for a call whose arguments have no fault of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    rows: [Option<Row>; ROWS],
    /// The kernel looks at the state before it looks at the arguments: the cell holds for any.
    pub firm: bool,
}

impl Cell {
    fn of(answer: Answer, reason: Option<Reason>, next: Exact) -> Cell {
        let mut rows = [None; ROWS];
        rows[0] = Some(Row { answer, reason, next });
        Cell { rows, firm: false }
    }

    /// The possible answers.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().flatten()
    }

    /// The possible answers, by value.
    pub(super) fn into_rows(self) -> impl Iterator<Item = Row> {
        self.rows.into_iter().flatten()
    }

    /// The same, whatever the arguments.
    pub(super) fn firm(self) -> Cell {
        Cell { firm: true, ..self }
    }
}

/// The answers of both.
impl BitOr for Cell {
    type Output = Cell;

    fn bitor(mut self, other: Cell) -> Cell {
        let taken = self.rows().count();
        for (place, row) in self.rows[taken..].iter_mut().zip(other.rows()) {
            *place = Some(*row);
        }
        debug_assert_eq!(self.rows().count(), taken + other.rows().count(), "a cell has at most {ROWS} rows");
        Cell { firm: self.firm && other.firm, ..self }
    }
}

pub(super) fn ok(next: Exact) -> Cell {
    Cell::of(Answer::Ok, None, next)
}

pub(super) fn blocks(next: Exact) -> Cell {
    Cell::of(Answer::Blocks, None, next)
}

pub(super) fn fails(errno: Errno, next: Exact) -> Cell {
    Cell::of(Answer::Fails(errno), None, next)
}

/// An error with words for it.
pub(super) fn wrong(errno: Errno, reason: Reason, next: Exact) -> Cell {
    Cell::of(Answer::Fails(errno), Some(reason), next)
}

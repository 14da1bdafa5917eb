//! The states a socket can be in, as far as its calls tell.
//!
//! The model is a nondeterministic automaton: it keeps every state that explains all answers so far. So nothing is certain unless it
//! holds in each of them, and what the peer may have done meanwhile is always among them.

use super::cell::{Answer, Row};
use super::transition::{cell, events, fault};
use super::{CallKind, Direction, Exact, Phase, Protocol, State};
use crate::Errno;
use std::sync::OnceLock;

/// What the kernel can answer to a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prediction {
    answers: Vec<Answer>,
    open: bool,
}

impl Prediction {
    /// Nothing is known.
    pub const UNKNOWN: Prediction = Prediction { answers: Vec::new(), open: true };

    pub(super) fn certain(errno: Errno) -> Prediction {
        Prediction { answers: vec![Answer::Fails(errno)], open: false }
    }

    /// The answers the table knows, each once, in order.
    pub fn answers(&self) -> &[Answer] {
        &self.answers
    }

    /// Whether errors that are not among the [`answers`](Self::answers) are possible too.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Takes away what does not hold, unless nothing were left: then what seemed to be known was wrong.
    pub(super) fn retain(&mut self, holds: impl Fn(Answer) -> bool) {
        if self.answers.iter().any(|answer| holds(*answer)) {
            self.answers.retain(|answer| holds(*answer));
        }
    }

    /// Whether the kernel may answer this.
    pub fn contains(&self, answer: Answer) -> bool {
        self.open || self.answers.contains(&answer)
    }

    /// The answer, where there is only one.
    pub fn only(&self) -> Option<Answer> {
        match self.answers[..] {
            [answer] if !self.open => Some(answer),
            _ => None,
        }
    }
}

/// What is known of a call's arguments, which the table does not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arguments {
    /// The kernel finds no fault with them.
    Plain,
    /// They may have errors of their own.
    Odd,
    /// The kernel answers this, unless the state alone decides.
    Wrong(Errno),
}

/// A set of states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Possible {
    protocol: Protocol,
    /// Each once, in order.
    states: Vec<Exact>,
}

impl Possible {
    pub(super) fn one(protocol: Protocol, state: Exact) -> Possible {
        Possible { protocol, states: vec![state] }.closed(&[])
    }

    /// All states that any calls can lead to. They are worked out once: it takes milliseconds, and whoever sends a descriptor asks.
    pub(super) fn all(protocol: Protocol) -> Possible {
        static ALL: [OnceLock<Possible>; Protocol::MODELLED.len()] =
            [const { OnceLock::new() }; Protocol::MODELLED.len()];
        let work_out = || Possible { protocol, states: vec![Exact::CREATED, Exact::ACCEPTED] }.closed(&CallKind::ALL);
        match Protocol::MODELLED.iter().position(|modelled| *modelled == protocol) {
            Some(index) => ALL[index].get_or_init(work_out).clone(),
            None => work_out(),
        }
    }

    pub(super) fn states(&self) -> &[Exact] {
        &self.states
    }

    /// The word for all of them, if there is one. What the peer may have done is not in it: it shows only in an answer.
    pub(super) fn summary(&self) -> State {
        let is_connecting = self.states.iter().any(|state| state.phase == Phase::Connecting);
        let is_over = |state: &Exact| state.summary() == State::Ended;
        let mut words: Vec<_> = self.states.iter().filter(|state| !is_over(state)).map(|s| s.summary()).collect();
        if is_connecting {
            words.retain(|word| *word != State::Connected);
        }
        words.dedup();
        match words[..] {
            [] => State::Ended,
            [word] => word,
            _ => State::Uncertain,
        }
    }

    /// Those in which a stream is at its end; all, where none is.
    pub(super) fn ended(&self) -> Possible {
        let is_at_its_end = |state: &Exact| {
            state.read_shut
                || state.finished
                || !matches!(state.phase, Phase::Connecting | Phase::Made | Phase::Connected)
        };
        let ended = self.filter_map(|state| Some(state).filter(is_at_its_end));
        if ended.is_empty() { self.clone() } else { ended }
    }

    /// One direction, of which `shut` says whether it was ended on this side, and `finished` whether by the peer.
    pub(super) fn direction(&self, shut: impl Fn(&Exact) -> bool, finished: impl Fn(&Exact) -> bool) -> Direction {
        let is_datagram = self.protocol.is_datagram();
        match self.summary() {
            State::Ended => Direction::Broken,
            _ if self.states.iter().all(&shut) => Direction::Shut,
            _ if self.states.iter().all(|state| shut(state) || finished(state)) => Direction::Finished,
            State::Created | State::Bound | State::Listening | State::Connecting if !is_datagram => Direction::Absent,
            _ => Direction::Open,
        }
    }

    /// Their words, each once, in order.
    pub(super) fn words(&self) -> Vec<State> {
        let mut words: Vec<_> = self.states.iter().map(|state| state.summary()).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// With all that can happen meanwhile, and all that these calls can do.
    pub(super) fn closed(self, calls: &[CallKind]) -> Possible {
        self.closed_under(|state| calls.iter().flat_map(move |call| rows(self.protocol, state, *call)))
    }

    /// With all that can happen while a call waits.
    pub(super) fn while_blocked(self, call: CallKind) -> Possible {
        let blocked = move |row: &Row| row.answer == Answer::Blocks;
        self.closed_under(|state| rows(self.protocol, state, call).filter(blocked))
    }

    fn closed_under<R: Iterator<Item = Row>>(&self, rows: impl Fn(Exact) -> R) -> Possible {
        let mut states = self.states.clone();
        let mut index = 0;
        while let Some(&state) = states.get(index) {
            let found = events(self.protocol, state).chain(rows(state).map(|row| row.next));
            for next in found {
                if !states.contains(&next) {
                    states.push(next);
                }
            }
            index += 1;
        }
        Possible { protocol: self.protocol, states }.sorted()
    }

    /// Those for which this holds, changed like this.
    pub(super) fn filter_map(&self, change: impl Fn(Exact) -> Option<Exact>) -> Possible {
        let states = self.states.iter().copied().filter_map(change).collect();
        Possible { protocol: self.protocol, states }
    }

    fn sorted(mut self) -> Possible {
        self.states.sort_unstable();
        self.states.dedup();
        self
    }

    /// Whether a call can change anything.
    pub(super) fn are_moved_by(&self, call: CallKind) -> bool {
        self.states.iter().any(|state| rows(self.protocol, *state, call).any(|row| row.next != *state))
    }

    /// What the kernel can answer.
    pub(super) fn predict(&self, call: CallKind, arguments: Arguments) -> Prediction {
        let mut prediction = Prediction::default();
        for state in &self.states {
            let Some(cell) = cell(self.protocol, *state, call) else { return Prediction::UNKNOWN };
            match arguments {
                Arguments::Wrong(errno) if !cell.firm => prediction.answers.push(Answer::Fails(errno)),
                _ => {
                    prediction.open |= arguments == Arguments::Odd && !cell.firm;
                    prediction.answers.extend(cell.rows().map(|row| row.answer));
                }
            }
        }
        prediction.answers.sort_unstable();
        prediction.answers.dedup();
        prediction
    }

    /// The row that all states agree on, if it is an error that changes nothing.
    pub(super) fn refusal(&self, call: CallKind, arguments: Arguments) -> Option<Row> {
        let mut refusal = None;
        for state in &self.states {
            let cell = cell(self.protocol, *state, call)?;
            if arguments != Arguments::Plain && !cell.firm {
                return None;
            }
            for row in cell.rows() {
                let answer = refusal.get_or_insert(*row).answer;
                if row.next != *state || row.answer != answer || !matches!(answer, Answer::Fails(_)) {
                    return None;
                }
            }
        }
        refusal
    }

    /// The row of an error.
    pub(super) fn row(&self, call: CallKind, errno: Errno) -> Option<Row> {
        let rows = self.states.iter().flat_map(|state| rows(self.protocol, *state, call));
        rows.filter(|row| row.answer == Answer::Fails(errno)).max_by_key(|row| row.reason.is_some())
    }

    /// What is left once a call was answered. An answer that the table does not have may have left the socket as it was, or not.
    pub(super) fn after(self, call: CallKind, arguments: Arguments, answer: Answer) -> Possible {
        if matches!(arguments, Arguments::Wrong(errno) if answer == Answer::Fails(errno)) {
            return self.after_wrong(call, answer).closed(&[]);
        }
        let answered = self.answered(call, answer);
        let found = if answered.is_empty() { self.clone().closed(&[call]) } else { answered };
        match (arguments, answer) {
            (Arguments::Odd | Arguments::Wrong(_), Answer::Fails(_)) => {
                found.union(self.after_fault(call)).union(self).closed(&[])
            }
            _ => found.closed(&[]),
        }
    }

    /// The states after an error that the arguments brought about.
    fn after_fault(&self, call: CallKind) -> Possible {
        self.filter_map(|state| Some(fault(self.protocol, state, call)))
    }

    /// The states after an error that the arguments bring about unless the state alone decides.
    fn after_wrong(&self, call: CallKind, answer: Answer) -> Possible {
        let firm = |state: &Exact| cell(self.protocol, *state, call).is_some_and(|cell| cell.firm);
        let decided = self.filter_map(|state| Some(state).filter(firm)).answered(call, answer);
        let others = self.filter_map(|state| Some(state).filter(|state| !firm(state)));
        decided.union(others.after_fault(call))
    }

    /// The states after this answer, as the table has it; none where it has none.
    pub(super) fn answered(&self, call: CallKind, answer: Answer) -> Possible {
        let rows = self.states.iter().flat_map(|state| rows(self.protocol, *state, call));
        let states = rows.filter(|row| row.answer == answer).map(|row| row.next).collect();
        Possible { protocol: self.protocol, states }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    pub(super) fn union(mut self, other: Possible) -> Possible {
        self.states.extend(other.states);
        self.sorted()
    }
}

fn rows(protocol: Protocol, state: Exact, call: CallKind) -> impl Iterator<Item = Row> {
    cell(protocol, state, call).into_iter().flat_map(|cell| cell.into_rows())
}

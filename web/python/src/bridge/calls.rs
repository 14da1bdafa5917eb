//! The calls of this process that are not yet answered, and what the model says of each.

use super::narration;
use crate::fiber::{self, FiberId};
use crate::{clock, page, posix};
use sockbox_core::model::{Session, Verdict};
use sockbox_core::{Address, Call, Errno, Fd, Outcome};
use sockbox_message::WorkerToPage;
use std::collections::BTreeMap;

/// Names a call within the connection; ids grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CallId(pub(crate) u64);

/// How a call ended, with the bytes it brought.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The relay's answer, or the model's in its place.
    pub(crate) outcome: Outcome,
    /// What was received; empty for most calls.
    pub(crate) payload: Vec<u8>,
}

#[derive(Default)]
pub(super) struct Calls {
    session: Session,
    last_id: u64,
    pending: BTreeMap<CallId, Pending>,
    relay_is_gone: bool,
}

struct Pending {
    call: Call,
    begun: f64,
    /// `None` where nobody waits: the answer only ends the call.
    waiter: Option<FiberId>,
    answer: Option<Answer>,
}

impl Calls {
    /// Notes a call and tells the page. Whether it travels: a refused one is answered already.
    pub(super) fn begin(&mut self, call: Call, payload: &[u8], waiter: Option<FiberId>) -> (CallId, bool) {
        self.last_id += 1;
        let id = CallId(self.last_id);
        page::post(&WorkerToPage::CallBegun {
            call: id.0,
            fd: call.fd().map(|fd| fd.0),
            text: narration::call(&call, payload),
            place: call.fd().and_then(|fd| self.local_address(fd)).map(|address| address.to_string()),
            at: clock::wall_clock(),
        });
        if let Call::Close { fd } = call {
            posix::closed(fd);
        }
        let verdict = self.session.check(&call);
        let mut pending = Pending { call, begun: clock::now(), waiter, answer: None };
        if self.relay_is_gone {
            pending.answer = Some(Answer::relay_is_gone());
        } else if let Verdict::Refused { errno, why } = verdict {
            let answer = Answer { outcome: Outcome::Refused { errno, why: why.clone() }, payload: Vec::new() };
            pending.tell_end(id, &answer, Reason::NotSent(why));
            pending.answer = Some(answer);
        } else {
            self.session.begin(&pending.call);
        }
        let travels = pending.answer.is_none();
        self.pending.insert(id, pending);
        (id, travels)
    }

    /// Notes the relay's answer and wakes whoever waits. Unknown ids are no one's: a relay may answer a call twice.
    pub(super) fn end(&mut self, id: CallId, outcome: Outcome, payload: &[u8]) {
        let Some(pending) = self.pending.get_mut(&id) else { return };
        let reason = Reason::of(&self.session, &pending.call, &outcome);
        self.session.end(&pending.call, &outcome);
        let answer = Answer { outcome, payload: payload.to_vec() };
        pending.tell_end(id, &answer, reason);
        match pending.waiter {
            Some(waiter) => {
                pending.answer = Some(answer);
                fiber::unpark(waiter);
            }
            None => drop(self.pending.remove(&id)),
        }
    }

    /// The answer to a call, if it has come. It is handed out once.
    pub(super) fn take(&mut self, id: CallId) -> Option<Answer> {
        self.pending.get(&id)?.answer.as_ref()?;
        self.pending.remove(&id)?.answer
    }

    /// Ends all calls: no answer will come any more.
    pub(super) fn end_all(&mut self) {
        self.relay_is_gone = true;
        for (id, pending) in &mut self.pending {
            if pending.answer.is_none() {
                let answer = Answer::relay_is_gone();
                pending.tell_end(*id, &answer, Reason::Unknown);
                pending.answer = Some(answer);
                pending.waiter.into_iter().for_each(fiber::unpark);
            }
        }
    }

    pub(super) fn refusal(&self, call: &Call) -> Option<Errno> {
        match self.session.check(call) {
            Verdict::Allowed => None,
            Verdict::Refused { errno, .. } => Some(errno),
        }
    }

    pub(super) fn local_address(&self, fd: Fd) -> Option<Address> {
        self.session.local_address(fd)
    }
}

impl Pending {
    fn tell_end(&self, id: CallId, answer: &Answer, reason: Reason) {
        let refused = matches!(reason, Reason::NotSent(_));
        let why = match reason {
            Reason::NotSent(why) | Reason::Answered(why) => Some(why),
            Reason::Unknown => None,
        };
        page::post(&WorkerToPage::CallEnded {
            call: id.0,
            result: narration::result(&answer.outcome, &answer.payload),
            took: clock::now() - self.begun,
            refused,
            why,
        });
    }
}

/// Why a call failed, in words.
enum Reason {
    /// The model refused it here.
    NotSent(String),
    /// The relay's words, or the model's for the kernel's answer.
    Answered(String),
    /// It did not fail, or nobody can tell.
    Unknown,
}

impl Reason {
    /// To be asked before the session learns of the outcome: the words are about the socket as the call found it.
    fn of(session: &Session, call: &Call, outcome: &Outcome) -> Reason {
        let why = match outcome {
            Outcome::Failed { errno } => session.explain(call, *errno),
            Outcome::Refused { why, .. } => Some(why.clone()),
            Outcome::Ok(_) | Outcome::TimedOut => None,
        };
        why.map_or(Reason::Unknown, Reason::Answered)
    }
}

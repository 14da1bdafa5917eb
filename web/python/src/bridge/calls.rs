//! The calls of this process that are not yet answered, and what the model says of each.

use super::sockets::{self, Sockets};
use super::{connection, narration};
use crate::fiber::{self, FiberId};
use crate::{clock, page, posix};
use sockbox_core::model::{Description, Protocol, Session, Verdict};
use sockbox_core::wire::{Validation, WorkerToRelay};
use sockbox_core::{Address, Call, Errno, Explanation, Facts, Fd, Outcome};
use sockbox_message::{Awaited, Excerpt, Predicted, WorkerToPage};
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
    /// How the page is told of the end of a call that was cancelled: it depends on what Ctrl-C raises.
    pub(super) untold: Option<Box<WorkerToPage>>,
}

#[derive(Default)]
pub(super) struct Calls {
    session: Session,
    sockets: Sockets,
    validation: Validation,
    last_id: u64,
    pending: BTreeMap<CallId, Pending>,
    relay_is_gone: bool,
}

struct Pending {
    call: Call,
    /// As the page was told: the call, and the local address.
    told: (String, Option<String>),
    /// Bytes that travelled with it.
    size: usize,
    cancelled: bool,
    begun: f64,
    /// `None` where nobody waits: the answer only ends the call.
    waiter: Option<FiberId>,
    answer: Option<Answer>,
    /// What the model refuses it with, though it travels.
    predicted: Option<sockbox_core::Predicted>,
    /// The worker makes it for itself: the page hears nothing of it.
    is_own: bool,
}

impl Calls {
    /// Sends a call off, unless it is refused: then it is answered already. The page is told while it travels.
    pub(super) fn begin(&mut self, call: Call, payload: &[u8], waiter: Option<FiberId>) -> CallId {
        self.last_id += 1;
        let id = CallId(self.last_id);
        let verdict = self.session.check(&call);
        let is_refused = matches!(verdict, Verdict::Refused { .. }) && self.is_enforced(&call);
        if !is_refused && !self.relay_is_gone {
            connection::send(&WorkerToRelay::Call { id: id.0, call: call.clone() }, payload);
        }
        let told = self.tell(id, &call, payload);
        if let Call::Close { fd } = call {
            posix::closed(fd);
        }
        let mut pending = Pending::new(call, told, payload.len(), waiter);
        match verdict {
            _ if self.relay_is_gone => pending.answer = Some(Answer::relay_is_gone()),
            Verdict::Refused { errno, why } if is_refused => {
                let answer = Answer::of(Outcome::Refused { errno, why: why.clone() }, Vec::new());
                let socket = self.socket(&pending.call, &answer.outcome);
                page::post(&pending.end(id, &answer, Reason::NotSent(why), socket));
                pending.answer = Some(answer);
            }
            verdict => {
                self.session.begin(&pending.call, payload);
                self.sockets.look_at(&self.session, &sockets::touched(&pending.call, None));
                if let Verdict::Refused { errno, why } = verdict {
                    pending.predicted = Some(sockbox_core::Predicted { errno, why });
                }
            }
        }
        self.pending.insert(id, pending);
        id
    }

    /// Tells the page that a call begins, and returns the call in words and the local address.
    fn tell(&self, id: CallId, call: &Call, payload: &[u8]) -> (String, Option<String>) {
        let text = narration::call(call, payload);
        let place = call.fd().and_then(|fd| self.local_address(fd)).map(|address| address.to_string());
        let told = (text.clone(), place.clone());
        page::post(&WorkerToPage::CallBegun {
            call: id.0,
            fd: call.fd().map(|fd| fd.0),
            text,
            place,
            at: clock::wall_clock(),
            socket: call.fd().and_then(|fd| self.session.id(fd)),
            waits: self.session.waits_for(call),
            payload: Excerpt::of(payload),
        });
        told
    }

    /// Notes the relay's answer and wakes whoever waits. Unknown ids are no one's: a relay may answer a call twice.
    pub(super) fn end(&mut self, id: CallId, outcome: Outcome, facts: &Facts, payload: &[u8]) {
        if self.pending.get(&id).is_none_or(|pending| pending.answer.is_some()) {
            return;
        }
        let Some(mut pending) = self.pending.remove(&id) else { return };
        if pending.is_own {
            self.session.end(&pending.call, &outcome, payload);
            self.sockets.look_at(&self.session, &sockets::touched(&pending.call, None));
            return;
        }
        let reason = Reason::of(&self.session, &pending.call, &outcome, facts);
        self.session.end(&pending.call, &outcome, payload);
        self.sockets.look_at(&self.session, &sockets::touched(&pending.call, Some(&outcome)));
        self.ask_name(&pending.call, &outcome);
        let socket = self.socket(&pending.call, &outcome);
        let mut answer = Answer::of(outcome, payload.to_vec());
        let end = pending.end(id, &answer, reason, socket);
        if pending.cancelled {
            answer.untold = Some(Box::new(end));
        } else {
            page::post(&end);
        }
        if let Some(waiter) = pending.waiter {
            pending.answer = Some(answer);
            self.pending.insert(id, pending);
            fiber::unpark(waiter);
        }
    }

    /// A socket that connects, listens or sends before it was bound gets its name of the kernel, and no answer says which: the page
    /// shows it. This call is the worker's own, and nobody is told of it.
    fn ask_name(&mut self, call: &Call, outcome: &Outcome) {
        let binds =
            matches!(call, Call::Connect { .. } | Call::Listen { .. } | Call::SendTo { .. } | Call::SendMsg { .. });
        let is_bound = matches!(outcome, Outcome::Ok(_) | Outcome::Failed { errno: Errno::EINPROGRESS | Errno::EINTR });
        let Some(fd) = call.fd().filter(|fd| binds && is_bound && self.is_nameless(*fd)) else { return };
        let call = Call::GetSockName { fd };
        self.last_id += 1;
        connection::send(&WorkerToRelay::Call { id: self.last_id, call: call.clone() }, &[]);
        self.session.begin(&call, &[]);
        let told = <(String, Option<String>)>::default();
        self.pending.insert(CallId(self.last_id), Pending { is_own: true, ..Pending::new(call, told, 0, None) });
    }

    /// Whether it is a socket of the internet whose local address is not known.
    fn is_nameless(&self, fd: Fd) -> bool {
        let is_internet = |socket: Description| matches!(socket.protocol, Protocol::Tcp | Protocol::Udp);
        self.local_address(fd).is_none() && self.session.describe(fd).is_some_and(is_internet)
    }

    /// A call is to be interrupted.
    pub(super) fn cancel(&mut self, id: CallId) {
        if let Some(pending) = self.pending.get_mut(&id).filter(|pending| pending.answer.is_none()) {
            pending.cancelled = true;
        }
    }

    /// The room's setting, from now on.
    pub(super) fn set_validation(&mut self, validation: Validation) {
        self.validation = validation;
    }

    /// A descriptor that names no socket is no question for the kernel.
    fn is_enforced(&self, call: &Call) -> bool {
        self.validation == Validation::Enforce || call.fd().is_none_or(|fd| self.session.state(fd).is_none())
    }

    /// The socket that a call was made on, or has made.
    fn socket(&self, call: &Call, outcome: &Outcome) -> Option<u64> {
        let fd = call.fd().or_else(|| sockets::opened(outcome).first().copied());
        self.session.id(fd?)
    }

    /// The call, as what a fiber waits for.
    pub(super) fn awaited(&self, id: CallId) -> Awaited {
        let (text, place) = self.pending.get(&id).map(|pending| pending.told.clone()).unwrap_or_default();
        Awaited::Call { text, place }
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
            if pending.answer.is_none() && !pending.is_own {
                let answer = Answer::relay_is_gone();
                page::post(&pending.end(*id, &answer, Reason::Unknown, None));
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
    fn new(call: Call, told: (String, Option<String>), size: usize, waiter: Option<FiberId>) -> Pending {
        let begun = clock::now();
        Pending { call, told, size, cancelled: false, begun, waiter, answer: None, predicted: None, is_own: false }
    }

    /// What the page is told of its end.
    fn end(&self, id: CallId, answer: &Answer, reason: Reason, socket: Option<u64>) -> WorkerToPage {
        let refused = matches!(reason, Reason::NotSent(_));
        let why = match reason {
            Reason::NotSent(why) | Reason::Answered(why) => Some(why),
            Reason::Unknown => None,
        };
        WorkerToPage::CallEnded {
            call: id.0,
            result: narration::result(&self.call, &answer.outcome, &answer.payload),
            took: clock::now() - self.begun,
            refused,
            why,
            socket,
            payload: Excerpt::of(&answer.payload),
            traffic: sockets::traffic(&self.call, &answer.outcome, self.size, answer.payload.len()),
            predicted: self.predicted(&answer.outcome).map(Box::new),
        }
    }

    /// Beside the kernel's answer. Where the relay refused the call, the kernel was not asked.
    fn predicted(&self, outcome: &Outcome) -> Option<Predicted> {
        let predicted = self.predicted.as_ref().filter(|_| !matches!(outcome, Outcome::Refused { .. }))?;
        let agrees = predicted.agrees_with(outcome);
        Some(Predicted { exception: narration::exception(predicted.errno), why: predicted.why.clone(), agrees })
    }
}

/// The end of a call that Ctrl-C interrupted, with what it raised in place of the kernel's answer.
pub(super) fn raised(mut end: WorkerToPage, exception: String) -> WorkerToPage {
    if let WorkerToPage::CallEnded { result, why, .. } = &mut end {
        (*result, *why) = (Err(exception), None);
    }
    end
}

/// Why a call failed, in words.
enum Reason {
    /// The model refused it here.
    NotSent(Explanation),
    /// The relay's words, or the model's for the kernel's answer.
    Answered(Explanation),
    /// It did not fail, or nobody can tell.
    Unknown,
}

impl Reason {
    /// To be asked before the session learns of the outcome: the words are about the socket as the call found it.
    fn of(session: &Session, call: &Call, outcome: &Outcome, facts: &Facts) -> Reason {
        session.explain(call, outcome, facts).map_or(Reason::Unknown, Reason::Answered)
    }
}

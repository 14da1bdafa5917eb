//! One socket of a session: the states it can be in, and the facts about it that its calls told.

use super::cell::Answer;
use super::neighbours::Claim;
use super::possible::{Arguments, Possible, Prediction};
use super::transition::Reason;
use super::{CallKind, Description, Exact, Name, Phase, Protocol, State, arguments};
use crate::constants::{AF_UNSPEC, IPPROTO_IPV6, IPV6_V6ONLY, SO_BROADCAST, SO_REUSEADDR, SO_REUSEPORT, SOL_SOCKET};
use crate::{Address, Call, Errno, Fd, Outcome, Reply, Wait};

/// The options that decide what is allowed, socket(7) and ipv6(7).
const SWITCHES: [(i32, i32, &str); 4] = [
    (SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR"),
    (SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT"),
    (SOL_SOCKET, SO_BROADCAST, "SO_BROADCAST"),
    (IPPROTO_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY"),
];

/// No kernel cuts a backlog below this: its default before Linux 5.4.
const SOMAXCONN_MIN: usize = 128;

#[derive(Debug)]
pub(super) struct Socket {
    pub(super) protocol: Protocol,
    /// `AF_*`.
    family: i32,
    /// The states it can be in, as if the calls in flight were not made yet.
    possible: Possible,
    /// The states it can be in, whether they are made or not.
    meanwhile: Possible,
    /// With a port that is known, so never with port 0.
    local: Option<Address>,
    peer: Option<Address>,
    /// Which of [`SWITCHES`] are on.
    switches: [bool; SWITCHES.len()],
    /// How long its last call that could block was allowed to.
    wait: Option<Wait>,
    /// It came from `accept`.
    accepted: bool,
    /// Of a listening one of `AF_UNIX`: the connections in its queue that came from its own session; `None` where that is not known.
    pub(super) queued: Option<usize>,
    /// As `listen` set it.
    backlog: i32,
    claim: Claim,
    in_flight: Vec<Flight>,
    /// Calls that move the socket overlap: what they leave depends on their order, which nobody knows.
    overlapped: bool,
    /// Something was done to it that the table does not have, or is done where it is not seen.
    astray: bool,
}

#[derive(Debug)]
struct Flight {
    kind: CallKind,
    call: Call,
    arguments: Arguments,
    moves: bool,
    /// Which of [`SWITCHES`] it turns, and whether on.
    switch: Option<(usize, bool)>,
}

impl Socket {
    /// The outcome of `socket(family, ..)`.
    pub(super) fn created(protocol: Protocol, family: i32) -> Socket {
        Socket::in_state(protocol, family, Exact::CREATED)
    }

    /// An outcome of `socketpair(family, ..)`.
    pub(super) fn paired(protocol: Protocol, family: i32) -> Socket {
        Socket::in_state(protocol, family, Exact::CREATED.to(Phase::Connected))
    }

    /// The outcome of `accept` on a listening socket; what was shut down before `listen` is shut down in a TCP connection too.
    pub(super) fn accepted(&self, peer: Address) -> Socket {
        let inherits = |listener: Exact| Exact {
            read_shut: listener.read_shut && self.protocol == Protocol::Tcp,
            write_shut: listener.write_shut && self.protocol == Protocol::Tcp,
            ..Exact::ACCEPTED
        };
        let possible = self.possible.filter_map(|listener| Some(inherits(listener))).closed(&[]);
        let mut socket = Socket {
            local: self.local.filter(|address| !address.is_unspecified()),
            peer: Some(peer),
            switches: self.switches,
            accepted: true,
            possible: possible.clone(),
            meanwhile: possible,
            ..Socket::created(self.protocol, self.family)
        };
        socket.claim = socket.work_out_claim();
        socket
    }

    /// A socket that came from elsewhere: nothing is known of it.
    pub(super) fn foreign() -> Socket {
        Socket::created(Protocol::Other, AF_UNSPEC)
    }

    fn in_state(protocol: Protocol, family: i32, state: Exact) -> Socket {
        let possible = Possible::one(protocol, state);
        let mut socket = Socket {
            protocol,
            family,
            meanwhile: possible.clone(),
            possible,
            local: None,
            peer: None,
            switches: [false; SWITCHES.len()],
            wait: None,
            accepted: false,
            queued: Some(0),
            backlog: 0,
            claim: Claim::Unknown,
            in_flight: Vec::new(),
            overlapped: false,
            astray: false,
        };
        socket.claim = socket.work_out_claim();
        socket
    }

    /// From now on calls that are not seen here may be made on it.
    pub(super) fn share(&mut self) {
        self.local = None;
        self.peer = None;
        if !self.astray {
            self.astray = true;
            self.set_possible(Possible::all(self.protocol));
        }
    }

    pub(super) fn state(&self) -> State {
        self.possible.summary()
    }

    pub(super) fn states(&self) -> &[Exact] {
        self.possible.states()
    }

    pub(super) fn family(&self) -> i32 {
        self.family
    }

    pub(super) fn local(&self) -> Option<Address> {
        self.local
    }

    /// The same where it is: it is long, and many are looked at.
    pub(super) fn local_ref(&self) -> Option<&Address> {
        self.local.as_ref()
    }

    pub(super) fn peer(&self) -> Option<Address> {
        self.peer
    }

    /// For people. `id` is its own, `fds` what names it.
    pub(super) fn describe(&self, id: u64, fds: Vec<Fd>) -> Description {
        let on = SWITCHES.iter().zip(self.switches).filter(|(_, on)| *on);
        let state = self.state();
        Description {
            id,
            fds,
            protocol: self.protocol,
            family: self.family,
            state,
            possible: if state == State::Uncertain { self.possible.words() } else { Vec::new() },
            local: self.local,
            peer: self.peer,
            receiving: self.possible.direction(|state| state.read_shut, |state| state.finished),
            sending: self.possible.direction(|state| state.write_shut, |state| state.deaf),
            options: on.map(|((_, _, name), _)| (*name).to_owned()).collect(),
            wait: self.wait,
            in_flight: self.in_flight.len(),
        }
    }

    /// The error the kernel answers for certain.
    pub(super) fn refusal(&self, kind: CallKind, call: &Call) -> Option<(Errno, Option<Reason>)> {
        let row = self.meanwhile.refusal(kind, self.judge(call, None))?;
        match row.answer {
            Answer::Fails(errno) => Some((errno, row.reason)),
            Answer::Ok | Answer::Blocks => None,
        }
    }

    /// What the kernel can answer.
    pub(super) fn predict(&self, kind: CallKind, call: &Call, payload: &[u8]) -> Prediction {
        self.meanwhile.predict(kind, self.judge(call, Some(payload)))
    }

    /// Whether nothing but another socket can keep it from being bound as the call has it.
    pub(super) fn can_be_bound_to(&self, call: &Call) -> bool {
        let is_unbound = |state: Exact| state.name == Name::Absent && state.phase == Phase::Unconnected;
        self.is_settled() && self.are_all(is_unbound) && self.judge(call, None) == Arguments::Plain
    }

    /// Whether no call in flight moves it, and nobody else has it.
    pub(super) fn is_settled(&self) -> bool {
        !self.astray && !self.overlapped && self.in_flight.iter().all(|flight| !flight.moves)
    }

    /// Whether this holds in all states it can be in.
    pub(super) fn are_all(&self, holds: impl Fn(Exact) -> bool) -> bool {
        self.meanwhile.states().iter().all(|state| holds(*state))
    }

    /// Whether its queue takes no more, as far as its own session fills it: unix(7) has room for one more than the backlog. `None` where
    /// that is not known, as of a backlog that `net.core.somaxconn` may have cut, listen(2).
    pub(super) fn has_full_queue(&self) -> Option<bool> {
        let backlog = usize::try_from(self.backlog).ok().filter(|backlog| *backlog <= SOMAXCONN_MIN)?;
        Some(self.queued? > backlog)
    }

    /// What it keeps from its neighbours.
    pub(super) fn claim(&self) -> Claim {
        self.claim
    }

    /// Whether its port is its listener's.
    pub(super) fn is_accepted(&self) -> bool {
        self.accepted
    }

    /// Its name is its listener's, by which nobody finds it.
    pub(super) fn is_accepted_from_unix(&self) -> bool {
        self.accepted && self.protocol.is_unix()
    }

    /// The reason the table has for an error the kernel answered.
    pub(super) fn reason(&self, kind: CallKind, answer: Errno) -> Option<Reason> {
        self.meanwhile.row(kind, answer)?.reason
    }

    pub(super) fn begin(&mut self, kind: CallKind, call: &Call, payload: &[u8]) {
        let moves = self.meanwhile.are_moved_by(kind);
        let arguments = self.judge(call, Some(payload));
        self.overlapped |= moves && self.is_moving();
        if arguments::leads_astray(call, self.protocol, self.family) {
            self.share();
        }
        self.wait = call.wait().or(self.wait);
        self.in_flight.push(Flight { kind, call: call.clone(), arguments, moves, switch: switch(call, payload) });
        self.set_meanwhile();
    }

    pub(super) fn end(&mut self, call: &Call, outcome: &Outcome, received: &[u8]) {
        let Some(index) = self.in_flight.iter().position(|flight| flight.call == *call) else { return };
        let landed = self.meanwhile.clone();
        let flight = self.in_flight.swap_remove(index);
        if let (Some((switch, on)), Outcome::Ok(_)) = (flight.switch, outcome) {
            self.switches[switch] = on;
        }
        if self.overlapped {
            self.overlapped = self.is_moving();
            self.set_possible(landed);
            return;
        }
        self.learn(call, outcome);
        if self.astray {
            return;
        }
        if let Some(answer) = Answer::of(outcome) {
            let after = self.after(&flight, answer);
            self.set_possible(if tells_the_end(call, self.protocol, outcome, received) {
                after.ended()
            } else {
                after
            });
        } else {
            self.set_meanwhile();
        }
    }

    /// Gives up following the calls in flight.
    pub(super) fn blur(&mut self) {
        self.overlapped = true;
        self.set_possible(Possible::all(self.protocol));
    }

    pub(super) fn has_in_flight(&self, call: &Call) -> bool {
        self.in_flight.iter().any(|flight| flight.call == *call)
    }

    /// The calls it leaves behind when it is closed.
    pub(super) fn into_in_flight(self) -> impl Iterator<Item = Call> {
        self.in_flight.into_iter().map(|flight| flight.call)
    }

    fn is_moving(&self) -> bool {
        self.in_flight.iter().any(|flight| flight.moves)
    }

    fn judge(&self, call: &Call, payload: Option<&[u8]>) -> Arguments {
        if self.astray {
            return Arguments::Odd;
        }
        arguments::of(call, self.protocol, self.family, payload)
    }

    /// The one writer of the states.
    fn set_possible(&mut self, possible: Possible) {
        if !self.astray || self.possible.states().len() < possible.states().len() {
            self.possible = possible;
        }
        if self.possible.states().iter().all(|state| state.name == Name::Absent) && self.protocol != Protocol::Raw {
            self.local = None;
        }
        self.set_meanwhile();
    }

    /// One that is astray may be in any state already.
    fn set_meanwhile(&mut self) {
        let possible = self.possible.clone();
        let kinds = self.kinds_in_flight();
        self.meanwhile = if kinds.is_empty() || self.astray { possible } else { possible.closed(&kinds) };
        self.claim = self.work_out_claim();
    }

    /// Each once: many calls of a kind lead no further than one.
    fn kinds_in_flight(&self) -> Vec<CallKind> {
        let is_in_flight = |kind: &CallKind| self.in_flight.iter().any(|flight| flight.kind == *kind);
        CallKind::ALL.into_iter().filter(is_in_flight).collect()
    }

    /// The states after a call that nothing overlapped.
    fn after(&self, flight: &Flight, answer: Answer) -> Possible {
        let before = self.possible.clone().closed(&self.kinds_in_flight());
        let arguments = flight.arguments;
        match (flight.kind, flight.call.wait()) {
            (CallKind::Connect, Some(Wait::Milliseconds(_))) if answer != Answer::Blocks => {
                let timed = before.answered(CallKind::Connect, answer).union(asked_by_so_error(&before, answer));
                if timed.is_empty() { before.after(flight.kind, arguments, answer) } else { timed.closed(&[]) }
            }
            (kind, Some(Wait::Forever | Wait::Milliseconds(_))) => {
                before.while_blocked(kind).after(kind, arguments, answer)
            }
            (kind, Some(Wait::Never) | None) => before.after(kind, arguments, answer),
        }
    }

    fn learn(&mut self, call: &Call, outcome: &Outcome) {
        let Outcome::Ok(reply) = outcome else { return };
        match (call, reply) {
            // To no name: what it is called already it keeps, unix(7).
            (Call::Bind { address, .. }, _) if address.is_left_to_the_kernel() && self.protocol.is_unix() => {}
            (Call::Bind { address, .. }, _) | (Call::GetSockName { .. }, Reply::Name { address }) => {
                self.local = Some(*address).filter(|address| !address.is_left_to_the_kernel());
            }
            (Call::Listen { backlog, .. }, _) => self.backlog = *backlog,
            (Call::Accept { .. }, _) => self.queued = self.queued.map(|queued| queued.saturating_sub(1)),
            (Call::GetPeerName { .. }, Reply::Name { address }) => self.peer = Some(*address),
            (Call::Connect { address, .. }, _) => self.peer = Some(*address),
            _ => {}
        }
    }
}

/// A `connect` with a timeout that had to wait asks `SO_ERROR` how it ended, as Python does: no connect(2) has been told then.
fn asked_by_so_error(before: &Possible, answer: Answer) -> Possible {
    let begun = before.filter_map(|state| (state.phase == Phase::Unconnected).then_some(state));
    begun.while_blocked(CallKind::Connect).filter_map(|state| match (state.phase, answer) {
        (Phase::Made, Answer::Ok) => Some(state),
        (Phase::Failed, Answer::Fails(_)) => Some(state.told()),
        _ => None,
    })
}

/// Which of the [`SWITCHES`] a call turns, and whether on; an `int`, as socket(7) has it.
fn switch(call: &Call, payload: &[u8]) -> Option<(usize, bool)> {
    let Call::SetSockOpt { level, name, .. } = call else { return None };
    let index = SWITCHES.iter().position(|switch| (switch.0, switch.1) == (*level, *name))?;
    Some((index, payload.iter().any(|byte| *byte != 0)))
}

/// Whether this was the end of a stream: nothing where something was asked for, recv(2).
fn tells_the_end(call: &Call, protocol: Protocol, outcome: &Outcome, received: &[u8]) -> bool {
    let wanted = match call {
        Call::Recv { size, .. } | Call::RecvFrom { size, .. } | Call::RecvMsg { size, .. } => *size > 0,
        _ => false,
    };
    let is_stream = matches!(protocol, Protocol::Tcp | Protocol::UnixStream);
    wanted && is_stream && received.is_empty() && call.flags() == Some(0) && matches!(outcome, Outcome::Ok(_))
}

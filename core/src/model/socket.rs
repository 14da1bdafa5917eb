//! One socket of a session: its state, and the facts about it that its calls told.

use super::transition::{self, Condition, Reason, Rule};
use super::{CallKind, Protocol, State};
use crate::constants::{AF_UNSPEC, IPPORT_RESERVED, MSG_DONTWAIT, MSG_NOSIGNAL};
use crate::{Address, Call, Errno, Outcome, Reply, SunPath, Wait};
use std::net::{Ipv4Addr, Ipv6Addr};

#[derive(Debug)]
pub(super) struct Socket {
    pub(super) protocol: Protocol,
    /// `AF_*`.
    family: i32,
    state: State,
    /// With a port that is known, so never with port 0.
    local: Option<Address>,
    peer: Option<Address>,
    /// The kernel itself ended the connect(2), see [`Condition::Settled`].
    settled: bool,
    in_flight: Vec<Flight>,
    /// Calls that move the socket overlap: what they leave depends on their order, which nobody knows.
    blurred: bool,
}

#[derive(Debug)]
struct Flight {
    call: Call,
    moves: bool,
}

impl Socket {
    /// The outcome of `socket(family, ..)`.
    pub(super) fn created(protocol: Protocol, family: i32) -> Socket {
        Socket {
            protocol,
            family,
            state: State::Created,
            local: None,
            peer: None,
            settled: false,
            in_flight: Vec::new(),
            blurred: false,
        }
    }

    /// The outcome of `accept` on a listening socket.
    pub(super) fn accepted(protocol: Protocol, listener: Option<Address>, peer: Address) -> Socket {
        Socket {
            state: State::Connected,
            local: listener.filter(|address| !address.is_unspecified()),
            peer: Some(peer),
            settled: true,
            ..Socket::created(protocol, peer.family())
        }
    }

    /// A socket that came from elsewhere: nothing is known of it.
    pub(super) fn foreign() -> Socket {
        Socket::created(Protocol::Other, AF_UNSPEC)
    }

    /// From now on calls that are not seen here may be made on it.
    pub(super) fn share(&mut self) {
        let in_flight = std::mem::take(&mut self.in_flight);
        *self = Socket { in_flight, ..Socket::foreign() };
    }

    pub(super) fn state(&self) -> State {
        self.state
    }

    pub(super) fn local(&self) -> Option<Address> {
        self.local
    }

    pub(super) fn peer(&self) -> Option<Address> {
        self.peer
    }

    /// The error the kernel answers for certain.
    pub(super) fn refusal(&self, kind: CallKind, call: &Call) -> Option<(Errno, Reason)> {
        match self.rule(kind) {
            Rule::Refused { errno, reason, when } if !self.is_moving() && self.meets(when, call) => {
                Some((errno, reason))
            }
            _ => None,
        }
    }

    /// The reason the table has for an error the kernel answered.
    pub(super) fn reason(&self, kind: CallKind, answer: Errno) -> Option<Reason> {
        match self.rule(kind) {
            Rule::Refused { errno, reason, .. } | Rule::Fails { errno, reason, .. } => {
                (errno == answer).then_some(reason)
            }
            _ => None,
        }
    }

    pub(super) fn begin(&mut self, kind: CallKind, call: &Call) {
        let moves = matches!(self.rule(kind), Rule::Moves { .. } | Rule::Fails { .. });
        if moves && self.is_moving() {
            self.blur();
        }
        self.in_flight.push(Flight { call: call.clone(), moves });
    }

    pub(super) fn end(&mut self, kind: CallKind, call: &Call, outcome: &Outcome) {
        let Some(index) = self.in_flight.iter().position(|flight| flight.call == *call) else { return };
        let flight = self.in_flight.swap_remove(index);
        if self.blurred {
            self.blurred = self.is_moving();
            return;
        }
        self.learn(call, outcome);
        if flight.moves {
            self.set_state(transition::next(self.protocol, self.state, kind, outcome));
        }
    }

    /// Gives up following the calls in flight.
    pub(super) fn blur(&mut self) {
        self.blurred = true;
        self.set_state(State::Uncertain);
    }

    pub(super) fn has_in_flight(&self, call: &Call) -> bool {
        self.in_flight.iter().any(|flight| flight.call == *call)
    }

    /// The calls it leaves behind when it is closed.
    pub(super) fn into_in_flight(self) -> impl Iterator<Item = Call> {
        self.in_flight.into_iter().map(|flight| flight.call)
    }

    fn rule(&self, kind: CallKind) -> Rule {
        transition::rule(self.protocol, self.state, kind)
    }

    fn is_moving(&self) -> bool {
        self.in_flight.iter().any(|flight| flight.moves)
    }

    fn set_state(&mut self, state: State) {
        self.state = state;
    }

    fn meets(&self, condition: Condition, call: &Call) -> bool {
        match (condition, call) {
            (Condition::Always, _) => true,
            (Condition::PlainFlags, call) => has_plain_flags(call),
            (Condition::PlainAddress, Call::Bind { address, .. }) => {
                let port_known = self.state != State::Bound || self.local.is_some();
                port_known && address.family() == self.family && is_plain(address)
            }
            (Condition::PlainAddress, _) => false,
            (Condition::Settled, _) => self.settled,
        }
    }

    fn learn(&mut self, call: &Call, outcome: &Outcome) {
        let Outcome::Ok(reply) = outcome else { return };
        match (call, reply) {
            (Call::Bind { address, .. }, _) | (Call::GetSockName { .. }, Reply::Name { address }) => {
                self.local = Some(*address).filter(|address| !is_left_to_the_kernel(address));
            }
            (Call::GetPeerName { .. }, Reply::Name { address }) => self.peer = Some(*address),
            (Call::Connect { address, wait, .. }, _) => {
                self.peer = Some(*address);
                self.settled = self.state == State::Connected || !matches!(wait, Wait::Milliseconds(_));
            }
            _ => {}
        }
    }
}

/// None that changes what the call does, and nothing beside the bytes that could be wrong in itself.
fn has_plain_flags(call: &Call) -> bool {
    let control = matches!(call, Call::SendMsg { control, .. } if !control.is_empty());
    !control && call.flags().is_none_or(|flags| flags & !(MSG_DONTWAIT | MSG_NOSIGNAL) == 0)
}

/// Whether bind(2) chooses a port, or a name, in its place.
fn is_left_to_the_kernel(address: &Address) -> bool {
    match address {
        Address::Unix { path } => *path == SunPath::UNNAMED,
        Address::Inet { .. } | Address::Inet6 { .. } => address.port() == Some(0),
    }
}

/// Whether bind(2) cannot find fault with the address itself, on any host and in any namespace.
fn is_plain(address: &Address) -> bool {
    let (is_local, port) = match *address {
        Address::Inet { host, port } => (host == Ipv4Addr::LOCALHOST, port),
        Address::Inet6 { host, port, scope_id, .. } => (host == Ipv6Addr::LOCALHOST && scope_id == 0, port),
        Address::Unix { .. } => return false,
    };
    (is_local || address.is_unspecified()) && (port == 0 || i32::from(port) >= IPPORT_RESERVED)
}

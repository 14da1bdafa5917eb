//! The table as a diagram for people: the states in one word, which call leads from one to another, and which calls can be made in
//! each. It leaves out what nobody does on purpose, such as to shut a socket down before it is connected.

use super::transition::{cell, events};
use super::{Answer, CallKind, Exact, Phase, Protocol, State};
use std::collections::BTreeMap;

/// A protocol's states and the ways between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// In the order of a socket's life.
    pub nodes: Vec<Node>,
    /// Each pair of states once, in order.
    pub edges: Vec<Edge>,
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// In one word.
    pub state: State,
    /// The calls to make here, as they are named in C and Python.
    pub calls: Vec<&'static str>,
}

/// A way from one state to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// Where it begins.
    pub from: State,
    /// Where it leads.
    pub to: State,
    /// The calls that go it; none if only the peer or time does.
    pub calls: Vec<&'static str>,
}

/// Calls that are worth a mention; the others can be made in any state. In the order of a socket's life.
const OFFERED: [CallKind; 9] = [
    CallKind::Bind,
    CallKind::Listen,
    CallKind::Accept,
    CallKind::Connect,
    CallKind::Send,
    CallKind::SendTo,
    CallKind::Recv,
    CallKind::ShutdownWrite,
    CallKind::ShutdownRead,
];

impl Diagram {
    /// The diagram of a protocol; it has neither nodes nor edges for one without a table.
    pub fn of(protocol: Protocol) -> Diagram {
        let mut nodes = BTreeMap::<State, Vec<&'static str>>::new();
        let mut edges = BTreeMap::<(State, State), Vec<&'static str>>::new();
        for state in ordinary(protocol) {
            let calls = nodes.entry(state.summary()).or_default();
            let offered = OFFERED.into_iter().filter(|call| is_offered(protocol, state, *call));
            offered.for_each(|call| add(calls, name(call)));
            for (call, next) in ways(protocol, state) {
                let edge = edges.entry((state.summary(), next.summary())).or_default();
                call.into_iter().for_each(|call| add(edge, name(call)));
            }
        }
        edges.retain(|(from, to), _| from != to);
        Diagram {
            nodes: nodes.into_iter().map(|(state, calls)| Node { state, calls }).collect(),
            edges: edges.into_iter().map(|((from, to), calls)| Edge { from, to, calls }).collect(),
        }
    }
}

/// As the call is named in C and in Python.
fn name(call: CallKind) -> &'static str {
    match call {
        CallKind::Bind | CallKind::BindAnyPort => "bind",
        CallKind::Listen => "listen",
        CallKind::Accept => "accept",
        CallKind::Connect => "connect",
        CallKind::Send => "send",
        CallKind::SendTo | CallKind::FastOpen => "sendto",
        CallKind::Recv => "recv",
        CallKind::ShutdownRead | CallKind::ShutdownWrite | CallKind::ShutdownBoth => "shutdown",
        CallKind::GetSockName => "getsockname",
        CallKind::GetPeerName => "getpeername",
        CallKind::GetSockOpt => "getsockopt",
        CallKind::SetSockOpt | CallKind::SetReuse => "setsockopt",
        CallKind::Dup => "dup",
        CallKind::Close => "close",
    }
}

fn add(calls: &mut Vec<&'static str>, call: &'static str) {
    if !calls.contains(&call) {
        calls.push(call);
    }
}

/// The states that a socket comes to without anything odd, beginning with a new one and an accepted one.
fn ordinary(protocol: Protocol) -> Vec<Exact> {
    let is_modelled = Protocol::MODELLED.contains(&protocol);
    let mut states = if is_modelled { vec![Exact::CREATED, Exact::ACCEPTED] } else { Vec::new() };
    let mut index = 0;
    while let Some(&state) = states.get(index) {
        for (_, next) in ways(protocol, state) {
            if !states.contains(&next) {
                states.push(next);
            }
        }
        index += 1;
    }
    states
}

/// What calls that succeed, the peer and time make of a state.
fn ways(protocol: Protocol, state: Exact) -> Vec<(Option<CallKind>, Exact)> {
    let called =
        CallKind::ALL.into_iter().flat_map(|call| succeeds(protocol, state, call).map(move |next| (Some(call), next)));
    let happened = events(protocol, state).map(|next| (None, next));
    called.chain(happened).filter(|(_, next)| is_ordinary(*next)).collect()
}

/// The states after a call that succeeds or blocks.
fn succeeds(protocol: Protocol, state: Exact, call: CallKind) -> impl Iterator<Item = Exact> {
    let rows = cell(protocol, state, call).into_iter().flat_map(|cell| cell.into_rows());
    rows.filter(|row| !matches!(row.answer, Answer::Fails(_))).map(|row| row.next)
}

/// Whether a call is the next to make for somebody who knows what they do: it succeeds or waits, and has a point.
fn is_offered(protocol: Protocol, state: Exact, call: CallKind) -> bool {
    use CallKind::{Accept, Bind, Connect, Recv, SendTo, ShutdownRead, ShutdownWrite};
    let has_point = match state.phase {
        Phase::Unconnected => !matches!(call, ShutdownRead | ShutdownWrite),
        Phase::Listening => call == Accept,
        Phase::Connecting => call == Connect,
        Phase::Connected => !matches!(call, Bind | Connect),
        Phase::Ended => call == Recv,
        Phase::Made | Phase::Failed | Phase::Broken => false,
    };
    // An address for a stream that has its peer is ignored, or an error.
    let is_stream = matches!(protocol, Protocol::Tcp | Protocol::UnixStream | Protocol::UnixSeqpacket);
    let is_addressed_stream = call == SendTo && is_stream;
    let is_untouched = !(state.error || state.finished || state.deaf);
    let first = cell(protocol, state, call).and_then(|cell| cell.into_rows().next());
    let goes = first.is_some_and(|row| !matches!(row.answer, Answer::Fails(_)));
    has_point && is_untouched && goes && !is_addressed_stream
}

fn is_ordinary(state: Exact) -> bool {
    let was_connected = matches!(state.phase, Phase::Made | Phase::Connected | Phase::Failed | Phase::Ended);
    !state.reuse && (was_connected || !(state.read_shut || state.write_shut))
}

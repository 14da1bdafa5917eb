//! The model's tests: a session is brought into each state by the calls a learner would make.

#[cfg(not(target_family = "wasm"))]
mod diagrams;
mod lifecycle;
mod neighbours;
mod overlap;
mod random;
mod refusals;
mod sharing;
#[cfg(not(target_family = "wasm"))]
mod snapshots;
#[cfg(not(target_family = "wasm"))]
mod words;

use super::{Answer, CallKind, Exact, Name, Protocol, Session, State, Verdict};
use crate::constants::{
    AF_INET, AF_UNIX, IPPROTO_ICMP, MSG_FASTOPEN, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM,
};
use crate::{Address, Call, Control, Errno, Facts, Fd, How, Outcome, Reply, SunPath, Wait};
use sockbox_language::Language;
use std::net::Ipv4Addr;

/// The socket most tests are about.
const FD: Fd = Fd(3);
const DONE: Outcome = Outcome::Ok(Reply::Done);

fn local(port: u16) -> Address {
    Address::Inet { host: Ipv4Addr::LOCALHOST, port }
}

fn bind(port: u16) -> Call {
    Call::Bind { fd: FD, address: local(port) }
}

fn listen() -> Call {
    Call::Listen { fd: FD, backlog: 5 }
}

fn accept() -> Call {
    Call::Accept { fd: FD, wait: Wait::Forever }
}

fn connect(wait: Wait) -> Call {
    Call::Connect { fd: FD, address: local(8001), wait }
}

fn send() -> Call {
    Call::Send { fd: FD, flags: 0, wait: Wait::Forever }
}

fn send_to(flags: i32) -> Call {
    Call::SendTo { fd: FD, address: local(8001), flags, wait: Wait::Forever }
}

fn recv(flags: i32) -> Call {
    Call::Recv { fd: FD, size: 1, flags, wait: Wait::Forever }
}

/// A message on `fd` that gives away `given`.
fn send_rights(fd: Fd, given: Fd) -> Call {
    let control = vec![Control::Rights { fds: vec![given] }];
    Call::SendMsg { fd, address: None, control, flags: 0, wait: Wait::Forever }
}

fn receive_message(fd: Fd) -> Call {
    Call::RecvMsg { fd, size: 1, control_size: 24, flags: 0, wait: Wait::Forever }
}

fn received_rights(fd: Fd) -> Outcome {
    let control = vec![Control::Rights { fds: vec![fd] }];
    Outcome::Ok(Reply::ReceivedMessage { size: 0, address: None, flags: 0, control })
}

fn shutdown(how: How) -> Call {
    Call::Shutdown { fd: FD, how }
}

fn failed(errno: Errno) -> Outcome {
    Outcome::Failed { errno }
}

/// A call of each kind that meets every condition of the table.
fn sample(kind: CallKind) -> Call {
    match kind {
        CallKind::Bind => bind(8002),
        CallKind::BindAnyPort => bind(0),
        CallKind::Listen => listen(),
        CallKind::Accept => accept(),
        CallKind::Connect => connect(Wait::Forever),
        CallKind::Send => send(),
        CallKind::SendTo => send_to(0),
        CallKind::FastOpen => send_to(MSG_FASTOPEN),
        CallKind::Recv => recv(0),
        CallKind::ShutdownRead => shutdown(How::Read),
        CallKind::ShutdownWrite => shutdown(How::Write),
        CallKind::ShutdownBoth => shutdown(How::Both),
        CallKind::GetSockName => Call::GetSockName { fd: FD },
        CallKind::GetPeerName => Call::GetPeerName { fd: FD },
        CallKind::GetSockOpt => Call::GetSockOpt { fd: FD, level: 1, name: 4, size: 4 },
        CallKind::SetSockOpt => Call::SetSockOpt { fd: FD, level: 1, name: 9 },
        CallKind::SetReuse => Call::SetSockOpt { fd: FD, level: 1, name: 2 },
        CallKind::Dup => Call::Dup { fd: FD },
        CallKind::Close => Call::Close { fd: FD },
    }
}

/// An abstract name.
fn named(name: &str) -> Address {
    Address::Unix { path: SunPath::new(format!("\0{name}").as_bytes()).unwrap() }
}

/// The arguments of socket(2).
fn numbers(protocol: Protocol) -> (i32, i32, i32) {
    match protocol {
        Protocol::Tcp => (AF_INET, SOCK_STREAM, 0),
        Protocol::Udp => (AF_INET, SOCK_DGRAM, 0),
        Protocol::UnixStream => (AF_UNIX, SOCK_STREAM, 0),
        Protocol::UnixSeqpacket => (AF_UNIX, SOCK_SEQPACKET, 0),
        Protocol::UnixDatagram => (AF_UNIX, SOCK_DGRAM, 0),
        Protocol::Ping => (AF_INET, SOCK_DGRAM, IPPROTO_ICMP),
        Protocol::Raw => (AF_INET, SOCK_RAW, IPPROTO_ICMP),
        Protocol::Other => (AF_INET, SOCK_STREAM, 262),
    }
}

/// A session whose [`FD`] is a new socket of this protocol.
fn created(protocol: Protocol) -> Session {
    let (family, kind, protocol) = numbers(protocol);
    let mut session = Session::default();
    let call = Call::Socket { family, kind, protocol };
    make(&mut session, &call, &Outcome::Ok(Reply::Opened { fd: FD }));
    session
}

/// A session whose [`FD`] was brought into this state.
fn in_state(protocol: Protocol, state: State) -> Session {
    let mut session = created(protocol);
    for (call, outcome) in way_to(state) {
        make(&mut session, &call, &outcome);
    }
    assert_eq!(session.state(FD), Some(state), "the way to {state:?} leads elsewhere");
    session
}

fn way_to(state: State) -> Vec<(Call, Outcome)> {
    let connected = (connect(Wait::Forever), DONE);
    match state {
        State::Created => vec![],
        State::Bound => vec![(bind(8001), DONE)],
        State::Listening => vec![(bind(8001), DONE), (listen(), DONE)],
        State::Connecting => vec![(connect(Wait::Never), failed(Errno::EINPROGRESS))],
        State::Connected => vec![connected],
        State::ReadShut => vec![connected, (shutdown(How::Read), DONE)],
        State::WriteShut => vec![connected, (shutdown(How::Write), DONE)],
        State::BothShut => vec![connected, (shutdown(How::Both), DONE)],
        State::Ended => vec![connected, (recv(0), failed(Errno::ECONNRESET))],
        State::Uncertain => vec![(bind(8001), failed(Errno::EIO))],
    }
}

/// Makes a call from its begin to its end.
fn make(session: &mut Session, call: &Call, outcome: &Outcome) {
    session.begin(call, &[]);
    session.end(call, outcome, b"x");
}

#[track_caller]
fn assert_refused(session: &Session, call: &Call, expected: Errno) {
    match session.check(call) {
        Verdict::Refused { errno, .. } => assert_eq!(errno, expected, "{call:?}"),
        Verdict::Allowed => panic!("{call:?} is allowed, {expected} was expected"),
    }
}

#[track_caller]
fn assert_allowed(session: &Session, call: &Call) {
    assert_eq!(session.check(call), Verdict::Allowed, "{call:?}");
}

#[track_caller]
fn assert_why(session: &Session, call: &Call, expected: &str) {
    match session.check(call) {
        Verdict::Refused { why, .. } => assert_eq!(why.text(Language::English), expected),
        Verdict::Allowed => panic!("{call:?} is allowed"),
    }
}

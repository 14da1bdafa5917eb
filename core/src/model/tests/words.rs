//! What is said about calls that failed or wait, in every language.

use super::*;
use crate::{Explanation, Holder, Rest};
use std::fmt::Write;

const WAITING: [Wait; 3] = [Wait::Forever, Wait::Milliseconds(500), Wait::Never];

/// Calls, and the errors that their man pages list.
fn calls() -> Vec<(Call, Vec<Errno>)> {
    use Errno as E;
    let path = Address::Unix { path: SunPath::new(b"/tmp/s").unwrap() };
    let of_kind = |kind, errnos: &[Errno]| (sample(kind), errnos.to_vec());
    let anywhere = [E::EINTR, E::ENETDOWN, E::EFAULT];
    let mut calls = vec![
        of_kind(CallKind::Bind, &[E::EADDRINUSE, E::EADDRNOTAVAIL, E::EACCES, E::EAFNOSUPPORT]),
        of_kind(CallKind::Listen, &[E::EADDRINUSE, E::EOPNOTSUPP]),
        of_kind(CallKind::Accept, &[E::EAGAIN, E::EINVAL, E::ECONNABORTED]),
        of_kind(CallKind::Connect, &[E::ECONNREFUSED, E::EINPROGRESS, E::EALREADY, E::ETIMEDOUT, E::ENETUNREACH]),
        of_kind(CallKind::Connect, &[E::EADDRNOTAVAIL, E::EACCES, E::EAFNOSUPPORT, E::EISCONN, E::ECONNABORTED]),
        of_kind(CallKind::Send, &[E::EAGAIN, E::EPIPE, E::ECONNRESET, E::EMSGSIZE, E::ENOTCONN, E::EDESTADDRREQ]),
        of_kind(CallKind::SendTo, &[E::ECONNREFUSED, E::EACCES, E::EMSGSIZE, E::ENETUNREACH, E::ENOBUFS]),
        of_kind(CallKind::Recv, &[E::EAGAIN, E::ECONNRESET, E::ENOTCONN, E::ECONNREFUSED, E::ETIMEDOUT]),
        of_kind(CallKind::Recv, &[E::EINVAL, E::EOPNOTSUPP]),
        of_kind(CallKind::Recv, &anywhere),
        of_kind(CallKind::ShutdownWrite, &[E::ENOTCONN]),
        of_kind(CallKind::GetPeerName, &[E::ENOTCONN]),
        of_kind(CallKind::SetSockOpt, &[E::ENOPROTOOPT, E::EINVAL, E::EPERM]),
        (Call::Socket { family: 9, kind: 1, protocol: 0 }, vec![E::EAFNOSUPPORT, E::EPROTONOSUPPORT, E::EPERM]),
        (Call::Bind { fd: FD, address: path }, vec![E::EADDRINUSE, E::ENOENT, E::EROFS, E::ENAMETOOLONG, E::EINVAL]),
        (Call::Connect { fd: FD, address: path, wait: Wait::Never }, vec![E::ENOENT, E::EPROTOTYPE, E::EAGAIN]),
        (Call::Unlink { path: b"/tmp/s".to_vec() }, vec![E::ENOENT, E::EISDIR]),
    ];
    calls.extend(WAITING.map(|wait| (Call::Poll { entries: vec![], wait }, vec![])));
    calls.extend(WAITING.map(|wait| (Call::Accept { fd: FD, wait }, vec![])));
    calls
}

fn holder(process: &str, you: bool, kind: i32, listening: bool) -> Holder {
    let (process, address) = (process.to_owned(), local(8001));
    Holder { process, you, fd: Some(Fd(4)), kind, address, listening, service: None, rest: None }
}

/// What a room can tell.
fn all_facts() -> Vec<Facts> {
    let closed = |rest| Holder { fd: None, rest: Some(rest), ..holder("", false, 1, false) };
    let service = |kind, address| Holder {
        fd: None,
        service: Some("echo".to_owned()),
        address,
        ..holder("", false, kind, kind == 1)
    };
    let elsewhere = Holder { address: local(9000), ..holder("server", false, 1, true) };
    let holders = [
        vec![],
        vec![holder("server", false, 1, true)],
        vec![holder("", true, 1, false)],
        vec![holder("", false, 2, false)],
        vec![closed(Rest::TimeWait { milliseconds: 42_500 })],
        vec![closed(Rest::FinWait2 { milliseconds: 57_001 })],
        vec![service(1, local(8001))],
        vec![service(1, local(7))],
        vec![service(2, local(7))],
        vec![elsewhere],
    ];
    holders.map(|holders| Facts { holders, predicted: None }).into()
}

fn sessions() -> Vec<(&'static str, Session)> {
    vec![
        ("new TCP", created(Protocol::Tcp)),
        ("connected TCP", in_state(Protocol::Tcp, State::Connected)),
        ("bound UDP", in_state(Protocol::Udp, State::Bound)),
        ("new UDP", created(Protocol::Udp)),
        ("new AF_UNIX", created(Protocol::UnixStream)),
        ("ping", created(Protocol::Ping)),
        ("raw ICMP", created(Protocol::Raw)),
    ]
}

fn explanations() -> Vec<(String, Explanation)> {
    let mut found = Vec::new();
    for (state, session) in sessions() {
        for (call, errnos) in calls() {
            let about = |what: &str| format!("{state}, {}, {what}", call.name());
            let none = Facts::default();
            found.extend(session.waits_for(&call).map(|why| (about("waits"), why)));
            let timed_out = session.explain(&call, &Outcome::TimedOut, &none).filter(|_| call.wait().is_some());
            found.extend(timed_out.map(|why| (about("timed out"), why)));
            for (errno, facts) in errnos.into_iter().flat_map(|errno| all_facts().into_iter().map(move |f| (errno, f)))
            {
                let why = session.explain(&call, &failed(errno), &facts).expect("every error is explained");
                found.push((about(errno.name().expect("it has one")), why));
            }
        }
    }
    found
}

/// The texts, each once, with the first call that they are said of.
#[test]
fn of_failures_and_waits() {
    let explanations = explanations();
    for language in Language::ALL {
        let mut text = String::new();
        let mut said = std::collections::BTreeSet::new();
        for (about, explanation) in &explanations {
            let words = explanation.text(language);
            if said.insert(words.clone()) {
                writeln!(text, "{about}: {words}").unwrap();
            }
        }
        insta::assert_snapshot!(format!("words_in_{}", language.tag()), text);
    }
}

#[test]
fn every_call_that_may_block_says_what_it_waits_for() {
    for (_, session) in sessions() {
        for (call, _) in calls() {
            let may_block = call.wait().is_some_and(|wait| wait != Wait::Never);
            assert_eq!(session.waits_for(&call).is_some(), may_block, "{call:?}");
        }
    }
}

//! Random histories: whatever is called, in whatever order it ends, the session stays coherent.

use super::*;
use proptest::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[derive(Debug, Clone)]
enum Step {
    Begin(Call),
    /// Ends one of the calls in flight; the index is taken modulo their number.
    End(usize, Outcome),
}

fn fd() -> impl Strategy<Value = Fd> {
    (-1..6).prop_map(Fd)
}

fn call() -> impl Strategy<Value = Call> {
    let on_socket = (fd(), 0..CallKind::ALL.len(), 0..3u16).prop_map(|(fd, kind, port)| {
        let mut call = sample(CallKind::ALL[kind]);
        readdress(&mut call, fd, port);
        call
    });
    let socket = (1..4, 0..2).prop_map(|(kind, protocol)| Call::Socket { family: AF_INET, kind, protocol });
    let message =
        prop_oneof![(fd(), fd()).prop_map(|(fd, given)| send_rights(fd, given)), fd().prop_map(receive_message)];
    prop_oneof![4 => on_socket, 1 => socket, 1 => message]
}

/// The same call on another descriptor, a bind at another port.
fn readdress(call: &mut Call, to: Fd, new_port: u16) {
    if let Call::Bind { address, .. } = call {
        *address = local(new_port);
    }
    match call {
        Call::Socket { .. } | Call::SocketPair { .. } | Call::Poll { .. } => {}
        Call::Lstat { .. }
        | Call::Unlink { .. }
        | Call::MkDir { .. }
        | Call::RmDir { .. }
        | Call::ChMod { .. }
        | Call::ReadDir { .. }
        | Call::EpollCreate
        | Call::MemFdCreate { .. } => {}
        Call::Dup { fd }
        | Call::Bind { fd, .. }
        | Call::Listen { fd, .. }
        | Call::Accept { fd, .. }
        | Call::Connect { fd, .. }
        | Call::Send { fd, .. }
        | Call::SendAll { fd, .. }
        | Call::SendTo { fd, .. }
        | Call::Recv { fd, .. }
        | Call::RecvFrom { fd, .. }
        | Call::SendMsg { fd, .. }
        | Call::RecvMsg { fd, .. }
        | Call::Shutdown { fd, .. }
        | Call::Close { fd }
        | Call::GetSockName { fd }
        | Call::GetPeerName { fd }
        | Call::GetSockOpt { fd, .. }
        | Call::SetSockOpt { fd, .. }
        | Call::Read { fd, .. }
        | Call::Write { fd }
        | Call::LSeek { fd, .. }
        | Call::FStat { fd }
        | Call::EpollCtl { fd, .. }
        | Call::EpollWait { fd, .. }
        | Call::FTruncate { fd, .. } => *fd = to,
    }
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(DONE),
        Just(Outcome::TimedOut),
        (1..134).prop_map(|number| failed(Errno(number))),
        fd().prop_map(|fd| Outcome::Ok(Reply::Opened { fd })),
        fd().prop_map(received_rights),
        fd().prop_map(|fd| Outcome::Ok(Reply::Accepted { fd, address: local(1) })),
        (0..3u16).prop_map(|port| Outcome::Ok(Reply::Name { address: local(port) })),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        call().prop_map(Step::Begin),
        (any::<usize>(), outcome()).prop_map(|(index, outcome)| Step::End(index, outcome)),
    ]
}

proptest! {
    #[wasm_bindgen_test(unsupported = test)]
    fn a_session_stays_coherent(steps in proptest::collection::vec(step(), 0..60)) {
        let mut session = Session::default();
        let mut in_flight = Vec::new();
        for step in steps {
            match step {
                Step::Begin(call) => {
                    session.begin(&call, &[]);
                    if let Call::Close { fd } = call {
                        prop_assert_eq!(session.state(fd), None);
                    }
                    in_flight.push(call);
                }
                Step::End(index, outcome) if !in_flight.is_empty() => {
                    let call = in_flight.swap_remove(index % in_flight.len());
                    session.end(&call, &outcome, b"x");
                }
                Step::End(..) => {}
            }
            all_verdicts_are_worded(&session)?;
        }
    }
}

fn all_verdicts_are_worded(session: &Session) -> Result<(), TestCaseError> {
    for kind in CallKind::ALL {
        if let Verdict::Refused { errno, why } = session.check(&sample(kind)) {
            prop_assert!(errno.name().is_some());
            let why = why.text(Language::English);
            prop_assert!(why.ends_with('.') && !why.contains(".."), "{}", why);
        }
    }
    Ok(())
}

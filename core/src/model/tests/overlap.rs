//! Calls in flight at the same time, and descriptors that are closed under them.

use super::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn a_socket_that_is_about_to_change_is_judged_leniently() {
    let mut session = created(Protocol::Tcp);
    assert_refused(&session, &send(), Errno::EPIPE);
    session.begin(&connect(Wait::Forever), &[]);
    assert_allowed(&session, &send());
    session.end(&connect(Wait::Forever), &DONE, b"x");
    assert_refused(&session, &listen(), Errno::EINVAL);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_blocked_accept_does_not_make_its_listener_lenient() {
    let mut session = in_state(Protocol::Tcp, State::Listening);
    session.begin(&accept(), &[]);
    assert_refused(&session, &recv(0), Errno::ENOTCONN);
}

#[wasm_bindgen_test(unsupported = test)]
fn an_unknown_descriptor_may_be_the_one_being_opened() {
    let mut session = in_state(Protocol::Tcp, State::Listening);
    let other = Call::GetSockName { fd: Fd(4) };
    session.begin(&accept(), &[]);
    assert_allowed(&session, &other);
    session.end(&accept(), &failed(Errno::EINTR), b"x");
    assert_refused(&session, &other, Errno::EBADF);
}

#[wasm_bindgen_test(unsupported = test)]
fn overlapping_transitions_leave_the_socket_uncertain() {
    let mut session = created(Protocol::Tcp);
    session.begin(&bind(8001), &[]);
    session.begin(&listen(), &[]);
    session.end(&listen(), &DONE, b"x");
    session.end(&bind(8001), &DONE, b"x");
    assert_eq!(session.state(FD), Some(State::Uncertain));
    make(&mut session, &connect(Wait::Forever), &DONE);
    assert_eq!(session.state(FD), Some(State::Connected), "what comes after them is followed again");
}

#[wasm_bindgen_test(unsupported = test)]
fn close_takes_effect_when_it_begins() {
    let mut session = created(Protocol::Tcp);
    session.begin(&Call::Close { fd: FD }, &[]);
    assert_refused(&session, &send(), Errno::EBADF);
    assert_eq!(session.state(FD), None);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_call_that_outlives_its_socket_does_not_touch_the_descriptors_next_one() {
    let mut session = created(Protocol::Tcp);
    session.begin(&connect(Wait::Forever), &[]);
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    reopen(&mut session);
    session.end(&connect(Wait::Forever), &DONE, b"x");
    assert_eq!(session.state(FD), Some(State::Created));
}

#[wasm_bindgen_test(unsupported = test)]
fn when_both_make_the_same_call_the_new_socket_is_uncertain() {
    let mut session = created(Protocol::Tcp);
    session.begin(&connect(Wait::Forever), &[]);
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    reopen(&mut session);
    session.begin(&connect(Wait::Forever), &[]);
    session.end(&connect(Wait::Forever), &DONE, b"x");
    assert_allowed(&session, &listen());
    session.end(&connect(Wait::Forever), &failed(Errno::ECONNREFUSED), b"x");
    assert_eq!(session.state(FD), Some(State::Uncertain));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_connection_accepted_by_a_closed_listener_is_judged_leniently() {
    let mut session = in_state(Protocol::Tcp, State::Listening);
    session.begin(&accept(), &[]);
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    session.end(&accept(), &Outcome::Ok(Reply::Accepted { fd: FD, address: local(50_000) }), b"x");
    assert_allowed(&session, &accept());
}

fn reopen(session: &mut Session) {
    let call = Call::Socket { family: AF_INET, kind: SOCK_STREAM, protocol: 0 };
    make(session, &call, &Outcome::Ok(Reply::Opened { fd: FD }));
}

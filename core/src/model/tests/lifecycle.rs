//! How sockets come, change and go.

use super::*;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn a_server_is_bound_then_listens() {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &bind(8001), &DONE);
    assert_eq!((session.state(FD), session.local_address(FD)), (Some(State::Bound), Some(local(8001))));
    make(&mut session, &listen(), &DONE);
    assert_eq!(session.state(FD), Some(State::Listening));
}

#[wasm_bindgen_test(unsupported = test)]
fn an_accepted_socket_is_connected_and_has_the_listeners_address() {
    let mut session = in_state(Protocol::Tcp, State::Listening);
    make(&mut session, &accept(), &Outcome::Ok(Reply::Accepted { fd: Fd(4), address: local(50_000) }));
    assert_eq!((session.state(Fd(4)), session.local_address(Fd(4))), (Some(State::Connected), Some(local(8001))));
    assert_refused(&session, &Call::Accept { fd: Fd(4), wait: Wait::Forever }, Errno::EINVAL);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_bind_that_failed_may_be_repeated() {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &bind(8001), &failed(Errno::EADDRINUSE));
    assert_eq!((session.state(FD), session.local_address(FD)), (Some(State::Created), None));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_connect_under_way_goes_on() {
    for outcome in [failed(Errno::EINPROGRESS), failed(Errno::EINTR), Outcome::TimedOut] {
        let mut session = created(Protocol::Tcp);
        make(&mut session, &connect(Wait::Never), &outcome);
        assert_eq!(session.state(FD), Some(State::Connecting));
        make(&mut session, &connect(Wait::Never), &DONE);
        assert_eq!(session.state(FD), Some(State::Connected));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn after_a_refused_connect_nothing_is_certain() {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &connect(Wait::Forever), &failed(Errno::ECONNREFUSED));
    for kind in CallKind::ALL {
        assert_allowed(&session, &sample(kind));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn what_the_relay_refused_changes_nothing() {
    let mut session = created(Protocol::Tcp);
    let refused = Outcome::Refused { errno: Errno::EINVAL, why: String::new() };
    make(&mut session, &connect(Wait::Forever), &refused);
    assert_eq!(session.state(FD), Some(State::Created));
}

#[wasm_bindgen_test(unsupported = test)]
fn sending_a_datagram_binds_the_socket() {
    let mut session = created(Protocol::Udp);
    make(&mut session, &send_to(0), &Outcome::Ok(Reply::Sent { size: 1 }));
    assert_eq!((session.state(FD), session.local_address(FD)), (Some(State::Bound), None));
}

#[wasm_bindgen_test(unsupported = test)]
fn protocols_the_model_does_not_know_are_left_to_the_kernel() {
    let session = created(Protocol::Other);
    for kind in CallKind::ALL {
        assert_allowed(&session, &sample(kind));
    }
}

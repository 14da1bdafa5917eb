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
fn a_refused_connect_leaves_the_socket_as_it_was() {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &connect(Wait::Forever), &failed(Errno::ECONNREFUSED));
    assert_eq!(session.states(FD), [Exact::CREATED]);
    assert_refused(&session, &send(), Errno::EPIPE);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_connect_with_a_timeout_that_was_refused_fails_once_more() {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &connect(Wait::Milliseconds(100)), &failed(Errno::ECONNREFUSED));
    assert_eq!(session.state(FD), Some(State::Ended));
    make(&mut session, &connect(Wait::Milliseconds(100)), &failed(Errno::ECONNABORTED));
    assert_eq!(session.states(FD), [Exact::CREATED]);
}

/// It cannot be told from the answer whether the call took effect.
#[wasm_bindgen_test(unsupported = test)]
fn after_an_answer_that_is_not_in_the_table_both_are_possible() {
    let session = in_state(Protocol::Tcp, State::Uncertain);
    assert_eq!(session.states(FD), [Exact::CREATED, Exact { name: Name::Given, ..Exact::CREATED }]);
    assert_eq!(
        session.predict(&bind(8001), &[]).answers(),
        [Answer::Ok, Answer::Fails(Errno::EINVAL), Answer::Fails(Errno::EADDRINUSE)]
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn a_connection_that_the_peer_may_have_reset_is_not_refused_anything_it_may_take() {
    let session = in_state(Protocol::Tcp, State::Connected);
    for call in [send(), recv(0), shutdown(How::Both), Call::GetPeerName { fd: FD }, bind(8001)] {
        assert_allowed(&session, &call);
    }
    let reset = in_state(Protocol::Tcp, State::Ended);
    assert_refused(&reset, &send(), Errno::EPIPE);
    assert_refused(&reset, &shutdown(How::Write), Errno::ENOTCONN);
}

#[wasm_bindgen_test(unsupported = test)]
fn both_ends_of_a_socketpair_are_connected_and_have_no_name() {
    let mut session = Session::default();
    let call = Call::SocketPair { family: AF_UNIX, kind: SOCK_STREAM, protocol: 0 };
    make(&mut session, &call, &Outcome::Ok(Reply::OpenedPair { fds: [FD, Fd(4)] }));
    assert_eq!(session.state(FD), Some(State::Connected));
    assert_eq!(session.predict(&Call::Bind { fd: FD, address: named("a") }, &[]).answers()[0], Answer::Ok);
    assert_refused(&session, &listen(), Errno::EINVAL);
}

#[wasm_bindgen_test(unsupported = test)]
fn what_the_relay_refused_changes_nothing() {
    let mut session = created(Protocol::Tcp);
    let refused = Outcome::Refused { errno: Errno::EINVAL, why: crate::Explanation::default() };
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

/// The port is chosen before the address is looked at.
#[wasm_bindgen_test(unsupported = test)]
fn a_datagram_socket_may_have_a_port_after_a_connect_that_failed() {
    let mut session = created(Protocol::Udp);
    let elsewhere = Call::Connect {
        fd: FD,
        address: Address::Inet { host: Ipv4Addr::new(192, 0, 2, 1), port: 9 },
        wait: Wait::Never,
    };
    make(&mut session, &elsewhere, &failed(Errno::ENETUNREACH));
    assert_allowed(&session, &bind(0));
    assert!(session.predict(&bind(0), &[]).contains(Answer::Fails(Errno::EINVAL)));
}

/// The port was chosen before the address was looked at.
#[wasm_bindgen_test(unsupported = test)]
fn an_address_of_another_family_is_foreseen_to_fail_and_leaves_the_socket_as_the_kernel_does() {
    for (protocol, state) in [(Protocol::Udp, State::Bound), (Protocol::Tcp, State::Created)] {
        let mut session = created(protocol);
        let call = Call::Connect { fd: FD, address: named("a"), wait: Wait::Never };
        assert_eq!(session.predict(&call, &[]).only(), Some(Answer::Fails(Errno::EINVAL)), "{protocol:?}");
        make(&mut session, &call, &failed(Errno::EINVAL));
        assert_eq!(session.state(FD), Some(state), "{protocol:?}");
    }
}

/// The state is looked at first.
#[wasm_bindgen_test(unsupported = test)]
fn who_is_connected_by_tcp_hears_so_whatever_the_address() {
    let session = in_state(Protocol::Tcp, State::Connected);
    let call = Call::Connect { fd: FD, address: named("a"), wait: Wait::Never };
    assert_refused(&session, &call, Errno::EISCONN);
}

/// Only echo requests may be sent, icmp(7).
#[wasm_bindgen_test(unsupported = test)]
fn what_is_no_echo_request_is_foreseen_to_fail() {
    let session = created(Protocol::Ping);
    assert_eq!(session.predict(&send(), b"hello there").only(), Some(Answer::Fails(Errno::EINVAL)));
    assert_eq!(session.predict(&send(), &[8, 0, 0, 0, 0, 0, 0, 0]).only(), Some(Answer::Fails(Errno::EDESTADDRREQ)));
}

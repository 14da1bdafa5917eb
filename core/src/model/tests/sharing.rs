//! One socket with several names, and sockets that other processes have too.

use super::*;
use wasm_bindgen_test::wasm_bindgen_test;

const COPY: Fd = Fd(4);

/// A socket of which [`FD`] and [`COPY`] are names.
fn duplicated() -> Session {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &Call::Dup { fd: FD }, &Outcome::Ok(Reply::Opened { fd: COPY }));
    session
}

#[wasm_bindgen_test(unsupported = test)]
fn what_happens_to_one_name_happens_to_the_other() {
    let mut session = duplicated();
    make(&mut session, &bind(8001), &DONE);
    make(&mut session, &Call::Listen { fd: COPY, backlog: 5 }, &DONE);
    assert_eq!(session.state(FD), Some(State::Listening));
    assert_eq!(session.local_address(COPY), Some(local(8001)));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_socket_lives_as_long_as_one_of_its_names() {
    let mut session = duplicated();
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    assert_refused(&session, &bind(8001), Errno::EBADF);
    assert_refused(&session, &Call::Accept { fd: COPY, wait: Wait::Forever }, Errno::EINVAL);
    make(&mut session, &Call::Close { fd: COPY }, &DONE);
    assert_eq!(session.state(COPY), None);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_call_lands_on_the_socket_whose_name_was_closed_under_it() {
    let mut session = duplicated();
    session.begin(&connect(Wait::Forever), &[]);
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    session.end(&connect(Wait::Forever), &DONE, b"x");
    assert_eq!(session.state(COPY), Some(State::Connected));
}

#[wasm_bindgen_test(unsupported = test)]
fn two_sockets_with_the_same_call_in_flight_are_uncertain() {
    let mut session = duplicated();
    session.begin(&connect(Wait::Forever), &[]);
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    let socket = Call::Socket { family: AF_INET, kind: SOCK_STREAM, protocol: 0 };
    make(&mut session, &socket, &Outcome::Ok(Reply::Opened { fd: FD }));
    session.begin(&connect(Wait::Forever), &[]);
    session.end(&connect(Wait::Forever), &failed(Errno::ECONNREFUSED), b"x");
    assert_eq!([FD, COPY].map(|fd| session.state(fd)), [Some(State::Uncertain); 2]);
}

/// The receiver may call listen() on it, and accept() is right from then on.
#[wasm_bindgen_test(unsupported = test)]
fn nothing_is_certain_of_a_socket_that_was_given_away() {
    let mut session = created(Protocol::Tcp);
    assert_refused(&session, &accept(), Errno::EINVAL);
    session.begin(&send_rights(Fd(9), FD), &[]);
    assert_allowed(&session, &accept());
}

#[wasm_bindgen_test(unsupported = test)]
fn nothing_is_certain_of_a_socket_that_was_received() {
    let mut session = created(Protocol::Udp);
    make(&mut session, &receive_message(FD), &received_rights(COPY));
    assert_allowed(&session, &Call::Accept { fd: COPY, wait: Wait::Forever });
    assert_refused(&session, &Call::Accept { fd: FD, wait: Wait::Forever }, Errno::EOPNOTSUPP);
}

/// The kernel looks at them before it looks at the socket.
#[wasm_bindgen_test(unsupported = test)]
fn ancillary_data_may_be_wrong_in_itself() {
    let session = created(Protocol::Tcp);
    let plain = Call::SendMsg { fd: FD, address: None, control: Vec::new(), flags: 0, wait: Wait::Never };
    assert_refused(&session, &plain, Errno::EPIPE);
    assert_allowed(&session, &send_rights(FD, Fd(77)));
}

//! What the other sockets of a session say about a call.

use super::*;
use wasm_bindgen_test::wasm_bindgen_test;

const OTHER: Fd = Fd(4);

/// Two sockets of a protocol, in a room where nobody else is.
fn two(protocol: Protocol) -> Session {
    let (family, kind, protocol) = numbers(protocol);
    let mut session = Session::alone();
    for fd in [FD, OTHER] {
        make(&mut session, &Call::Socket { family, kind, protocol }, &Outcome::Ok(Reply::Opened { fd }));
    }
    session
}

fn bind_other(address: Address) -> Call {
    Call::Bind { fd: OTHER, address }
}

fn connect_other(address: Address) -> Call {
    Call::Connect { fd: OTHER, address, wait: Wait::Never }
}

#[wasm_bindgen_test(unsupported = test)]
fn an_address_that_another_socket_of_the_process_has_is_refused() {
    let mut session = two(Protocol::Tcp);
    make(&mut session, &bind(8001), &DONE);
    assert_refused(&session, &bind_other(local(8001)), Errno::EADDRINUSE);
    assert_why(
        &session,
        &bind_other(local(8001)),
        "127.0.0.1:8001 is in use. fd 3 of this process is bound to it. \
         Close that socket first, or choose another port. See bind(2).",
    );
    assert_allowed(&session, &bind_other(local(8002)));
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    assert_allowed(&session, &bind_other(local(8001)));
}

#[wasm_bindgen_test(unsupported = test)]
fn where_both_may_reuse_it_the_kernel_is_asked() {
    let mut session = two(Protocol::Tcp);
    make(&mut session, &sample(CallKind::SetReuse), &DONE);
    make(&mut session, &bind(8001), &DONE);
    assert_refused(&session, &bind_other(local(8001)), Errno::EADDRINUSE);
    make(&mut session, &Call::SetSockOpt { fd: OTHER, level: 1, name: 2 }, &DONE);
    assert_allowed(&session, &bind_other(local(8001)));
}

#[wasm_bindgen_test(unsupported = test)]
fn what_a_datagram_meets_at_a_name_is_foreseen() {
    let mut session = two(Protocol::UnixDatagram);
    let name = named("a");
    let only = |session: &Session| {
        let call = Call::SendTo { fd: OTHER, address: name, flags: 0, wait: Wait::Never };
        session.predict(&call, b"x").only()
    };
    assert_eq!(only(&session), Some(Answer::Fails(Errno::ECONNREFUSED)));
    make(&mut session, &Call::Bind { fd: FD, address: name }, &DONE);
    // Its queue may be full.
    assert_eq!(only(&session), None);
    make(&mut session, &sample(CallKind::ShutdownRead), &DONE);
    assert_eq!(only(&session), Some(Answer::Fails(Errno::EPIPE)));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_socket_that_was_given_away_is_no_obstacle_for_certain() {
    let mut session = two(Protocol::Tcp);
    make(&mut session, &bind(8001), &DONE);
    session.begin(&send_rights(Fd(9), FD), b"x");
    assert_allowed(&session, &bind_other(local(8001)));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_queue_of_the_process_itself_is_counted() {
    let mut session = two(Protocol::UnixStream);
    let name = named("a");
    make(&mut session, &Call::Bind { fd: FD, address: name }, &DONE);
    let only = |session: &Session, call: &Call| session.predict(call, &[]).only();
    assert_eq!(only(&session, &connect_other(name)), Some(Answer::Fails(Errno::ECONNREFUSED)));
    make(&mut session, &Call::Listen { fd: FD, backlog: 0 }, &DONE);
    assert_eq!(only(&session, &accept()), Some(Answer::Blocks));
    assert_eq!(only(&session, &connect_other(name)), Some(Answer::Ok));
    make(&mut session, &connect_other(name), &DONE);
    assert_eq!(only(&session, &accept()), Some(Answer::Ok));
    assert_eq!(only(&session, &connect_other(name)), Some(Answer::Blocks));
}

#[wasm_bindgen_test(unsupported = test)]
fn before_anything_was_sent_nothing_comes() {
    let mut session = two(Protocol::Udp);
    make(&mut session, &bind(8001), &DONE);
    let answers = |session: &Session, call: &Call| session.predict(call, b"x").answers().to_vec();
    assert_eq!(answers(&session, &recv(0)), [Answer::Blocks]);
    let send = Call::SendTo { fd: OTHER, address: local(8001), flags: 0, wait: Wait::Never };
    assert_eq!(answers(&session, &send), [Answer::Ok]);
    session.begin(&send, b"x");
    assert_eq!(answers(&session, &recv(0)), [Answer::Ok, Answer::Blocks]);
}

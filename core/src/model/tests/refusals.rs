//! What is refused, with which words, and which arguments make a refusal uncertain.

use super::*;
use crate::constants::{IP_BIND_ADDRESS_NO_PORT, IPPROTO_IP, MSG_DONTWAIT, MSG_OOB, MSG_PEEK};
use std::net::Ipv6Addr;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test(unsupported = test)]
fn accept_before_listen_names_the_missing_call() {
    assert_why(
        &in_state(Protocol::Tcp, State::Bound),
        &accept(),
        "accept() needs a listening socket. fd 3 is bound to 127.0.0.1:8001 but listen() was not called. \
         Call listen() first. See accept(2).",
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn a_closed_socket_object_is_ebadf_even_while_descriptors_are_opened() {
    let mut session = in_state(Protocol::Tcp, State::Listening);
    session.begin(&accept(), &[]);
    assert_refused(&session, &Call::Listen { fd: Fd(-1), backlog: 1 }, Errno::EBADF);
}

#[wasm_bindgen_test(unsupported = test)]
fn an_unknown_descriptor_is_ebadf() {
    assert_refused(&Session::default(), &send(), Errno::EBADF);
    assert_refused(&Session::default(), &Call::Close { fd: FD }, Errno::EBADF);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_terminal_is_not_a_socket() {
    for number in 0..=2 {
        assert_refused(&Session::default(), &Call::GetSockName { fd: Fd(number) }, Errno::ENOTSOCK);
        assert_allowed(&Session::default(), &Call::Close { fd: Fd(number) });
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn flags_that_may_change_the_answer_are_left_to_the_kernel() {
    let session = created(Protocol::Tcp);
    assert_refused(&session, &recv(MSG_DONTWAIT), Errno::ENOTCONN);
    assert_allowed(&session, &recv(MSG_PEEK));
    assert_allowed(&session, &send_to(MSG_OOB));
    assert_allowed(&session, &send_to(MSG_FASTOPEN));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_second_bind_is_left_to_the_kernel_where_it_looks_at_the_address_first() {
    let session = in_state(Protocol::Tcp, State::Bound);
    let any = Address::Inet { host: Ipv4Addr::UNSPECIFIED, port: 0 };
    assert_refused(&session, &Call::Bind { fd: FD, address: any }, Errno::EINVAL);

    let privileged = local(80);
    let elsewhere = Address::Inet { host: Ipv4Addr::new(192, 0, 2, 1), port: 8001 };
    let other_family = Address::Inet6 { host: Ipv6Addr::LOCALHOST, port: 8001, flow_info: 0, scope_id: 0 };
    for address in [privileged, elsewhere, other_family] {
        assert_allowed(&session, &Call::Bind { fd: FD, address });
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_second_bind_is_left_to_the_kernel_where_the_first_may_have_left_the_port_open() {
    let mut session = created(Protocol::Tcp);
    let option = Call::SetSockOpt { fd: FD, level: IPPROTO_IP, name: IP_BIND_ADDRESS_NO_PORT };
    make(&mut session, &option, &DONE);
    make(&mut session, &bind(0), &DONE);
    assert_allowed(&session, &bind(8002));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_second_connect_after_a_timed_one_is_left_to_the_kernel_once() {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &connect(Wait::Milliseconds(100)), &DONE);
    assert_allowed(&session, &connect(Wait::Milliseconds(100)));
    make(&mut session, &connect(Wait::Milliseconds(100)), &DONE);
    assert_refused(&session, &connect(Wait::Milliseconds(100)), Errno::EISCONN);
}

#[wasm_bindgen_test(unsupported = test)]
fn errors_the_kernel_has_to_be_asked_for_are_explained_all_the_same() {
    let session = created(Protocol::Udp);
    assert_allowed(&session, &send());
    assert_eq!(
        session
            .explain(&send(), &failed(Errno::EDESTADDRREQ), &Facts::default())
            .map(|why| why.text(Language::English))
            .as_deref(),
        Some(
            "send() needs to know where to. fd 3 is new: connect() was not called. \
             Call sendto() with an address, or connect() first. See send(2)."
        ),
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn poll_and_socket_are_never_refused() {
    let session = Session::default();
    assert_allowed(&session, &Call::Poll { entries: vec![], wait: Wait::Never });
    assert_allowed(&session, &Call::Socket { family: -1, kind: -1, protocol: -1 });
}

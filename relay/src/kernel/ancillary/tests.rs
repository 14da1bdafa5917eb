//! What is truncated here is what the kernel truncates.

use super::*;
use crate::kernel::message::CONTROL_MAX;
use sockbox_core::Address;
use std::net::Ipv4Addr;

fn udp() -> Socket {
    Socket::open(libc::AF_INET, libc::SOCK_DGRAM, 0).expect("any process may have one")
}

/// What can be compared of a message: how many sockets, or which data.
fn shape(messages: &[Ancillary]) -> Vec<(i32, i32, Vec<u8>)> {
    let shape = |message: &Ancillary| match message {
        Ancillary::Rights(sockets) => (libc::SOL_SOCKET, libc::SCM_RIGHTS, vec![sockets.len() as u8]),
        Ancillary::Data(level, kind, data) => (*level, *kind, data.clone()),
    };
    messages.iter().map(shape).collect()
}

/// Sends the same twice, and receives it once with a buffer of each size and once with `fit`.
fn check(sender: &Socket, receiver: &Socket, to: Option<&Address>, outgoing: &Outgoing) {
    for size in 0..160 {
        for _ in 0..2 {
            sender.send_message(b"x", 0, to, outgoing).expect("there is room for two");
        }
        let theirs = receiver.receive_message_into(1, 0, size).expect("the first");
        let whole = receiver.receive_message_into(1, 0, CONTROL_MAX).expect("the second");
        let (ours, truncated) = fit(whole.control, size);
        assert_eq!(shape(&ours), shape(&theirs.control), "{size} bytes");
        assert_eq!(truncated, theirs.flags & libc::MSG_CTRUNC != 0, "{size} bytes");
    }
}

#[test]
fn sockets_that_do_not_fit_are_dropped_as_by_the_kernel() {
    let [sender, receiver] =
        Socket::open_pair(libc::AF_UNIX, libc::SOCK_DGRAM, 0).expect("any process may have a pair");
    // Without its tracer the message is what the kernel of a user would see.
    let numbers: Vec<_> = (0..3).map(|_| udp()).collect();
    let mut outgoing = Outgoing::default();
    let bytes: Vec<_> = numbers.iter().flat_map(|socket| socket.as_fd().as_raw_fd().to_ne_bytes()).collect();
    outgoing.push(libc::SOL_SOCKET, libc::SCM_RIGHTS, &bytes);
    check(&sender, &receiver, None, &outgoing);
}

#[test]
fn data_that_does_not_fit_is_cut_as_by_the_kernel() {
    let (sender, receiver) = (udp(), udp());
    receiver.bind(&Address::Inet { host: Ipv4Addr::LOCALHOST, port: 0 }).expect("there is a free port");
    for name in [libc::IP_RECVTTL, libc::IP_RECVTOS, libc::IP_PKTINFO] {
        receiver.set_option(libc::IPPROTO_IP, name, &1_i32.to_ne_bytes()).expect("Linux has it");
    }
    let address = receiver.local_address().expect("it is bound");
    check(&sender, &receiver, Some(&address), &Outgoing::default());
}

#[test]
fn what_is_not_a_socket_does_not_arrive() {
    let [sender, receiver] =
        Socket::open_pair(libc::AF_UNIX, libc::SOCK_DGRAM, 0).expect("any process may have a pair");
    let mut outgoing = Outgoing::default();
    outgoing.enclose(vec![Arc::new(udp()), Arc::new(udp())]).map(drop).expect("there are descriptors");
    sender.send_message(b"x", 0, None, &outgoing).expect("there is room");
    let message = receiver.receive_message(1, 0).expect("it was sent");
    assert_eq!(shape(&message.control), [(libc::SOL_SOCKET, libc::SCM_RIGHTS, vec![2])]);
    assert_eq!(message.flags, 0);
}

#[test]
fn damaged_rows_end_where_they_are_damaged() {
    let mut row = Vec::new();
    push(&mut row, 1, 2, b"abc");
    push(&mut row, 3, 4, b"");
    for length in 0..=row.len() {
        // SAFETY: No message is of `SCM_RIGHTS`.
        let whole = unsafe { parse(&row[..length]) };
        assert_eq!(whole.len(), usize::from(length >= HEADER + 3) + usize::from(length >= 2 * HEADER + 8), "{length}");
    }
    let mut huge = usize::MAX.to_ne_bytes().to_vec();
    huge.resize(64, 0);
    // SAFETY: As above.
    assert!(unsafe { parse(&huge) }.is_empty() && unsafe { parse(&[0; 64]) }.is_empty());
}

#[test]
fn a_message_of_as_many_rights_as_the_policy_allows_can_be_sent() {
    let [sender, receiver] =
        Socket::open_pair(libc::AF_UNIX, libc::SOCK_DGRAM, 0).expect("any process may have a pair");
    let (socket, mut outgoing) = (Arc::new(udp()), Outgoing::default());
    outgoing.enclose(vec![socket; RIGHTS_MAX]).map(drop).expect("there are descriptors");
    sender.send_message(b"x", 0, None, &outgoing).expect("there is room");
    let message = receiver.receive_message(1, 0).expect("it was sent");
    assert_eq!(shape(&message.control), [(libc::SOL_SOCKET, libc::SCM_RIGHTS, vec![RIGHTS_MAX as u8])]);
}

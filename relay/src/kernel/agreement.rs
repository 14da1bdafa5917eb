//! The model and the kernel, side by side: wherever the model's table refuses a call, this kernel is asked, and must answer the same.

use super::Socket;
use rustix::event::{PollFd, PollFlags};
use sockbox_core::constants::{AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::model::transition::{Rule, rule};
use sockbox_core::model::{CallKind, Protocol, State};
use sockbox_core::{Address, Errno, How};
use std::net::{Ipv4Addr, Ipv6Addr};

/// A socket in a state, and what has to live as long for it to stay there.
struct Specimen {
    socket: Socket,
    _peers: Vec<Socket>,
}

fn loopback(family: i32) -> Address {
    match family {
        AF_INET => Address::Inet { host: Ipv4Addr::LOCALHOST, port: 0 },
        _ => Address::Inet6 { host: Ipv6Addr::LOCALHOST, port: 0, flow_info: 0, scope_id: 0 },
    }
}

fn bound(family: i32, kind: i32) -> Result<Socket, Errno> {
    let socket = Socket::open(family, kind, 0)?;
    socket.bind(&loopback(family))?;
    Ok(socket)
}

fn listening(family: i32) -> Result<Socket, Errno> {
    let socket = bound(family, SOCK_STREAM)?;
    socket.listen(5)?;
    Ok(socket)
}

/// A connection made by connect(2), its accepted end, and the listener.
fn connection(family: i32) -> Result<(Socket, Vec<Socket>), Errno> {
    let listener = listening(family)?;
    let socket = Socket::open(family, SOCK_STREAM, 0)?;
    match socket.connect(&listener.local_address()?) {
        Err(Errno::EINPROGRESS) => {
            wait_for(&socket, PollFlags::OUT)?;
            socket.connect(&listener.local_address()?)?;
        }
        result => result?,
    }
    wait_for(&listener, PollFlags::IN)?;
    let (accepted, _) = listener.accept()?;
    Ok((socket, vec![accepted, listener]))
}

fn wait_for(socket: &Socket, events: PollFlags) -> Result<(), Errno> {
    rustix::event::poll(&mut [PollFd::new(socket, events)], None).map(drop).map_err(super::errno)
}

fn shut(family: i32, how: How) -> Result<Specimen, Errno> {
    let (socket, peers) = connection(family)?;
    socket.shutdown(how)?;
    Ok(Specimen { socket, _peers: peers })
}

/// A socket in this state; `None` for one the table must not be certain about.
fn specimen(protocol: Protocol, state: State, family: i32) -> Result<Option<Specimen>, Errno> {
    let kind = if protocol == Protocol::Tcp { SOCK_STREAM } else { SOCK_DGRAM };
    let alone = |socket| Specimen { socket, _peers: Vec::new() };
    Ok(Some(match (protocol, state) {
        (_, State::Created) => alone(Socket::open(family, kind, 0)?),
        (_, State::Bound) => alone(bound(family, kind)?),
        (_, State::Listening) => alone(listening(family)?),
        (Protocol::Udp, State::Connected) => {
            let (socket, peer) = (Socket::open(family, kind, 0)?, bound(family, kind)?);
            socket.connect(&peer.local_address()?)?;
            Specimen { socket, _peers: vec![peer] }
        }
        (_, State::Connected) => {
            let (socket, peers) = connection(family)?;
            Specimen { socket, _peers: peers }
        }
        (_, State::ReadShut) => shut(family, How::Read)?,
        (_, State::WriteShut) => shut(family, How::Write)?,
        (_, State::BothShut) => shut(family, How::Both)?,
        (Protocol::Udp, State::Uncertain) => {
            let socket = Socket::open(family, kind, 0)?;
            // It fails, and leaves its traces.
            socket.shutdown(How::Both).expect_err("it has no peer");
            alone(socket)
        }
        (_, State::Connecting | State::Uncertain) => return Ok(None),
    }))
}

/// The kernel's answer to a call with the plainest arguments.
fn make(call: CallKind, socket: &Socket, family: i32) -> Result<(), Errno> {
    let address = loopback(family);
    match call {
        CallKind::Bind => socket.bind(&address),
        CallKind::Listen => socket.listen(5),
        CallKind::Accept => socket.accept().map(drop),
        CallKind::Connect => socket.connect(&listening(family)?.local_address()?),
        CallKind::Send => socket.send(b"x", 0, None).map(drop),
        CallKind::SendTo => socket.send(b"x", 0, Some(&bound(family, SOCK_DGRAM)?.local_address()?)).map(drop),
        CallKind::FastOpen => socket.send(b"x", libc::MSG_FASTOPEN, Some(&address)).map(drop),
        CallKind::Recv => socket.receive(1, 0).map(drop),
        CallKind::ShutdownRead => socket.shutdown(How::Read),
        CallKind::ShutdownWrite => socket.shutdown(How::Write),
        CallKind::ShutdownBoth => socket.shutdown(How::Both),
        CallKind::GetSockName => socket.local_address().map(drop),
        CallKind::GetPeerName => socket.peer_address().map(drop),
        CallKind::GetSockOpt => socket.option(libc::SOL_SOCKET, libc::SO_TYPE, 4).map(drop),
        CallKind::SetSockOpt => socket.set_option(libc::SOL_SOCKET, libc::SO_KEEPALIVE, &1_i32.to_ne_bytes()),
        CallKind::Dup | CallKind::Close => Ok(()),
    }
}

/// The cells in which the kernel disagrees with the table, and how many were compared.
fn disagreements(protocol: Protocol, family: i32) -> Result<(Vec<String>, usize), Errno> {
    let (mut wrong, mut compared) = (Vec::new(), 0);
    for state in protocol.states() {
        for call in CallKind::ALL {
            let Rule::Refused { errno, .. } = rule(protocol, *state, call) else { continue };
            compared += 1;
            match specimen(protocol, *state, family)? {
                None => wrong.push(format!("{protocol:?} {state:?} {call:?}: certain of what cannot be set up")),
                Some(Specimen { socket, .. }) => match make(call, &socket, family) {
                    Err(answer) if answer == errno => {}
                    other => wrong.push(format!("{protocol:?} {state:?} {call:?}: table {errno:?}, kernel {other:?}")),
                },
            }
        }
    }
    Ok((wrong, compared))
}

fn check(protocol: Protocol, family: i32) {
    let (wrong, compared) = disagreements(protocol, family).expect("sockets on the loopback can be set up");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(compared > 5, "the table refuses only {compared} calls: were they compared?");
}

#[test]
fn every_refusal_of_tcp_is_the_kernels() {
    check(Protocol::Tcp, AF_INET);
    check(Protocol::Tcp, AF_INET6);
}

#[test]
fn every_refusal_of_udp_is_the_kernels() {
    check(Protocol::Udp, AF_INET);
    check(Protocol::Udp, AF_INET6);
}

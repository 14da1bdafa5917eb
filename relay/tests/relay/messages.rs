//! sendmsg and recvmsg: ancillary data, and sockets that travel between processes.

use crate::vocabulary::{Relay, Worker, error, get, localhost, reason, soon};
use sockbox_core::constants::{
    AF_INET, AF_UNIX, IP_PKTINFO, IP_RECVTOS, IP_RECVTTL, IP_TOS, IP_TTL, IPPROTO_IP, MSG_CMSG_CLOEXEC, MSG_CTRUNC,
    MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC, MSG_WAITALL, SCM_CREDENTIALS, SO_RCVTIMEO, SOCK_DGRAM, SOCK_SEQPACKET,
    SOCK_STREAM, SOL_SOCKET,
};
use sockbox_core::{Address, Call, Control, Errno, Fd, Outcome, Reply, SunPath, Wait};

const DONE: Outcome = Outcome::Ok(Reply::Done);

/// What recvmsg brought.
#[derive(Debug, PartialEq)]
struct Message {
    bytes: Vec<u8>,
    address: Option<Address>,
    flags: i32,
    control: Vec<Control>,
}

impl Message {
    /// The descriptors that came with it.
    fn fds(&self) -> &[Fd] {
        match &self.control[..] {
            [Control::Rights { fds }] => fds,
            _ => panic!("no descriptors: {self:?}"),
        }
    }
}

fn named(name: &[u8]) -> Address {
    Address::Unix { path: SunPath::new(name).expect("it is short") }
}

fn rights(fds: &[Fd]) -> Vec<Control> {
    vec![Control::Rights { fds: fds.to_vec() }]
}

fn sendmsg(fd: Fd, control: Vec<Control>) -> Call {
    Call::SendMsg { fd, address: None, control, flags: 0, wait: Wait::Forever }
}

fn recvmsg(fd: Fd, control_size: u32, flags: i32) -> Call {
    Call::RecvMsg { fd, size: 100, control_size, flags, wait: Wait::Forever }
}

async fn send(worker: &mut Worker, fd: Fd, bytes: &[u8], control: Vec<Control>) -> Outcome {
    worker.call_with(sendmsg(fd, control), bytes).await.outcome
}

async fn receive(worker: &mut Worker, fd: Fd, control_size: u32, flags: i32) -> Message {
    let answer = worker.call_with(recvmsg(fd, control_size, flags), &[]).await;
    match answer.outcome {
        Outcome::Ok(Reply::ReceivedMessage { address, flags, control, .. }) => {
            Message { bytes: answer.payload, address, flags, control }
        }
        other => panic!("recvmsg: {other:?}"),
    }
}

async fn pair(worker: &mut Worker, kind: i32) -> [Fd; 2] {
    match worker.call(Call::SocketPair { family: AF_UNIX, kind, protocol: 0 }).await {
        Outcome::Ok(Reply::OpenedPair { fds }) => fds,
        other => panic!("socketpair: {other:?}"),
    }
}

/// A connection between two processes.
async fn connection(server: &mut Worker, client: &mut Worker, name: &[u8]) -> (Fd, Fd) {
    let listener = server.socket(AF_UNIX, SOCK_STREAM).await;
    server.bind(listener, named(name)).await;
    assert_eq!(server.call(Call::Listen { fd: listener, backlog: 1 }).await, DONE);
    let fd = client.socket(AF_UNIX, SOCK_STREAM).await;
    assert_eq!(client.call(Call::Connect { fd, address: named(name), wait: Wait::Forever }).await, DONE);
    (server.accept(listener).await.0, fd)
}

#[tokio::test]
async fn a_process_accepts_on_a_listening_socket_that_another_sent() {
    let relay = Relay::start().await;
    let (mut parent, mut child) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let (here, there) = connection(&mut parent, &mut child, b"/tmp/supervisor").await;
    let (listener, address) = parent.listener().await;
    assert_eq!(send(&mut parent, here, b"yours", rights(&[listener])).await, Outcome::Ok(Reply::Sent { size: 5 }));
    parent.close(listener).await;

    let message = receive(&mut child, there, 64, 0).await;
    assert_eq!((message.bytes.as_slice(), message.flags), (&b"yours"[..], 0));
    let [received] = message.fds() else { panic!("{message:?}") };
    assert_eq!(*received, Fd(4), "the lowest that is free there");
    let client = parent.connect(address).await;
    let (accepted, _) = child.accept(*received).await;
    parent.send_all(client, b"hello").await;
    assert_eq!(child.recv(accepted, 100).await, b"hello");
}

#[tokio::test]
async fn descriptors_of_nobody_cannot_be_sent() {
    let relay = Relay::start().await;
    let (mut worker, mut other) = (Worker::join(&relay).await, Worker::join(&relay).await);
    for _ in 0..10 {
        other.tcp().await;
    }
    let [one, peer] = pair(&mut worker, SOCK_STREAM).await;
    for fd in (-2..64).chain([i32::MIN, i32::MAX]).map(Fd).filter(|fd| ![one, peer].contains(fd)) {
        assert_eq!(error(send(&mut worker, one, b"x", rights(&[one, fd])).await), Errno::EBADF, "{fd:?}");
    }
    let nothing = Call::RecvMsg { fd: peer, size: 1, control_size: 100, flags: 0, wait: Wait::Never };
    assert_eq!(error(worker.call(nothing).await), Errno::EAGAIN);
    assert_eq!(send(&mut worker, one, b"x", rights(&[])).await, Outcome::Ok(Reply::Sent { size: 1 }));
    assert_eq!(receive(&mut worker, peer, 100, 0).await.control, []);
}

/// As data it would be numbers of the relay's own descriptors.
#[tokio::test]
async fn rights_cannot_be_smuggled_as_data() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let [one, _other] = pair(&mut worker, SOCK_STREAM).await;
    for number in 0..16_i32 {
        let data = Control::Data { level: SOL_SOCKET, kind: 1, data: number.to_ne_bytes().to_vec() };
        assert_eq!(error(send(&mut worker, one, b"x", vec![data]).await), Errno::EINVAL);
    }
    let credentials = Control::Data { level: SOL_SOCKET, kind: SCM_CREDENTIALS, data: vec![0; 12] };
    let outcome = send(&mut worker, one, b"x", vec![credentials]).await;
    assert_eq!(error(outcome.clone()), Errno::EINVAL);
    assert!(reason(outcome).contains("SCM_CREDENTIALS"));
}

#[tokio::test]
async fn what_does_not_fit_the_buffer_is_cut_and_told() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_DGRAM).await;
    let sockets = [worker.tcp().await, worker.udp().await];
    // 16 bytes of header, 4 a descriptor.
    for (size, count) in [(0, 0), (16, 0), (19, 0), (20, 1), (23, 1), (24, 2), (4096, 2), (u32::MAX, 2)] {
        send(&mut worker, one, b"longer than the buffer", rights(&sockets)).await;
        let message = receive(&mut worker, other, size, 0).await;
        let fds = if count == 0 { Vec::new() } else { message.fds().to_vec() };
        assert_eq!((fds.len(), message.flags & MSG_CTRUNC != 0), (count, count < 2), "{size} bytes");
        for fd in fds {
            worker.close(fd).await;
        }
    }
}

#[tokio::test]
async fn rights_beyond_the_limit_are_closed_and_told() {
    let relay = Relay::on_host(|config| config.limits.process.descriptors = 6);
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_DGRAM).await;
    assert_eq!(
        send(&mut worker, one, b"x", rights(&[one, one, one, other])).await,
        Outcome::Ok(Reply::Sent { size: 1 })
    );
    // They count while they travel.
    let outcome = send(&mut worker, one, b"x", rights(&[one])).await;
    assert_eq!(error(outcome.clone()), Errno::ETOOMANYREFS);
    assert!(reason(outcome).contains("--process-descriptors"));
    // There is no room for any beside those that travel.
    let message = receive(&mut worker, other, 100, MSG_PEEK).await;
    assert_eq!((message.flags & MSG_CTRUNC, message.control), (MSG_CTRUNC, vec![]));
}

/// Nobody receives them, and each keeps the next alive: the kernel finds out.
#[tokio::test]
async fn sockets_that_hold_each_other_in_flight_are_collected() {
    let relay = Relay::on_host(|config| config.limits.process.descriptors = 8);
    let mut worker = Worker::join(&relay).await;
    for _ in 0..8 {
        let [one, other] = pair(&mut worker, SOCK_STREAM).await;
        assert_eq!(send(&mut worker, one, b"x", rights(&[one, other])).await, Outcome::Ok(Reply::Sent { size: 1 }));
        assert_eq!(send(&mut worker, other, b"x", rights(&[one, other])).await, Outcome::Ok(Reply::Sent { size: 1 }));
        worker.close(one).await;
        worker.close(other).await;
        // Six more are free only when the four in flight are gone.
        soon(async {
            loop {
                let mut open = Vec::new();
                while let Outcome::Ok(Reply::Opened { fd }) =
                    worker.call(Call::Socket { family: AF_INET, kind: SOCK_STREAM, protocol: 0 }).await
                {
                    open.push(fd);
                }
                let count = open.len();
                for fd in open {
                    worker.close(fd).await;
                }
                if count == 8 {
                    break;
                }
            }
        })
        .await;
    }
}

/// The places of a process that left are free again only when nothing of it is in a queue.
#[tokio::test]
async fn sockets_in_flight_outlive_their_sender_and_count_in_the_room() {
    let relay = Relay::on_host(|config| config.limits.room.descriptors = 4);
    let (mut sender, mut keeper) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let [one, other] = pair(&mut sender, SOCK_DGRAM).await;
    send(&mut sender, one, b"x", rights(&[one, other])).await;
    let full = keeper.call(Call::Socket { family: AF_INET, kind: SOCK_STREAM, protocol: 0 }).await;
    assert_eq!(error(full.clone()), Errno::ENFILE);
    assert!(reason(full).contains("--room-descriptors"));
    sender.leave().await;
    soon(async { while error_or_none(&mut keeper).await.is_some() {} }).await;
}

async fn error_or_none(worker: &mut Worker) -> Option<Errno> {
    match worker.call(Call::SocketPair { family: AF_UNIX, kind: SOCK_DGRAM, protocol: 0 }).await {
        Outcome::Ok(_) => None,
        other => Some(error(other)),
    }
}

#[tokio::test]
async fn recv_drops_what_came_beside_the_bytes() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_STREAM).await;
    let (active, passive) = worker.pair().await;
    send(&mut worker, one, b"x", rights(&[active])).await;
    worker.close(active).await;
    assert_eq!(worker.recv(other, 10).await, b"x");
    assert_eq!(worker.recv(passive, 10).await, b"", "the last of it was closed");
}

#[tokio::test]
async fn a_message_has_the_senders_address_and_flags() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for names in [[&b"\0one"[..], b"\0other"], [b"/tmp/one", b"/tmp/other"]] {
        let [one, other] = [worker.socket(AF_UNIX, SOCK_DGRAM).await, worker.socket(AF_UNIX, SOCK_DGRAM).await];
        worker.bind(one, named(names[0])).await;
        worker.bind(other, named(names[1])).await;
        let to = |address| Call::SendMsg { fd: one, address, control: vec![], flags: 0, wait: Wait::Forever };
        let sent = worker.call_with(to(Some(named(names[1]))), &[7; 200]).await.outcome;
        assert_eq!(sent, Outcome::Ok(Reply::Sent { size: 200 }));
        let message = receive(&mut worker, other, 0, 0).await;
        let address = Some(named(names[0]));
        assert_eq!(message, Message { bytes: vec![7; 100], address, flags: MSG_TRUNC, control: vec![] });
        assert_eq!(error(worker.call_with(to(None), b"x").await.outcome), Errno::ENOTCONN);
    }
    let [one, other] = pair(&mut worker, SOCK_SEQPACKET).await;
    for flags in [0, MSG_CMSG_CLOEXEC] {
        worker.send_all(one, b"record").await;
        assert_eq!(receive(&mut worker, other, 0, flags).await.flags, flags);
    }
}

/// ip(7): what was asked for with an option comes with each datagram; what goes with one is for it alone.
#[tokio::test]
async fn datagrams_carry_ancillary_data() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (fd, receiver) = (worker.udp().await, worker.udp().await);
    let address = worker.bind(receiver, localhost(0)).await;
    for name in [IP_RECVTTL, IP_RECVTOS, IP_PKTINFO] {
        let set = Call::SetSockOpt { fd: receiver, level: IPPROTO_IP, name };
        assert_eq!(worker.call_with(set, &1_i32.to_ne_bytes()).await.outcome, DONE);
    }
    let int = |kind, value: i32| Control::Data { level: IPPROTO_IP, kind, data: value.to_ne_bytes().to_vec() };
    let control = vec![int(IP_TTL, 7), int(IP_TOS, 0x10)];
    let call = Call::SendMsg { fd, address: Some(address), control, flags: 0, wait: Wait::Forever };
    assert_eq!(worker.call_with(call, b"x").await.outcome, Outcome::Ok(Reply::Sent { size: 1 }));
    let message = receive(&mut worker, receiver, 200, 0).await;
    assert!(message.control.contains(&int(IP_TTL, 7)), "{message:?}");
    assert!(message.control.contains(&Control::Data { level: IPPROTO_IP, kind: IP_TOS, data: vec![0x10] }));
    let info = |control: &Control| matches!(control, Control::Data { kind: IP_PKTINFO, data, .. } if data[8..] == [127, 0, 0, 1]);
    assert!(message.control.iter().any(info), "{message:?}");
    assert_eq!(message.flags, 0);
    // The kernel cuts in the middle of a value.
    worker.call_with(Call::SendTo { fd, address, flags: 0, wait: Wait::Forever }, b"x").await;
    let cut = receive(&mut worker, receiver, 18, 0).await;
    assert_eq!(cut.flags, MSG_CTRUNC);
    assert!(matches!(&cut.control[..], [Control::Data { data, .. }] if data.len() == 2), "{cut:?}");
}

#[tokio::test]
async fn sendmsg_and_recvmsg_wait_as_send_and_recv_do() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_STREAM).await;
    let receive = |flags, wait| Call::RecvMsg { fd: other, size: 6, control_size: 100, flags, wait };
    assert_eq!(error(worker.call(receive(MSG_DONTWAIT, Wait::Forever)).await), Errno::EAGAIN);
    assert_eq!(worker.call(receive(0, Wait::Milliseconds(20))).await, Outcome::TimedOut);
    let cancelled = worker.block(receive(0, Wait::Forever)).await;
    worker.cancel(cancelled).await;
    assert_eq!(error(worker.end(cancelled).await.outcome), Errno::EINTR);
    let blocked = worker.block(receive(MSG_WAITALL, Wait::Forever)).await;
    send(&mut worker, one, b"two", vec![]).await;
    assert!(worker.is_blocked(blocked).await);
    send(&mut worker, one, b"parts", rights(&[one])).await;
    let answer = worker.end(blocked).await;
    assert_eq!(answer.payload, b"twopar");

    let time = [0_i64.to_ne_bytes(), 20_000_i64.to_ne_bytes()].concat();
    worker.recv(other, 100).await;
    worker.call_with(Call::SetSockOpt { fd: other, level: SOL_SOCKET, name: SO_RCVTIMEO }, &time).await;
    assert_eq!(worker.call(receive(0, Wait::Forever)).await, Outcome::Failed { errno: Errno::EAGAIN });
}

/// The sockets go once, with the first bytes.
#[tokio::test]
async fn a_blocked_sendmsg_sends_its_sockets_when_there_is_room() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_STREAM).await;
    let fill = Call::Send { fd: one, flags: 0, wait: Wait::Never };
    while matches!(worker.call_with(fill.clone(), &[0; 65536]).await.outcome, Outcome::Ok(_)) {}
    let sent = worker.udp().await;
    let blocked = worker.begin_with(sendmsg(one, rights(&[sent])), &vec![1; 500_000]).await;
    assert!(worker.is_blocked(blocked).await);
    // Its socket goes with it, closed or not.
    worker.close(sent).await;
    let (mut ones, mut received) = (0, 0);
    while ones < 500_000 {
        let call = Call::RecvMsg { fd: other, size: 100_000, control_size: 100, flags: 0, wait: Wait::Forever };
        let answer = worker.call_with(call, &[]).await;
        ones += answer.payload.iter().filter(|byte| **byte == 1).count();
        if let Outcome::Ok(Reply::ReceivedMessage { control, .. }) = answer.outcome {
            received += control.len();
        }
    }
    assert_eq!(received, 1);
    assert_eq!(worker.end(blocked).await.outcome, Outcome::Ok(Reply::Sent { size: 500_000 }));
}

/// It had kept no places when it was sent, and its sender closed it: whoever has it could let any number of connections wait.
#[tokio::test]
async fn connections_that_wait_at_a_socket_that_was_sent_are_counted() {
    let relay = Relay::start_with(|command| {
        command.args(["--address-queued-connections", "5"]);
    })
    .await;
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_STREAM).await;
    let is_kept = async || get(&relay, "/metrics", "").await.contains("sockbox_queued_connections 5\n");

    let fd = worker.tcp().await;
    worker.bind(fd, localhost(0)).await;
    assert_eq!(send(&mut worker, one, b"x", rights(&[fd])).await, Outcome::Ok(Reply::Sent { size: 1 }));
    assert_eq!(worker.call(Call::Listen { fd, backlog: 100 }).await, DONE);
    worker.close(fd).await;
    assert!(is_kept().await, "on its way");
    let message = receive(&mut worker, other, 64, 0).await;
    assert!(is_kept().await, "it has arrived");
    worker.close(message.fds()[0]).await;
    soon(async { while !get(&relay, "/metrics", "").await.contains("sockbox_queued_connections 0\n") {} }).await;
}

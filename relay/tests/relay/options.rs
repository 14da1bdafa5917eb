//! getsockopt and setsockopt.

use crate::vocabulary::{Relay, Worker, error, reason};
use sockbox_core::constants::{
    AF_INET, AF_UNIX, IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP, IP_MULTICAST_IF, IP_PKTINFO, IP_RECVERR, IP_TTL,
    IPPROTO_ICMP, IPPROTO_IP, IPPROTO_TCP, MSG_ERRQUEUE, SO_ACCEPTCONN, SO_BINDTODEVICE, SO_BROADCAST, SO_KEEPALIVE,
    SO_MARK, SO_PASSCRED, SO_PASSSEC, SO_PEERCRED, SO_PEERSEC, SO_RCVBUF, SO_SNDBUF, SO_TYPE, SOCK_DGRAM, SOCK_RAW,
    SOCK_STREAM, SOL_SOCKET, TCP_INFO, TCP_NODELAY,
};
use sockbox_core::wire::Isolation;
use sockbox_core::{Call, Control, Errno, Fd, Outcome, PollEntry, Reply, Wait};

async fn read(worker: &mut Worker, fd: Fd, level: i32, name: i32) -> i32 {
    let answer = worker.call_with(Call::GetSockOpt { fd, level, name, size: 4 }, &[]).await;
    assert_eq!(answer.outcome, Outcome::Ok(Reply::Value));
    i32::from_ne_bytes(answer.payload.try_into().expect("an int"))
}

async fn set(worker: &mut Worker, fd: Fd, level: i32, name: i32, value: &[u8]) -> Outcome {
    worker.call_with(Call::SetSockOpt { fd, level, name }, value).await.outcome
}

#[tokio::test]
async fn options_that_are_set_are_read_back() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    for (level, name) in [(SOL_SOCKET, SO_KEEPALIVE), (IPPROTO_TCP, TCP_NODELAY)] {
        assert_eq!(read(&mut worker, fd, level, name).await, 0);
        assert_eq!(set(&mut worker, fd, level, name, &1_i32.to_ne_bytes()).await, Outcome::Ok(Reply::Done));
        assert_eq!(read(&mut worker, fd, level, name).await, 1);
    }
}

#[tokio::test]
async fn sockets_tell_what_they_are() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    let datagrams = worker.udp().await;
    assert_eq!(read(&mut worker, listener, SOL_SOCKET, SO_TYPE).await, SOCK_STREAM);
    assert_eq!(read(&mut worker, datagrams, SOL_SOCKET, SO_TYPE).await, SOCK_DGRAM);
    assert_eq!(read(&mut worker, listener, SOL_SOCKET, SO_ACCEPTCONN).await, 1);
}

#[tokio::test]
async fn a_value_is_as_long_as_the_kernel_makes_it() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    let length = async |worker: &mut Worker, level, name, size| {
        worker.call_with(Call::GetSockOpt { fd, level, name, size }, &[]).await.payload.len()
    };
    assert_eq!(length(&mut worker, SOL_SOCKET, SO_TYPE, 100).await, 4);
    assert_eq!(length(&mut worker, SOL_SOCKET, SO_TYPE, 0).await, 0);
    assert!(length(&mut worker, IPPROTO_TCP, TCP_INFO, 1024).await > 100);
}

#[tokio::test]
async fn options_that_are_not_on_the_list_are_enoprotoopt_with_a_reason() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    for name in [SO_MARK, SO_BINDTODEVICE] {
        let outcome = set(&mut worker, fd, SOL_SOCKET, name, b"lo\0\0").await;
        assert_eq!(error(outcome.clone()), Errno::ENOPROTOOPT);
        assert!(reason(outcome).contains(&format!("Option {name} ")));
    }
}

/// As a kernel whose `net.core.wmem_max` is Linux's default: less than asked for, and no error. It doubles what is set, socket(7).
#[tokio::test]
async fn buffers_have_a_largest_size() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for fd in [worker.tcp().await, worker.udp().await, worker.socket(AF_UNIX, SOCK_DGRAM).await] {
        for name in [SO_SNDBUF, SO_RCVBUF] {
            for size in [1 << 30, i32::MAX, -1] {
                let set = set(&mut worker, fd, SOL_SOCKET, name, &size.to_ne_bytes()).await;
                assert_eq!(set, Outcome::Ok(Reply::Done));
                let most = read(&mut worker, fd, SOL_SOCKET, name).await;
                assert!((1..=2 * 212_992).contains(&most), "{most}");
            }
        }
    }
}

/// Whom a socket belongs to is the relay, for all processes.
#[tokio::test]
async fn the_relays_process_and_user_are_not_shown() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
    for name in [SO_PASSCRED, SO_PEERCRED, SO_PEERSEC, SO_PASSSEC] {
        let outcome = worker.call(Call::GetSockOpt { fd, level: SOL_SOCKET, name, size: 12 }).await;
        assert_eq!(error(outcome), Errno::ENOPROTOOPT);
        assert_eq!(error(set(&mut worker, fd, SOL_SOCKET, name, &1_i32.to_ne_bytes()).await), Errno::ENOPROTOOPT);
    }
}

#[tokio::test]
async fn a_value_of_another_length_is_einval() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.udp().await;
    for (level, name, length) in
        [(SOL_SOCKET, SO_BROADCAST, 3), (IPPROTO_IP, IP_ADD_MEMBERSHIP, 7), (IPPROTO_IP, IP_TTL, 8)]
    {
        let outcome = set(&mut worker, fd, level, name, &vec![0; length]).await;
        assert_eq!(error(outcome.clone()), Errno::EINVAL);
        assert!(reason(outcome).contains(&format!("another length than {length} bytes")));
    }
}

/// On the host's network the interfaces are the host's.
#[tokio::test]
async fn on_the_hosts_network_no_group_is_joined() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    let fd = worker.udp().await;
    let group = [224, 0, 0, 251, 127, 0, 0, 1];
    let outcome = set(&mut worker, fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &group).await;
    assert_eq!(error(outcome.clone()), Errno::ENODEV);
    assert!(reason(outcome).contains("Multicast"));
    assert_eq!(error(set(&mut worker, fd, IPPROTO_IP, IP_MULTICAST_IF, &[127, 0, 0, 1]).await), Errno::ENODEV);
    let info = Control::Data { level: IPPROTO_IP, kind: IP_PKTINFO, data: vec![0; 12] };
    let address = Some(crate::vocabulary::localhost(9));
    let call = Call::SendMsg { fd, address, control: vec![info], flags: 0, wait: Wait::Never };
    assert_eq!(error(worker.call(call).await), Errno::EPERM);
}

/// icmp(7): a raw socket hears only what its filter lets pass.
#[tokio::test]
async fn groups_filters_and_error_queues_can_be_used_in_a_room() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    if worker.isolation() == Isolation::Host {
        return;
    }
    let fd = worker.udp().await;
    let group = [239, 1, 2, 3, 127, 0, 0, 1];
    for (name, value) in
        [(IP_ADD_MEMBERSHIP, &group[..]), (IP_MULTICAST_IF, &[127, 0, 0, 1]), (IP_DROP_MEMBERSHIP, &group)]
    {
        assert_eq!(set(&mut worker, fd, IPPROTO_IP, name, value).await, Outcome::Ok(Reply::Done), "{name}");
    }
    let raw = match worker.call(Call::Socket { family: AF_INET, kind: SOCK_RAW, protocol: IPPROTO_ICMP }).await {
        Outcome::Ok(Reply::Opened { fd }) => fd,
        other => panic!("socket: {other:?}"),
    };
    assert_eq!(set(&mut worker, raw, 255, 1, &1_i32.to_ne_bytes()).await, Outcome::Ok(Reply::Done));
    assert_eq!(read(&mut worker, raw, 255, 1).await, 1);

    // ip(7): with IP_RECVERR the queue holds what went wrong and where; it is never waited for.
    set(&mut worker, fd, IPPROTO_IP, IP_RECVERR, &1_i32.to_ne_bytes()).await;
    let receive = Call::RecvMsg { fd, size: 100, control_size: 200, flags: MSG_ERRQUEUE, wait: Wait::Forever };
    assert_eq!(error(worker.call(receive.clone()).await), Errno::EAGAIN);
    let gone = worker.udp().await;
    let address = worker.bind(gone, crate::vocabulary::localhost(0)).await;
    worker.close(gone).await;
    worker.call_with(Call::SendTo { fd, address, flags: 0, wait: Wait::Forever }, b"lost").await;
    let poll = Call::Poll { entries: vec![PollEntry { fd, events: 0 }], wait: Wait::Forever };
    worker.call(poll).await;
    let answer = worker.call_with(receive, &[]).await;
    let Outcome::Ok(Reply::ReceivedMessage { control, flags, address: to, .. }) = answer.outcome else {
        panic!("{answer:?}")
    };
    assert_eq!((answer.payload.as_slice(), to, flags & MSG_ERRQUEUE), (&b"lost"[..], Some(address), MSG_ERRQUEUE));
    assert!(
        matches!(&control[..], [Control::Data { kind: IP_RECVERR, data, .. }] if data[..4] == 111_i32.to_ne_bytes())
    );
}

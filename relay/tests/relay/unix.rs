//! AF_UNIX: names, pairs, and what is different from IP. unix(7).

use crate::vocabulary::{Relay, Worker, error, reason};
use sockbox_core::constants::{
    AF_INET, AF_UNIX, AF_UNSPEC, MSG_OOB, SOCK_DGRAM, SOCK_NONBLOCK, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM,
};
use sockbox_core::{Address, Call, Errno, Fd, How, Outcome, Reply, SUN_PATH_MAX, SunPath, Wait};

fn named(name: &[u8]) -> Address {
    Address::Unix { path: SunPath::new(name).expect("it is short") }
}

const UNNAMED: Address = Address::Unix { path: SunPath::UNNAMED };
const DONE: Outcome = Outcome::Ok(Reply::Done);

fn connect(fd: Fd, address: Address, wait: Wait) -> Call {
    Call::Connect { fd, address, wait }
}

/// A socket of `AF_UNIX` that listens, with room for one connection in its queue.
async fn listener(worker: &mut Worker, kind: i32, address: Address) -> Fd {
    let fd = worker.socket(AF_UNIX, kind).await;
    worker.bind(fd, address).await;
    assert_eq!(worker.call(Call::Listen { fd, backlog: 0 }).await, DONE);
    fd
}

async fn pair(worker: &mut Worker, kind: i32) -> [Fd; 2] {
    match worker.call(Call::SocketPair { family: AF_UNIX, kind, protocol: 0 }).await {
        Outcome::Ok(Reply::OpenedPair { fds }) => fds,
        other => panic!("socketpair: {other:?}"),
    }
}

async fn send_to(worker: &mut Worker, fd: Fd, bytes: &[u8], address: Address) -> Outcome {
    worker.call_with(Call::SendTo { fd, address, flags: 0, wait: Wait::Forever }, bytes).await.outcome
}

async fn receive_from(worker: &mut Worker, fd: Fd) -> (Vec<u8>, Option<Address>) {
    let answer = worker.call_with(Call::RecvFrom { fd, size: 100, flags: 0, wait: Wait::Forever }, &[]).await;
    match answer.outcome {
        Outcome::Ok(Reply::ReceivedFrom { address, .. }) => (answer.payload, address),
        other => panic!("recvfrom: {other:?}"),
    }
}

#[tokio::test]
async fn processes_meet_at_an_abstract_name_and_at_a_path() {
    let relay = Relay::start().await;
    let (mut server, mut client) = (Worker::join(&relay).await, Worker::join(&relay).await);
    for (kind, name) in [
        (SOCK_STREAM, &b"\0stream"[..]),
        (SOCK_SEQPACKET, b"\0packets"),
        (SOCK_STREAM, b"/tmp/s"),
        (SOCK_SEQPACKET, b"r"),
    ] {
        let listener = listener(&mut server, kind, named(name)).await;
        assert_eq!(server.name(listener).await, named(name));
        let fd = client.socket(AF_UNIX, kind).await;
        assert_eq!(client.call(connect(fd, named(name), Wait::Forever)).await, DONE);
        let (accepted, peer) = server.accept(listener).await;
        assert_eq!(peer, UNNAMED);
        assert_eq!(client.call(Call::GetPeerName { fd }).await, Outcome::Ok(Reply::Name { address: named(name) }));
        assert_eq!(client.name(fd).await, UNNAMED);
        client.send_all(fd, b"hello").await;
        assert_eq!(server.recv(accepted, 100).await, b"hello");
        for fd in [listener, accepted] {
            server.close(fd).await;
        }
    }
}

#[tokio::test]
async fn a_relative_path_begins_at_the_root() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let listener = listener(&mut worker, SOCK_STREAM, named(b"tmp/s")).await;
    for path in [&b"/tmp/s"[..], b"../tmp/../../tmp/s", b"/../tmp/s"] {
        let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
        assert_eq!(worker.call(connect(fd, named(path), Wait::Never)).await, DONE);
        worker.accept(listener).await;
    }
}

#[tokio::test]
async fn datagrams_tell_the_senders_name_if_it_has_one() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for names in [[&b"\0here"[..], b"\0there"], [b"/tmp/here", b"/tmp/there"]] {
        let [here, there] = [worker.socket(AF_UNIX, SOCK_DGRAM).await, worker.socket(AF_UNIX, SOCK_DGRAM).await];
        worker.bind(here, named(names[0])).await;
        assert_eq!(send_to(&mut worker, there, b"who", named(names[0])).await, Outcome::Ok(Reply::Sent { size: 3 }));
        assert_eq!(receive_from(&mut worker, here).await, (b"who".to_vec(), None));
        worker.bind(there, named(names[1])).await;
        send_to(&mut worker, there, b"", named(names[0])).await;
        assert_eq!(receive_from(&mut worker, here).await, (Vec::new(), Some(named(names[1]))));
    }
}

/// An abstract name of five hexadecimal digits, unix(7).
#[tokio::test]
async fn bind_to_no_name_gets_one_of_the_kernels() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.socket(AF_UNIX, SOCK_DGRAM).await;
    let Address::Unix { path } = worker.bind(fd, UNNAMED).await else { panic!("it is of AF_UNIX") };
    assert!(path.is_abstract() && path.as_bytes().len() == 6, "{path}");
    assert_eq!(send_to(&mut worker, fd, b"self", Address::Unix { path }).await, Outcome::Ok(Reply::Sent { size: 4 }));
}

#[tokio::test]
async fn a_name_in_use_is_eaddrinuse_and_one_that_nobody_has_is_refused() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for (name, gone) in [(&b"\0taken"[..], Errno::ECONNREFUSED), (b"/tmp/taken", Errno::ENOENT)] {
        let [first, second] = [worker.socket(AF_UNIX, SOCK_STREAM).await, worker.socket(AF_UNIX, SOCK_STREAM).await];
        assert_eq!(error(worker.call(connect(second, named(name), Wait::Forever)).await), gone);
        worker.bind(first, named(name)).await;
        assert_eq!(error(worker.call(Call::Bind { fd: second, address: named(name) }).await), Errno::EADDRINUSE);
        assert_eq!(error(worker.call(connect(second, named(name), Wait::Forever)).await), Errno::ECONNREFUSED);
    }
    let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
    assert_eq!(error(worker.call(Call::Bind { fd, address: named(b"/none/s") }).await), Errno::ENOENT);
    assert_eq!(error(worker.call(connect(fd, UNNAMED, Wait::Forever)).await), Errno::EINVAL);
    let datagrams = worker.socket(AF_UNIX, SOCK_DGRAM).await;
    assert_eq!(error(worker.call(connect(datagrams, named(b"/tmp/taken"), Wait::Forever)).await), Errno::EPROTOTYPE);
}

/// unix(7): the NUL at the end of the longest path is behind `sun_path`. (Python itself allows one byte less.)
#[tokio::test]
async fn a_path_may_have_108_bytes() {
    let relay = Relay::start().await;
    let (mut server, mut client) = (Worker::join(&relay).await, Worker::join(&relay).await);
    for name in [[b'x'; SUN_PATH_MAX], {
        let mut name = [b'y'; SUN_PATH_MAX];
        name[0] = 0;
        name
    }] {
        let listener = listener(&mut server, SOCK_STREAM, named(&name)).await;
        let fd = client.socket(AF_UNIX, SOCK_STREAM).await;
        assert_eq!(client.call(connect(fd, named(&name), Wait::Forever)).await, DONE);
        assert_eq!(client.call(Call::GetPeerName { fd }).await, Outcome::Ok(Reply::Name { address: named(&name) }));
        server.accept(listener).await;
    }
    let fd = server.socket(AF_UNIX, SOCK_STREAM).await;
    assert_eq!(error(server.call(Call::Bind { fd, address: named(b"/tmp/a\0b") }).await), Errno::EINVAL);
}

/// The kernel has no event for room in the queue.
#[tokio::test]
async fn connect_to_a_full_queue_waits_only_in_blocking_mode() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for name in [&b"\0full"[..], b"/tmp/full"] {
        let listener = listener(&mut worker, SOCK_STREAM, named(name)).await;
        let fds = [worker.socket(AF_UNIX, SOCK_STREAM).await, worker.socket(AF_UNIX, SOCK_STREAM).await];
        assert_eq!(worker.call(connect(fds[0], named(name), Wait::Never)).await, DONE);
        for wait in [Wait::Never, Wait::Milliseconds(5000)] {
            assert_eq!(error(worker.call(connect(fds[1], named(name), wait)).await), Errno::EAGAIN);
        }
        let cancelled = worker.block(connect(fds[1], named(name), Wait::Forever)).await;
        worker.cancel(cancelled).await;
        assert_eq!(error(worker.end(cancelled).await.outcome), Errno::EINTR);
        let blocked = worker.block(connect(fds[1], named(name), Wait::Forever)).await;
        worker.accept(listener).await;
        assert_eq!(worker.end(blocked).await.outcome, DONE);
        worker.accept(listener).await;
    }
}

#[tokio::test]
async fn a_blocked_connect_looks_its_path_up_again() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    listener(&mut worker, SOCK_STREAM, named(b"/tmp/s")).await;
    let fds = [worker.socket(AF_UNIX, SOCK_STREAM).await, worker.socket(AF_UNIX, SOCK_STREAM).await];
    worker.call(connect(fds[0], named(b"/tmp/s"), Wait::Forever)).await;
    let blocked = worker.block(connect(fds[1], named(b"/tmp/s"), Wait::Forever)).await;
    assert_eq!(worker.call(Call::Unlink { path: b"/tmp/s".to_vec() }).await, DONE);
    assert_eq!(error(worker.end(blocked).await.outcome), Errno::ENOENT);
}

#[tokio::test]
async fn a_datagram_to_a_full_queue_waits_for_its_reader() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for name in [&b"\0slow"[..], b"/tmp/slow"] {
        let [reader, writer] = [worker.socket(AF_UNIX, SOCK_DGRAM).await, worker.socket(AF_UNIX, SOCK_DGRAM).await];
        worker.bind(reader, named(name)).await;
        let send = |wait| Call::SendTo { fd: writer, address: named(name), flags: 0, wait };
        let mut sent = 0;
        while worker.call_with(send(Wait::Never), b"x").await.outcome == Outcome::Ok(Reply::Sent { size: 1 }) {
            sent += 1;
            assert!(sent < 10_000, "the kernel keeps them all");
        }
        assert_eq!(worker.call_with(send(Wait::Milliseconds(20)), b"x").await.outcome, Outcome::TimedOut);
        let blocked = worker.begin_with(send(Wait::Forever), b"last").await;
        assert!(worker.is_blocked(blocked).await);
        for _ in 0..sent {
            assert_eq!(worker.recv(reader, 10).await, b"x");
        }
        assert_eq!(worker.recv(reader, 10).await, b"last");
        assert_eq!(worker.end(blocked).await.outcome, Outcome::Ok(Reply::Sent { size: 4 }));
    }
}

#[tokio::test]
async fn packets_keep_their_borders() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_SEQPACKET).await;
    worker.send_all(one, b"first").await;
    worker.send_all(one, b"second").await;
    assert_eq!(worker.recv(other, 3).await, b"fir");
    assert_eq!(worker.recv(other, 100).await, b"second");
    worker.close(one).await;
    assert_eq!(worker.recv(other, 100).await, b"");
}

#[tokio::test]
async fn a_pair_is_connected_and_has_no_names() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    for kind in [SOCK_STREAM, SOCK_DGRAM | SOCK_NONBLOCK, SOCK_SEQPACKET] {
        let [one, other] = pair(&mut worker, kind).await;
        assert_eq!(worker.name(one).await, UNNAMED);
        assert_eq!(worker.call(Call::GetPeerName { fd: one }).await, Outcome::Ok(Reply::Name { address: UNNAMED }));
        let blocked = worker.block(Call::Recv { fd: other, size: 9, flags: 0, wait: Wait::Forever }).await;
        worker.send_all(one, b"to myself").await;
        assert_eq!(worker.end(blocked).await.payload, b"to myself");
        assert_eq!(worker.call(Call::Shutdown { fd: other, how: How::Both }).await, DONE);
        assert_eq!(
            error(worker.call_with(Call::Send { fd: one, flags: 0, wait: Wait::Forever }, b"x").await.outcome),
            Errno::EPIPE
        );
    }
}

#[tokio::test]
async fn what_is_not_there_is_as_in_a_kernel_without_it() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let pair_of = |family, kind| Call::SocketPair { family, kind, protocol: 0 };
    assert_eq!(error(worker.call(pair_of(AF_INET, SOCK_STREAM)).await), Errno::EOPNOTSUPP);
    assert_eq!(error(worker.call(pair_of(AF_UNSPEC, SOCK_STREAM)).await), Errno::EAFNOSUPPORT);
    assert_eq!(error(worker.call(pair_of(AF_UNIX, SOCK_RAW)).await), Errno::ESOCKTNOSUPPORT);
    assert_eq!(
        error(worker.call(Call::Socket { family: AF_UNIX, kind: SOCK_STREAM, protocol: 6 }).await),
        Errno::EPROTONOSUPPORT
    );
    let [one, _other] = pair(&mut worker, SOCK_STREAM).await;
    let urgent = worker.call_with(Call::Send { fd: one, flags: MSG_OOB, wait: Wait::Forever }, b"x").await.outcome;
    assert_eq!(error(urgent.clone()), Errno::EOPNOTSUPP);
    assert!(reason(urgent).contains("MSG_OOB"));
}

/// Names would be the host's there, and paths its files.
#[tokio::test]
async fn on_the_hosts_network_there_are_pairs_but_no_names() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    let [one, other] = pair(&mut worker, SOCK_STREAM).await;
    worker.send_all(one, b"x").await;
    assert_eq!(worker.recv(other, 1).await, b"x");
    let fd = worker.socket(AF_UNIX, SOCK_DGRAM).await;
    for address in [named(b"\0name"), named(b"/tmp/sockbox-must-not-be-here"), UNNAMED] {
        for call in [
            Call::Bind { fd, address },
            connect(fd, address, Wait::Never),
            Call::SendTo { fd, address, flags: 0, wait: Wait::Never },
        ] {
            assert!(reason(worker.call(call).await).contains("which this relay could not make"), "{address:?}");
        }
    }
    for call in [Call::Lstat { path: b"/".to_vec() }, Call::MkDir { path: b"sockbox-must-not-be-here".to_vec() }] {
        let outcome = worker.call(call).await;
        assert_eq!(error(outcome.clone()), Errno::EACCES);
        assert!(reason(outcome).contains("no file system"));
    }
}

//! Limits, each of which names itself when it is hit.

use crate::vocabulary::{Relay, Worker, error, get, localhost, reason, soon};
use sockbox_core::constants::{AF_INET, AF_UNIX, AF_UNSPEC, MSG_PEEK, SOCK_STREAM};
use sockbox_core::wire::{FRAME_MAX, POLL_MAX, PROTOCOL_VERSION};
use sockbox_core::{Call, Control, Errno, Fd, Outcome, PollEntry, Reply, Wait};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Error;

const SOCKET: Call = Call::Socket { family: AF_INET, kind: SOCK_STREAM, protocol: 0 };

#[tokio::test]
async fn one_descriptor_too_many_is_emfile_until_one_is_closed() {
    let relay = Relay::on_host(|config| config.limits.process.descriptors = 2);
    let mut worker = Worker::join(&relay).await;
    let first = worker.tcp().await;
    worker.tcp().await;
    let outcome = worker.call(SOCKET).await;
    assert_eq!(error(outcome.clone()), Errno::EMFILE);
    let why = reason(outcome);
    assert!(why.contains("at most 2 open sockets") && why.contains("--process-descriptors"), "{why}");
    worker.close(first).await;
    worker.tcp().await;
}

#[tokio::test]
async fn accepts_that_share_the_last_descriptor_get_it_once() {
    let relay = Relay::on_host(|config| config.limits.process.descriptors = 2);
    let (mut server, mut client) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let (listener, address) = server.listener().await;
    let first = server.block(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    let second = server.block(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    client.connect(address).await;
    client.connect(address).await;
    let outcomes = [server.end(first).await.outcome, server.end(second).await.outcome];
    let accepted = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Ok(Reply::Accepted { .. }))).count();
    let refused =
        outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Refused { errno: Errno::EMFILE, .. })).count();
    assert_eq!((accepted, refused), (1, 1), "{outcomes:?}");
}

#[tokio::test]
async fn one_blocked_call_too_many_is_enobufs_and_others_go_on() {
    let relay = Relay::on_host(|config| config.limits.process.blocked_calls = 1);
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    let accept = Call::Accept { fd: listener, wait: Wait::Forever };
    let blocked = worker.block(accept.clone()).await;
    let outcome = worker.call(accept.clone()).await;
    assert_eq!(error(outcome.clone()), Errno::ENOBUFS);
    assert!(reason(outcome).contains("--process-blocked-calls"));
    worker.name(listener).await;
    worker.cancel(blocked).await;
    worker.end(blocked).await;
    worker.block(accept).await;
}

/// Each has the relay hold a descriptor more than its socket.
#[tokio::test]
async fn blocked_calls_are_counted_in_the_room_for_the_address_and_in_the_relay_too() {
    for option in ["--room-blocked-calls", "--address-blocked-calls", "--relay-blocked-calls"] {
        let relay = Relay::start_with(|command| {
            command.args([option, "2"]);
        })
        .await;
        let (mut one, mut other) = (Worker::join(&relay).await, Worker::join(&relay).await);
        let (listener, _) = one.listener().await;
        let accept = Call::Accept { fd: listener, wait: Wait::Forever };
        let blocked = [one.block(accept.clone()).await, one.block(accept).await];
        let poll = Call::Poll { entries: Vec::new(), wait: Wait::Forever };
        let outcome = other.call(poll.clone()).await;
        assert_eq!(error(outcome.clone()), Errno::ENOBUFS);
        assert!(reason(outcome).contains(option));
        one.cancel(blocked[0]).await;
        one.end(blocked[0]).await;
        other.block(poll).await;
    }
}

/// One visitor does not use up what is everybody's, in however many processes.
#[tokio::test]
async fn sockets_are_counted_for_the_address_too() {
    let relay = Relay::on_host(|config| config.limits.address.descriptors = 2);
    let (mut one, mut other) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let first = one.tcp().await;
    other.tcp().await;
    let outcome = other.call(SOCKET).await;
    assert_eq!(error(outcome.clone()), Errno::ENFILE);
    let why = reason(outcome);
    assert!(
        why.contains("Your address may have at most 2 open sockets") && why.contains("--address-descriptors"),
        "{why}"
    );
    one.close(first).await;
    other.tcp().await;
}

/// What is cut is no error, as with `net.core.somaxconn`; places are there again when a listening socket is closed.
#[tokio::test]
async fn queues_of_listening_sockets_are_counted_for_process_address_and_relay() {
    for option in ["process-queued-connections", "address-queued-connections", "relay-queued-connections"] {
        let relay = Relay::start_with(|command| {
            command.args([&format!("--{option}"), "5"]);
        })
        .await;
        let mut worker = Worker::join(&relay).await;
        let (first, second) = (worker.tcp().await, worker.tcp().await);
        for (fd, used, hits) in [(first, 5, 1), (second, 5, 2)] {
            worker.bind(fd, localhost(0)).await;
            assert_eq!(worker.call(Call::Listen { fd, backlog: 100 }).await, Outcome::Ok(Reply::Done));
            let metrics = get(&relay, "/metrics", "").await;
            let hits = format!("sockbox_limit_hits_total{{limit=\"{option}\"}} {hits}\n");
            let used = format!("sockbox_queued_connections {used}\n");
            assert!(metrics.contains(&hits) && metrics.contains(&used), "{hits}{used}{metrics}");
        }
        worker.close(first).await;
        assert!(get(&relay, "/metrics", "").await.contains("sockbox_queued_connections 0\n"));
    }
}

/// By a pipe the relay learns when the socket has arrived.
#[tokio::test]
async fn one_socket_on_its_way_counts_as_two() {
    let relay = Relay::start_with(|command| {
        command.args(["--process-descriptors", "5"]);
    })
    .await;
    let mut worker = Worker::join(&relay).await;
    let pair = Call::SocketPair { family: AF_UNIX, kind: SOCK_STREAM, protocol: 0 };
    assert!(matches!(worker.call(pair).await, Outcome::Ok(_)));
    let control = vec![Control::Rights { fds: vec![Fd(3)] }];
    let send = Call::SendMsg { fd: Fd(3), address: None, control, flags: 0, wait: Wait::Forever };
    assert_eq!(worker.call_with(send.clone(), b"x").await.outcome, Outcome::Ok(Reply::Sent { size: 1 }));
    let outcome = worker.call_with(send, b"x").await.outcome;
    assert_eq!(error(outcome.clone()), Errno::ETOOMANYREFS);
    assert!(reason(outcome).contains("--process-descriptors"));
}

/// Python's `sendall` waits for each of its calls; only a program of another kind sends on regardless.
#[tokio::test]
async fn blocked_sends_hold_no_more_bytes_than_they_may() {
    let least = (2 * FRAME_MAX).to_string();
    for (option, most) in [
        ("--process-buffered-bytes", "4194304"),
        ("--address-buffered-bytes", &least),
        ("--relay-buffered-bytes", &least),
    ] {
        let relay = Relay::start_with(|command| {
            command.args([option, most, "--process-blocked-calls", "1000"]);
        })
        .await;
        let mut worker = Worker::join(&relay).await;
        let (active, _passive) = worker.pair().await;
        // Each is short enough that its frame always finds room.
        let bytes = [0; 7000];
        let send = Call::SendAll { fd: active, flags: 0, wait: Wait::Forever };
        let mut ids = Vec::new();
        // The kernel takes some, some are held, and one is refused, long before the last.
        for _ in 0..1200 {
            ids.push(worker.begin_with(send.clone(), &bytes).await);
        }
        let last = worker.end(ids[1199]).await.outcome;
        assert_eq!(error(last.clone()), Errno::ENOBUFS);
        let why = reason(last);
        assert!(why.contains(option) && why.contains(&format!("{most} bytes")), "{why}");
    }
}

#[tokio::test]
async fn a_poll_has_at_most_1024_entries() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    let mut entries = vec![PollEntry { fd: Fd(i32::MAX), events: i16::MIN }; POLL_MAX];
    match worker.call(Call::Poll { entries: entries.clone(), wait: Wait::Never }).await {
        Outcome::Ok(Reply::Ready { entries }) => assert_eq!(entries.len(), POLL_MAX),
        other => panic!("{other:?}"),
    }
    entries.push(entries[0]);
    assert_eq!(error(worker.call(Call::Poll { entries, wait: Wait::Never }).await), Errno::EINVAL);
}

#[tokio::test]
async fn one_session_too_many_is_refused_until_one_ends() {
    let relay = Relay::on_host(|config| config.limits.relay.processes = 1);
    let mut first = Worker::join(&relay).await;
    match Worker::try_connect(&relay, relay.room(), None).await {
        Err(Error::Http(response)) => {
            let words = String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
            assert_eq!(response.status(), 503);
            assert!(words.contains("--relay-processes"), "{words}");
        }
        other => panic!("a second session: {:?}", other.map(|_| ())),
    }
    // Once the relay has closed too, the session's place is free.
    first.leave().await;
    soon(async { while Worker::try_connect(&relay, relay.room(), None).await.is_err() {} }).await;
}

#[tokio::test]
async fn families_that_are_not_on_the_list_are_refused_with_a_reason() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    let outcome = worker.call(Call::Socket { family: AF_UNSPEC, kind: SOCK_STREAM, protocol: 0 }).await;
    assert_eq!(error(outcome.clone()), Errno::EAFNOSUPPORT);
    assert!(reason(outcome).contains("AF_INET"));
}

/// Its answers would be 64 MB, far more than the kernel keeps for a connection. The call after them is not made before they are read.
#[tokio::test]
async fn a_worker_that_reads_no_answers_is_not_served_further() {
    let relay = Relay::start().await;
    let (mut lazy, mut other) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let (listener, address) = other.listener().await;
    let to_other = lazy.connect(address).await;
    let (from_lazy, _) = other.accept(listener).await;

    let (active, passive) = lazy.pair().await;
    lazy.send_all(active, &[1; 200_000]).await;
    let peek = Call::Recv { fd: passive, size: 200_000, flags: MSG_PEEK, wait: Wait::Forever };
    let mut ids = Vec::new();
    for _ in 0..320 {
        ids.push(lazy.begin(peek.clone()).await);
    }
    ids.push(lazy.begin_with(Call::SendAll { fd: to_other, flags: 0, wait: Wait::Forever }, b"done").await);
    let early = Call::Recv { fd: from_lazy, size: 4, flags: 0, wait: Wait::Milliseconds(1000) };
    assert_eq!(other.call(early).await, Outcome::TimedOut);

    for id in ids {
        assert!(matches!(lazy.end(id).await.outcome, Outcome::Ok(_)));
    }
    assert_eq!(other.recv(from_lazy, 4).await, b"done");
}

#[tokio::test]
async fn a_connection_that_says_no_hello_is_given_up() {
    let relay = Relay::on_host(|config| config.liveness.hello_patience = Duration::from_millis(50));
    let mut worker = Worker::connect_to(&relay).await;
    assert_eq!(worker.closed().await, (1002, "no hello came".to_owned()));
}

/// A connection that says hello and then answers nothing, not even pings.
#[tokio::test]
async fn a_worker_that_answers_no_ping_is_given_up() {
    let relay = Relay::on_host(|config| {
        config.liveness.ping_every = Duration::from_millis(20);
        config.liveness.patience = Duration::from_millis(100);
    });
    let mut stream = TcpStream::connect(relay.address()).await.expect("the relay listens");
    let request = format!(
        "GET /rooms/{}/process HTTP/1.1\r\nHost: {}\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        relay.room(),
        relay.address()
    );
    let hello = format!(r#"{{"hello":{{"version":{PROTOCOL_VERSION}}}}}"#);
    let frame = [&[0x82, 0x80 | (4 + hello.len() as u8), 0, 0, 0, 0, hello.len() as u8, 0, 0, 0][..], hello.as_bytes()]
        .concat();
    stream.write_all(&[request.as_bytes(), &frame].concat()).await.expect("the relay reads");
    let mut heard = Vec::new();
    soon(stream.read_to_end(&mut heard)).await.expect("the relay ends it");
    assert!(String::from_utf8_lossy(&heard).contains("Nothing was heard for 1 s."));
}

#[tokio::test]
async fn a_worker_that_answers_pings_stays() {
    let relay = Relay::on_host(|config| {
        config.liveness.ping_every = Duration::from_millis(20);
        config.liveness.patience = Duration::from_secs(2);
    });
    let mut worker = Worker::join(&relay).await;
    // They outlast the patience.
    worker.answer_pings(120).await;
    worker.tcp().await;
}

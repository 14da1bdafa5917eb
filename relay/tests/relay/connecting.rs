//! listen, connect and accept.

use crate::vocabulary::{Relay, Worker, error, localhost};
use sockbox_core::constants::{POLLOUT, SO_ERROR, SOL_SOCKET};
use sockbox_core::{Call, Errno, Fd, Outcome, PollEntry, Reply, Wait};

fn connect(fd: Fd, port: u16, wait: Wait) -> Call {
    Call::Connect { fd, address: localhost(port), wait }
}

/// A port of the room where nobody listens.
async fn closed_port(worker: &mut Worker) -> u16 {
    let fd = worker.tcp().await;
    let port = worker.bind(fd, localhost(0)).await.port().expect("it is of IP");
    worker.close(fd).await;
    port
}

/// A listener whose queue is full: what connects to it waits until there is room.
async fn busy_listener(worker: &mut Worker) -> (Fd, u16) {
    let listener = worker.tcp().await;
    let port = worker.bind(listener, localhost(0)).await.port().expect("it is of IP");
    assert_eq!(worker.call(Call::Listen { fd: listener, backlog: 0 }).await, Outcome::Ok(Reply::Done));
    for _ in 0..8 {
        let fd = worker.tcp().await;
        match worker.call(connect(fd, port, Wait::Milliseconds(100))).await {
            Outcome::Ok(_) => {}
            Outcome::TimedOut => {
                worker.close(fd).await;
                return (listener, port);
            }
            other => panic!("connect: {other:?}"),
        }
    }
    panic!("a queue of length 0 takes any number of connections");
}

/// The six steps of a server and the four of its client, each in a session of its own.
#[tokio::test]
async fn a_server_and_a_client_in_two_sessions_exchange_bytes() {
    let relay = Relay::start().await;
    let (mut server, mut client) = (Worker::join(&relay).await, Worker::join(&relay).await);

    let (listener, address) = server.listener().await;
    let accepting = server.block(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    let active = client.connect(address).await;
    let accepted = server.end(accepting).await.outcome;
    let Outcome::Ok(Reply::Accepted { fd: passive, address: peer }) = accepted else { panic!("{accepted:?}") };
    assert_eq!(peer, client.name(active).await);

    client.send_all(active, b"hello").await;
    assert_eq!(server.recv(passive, 1024).await, b"hello");
    server.send_all(passive, b"HELLO").await;
    assert_eq!(client.recv(active, 1024).await, b"HELLO");
    server.close(passive).await;
    assert_eq!(client.recv(active, 1024).await, b"");
    client.close(active).await;
    server.close(listener).await;
}

#[tokio::test]
async fn connect_where_nobody_listens_is_econnrefused_each_time() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let port = closed_port(&mut worker).await;
    let fd = worker.tcp().await;
    for _ in 0..2 {
        let outcome = worker.call(connect(fd, port, Wait::Forever)).await;
        assert_eq!(outcome, Outcome::Failed { errno: Errno::ECONNREFUSED });
    }
}

#[tokio::test]
async fn connect_that_must_not_wait_is_einprogress() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (_, port) = busy_listener(&mut worker).await;
    let fd = worker.tcp().await;
    let outcome = worker.call(connect(fd, port, Wait::Never)).await;
    assert_eq!(outcome, Outcome::Failed { errno: Errno::EINPROGRESS });
    assert_eq!(error(worker.call(connect(fd, port, Wait::Never)).await), Errno::EALREADY);
}

#[tokio::test]
async fn connect_that_timed_out_goes_on_in_the_kernel() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, port) = busy_listener(&mut worker).await;
    let fd = worker.tcp().await;
    assert_eq!(worker.call(connect(fd, port, Wait::Milliseconds(10))).await, Outcome::TimedOut);

    // Makes room; the kernel then sends its SYN once more.
    worker.accept(listener).await;
    let entry = PollEntry { fd, events: POLLOUT };
    let outcome = worker.call(Call::Poll { entries: vec![entry], wait: Wait::Forever }).await;
    assert_eq!(outcome, Outcome::Ok(Reply::Ready { entries: vec![entry] }));
    let pending = worker.call_with(Call::GetSockOpt { fd, level: SOL_SOCKET, name: SO_ERROR, size: 4 }, &[]).await;
    assert_eq!(pending.payload, 0_i32.to_ne_bytes());
}

#[tokio::test]
async fn blocking_connect_joins_one_that_goes_on() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, port) = busy_listener(&mut worker).await;
    let fd = worker.tcp().await;
    assert_eq!(error(worker.call(connect(fd, port, Wait::Never)).await), Errno::EINPROGRESS);
    let joining = worker.block(connect(fd, port, Wait::Forever)).await;
    worker.accept(listener).await;
    assert_eq!(worker.end(joining).await.outcome, Outcome::Ok(Reply::Done));
    assert_eq!(error(worker.call(connect(fd, port, Wait::Forever)).await), Errno::EISCONN);
}

#[tokio::test]
async fn accept_on_a_socket_that_does_not_listen_is_einval() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let fd = worker.tcp().await;
    assert_eq!(error(worker.call(Call::Accept { fd, wait: Wait::Forever }).await), Errno::EINVAL);
}

#[tokio::test]
async fn two_accepts_take_a_connection_each() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    let (listener, address) = worker.listener().await;
    let first = worker.block(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    let second = worker.block(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    let mut actives = [worker.connect(address).await, worker.connect(address).await].map(|fd| fd.0);
    let mut passives = Vec::new();
    for id in [first, second] {
        match worker.end(id).await.outcome {
            Outcome::Ok(Reply::Accepted { fd, .. }) => passives.push(fd.0),
            other => panic!("accept: {other:?}"),
        }
    }
    passives.extend(actives.iter_mut().map(|fd| *fd));
    passives.sort_unstable();
    passives.dedup();
    assert_eq!(passives.len(), 4, "four ends, four descriptors");
}

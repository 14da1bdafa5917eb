//! What a room knows about a call that failed.

use crate::vocabulary::{Relay, Worker, error, localhost, reason, soon};
use sockbox_core::{Address, Call, Errno, Facts, Fd, HOLDERS_MAX, Holder, Outcome, Reply, Rest, Wait, hosts};

fn connect(fd: Fd, port: u16) -> Call {
    Call::Connect { fd, address: localhost(port), wait: Wait::Forever }
}

/// A TCP socket of the process `server`.
fn of_server(fd: Fd, port: u16, listening: bool) -> Holder {
    let (process, address) = ("server".to_owned(), localhost(port));
    Holder { process, you: false, fd: Some(fd), kind: 1, address, listening, service: None, rest: None }
}

async fn listen(worker: &mut Worker) -> (Fd, u16) {
    let (fd, address) = worker.listener().await;
    (fd, address.port().expect("it is TCP"))
}

/// To one below those that the kernel chooses, `ip_local_port_range`.
async fn bind_to_a_free_port(worker: &mut Worker, fd: Fd) -> Address {
    for port in 10_000..30_000 {
        let address = localhost(port);
        if worker.call(Call::Bind { fd, address }).await == Outcome::Ok(Reply::Done) {
            return address;
        }
    }
    panic!("there is no free port");
}

#[tokio::test]
async fn who_has_a_port_that_is_in_use() {
    let relay = Relay::start().await;
    let mut server = Worker::join_as(&relay, relay.room(), "server").await;
    let mut client = Worker::join_as(&relay, relay.room(), "client").await;
    let (listener, port) = listen(&mut server).await;

    let fd = client.tcp().await;
    let answer = client.call_with(Call::Bind { fd, address: localhost(port) }, &[]).await;
    assert_eq!(error(answer.outcome), Errno::EADDRINUSE);
    assert_eq!(answer.facts.holders, [of_server(listener, port, true)]);

    // What the process knows itself is not asked of the kernel: of a port that the kernel does not choose by itself.
    let [own, other] = [server.tcp().await, server.tcp().await];
    let address = bind_to_a_free_port(&mut server, own).await;
    let why = reason(server.call(Call::Bind { fd: other, address }).await);
    assert!(why.contains(&format!("fd {} of this process", own.0)), "{why}");
}

#[tokio::test]
async fn who_listens_where_a_connection_was_refused() {
    let relay = Relay::start().await;
    let mut server = Worker::join_as(&relay, relay.room(), "server").await;
    let mut client = Worker::join_as(&relay, relay.room(), "client").await;
    let (listener, port) = listen(&mut server).await;
    let bound = server.tcp().await;
    let silent = server.bind(bound, localhost(0)).await.port().expect("it is TCP");

    let fd = client.tcp().await;
    let answer = client.call_with(connect(fd, silent), &[]).await;
    assert_eq!(error(answer.outcome), Errno::ECONNREFUSED);
    // It is bound to the very port, and nobody listens there.
    assert_eq!(answer.facts.holders, [of_server(listener, port, true), of_server(bound, silent, false)]);

    server.call(Call::Close { fd: listener }).await;
    server.call(Call::Close { fd: bound }).await;
    let fd = client.tcp().await;
    assert_eq!(client.call_with(connect(fd, port), &[]).await.facts, Facts::default());
}

#[tokio::test]
async fn nothing_is_told_of_another_room_nor_of_calls_that_succeed() {
    let relay = Relay::start().await;
    let mut server = Worker::join_as(&relay, relay.room(), "server").await;
    let (_, port) = listen(&mut server).await;
    let mut stranger = Worker::join_room(&relay, &crate::vocabulary::any_room()).await;
    if !crate::vocabulary::is_isolated(&stranger) {
        return;
    }
    let fd = stranger.tcp().await;
    let answer = stranger.call_with(connect(fd, port), &[]).await;
    assert_eq!((error(answer.outcome), answer.facts), (Errno::ECONNREFUSED, Facts::default()));
    let fd = server.tcp().await;
    assert_eq!(server.call_with(connect(fd, port), &[]).await.facts, Facts::default());
}

#[tokio::test]
async fn holders_are_told_up_to_their_limit() {
    let relay = Relay::start().await;
    let mut server = Worker::join_as(&relay, relay.room(), "server").await;
    for _ in 0..HOLDERS_MAX + 4 {
        server.listener().await;
    }
    let fd = server.tcp().await;
    let answer = server.call_with(connect(fd, 9), &[]).await;
    assert_eq!(answer.facts.holders.len(), HOLDERS_MAX);
}

fn done(outcome: Outcome) {
    assert_eq!(outcome, Outcome::Ok(Reply::Done));
}

/// Connects two sockets of a process and closes the accepted end first: what is left keeps the port. The other end is the answer.
async fn closed_first(worker: &mut Worker) -> (Fd, u16) {
    let (listener, port) = listen(worker).await;
    let client = worker.tcp().await;
    done(worker.call(connect(client, port)).await);
    let accepted = worker.call(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    let Outcome::Ok(Reply::Accepted { fd, .. }) = accepted else { panic!("{accepted:?}") };
    for fd in [fd, listener] {
        done(worker.call(Call::Close { fd }).await);
    }
    // The end has arrived.
    let end = worker.call_with(Call::Recv { fd: client, size: 1, flags: 0, wait: Wait::Forever }, &[]).await;
    assert_eq!((end.outcome, end.payload), (Outcome::Ok(Reply::Received { size: 0 }), Vec::new()));
    (client, port)
}

/// What is told of a port that cannot be had. Until the peer's acknowledgement has come, nothing is.
async fn in_use(worker: &mut Worker, port: u16) -> Vec<Holder> {
    soon(async {
        loop {
            let fd = worker.tcp().await;
            let answer = worker.call_with(Call::Bind { fd, address: localhost(port) }, &[]).await;
            assert_eq!(error(answer.outcome), Errno::EADDRINUSE);
            done(worker.call(Call::Close { fd }).await);
            if !answer.facts.holders.is_empty() {
                return answer.facts.holders;
            }
        }
    })
    .await
}

#[tokio::test]
async fn how_long_a_closed_connection_keeps_a_port() {
    let relay = Relay::start().await;
    let mut worker = Worker::join_as(&relay, relay.room(), "server").await;
    let (client, port) = closed_first(&mut worker).await;

    let [Holder { process, fd: None, kind: 1, listening: false, rest: Some(rest), address, .. }] =
        &in_use(&mut worker, port).await[..]
    else {
        panic!("a connection without a socket is expected")
    };
    assert_eq!((&process[..], *address), ("", localhost(port)));
    let Rest::FinWait2 { milliseconds } = *rest else { panic!("the peer is open: {rest:?}") };
    assert!((1..=60_000).contains(&milliseconds), "{milliseconds}");

    done(worker.call(Call::Close { fd: client }).await);
    let holders = in_use(&mut worker, port).await;
    let [Holder { rest: Some(Rest::TimeWait { milliseconds }), .. }] = &holders[..] else { panic!("{holders:?}") };
    assert!((1..=60_000).contains(milliseconds), "{milliseconds}");
    // The time goes by.
    let mut later = *milliseconds;
    soon(async {
        while later == *milliseconds {
            let holders = in_use(&mut worker, port).await;
            let [Holder { rest: Some(Rest::TimeWait { milliseconds }), .. }] = holders[..] else {
                panic!("{holders:?}")
            };
            later = milliseconds;
        }
    })
    .await;
    assert!(later < *milliseconds, "{later}");
}

#[tokio::test]
async fn a_listener_is_told_and_not_what_rests_behind_it() {
    let relay = Relay::start().await;
    let mut worker = Worker::join_as(&relay, relay.room(), "server").await;
    let (client, port) = closed_first(&mut worker).await;
    done(worker.call(Call::Close { fd: client }).await);
    // Another address at the port is free.
    let fd = worker.tcp().await;
    let address = Address::Inet { host: [127, 0, 0, 2].into(), port };
    worker.bind(fd, address).await;
    done(worker.call(Call::Listen { fd, backlog: 1 }).await);

    let holders = in_use(&mut worker, port).await;
    assert_eq!(holders.iter().map(|holder| (holder.fd, holder.rest)).collect::<Vec<_>>(), [(Some(fd), None)]);
}

#[tokio::test]
async fn practice_services_are_named_as_what_they_are() {
    let relay = Relay::start().await;
    let mut worker = Worker::join_as(&relay, relay.room(), "client").await;
    if !crate::vocabulary::is_isolated(&worker) {
        return;
    }
    let services = |port| Address::Inet { host: hosts::SERVICES_V4, port };
    let fd = worker.tcp().await;
    let address = services(6);
    let answer = worker.call_with(Call::Connect { fd, address, wait: Wait::Forever }, &[]).await;
    assert_eq!(error(answer.outcome), Errno::ECONNREFUSED);
    let told: Vec<_> = answer.facts.holders.iter().map(|holder| (holder.service.as_deref(), holder.address)).collect();
    assert_eq!(told, hosts::PRACTICE_SERVICES.map(|service| (Some(service.name), services(service.port))));
    assert!(answer.facts.holders.iter().all(|holder| holder.listening && holder.fd.is_none() && !holder.you));

    let fd = worker.tcp().await;
    let answer = worker.call_with(Call::Bind { fd, address: services(7) }, &[]).await;
    let told: Vec<_> = answer.facts.holders.iter().map(|holder| (holder.service.as_deref(), holder.kind)).collect();
    match error(answer.outcome) {
        Errno::EACCES => eprintln!("skipped: ports below 1024 are reserved, where /proc/sys may only be read"),
        errno => assert_eq!((errno, told), (Errno::EADDRINUSE, vec![(Some("echo"), 1), (Some("echo"), 1)])),
    }
}

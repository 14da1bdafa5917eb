//! What a room knows about a call that failed.

use crate::vocabulary::{Relay, Worker, error, localhost, reason};
use sockbox_core::{Call, Errno, Facts, Fd, HOLDERS_MAX, Holder, Wait};

fn connect(fd: Fd, port: u16) -> Call {
    Call::Connect { fd, address: localhost(port), wait: Wait::Forever }
}

/// A TCP socket of the process `server`.
fn of_server(fd: Fd, port: u16, listening: bool) -> Holder {
    let (process, address) = ("server".to_owned(), localhost(port));
    Holder { process, you: false, fd: Some(fd), kind: 1, address, listening, rest: None }
}

async fn listen(worker: &mut Worker) -> (Fd, u16) {
    let (fd, address) = worker.listener().await;
    (fd, address.port().expect("it is TCP"))
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

    // What the process knows itself is not asked of the kernel: of a port that the kernel does not choose by itself. The room is the
    // test's own.
    let [own, other] = [server.tcp().await, server.tcp().await];
    let address = server.bind(own, localhost(8001)).await;
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

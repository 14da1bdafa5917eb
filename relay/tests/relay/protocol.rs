//! What ends a connection, in words, and that it ends no other.

use crate::vocabulary::{Relay, Worker};
use sockbox_core::Call;
use sockbox_core::Fd;
use sockbox_core::wire::{FRAME_MAX, WorkerToRelay};
use tokio_tungstenite::tungstenite::Message;

const PROTOCOL_ERROR: u16 = 1002;
const UNSUPPORTED: u16 = 1003;

/// Sends a frame after the hellos, and expects to be closed with these words, while another session lives on.
async fn check(frame: &[u8], words: &str) {
    let relay = Relay::on_host(|_| {});
    let (mut broken, mut sound) = (Worker::join(&relay).await, Worker::join(&relay).await);
    broken.send(frame.to_vec()).await;
    let (code, reason) = broken.closed().await;
    assert_eq!(code, PROTOCOL_ERROR);
    assert!(reason.contains(words), "{reason}");
    sound.tcp().await;
}

fn header(json: &str) -> Vec<u8> {
    [&(json.len() as u32).to_le_bytes(), json.as_bytes()].concat()
}

#[tokio::test]
async fn a_frame_that_cannot_be_read_ends_its_connection_only() {
    check(b"", "the frame ends after 0 bytes").await;
    check(b"garbage, and enough of it", "header has").await;
    check(&header("{}"), "not understood").await;
    check(&header(r#"{"call":{"id":1,"call":{"fork":{}}}}"#), "not understood").await;
    check(&[200, 0, 0, 0, b'{'], "204 are needed").await;
}

/// A connection that is dropped with unread bytes is reset, and on some systems takes the reason with it.
#[tokio::test]
async fn the_reason_reaches_a_worker_that_goes_on_sending() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    for _ in 0..100 {
        worker.send(vec![0xff; 10_000]).await;
    }
    assert_eq!(worker.closed().await.0, PROTOCOL_ERROR);
    worker.end_cleanly().await;
}

#[tokio::test]
async fn a_frame_longer_than_the_wire_allows_ends_its_connection() {
    check(&vec![0; FRAME_MAX + 1], "too long").await;
}

#[tokio::test]
async fn a_text_message_ends_its_connection() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    worker.send_message(Message::text(r#"{"hello":{"version":1}}"#)).await;
    let (code, reason) = worker.closed().await;
    assert_eq!((code, reason.as_str()), (UNSUPPORTED, "a frame is a binary message, this was text"));
}

#[tokio::test]
async fn an_unknown_version_is_refused_in_words() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::connect_to(&relay).await;
    worker.say(&WorkerToRelay::Hello { version: 4711, name: String::new(), page: String::new() }).await;
    let (code, reason) = worker.closed().await;
    assert_eq!(code, PROTOCOL_ERROR);
    assert!(reason.contains("version 3") && reason.contains("4711"), "{reason}");
}

#[tokio::test]
async fn a_call_before_the_hello_ends_the_connection() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::connect_to(&relay).await;
    worker.begin(Call::Close { fd: Fd(3) }).await;
    assert_eq!(worker.closed().await, (PROTOCOL_ERROR, "the first frame must be a hello".to_owned()));
}

#[tokio::test]
async fn ids_that_do_not_grow_end_the_connection() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    let call = |id| WorkerToRelay::Call { id, call: Call::Close { fd: Fd(99) } };
    worker.say(&call(7)).await;
    worker.hear().await.expect("the first is answered");
    worker.say(&call(7)).await;
    assert_eq!(worker.closed().await, (PROTOCOL_ERROR, "the id 7 came after 7: ids must grow".to_owned()));
}

#[tokio::test]
async fn a_connection_that_ends_in_an_error_closes_its_sockets() {
    let relay = Relay::start().await;
    let (mut broken, mut sound) = (Worker::join(&relay).await, Worker::join(&relay).await);
    let (listener, address) = sound.listener().await;
    broken.connect(address).await;
    let (passive, _) = sound.accept(listener).await;
    broken.send(b"garbage".to_vec()).await;
    // It does not wait for the worker to read the reason.
    assert_eq!(sound.recv(passive, 1).await, b"");
}

//! Frames that are not in the protocol: each ends its own connection, with a code.

use crate::vocabulary::{Attack, Who, Worker, hello, withstand};
use sockbox_core::wire::{FRAME_MAX, HEADER_MAX, PAYLOAD_MAX, encode};
use tokio_tungstenite::tungstenite::Message;

const ROUNDS: usize = 10;
const PROTOCOL_ERROR: Option<u16> = Some(1002);
const UNSUPPORTED: Option<u16> = Some(1003);

#[test]
fn malformed_frames_end_only_their_connection() {
    withstand(Attack { name: "malformed frames", options: &[], memory: 16 }, async |relay| {
        let (room, frames) = (relay.room(), malformed());
        for _ in 0..ROUNDS {
            for frame in &frames {
                check_refused(Worker::join(relay, &room).await, frame).await;
            }
        }
        ROUNDS * frames.len()
    });
}

#[test]
fn malformed_first_frames_end_only_their_connection() {
    withstand(Attack { name: "malformed hellos", options: &[], memory: 16 }, async |relay| {
        let (room, frames) = (relay.room(), malformed());
        for frame in &frames {
            let worker = Worker::connect(relay, &room, Who::Attacker).await.expect("the relay takes connections");
            check_refused(worker, frame).await;
        }
        frames.len()
    });
}

#[test]
fn text_messages_end_only_their_connection() {
    withstand(Attack { name: "text messages", options: &[], memory: 16 }, async |relay| {
        let room = relay.room();
        for _ in 0..ROUNDS {
            let mut worker = Worker::join(relay, &room).await;
            worker.send(Message::text(r#"{"hello":{"version":3}}"#)).await.expect("the relay reads");
            assert_eq!(worker.closed().await, UNSUPPORTED);
        }
        ROUNDS
    });
}

#[test]
fn a_replayed_conversation_ends_its_connection() {
    withstand(Attack { name: "replayed frames", options: &[], memory: 16 }, async |relay| {
        let room = relay.room();
        for replayed in [encode(&hello(), &[]), call(r#"{"id":1,"call":{"close":{"fd":3}}}"#)] {
            let mut worker = Worker::join(relay, &room).await;
            worker.send(Message::binary(call(r#"{"id":1,"call":{"close":{"fd":3}}}"#))).await.expect("the relay reads");
            worker.hear().await.expect("the first is answered");
            worker.send(Message::binary(replayed)).await.expect("the relay reads");
            assert_eq!(worker.closed().await, PROTOCOL_ERROR);
        }
        2
    });
}

async fn check_refused(mut worker: Worker, frame: &[u8]) {
    // A frame that is too long for a WebSocket message is refused before it is read to its end, so sending it may fail.
    let _ = worker.send(Message::binary(frame.to_vec())).await;
    assert_eq!(worker.closed().await, PROTOCOL_ERROR, "{}", frame[..frame.len().min(200)].escape_ascii());
}

/// A frame of this header.
fn header(json: impl AsRef<[u8]>) -> Vec<u8> {
    let json = json.as_ref();
    [&(json.len() as u32).to_le_bytes(), json].concat()
}

fn call(json: &str) -> Vec<u8> {
    header(format!(r#"{{"call":{json}}}"#))
}

/// Frames that are wrong by their lengths, by their JSON, or by what the JSON says.
fn malformed() -> Vec<Vec<u8>> {
    let mut frames = wrong_lengths();
    frames.extend(WRONG_HEADERS.iter().map(header));
    frames.extend(WRONG_CALLS.iter().map(|json| call(json)));
    for opening in ["[", r#"{"call":"#, r#"{"call":{"id":1,"call":{"poll":{"entries":["#] {
        frames.push(header(opening.repeat(HEADER_MAX / opening.len())));
    }
    frames.push(header(format!(r#"{{"hello":{{"version":3,"more":{}}}}}"#, "[".repeat(HEADER_MAX - 100))));
    frames.push(header(format!(r#"{{"cancel":{{"id":{}}}}}"#, "9".repeat(HEADER_MAX - 100))));
    frames
}

fn wrong_lengths() -> Vec<Vec<u8>> {
    vec![
        vec![],
        vec![1, 0, 0],
        vec![1, 0, 0, 0],
        vec![200, 0, 0, 0, b'{'],
        vec![0xff; 4],
        vec![0xff; 1000],
        [&(HEADER_MAX as u32 + 1).to_le_bytes()[..], &vec![b' '; HEADER_MAX + 1]].concat(),
        [header(r#"{"call":{"id":1,"call":{"send":{"fd":3,"flags":0,"wait":"never"}}}}"#), vec![0; PAYLOAD_MAX + 1]]
            .concat(),
        vec![0; FRAME_MAX + 1],
    ]
}

const WRONG_HEADERS: [&[u8]; 17] = [
    b"",
    b" ",
    b"{",
    b"{}",
    b"[]",
    b"null",
    b"0",
    b"\"hello\"",
    b"\xff\xfe{}",
    b"{\"hel\xc3\x28\":{}}",
    b"\0{\"cancel\":{\"id\":1}}",
    b"{\"cancel\":{\"id\":1}}{\"cancel\":{\"id\":2}}",
    b"{\"cancel\":{\"id\":1},\"hello\":{\"version\":2}}",
    b"{\"cancel\":{}}",
    b"{\"cancel\":[]}",
    b"{\"hello\":{\"version\":-2}}",
    b"{\"fork\":{}}",
];

const WRONG_CALLS: [&str; 30] = [
    r#"{"id":NaN,"call":{"close":{"fd":3}}}"#,
    r#"{"id":Infinity,"call":{"close":{"fd":3}}}"#,
    r#"{"id":1e400,"call":{"close":{"fd":3}}}"#,
    r#"{"id":1.5,"call":{"close":{"fd":3}}}"#,
    r#"{"id":-1,"call":{"close":{"fd":3}}}"#,
    r#"{"id":18446744073709551616,"call":{"close":{"fd":3}}}"#,
    r#"{"id":"1","call":{"close":{"fd":3}}}"#,
    r#"{"id":null,"call":{"close":{"fd":3}}}"#,
    r#"{"id":1,"id":2,"call":{"close":{"fd":3}}}"#,
    r#"{"id":1,"call":{"close":{"fd":3}},"call":{"close":{"fd":4}}}"#,
    r#"{"id":1,"call":{"close":{"fd":3,"fd":4}}}"#,
    r#"{"id":1,"call":{"close":{"fd":3,"more":4}}}"#,
    r#"{"id":1,"call":{"close":{"fd":2147483648}}}"#,
    r#"{"id":1,"call":{"close":{"fd":-2147483649}}}"#,
    r#"{"id":1,"call":{"close":{"fd":3.0}}}"#,
    r#"{"id":1,"call":{"close":{"fd":[3]}}}"#,
    r#"{"id":1,"call":{"close":{"fd":true}}}"#,
    r#"{"id":1,"call":{"close":{}}}"#,
    r#"{"id":1,"call":"close"}"#,
    r#"{"id":1,"call":{"close":{"fd":3},"dup":{"fd":3}}}"#,
    r#"{"id":1,"call":{"execve":{"path":"/bin/sh"}}}"#,
    r#"{"id":1,"call":{"accept":{"fd":3,"wait":{"milliseconds":-1}}}}"#,
    r#"{"id":1,"call":{"accept":{"fd":3,"wait":"sometimes"}}}"#,
    r#"{"id":1,"call":{"recv":{"fd":3,"size":4294967296,"flags":0,"wait":"never"}}}"#,
    r#"{"id":1,"call":{"bind":{"fd":3,"address":{"inet":{"host":"localhost","port":1}}}}}"#,
    r#"{"id":1,"call":{"bind":{"fd":3,"address":{"inet":{"host":"127.0.0.1","port":65536}}}}}"#,
    r#"{"id":1,"call":{"bind":{"fd":3,"address":{"unix":{"path":[256]}}}}}"#,
    r#"{"id":1,"call":{"poll":{"entries":[{"fd":3,"events":32768}],"wait":"never"}}}"#,
    r#"{"id":1,"call":{"poll":{"entries":[[[[[3]]]]],"wait":"never"}}}"#,
    r#"{"id":1,"call":{"shutdown":{"fd":3,"how":"softly"}}}"#,
];

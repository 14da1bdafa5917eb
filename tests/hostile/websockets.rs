//! Below the frames: WebSocket messages that RFC 6455 does not allow, and some that it does.

use crate::vocabulary::{Attack, Relay, Worker, withstand};
use futures_util::future::join_all;
use sockbox_core::wire::{FRAME_MAX, WorkerToRelay, encode};
use sockbox_core::{Call, Fd, Outcome};

const FINAL: u8 = 0x80;
const CONTINUATION: u8 = 0;
const BINARY: u8 = 2;
const CLOSE: u8 = 8;
const PING: u8 = 9;

/// A masked WebSocket frame, RFC 6455 section 5.2; the mask is zero, so that the bytes stay what they are.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = match payload.len() {
        short @ 0..126 => vec![0x80 | short as u8],
        medium @ 126..65536 => [&[0x80 | 126][..], &(medium as u16).to_be_bytes()].concat(),
        long => [&[0x80 | 127][..], &(long as u64).to_be_bytes()].concat(),
    };
    [&[first], &length[..], &[0; 4], payload].concat()
}

#[test]
fn broken_websocket_frames_end_only_their_connection() {
    let broken = [
        frame(FINAL | 0x40 | BINARY, b"RSV1 without an extension"),
        frame(FINAL | 0x70 | BINARY, b"all reserved bits"),
        frame(FINAL | 3, b"an opcode that is reserved"),
        frame(FINAL | 0xf, b"another"),
        frame(PING, b"a control frame in pieces"),
        frame(FINAL | PING, &[0; 126]),
        frame(FINAL | CONTINUATION, b"of nothing"),
        [frame(BINARY, b"begun"), frame(FINAL | BINARY, b"and begun again")].concat(),
        frame(FINAL | CLOSE, &[3]),
        frame(FINAL | CLOSE, &[0xff, 0xff, 0xff, 0xfe]),
        frame(FINAL | CLOSE, &[3, 0xe8, 0xff, 0xfe]),
        vec![FINAL | BINARY, 5, b'p', b'l', b'a', b'i', b'n'],
        [&[FINAL | BINARY, 0xff][..], &u64::MAX.to_be_bytes(), &[0; 4]].concat(),
        [&[FINAL | BINARY, 0xff][..], &(1u64 << 62).to_be_bytes(), &[0; 4]].concat(),
        [&[FINAL | BINARY, 0xff][..], &(FRAME_MAX as u64 + 1).to_be_bytes(), &[0; 4]].concat(),
    ];
    withstand(Attack { name: "broken WebSocket frames", options: &[], memory: 16 }, async |relay| {
        let room = relay.room();
        for bytes in &broken {
            let mut worker = Worker::join(relay, &room).await;
            worker.write(bytes).await.expect("the relay reads");
            worker.closed().await;
        }
        broken.len()
    });
}

#[test]
fn a_frame_may_come_in_many_pieces() {
    withstand(Attack { name: "a call in pieces of a byte", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let call = encode(&WorkerToRelay::Call { id: 1, call: Call::Close { fd: Fd(3) } }, &[]);
        worker.write(&frame(BINARY, &call[..1])).await.expect("the relay reads");
        for byte in call[1..].iter().copied() {
            worker.write(&frame(CONTINUATION, &[byte])).await.expect("the relay reads");
            worker.write(&frame(FINAL | PING, b"between the pieces")).await.expect("the relay reads");
        }
        worker.write(&frame(FINAL | CONTINUATION, b"")).await.expect("the relay reads");
        assert!(matches!(worker.end(1).await.outcome, Outcome::Refused { .. } | Outcome::Failed { .. }));
        call.len()
    });
}

#[test]
fn empty_pieces_without_end_cost_nothing() {
    const PIECES: usize = 1_000_000;
    withstand(Attack { name: "empty pieces of a message", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        worker.write(&frame(BINARY, b"")).await.expect("the relay reads");
        let pieces = frame(CONTINUATION, b"").repeat(PIECES / 100);
        for _ in 0..100 {
            worker.write(&pieces).await.expect("the relay reads");
        }
        PIECES
    });
}

#[test]
fn pings_without_end_cost_nothing() {
    const PINGS: usize = 50_000;
    withstand(Attack { name: "pings, no pong is read", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let pings = frame(FINAL | PING, &[b'p'; 125]).repeat(PINGS / 100);
        for _ in 0..100 {
            // The relay stops to read once its pongs find no room; this is what a writer then waits for.
            tokio::select! {
                written = worker.write(&pings) => written.expect("the relay reads"),
                () = tokio::time::sleep(std::time::Duration::from_millis(200)) => break,
            }
        }
        PINGS
    });
}

/// A message that is all there but its last byte has to be kept: so many as there is memory for. The others wait, and whoever says
/// little does not.
#[test]
fn messages_that_never_end_cost_no_more_than_the_relay_may_hold() {
    const CONNECTIONS: usize = 64;
    const HELD: usize = 16 << 20;
    let options = &["--relay-buffered-bytes", "16777216"];
    withstand(Attack { name: "messages without their last byte", options, memory: 32 }, async |relay| {
        let room = relay.room();
        let mut unfinished = frame(FINAL | BINARY, &vec![0; FRAME_MAX]);
        unfinished.pop();
        let writers = (0..CONNECTIONS).map(async |_| {
            let mut worker = Worker::join(relay, &room).await;
            worker.write(&unfinished).await.expect("the relay reads");
            // What was written may still be on its way.
            std::future::pending::<()>().await;
        });
        let full = async {
            while relay.metric("sockbox_buffered_bytes").await + (2 << 20) < HELD {}
            Worker::join(relay, &relay.room()).await.tcp().await;
        };
        tokio::select! {
            _ = join_all(writers) => {}
            () = full => {}
        }
        CONNECTIONS
    });
}

/// Claims to send the longest frame there is, and sends nothing of it.
#[test]
fn a_claim_of_size_costs_nothing() {
    const CONNECTIONS: usize = 64;
    withstand(Attack { name: "claims of long messages", options: &[], memory: 32 }, async |relay| {
        let room = relay.room();
        let mut workers = Vec::new();
        for _ in 0..CONNECTIONS {
            let mut worker = Worker::join(relay, &room).await;
            worker.write(&frame(FINAL | BINARY, &vec![0; FRAME_MAX])[..14]).await.expect("the relay reads");
            workers.push(worker);
        }
        workers.len()
    });
}

#[test]
fn extensions_are_not_spoken() {
    withstand(Attack { name: "requests for compression", options: &[], memory: 16 }, async |relay| {
        let line = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
        let answer = relay.ask(&upgrade(relay, line)).await.to_lowercase();
        assert!(answer.starts_with("http/1.1 101"), "{answer}");
        assert!(!answer.contains("sec-websocket-extensions"), "{answer}");
        1
    });
}

/// What would let several WebSockets, or none, come of one request: another line in place of one of the request's, or beside them.
#[test]
fn odd_upgrades_are_refused() {
    let replaced = [
        (VERSION, "Sec-WebSocket-Version: 8\r\n"),
        (VERSION, ""),
        (KEY, ""),
        ("Upgrade: websocket\r\n", "Upgrade: h2c\r\n"),
        ("Upgrade: websocket\r\n", ""),
        ("Connection: upgrade\r\n", "Connection: close\r\n"),
    ];
    let added = ["Content-Length: 99999999999999999999\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n"];
    withstand(Attack { name: "odd upgrades", options: &[], memory: 16 }, async |relay| {
        let request = String::from_utf8(upgrade(relay, "")).expect("it is text");
        let replaced = replaced.map(|(line, other)| request.replace(line, other).into_bytes());
        let odd: Vec<_> = replaced.into_iter().chain(added.map(|line| upgrade(relay, line))).collect();
        for request in &odd {
            let (heard, request) = (relay.say(request).await, String::from_utf8_lossy(request));
            assert!(heard.starts_with(b"HTTP/1.1 4"), "{request}{}", String::from_utf8_lossy(&heard));
        }
        odd.len()
    });
}

/// Pings that stand between the pieces of a message must not make what came of it forgotten.
#[test]
fn pings_between_pieces_do_not_hide_a_message() {
    const CONNECTIONS: usize = 64;
    const HELD: usize = 16 << 20;
    let options = &["--relay-buffered-bytes", "16777216"];
    withstand(Attack { name: "pieces with pings, without an end", options, memory: 48 }, async |relay| {
        let room = relay.room();
        let pieces = [frame(CONTINUATION, &[0; 8000]), frame(FINAL | PING, b"p")].concat();
        let writers = (0..CONNECTIONS).map(async |_| {
            let mut worker = Worker::join(relay, &room).await;
            worker.write(&frame(BINARY, b"")).await.expect("the relay reads");
            for _ in 0..FRAME_MAX / 8000 {
                worker.write(&pieces).await.expect("the relay reads");
            }
            std::future::pending::<()>().await;
        });
        let full = async { while relay.metric("sockbox_buffered_bytes").await + (2 << 20) < HELD {} };
        tokio::select! {
            _ = join_all(writers) => {}
            () = full => {}
        }
        CONNECTIONS
    });
}

const VERSION: &str = "Sec-WebSocket-Version: 13\r\n";
const KEY: &str = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";

fn upgrade(relay: &Relay, line: &str) -> Vec<u8> {
    format!(
        "GET /rooms/{}/process HTTP/1.1\r\nHost: {}\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
         {VERSION}{KEY}{line}\r\n",
        relay.room(),
        relay.address()
    )
    .into_bytes()
}

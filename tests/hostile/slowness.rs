//! Slowness: a byte at a time, and requests and frames that never end.

use crate::vocabulary::{Attack, Who, Worker, withstand};
use sockbox_core::wire::{WorkerToRelay, encode};
use sockbox_core::{Call, Fd};
use tokio::io::AsyncWriteExt;

#[test]
fn a_call_written_a_byte_at_a_time_is_answered() {
    withstand(Attack { name: "a call a byte at a time", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let call = encode(&WorkerToRelay::Call { id: 1, call: Call::Close { fd: Fd(3) } }, &[]);
        let message = [&[0x82, 0x80 | call.len() as u8, 0, 0, 0, 0][..], &call].concat();
        for byte in &message {
            worker.write(&[*byte]).await.expect("the relay reads");
        }
        worker.end(1).await;
        message.len()
    });
}

/// Slow loris: requests that are never finished.
#[test]
fn requests_that_never_end_hold_up_nobody() {
    const CONNECTIONS: usize = 400;
    withstand(Attack { name: "requests without end", options: &[], memory: 32 }, async |relay| {
        let mut streams = Vec::new();
        for _ in 0..CONNECTIONS {
            let mut stream = relay.connect(Who::Attacker).await;
            stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n").await.expect("the relay reads");
            streams.push(stream);
        }
        for stream in &mut streams {
            // The relay may have given this one up.
            let _ = stream.write_all(b"X-A: b\r\n").await;
        }
        Worker::try_join(relay, &relay.room(), Who::Friend).await.expect("others are let in");
        streams.len()
    });
}

/// WebSockets on which no hello comes. They wait for it for a minute each.
#[test]
fn connections_without_a_hello_hold_up_nobody() {
    const CONNECTIONS: usize = 200;
    withstand(Attack { name: "connections without a hello", options: &[], memory: 32 }, async |relay| {
        let room = relay.room();
        let mut workers = Vec::new();
        for _ in 0..CONNECTIONS {
            match Worker::connect(relay, &room, Who::Attacker).await {
                Ok(worker) => workers.push(worker),
                Err(_) => break,
            }
        }
        Worker::try_join(relay, &relay.room(), Who::Friend).await.expect("others are let in");
        workers.len()
    });
}

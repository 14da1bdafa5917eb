//! From nothing to the first socket: the connection, the hello, and a call. In a room that is there already, in a fresh one, and in
//! many fresh ones at once, more than the relay keeps ready.

use super::{process, relay};
use crate::figure::quantile;
use futures_util::future::try_join_all;
use sockbox_tests::Relay;
use std::time::{Duration, Instant};

const ROUNDS: usize = 200;
/// Several times what the relay keeps ready.
const AT_ONCE: usize = 50;
const BURSTS: usize = 6;
/// Within this time the relay makes up for a room that was taken.
const BREATH: Duration = Duration::from_millis(30);
/// Of the room that is there already.
const OLD_ROOM: usize = 0;

/// The times, in words.
pub(super) async fn measure() -> anyhow::Result<String> {
    eprintln!("measuring how long a room takes to come into being");
    let relay = relay().await?;
    let _keeper = process(&relay, OLD_ROOM).await?;
    let (mut joined, mut made) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        // Each in turn, so that a change in the machine's speed meets both.
        joined.push(first_socket(&relay, OLD_ROOM).await?);
        tokio::time::sleep(BREATH).await;
        made.push(first_socket(&relay, round).await?);
        tokio::time::sleep(BREATH).await;
    }
    let mut crowded = Vec::new();
    for burst in 0..BURSTS {
        let rooms = ROUNDS + 1 + burst * AT_ONCE..;
        crowded.extend(try_join_all(rooms.take(AT_ONCE).map(|room| first_socket(&relay, room))).await?);
    }
    let mut crowded_old = Vec::new();
    for _ in 0..BURSTS {
        crowded_old.extend(try_join_all((0..AT_ONCE).map(|_| first_socket(&relay, OLD_ROOM))).await?);
    }
    Ok(format!(
        "first socket of a process, p50 and p99\n{}\n{}\n{} at once, which empties the pool of rooms:\n{}\n{}",
        words("  room was there", &joined, &joined),
        words("  fresh room", &made, &joined),
        AT_ONCE,
        words("  room was there", &crowded_old, &crowded_old),
        words("  fresh rooms", &crowded, &crowded_old),
    ))
}

/// In milliseconds. The process then ends.
async fn first_socket(relay: &Relay, room: usize) -> anyhow::Result<f64> {
    let begun = Instant::now();
    let session = process(relay, room).await?;
    let time = begun.elapsed().as_secs_f64() * 1e3;
    drop(session);
    Ok(time)
}

fn words(what: &str, times: &[f64], compared_with: &[f64]) -> String {
    let (p50, p99) = (quantile(times, 0.5), quantile(times, 0.99));
    let ratio = p50 / quantile(compared_with, 0.5);
    format!("{what:<24} {p50:>8.2} ms {p99:>8.2} ms  {ratio:>5.1} x, {} times", times.len())
}

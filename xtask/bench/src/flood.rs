//! What two sessions that flood the relay do to two hundred others: the latter's round trips, with and without them, under the limits that a
//! relay has by default.

use crate::figure::{Figure, Goal, median, quantile};
use crate::pair;
use crate::session::Session;
use anyhow::Context;
use futures_util::future::try_join_all;
use rustix::process::nice;
use sockbox_core::constants::{AF_INET, SOCK_DGRAM};
use sockbox_core::{Address, Call, Fd};
use sockbox_tests::Relay;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const ROOMS: usize = 20;
/// Sessions of a room are in pairs that talk to each other.
const PAIRS: usize = 5;
const TIME: Duration = Duration::from_secs(10);
/// A program does something else between its messages: without that, it would be these who flood.
const BETWEEN: Duration = Duration::from_millis(50);
/// Calls on the way of one who floods.
const PIPELINE: usize = 64;

/// The ratio of the medians, and that of the slowest in a hundred in the remark.
pub(crate) async fn measure() -> anyhow::Result<Figure> {
    eprintln!("measuring {} sessions without and with two that flood", 2 * ROOMS * PAIRS);
    let relay = Relay::start().await?;
    let mut pairs = Vec::new();
    for number in 0..ROOMS * PAIRS {
        pairs.push(Pair::open(&relay, number).await?);
    }
    let quiet = talk(&mut pairs).await?;
    let flood = Flood::start(&relay)?;
    let flooded = talk(&mut pairs).await?;
    let calls = flood.stop()?;
    let [quiet_median, flooded_median] = [&quiet, &flooded].map(|times| median(times));
    let [quiet_late, flooded_late] = [&quiet, &flooded].map(|times| quantile(times, 0.99));
    Ok(Figure {
        name: "round trips of 200 sessions, flooded / quiet",
        value: flooded_median / quiet_median,
        unit: "x",
        goal: Goal::AtMost(3.0),
        remark: format!(
            "median {quiet_median:.0} us quiet, {flooded_median:.0} us with {:.0} calls a second of two others; one in a hundred took \
             {quiet_late:.0} and {flooded_late:.0} us or more; {} and {} round trips",
            calls as f64 / TIME.as_secs_f64(),
            quiet.len(),
            flooded.len(),
        ),
    })
}

/// Two sessions of one room, and where they meet.
struct Pair {
    server: Session,
    client: Session,
    address: Address,
}

impl Pair {
    async fn open(relay: &Relay, number: usize) -> anyhow::Result<Self> {
        let room = format!("{:032x}", number / PAIRS);
        let address = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 8000 + (number % PAIRS) as u16 };
        let (server, client) =
            (Session::open_in(relay.url(), &room).await?, Session::open_in(relay.url(), &room).await?);
        Ok(Self { server, client, address })
    }

    /// The times of messages and their answers, in microseconds, until it is over.
    async fn talk(&mut self, end: Instant) -> anyhow::Result<Vec<f64>> {
        let sockets = [self.server.open_socket().await?, self.client.open_socket().await?];
        let ends = pair::connect(&mut self.server, &mut self.client, sockets, self.address).await?;
        let [mut server, mut client] = ends;
        let mut times = Vec::new();
        while Instant::now() < end {
            let begun = Instant::now();
            tokio::try_join!(pair::ask(&mut client), pair::answer(&mut server))?;
            times.push(begun.elapsed().as_secs_f64() * 1e6);
            tokio::time::sleep(BETWEEN).await;
        }
        client.close().await?;
        server.close().await?;
        self.server.call(Call::Close { fd: sockets[0] }, &[]).await?;
        Ok(times)
    }
}

async fn talk(pairs: &mut [Pair]) -> anyhow::Result<Vec<f64>> {
    let end = Instant::now() + TIME;
    Ok(try_join_all(pairs.iter_mut().map(|pair| pair.talk(end))).await?.concat())
}

/// Two sessions that never wait: one whose calls are made where its session runs, and one whose calls are made in its room, for which there
/// are few threads. Their own work is done at the lowest priority, as if on another machine.
struct Flood {
    over: Arc<AtomicBool>,
    calls: Arc<AtomicUsize>,
    thread: thread::JoinHandle<anyhow::Result<()>>,
}

impl Flood {
    fn start(relay: &Relay) -> anyhow::Result<Self> {
        let (over, calls, url) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default(), relay.url().to_owned());
        let (until, count) = (Arc::clone(&over), Arc::clone(&calls));
        let thread = thread::Builder::new().name("flood".to_owned()).spawn(move || {
            nice(19).context("every process may be nicer")?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let name = |_| Call::GetSockName { fd: Fd(3) };
            let open_and_close = |number| match number % 2 {
                0 => Call::Socket { family: AF_INET, kind: SOCK_DGRAM, protocol: 0 },
                _ => Call::Close { fd: Fd(4) },
            };
            runtime.block_on(async {
                tokio::try_join!(flood(&url, name, &until, &count), flood(&url, open_and_close, &until, &count))
            })?;
            Ok(())
        })?;
        Ok(Self { over, calls, thread })
    }

    /// How many calls there were.
    fn stop(self) -> anyhow::Result<usize> {
        self.over.store(true, Ordering::Relaxed);
        self.thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(self.calls.load(Ordering::Relaxed))
    }
}

/// Has as many calls on the way as there may be, until it is over.
async fn flood(url: &str, call: impl Fn(usize) -> Call, over: &AtomicBool, calls: &AtomicUsize) -> anyhow::Result<()> {
    let mut session = Session::open(url).await?;
    session.open_socket().await?;
    while !over.load(Ordering::Relaxed) {
        for number in 0..PIPELINE {
            session.begin(call(number), &[]).await?;
        }
        for _ in 0..PIPELINE {
            session.end().await?;
        }
        calls.fetch_add(PIPELINE, Ordering::Relaxed);
    }
    Ok(())
}

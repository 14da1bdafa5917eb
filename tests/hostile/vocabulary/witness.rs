//! Somebody in another room, who goes on working: how long their calls take tells what an attack does to others.

use super::{PATIENCE, Relay, Who, Worker};
use sockbox_core::constants::{AF_INET, SOCK_STREAM};
use sockbox_core::{Call, Outcome};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Times of a quiet relay, before an attack and again after it: the middle of so many is steady.
const QUIET: usize = 60;
/// A learner's program is not a benchmark: it does something else between its calls.
const BETWEEN: Duration = Duration::from_millis(1);

/// A process on a thread of its own, for as long as this value lives.
pub(crate) struct Witness {
    times: Receiver<Duration>,
}

/// The middle one and the one in a hundred of some times.
#[derive(Clone, Copy)]
pub(crate) struct Latency {
    pub(crate) median: Duration,
    pub(crate) p99: Duration,
    pub(crate) count: usize,
}

impl Witness {
    /// Joins a room of its own and begins to work.
    pub(crate) fn start(relay: Arc<Relay>) -> Self {
        let (sender, times) = channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime can be made").block_on(work(&relay, &sender));
        });
        Self { times }
    }

    /// Its times while nothing else happens.
    pub(crate) fn quiet(&self) -> Vec<Duration> {
        (0..QUIET).map(|_| self.next()).collect()
    }

    /// Its times since it was last asked, up to one that is yet to come: so it is still served.
    pub(crate) fn since(&self) -> Vec<Duration> {
        let times = self.times.try_iter().collect::<Vec<_>>().into_iter();
        times.chain([self.next()]).collect()
    }

    fn next(&self) -> Duration {
        self.times.recv_timeout(PATIENCE).expect("the process in another room goes on")
    }
}

impl Latency {
    /// Of some times, one at least.
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let count = times.len();
        Self { median: times[count / 2], p99: times[count * 99 / 100], count }
    }
}

/// Times of a new socket, a call on it, and its end; until nobody wants to know.
async fn work(relay: &Relay, times: &Sender<Duration>) {
    let room = relay.room();
    let mut worker = Worker::try_join(relay, &room, Who::Friend).await.expect("a friend is let in");
    loop {
        let begun = Instant::now();
        let fd = worker.socket(AF_INET, SOCK_STREAM).await;
        let name = worker.call(Call::GetSockName { fd }).await;
        let close = worker.call(Call::Close { fd }).await;
        assert!(matches!((&name, &close), (Outcome::Ok(_), Outcome::Ok(_))), "{name:?} {close:?}");
        if times.send(begun.elapsed()).is_err() {
            return;
        }
        tokio::time::sleep(BETWEEN).await;
    }
}

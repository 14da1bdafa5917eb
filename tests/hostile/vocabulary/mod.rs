//! What the attacks are written in. [`withstand`] starts a [`Relay`], lets a [`Witness`] work in one room and the attack happen
//! in others, and then looks at what is left:
//!
//! ```text
//! relay ── witness in a room of its own     its calls go on; how much slower is printed
//!   └───── attack, from another address     a closure with Workers and raw connections
//! after it: memory below a bound, descriptors as before, no panic in the log, a newcomer in a new room is served
//! ```

mod relay;
mod witness;
mod worker;

pub(crate) use relay::{Relay, Who};
pub(crate) use worker::{Worker, error, hello};

use rustix::process::nice;
use sockbox_core::{Address, Call, Outcome, Reply, Wait};
use std::future::Future;
use std::io::Write;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use witness::{Latency, Witness};

/// A test that waits this long for anything has failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// Fewer rounds in another room say nothing of how fast they were.
const ROUNDS_TO_COMPARE: usize = 100;

/// Attacks would disturb each other's figures.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// An attack, and what the relay may have for it.
pub(crate) struct Attack {
    /// Names it beside its figures.
    pub(crate) name: &'static str,
    /// Options of `sockbox serve`.
    pub(crate) options: &'static [&'static str],
    /// How many MiB of memory it may cost.
    pub(crate) memory: u64,
}

/// Attacks a relay, and looks at what is left. `hostile` returns how often it did whatever it does.
pub(crate) fn withstand(attack: Attack, hostile: impl AsyncFnOnce(&Relay) -> usize + Send) {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let relay = Arc::new(Relay::start(attack.options));
    let witness = Witness::start(Arc::clone(&relay));
    runtime().block_on(relay.wait_for_namespaces());
    let before = witness.quiet();
    let (memory, descriptors) = (relay.memory("VmHWM"), relay.descriptors());
    let count = in_the_background(|| runtime().block_on(hostile(&relay)));
    let during = Latency::of(witness.since());
    let peak = relay.memory("VmHWM") - memory;
    relay.wait_for_descriptors(descriptors);
    witness.since();
    let quiet = Latency::of([before, witness.quiet()].concat());
    tell(&attack, count, quiet, during, peak);
    assert!(peak <= attack.memory * 1024, "it took {peak} KiB, {} MiB were expected at most", attack.memory);
    runtime().block_on(serves_a_newcomer(&relay));
    drop(witness);
    let complaints = end(relay).complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be made")
}

/// Runs the attack at the lowest priority: an attacker's own work is done on another machine, only the relay's counts.
fn in_the_background(attack: impl FnOnce() -> usize + Send) -> usize {
    let attack = move || {
        nice(19).expect("every process may be nicer, and on Linux every thread");
        attack()
    };
    thread::scope(|scope| scope.spawn(attack).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}

/// The relay alone, once the witness has gone.
fn end(mut relay: Arc<Relay>) -> Relay {
    loop {
        match Arc::try_unwrap(relay) {
            Ok(relay) => return relay,
            Err(shared) => relay = shared,
        }
        thread::yield_now();
    }
}

/// Not by `eprintln!`, which the test runner keeps to itself unless the test fails.
fn tell(attack: &Attack, count: usize, quiet: Latency, during: Latency, peak: u64) {
    let times = |of: Latency| format!("{:.2?}/{:.2?}", of.median, of.p99);
    let ratio = during.median.as_secs_f64() / quiet.median.as_secs_f64();
    let ratio = if during.count < ROUNDS_TO_COMPARE { "too short".to_owned() } else { format!("{ratio:.1} x") };
    let line = format!(
        "{:<40} {count:>6} x, {:>5.1} MiB of {}; other room p50/p99 {} quiet, {} in {} rounds: {ratio}\n",
        attack.name,
        peak as f64 / 1024.0,
        attack.memory,
        times(quiet),
        times(during),
        during.count,
    );
    std::io::stderr().write_all(line.as_bytes()).expect("standard error takes it");
}

/// Somebody new, in a new room, sends bytes to themselves.
async fn serves_a_newcomer(relay: &Relay) {
    let room = relay.room();
    let mut worker = Worker::try_join(relay, &room, Who::Friend).await.expect("a newcomer is let in");
    let listener = worker.tcp().await;
    worker.must(Call::Bind { fd: listener, address: localhost(0) }).await;
    worker.must(Call::Listen { fd: listener, backlog: 1 }).await;
    let Reply::Name { address } = worker.must(Call::GetSockName { fd: listener }).await else { panic!("a name") };
    let active = worker.tcp().await;
    worker.must(Call::Connect { fd: active, address, wait: Wait::Forever }).await;
    let Reply::Accepted { fd: passive, .. } = worker.must(Call::Accept { fd: listener, wait: Wait::Forever }).await
    else {
        panic!("a connection")
    };
    let sent = worker.call_with(Call::SendAll { fd: active, flags: 0, wait: Wait::Forever }, b"hello").await;
    assert_eq!(sent.outcome, Outcome::Ok(Reply::Done));
    let received = worker.call_with(Call::Recv { fd: passive, size: 5, flags: 0, wait: Wait::Forever }, &[]).await;
    assert_eq!(received.payload, b"hello");
}

/// 127.0.0.1 and a port; 0 lets the kernel choose.
pub(crate) fn localhost(port: u16) -> Address {
    Address::Inet { host: Ipv4Addr::LOCALHOST, port }
}

/// What comes of a future, which must not take for ever.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("this takes too long")
}

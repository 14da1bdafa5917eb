//! What a process can make the relay keep in memory: answers it does not read, bytes that nobody takes, calls that wait.

use crate::vocabulary::{Attack, Relay, Who, Worker, error, localhost, withstand};
use sockbox_core::constants::{AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::wire::PAYLOAD_MAX;
use sockbox_core::{Address, Call, Errno, Fd, Outcome, PollEntry, Reply, SunPath, Wait};

const MSG_PEEK: i32 = 2;
const MSG_WAITALL: i32 = 0x100;
/// Blocked calls of a process, and then some.
const CALLS: usize = 100;
/// As many as a process may have at a time.
const CALLS_MAX: usize = 64;
const PROCESSES: usize = 16;
/// What fits into a connection that nobody reads.
const BYTES: usize = 200_000;
const ASKED: usize = 500;

/// A connection of a process to itself.
async fn connection(worker: &mut Worker) -> (Fd, Fd) {
    let (listener, address) = listener(worker).await;
    let active = worker.tcp().await;
    worker.must(Call::Connect { fd: active, address, wait: Wait::Forever }).await;
    match worker.must(Call::Accept { fd: listener, wait: Wait::Forever }).await {
        Reply::Accepted { fd, .. } => (active, fd),
        other => panic!("a connection was expected, not {other:?}"),
    }
}

async fn listener(worker: &mut Worker) -> (Fd, Address) {
    let listener = worker.tcp().await;
    worker.must(Call::Bind { fd: listener, address: localhost(0) }).await;
    worker.must(Call::Listen { fd: listener, backlog: 5 }).await;
    match worker.must(Call::GetSockName { fd: listener }).await {
        Reply::Name { address } => (listener, address),
        other => panic!("a name was expected, not {other:?}"),
    }
}

/// Waits until all that was begun was also tried: calls are tried in order, and this one does not block.
async fn settle(worker: &mut Worker) {
    worker.call(Call::GetSockName { fd: Fd(3) }).await;
}

#[test]
fn bytes_that_nobody_takes() {
    withstand(Attack { name: "sendall into nowhere", options: &[], memory: 160 }, async |relay| {
        let (room, bytes) = (relay.room(), vec![0; PAYLOAD_MAX]);
        let mut workers = Vec::new();
        for _ in 0..PROCESSES {
            let mut worker = Worker::join(relay, &room).await;
            let (active, _) = connection(&mut worker).await;
            for _ in 0..CALLS / 4 {
                worker.begin_with(Call::SendAll { fd: active, flags: 0, wait: Wait::Forever }, &bytes).await;
            }
            settle(&mut worker).await;
            workers.push(worker);
        }
        workers.len() * CALLS / 4
    });
}

#[test]
fn receives_of_4_gib() {
    withstand(Attack { name: "recv of 4 GiB, all calls blocked", options: &[], memory: 64 }, async |relay| {
        let room = relay.room();
        let mut workers = Vec::new();
        for _ in 0..PROCESSES {
            let mut worker = Worker::join(relay, &room).await;
            let fd = worker.socket(AF_INET, SOCK_DGRAM).await;
            worker.must(Call::Bind { fd, address: localhost(0) }).await;
            for _ in 0..CALLS {
                worker.begin(Call::Recv { fd, size: u32::MAX, flags: 0, wait: Wait::Forever }).await;
            }
            settle(&mut worker).await;
            workers.push(worker);
        }
        workers.len() * CALLS
    });
}

/// Each keeps what it has received until it has all of it, which never comes.
#[test]
fn receives_that_wait_for_all() {
    withstand(Attack { name: "recv with MSG_WAITALL, fed slowly", options: &[], memory: 160 }, async |relay| {
        let room = relay.room();
        let mut workers = Vec::new();
        let mut fed = 0;
        for _ in 0..PROCESSES / 2 {
            let mut worker = Worker::join(relay, &room).await;
            for _ in 0..20 {
                let (active, passive) = connection(&mut worker).await;
                worker.begin(Call::Recv { fd: passive, size: u32::MAX, flags: MSG_WAITALL, wait: Wait::Forever }).await;
                let send = Call::SendAll { fd: active, flags: 0, wait: Wait::Milliseconds(500) };
                fed += usize::from(
                    worker.call_with(send, &vec![0; PAYLOAD_MAX - 1]).await.outcome == Outcome::Ok(Reply::Done),
                );
            }
            workers.push(worker);
        }
        fed
    });
}

#[test]
fn polls_that_wait() {
    withstand(Attack { name: "blocked polls of 1024 entries", options: &[], memory: 160 }, async |relay| {
        let room = relay.room();
        let mut workers = Vec::new();
        for _ in 0..PROCESSES / 2 {
            let mut worker = Worker::join(relay, &room).await;
            let fd = worker.socket(AF_INET, SOCK_DGRAM).await;
            worker.must(Call::Bind { fd, address: localhost(0) }).await;
            let entries = vec![PollEntry { fd, events: 1 }; 1024];
            for _ in 0..CALLS {
                worker.begin(Call::Poll { entries: entries.clone(), wait: Wait::Forever }).await;
            }
            settle(&mut worker).await;
            workers.push(worker);
        }
        workers.len() * CALLS
    });
}

#[test]
fn one_blocked_call_too_many_is_refused() {
    let options = &["--process-blocked-calls", "8"];
    withstand(Attack { name: "blocked calls beyond the limit", options, memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let (listener, _) = listener(&mut worker).await;
        for _ in 0..8 {
            worker.begin(Call::Accept { fd: listener, wait: Wait::Forever }).await;
        }
        for _ in 0..1000 {
            let outcome = worker.call(Call::Accept { fd: listener, wait: Wait::Forever }).await;
            assert_eq!(error(&outcome), Some(Errno::ENOBUFS), "{outcome:?}");
        }
        1000
    });
}

/// The kernel tells nobody when such a queue has room, so each of them is tried again and again.
#[test]
fn connects_to_a_full_queue_of_af_unix() {
    let options = &["--room-descriptors", "2000", "--room-blocked-calls", "2000"];
    withstand(Attack { name: "blocked connects of AF_UNIX", options, memory: 64 }, async |relay| {
        let room = relay.room();
        let mut first = Worker::join(relay, &room).await;
        let address = Address::Unix { path: SunPath::new(b"/tmp/full").expect("it is short") };
        let listener = first.socket(AF_UNIX, SOCK_STREAM).await;
        first.must(Call::Bind { fd: listener, address }).await;
        first.must(Call::Listen { fd: listener, backlog: 0 }).await;
        let fd = first.socket(AF_UNIX, SOCK_STREAM).await;
        first.must(Call::Connect { fd, address, wait: Wait::Forever }).await;
        let mut workers = Vec::new();
        for _ in 0..PROCESSES {
            let mut worker = Worker::join(relay, &room).await;
            for _ in 0..CALLS_MAX {
                let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
                worker.begin(Call::Connect { fd, address, wait: Wait::Forever }).await;
            }
            workers.push(worker);
        }
        // Each accept lets one of them in.
        for _ in 0..CALLS_MAX {
            first.must(Call::Accept { fd: listener, wait: Wait::Forever }).await;
        }
        workers.len() * CALLS_MAX
    });
}

/// Asks for 100 MB in each process, and reads none of it.
#[test]
fn answers_that_nobody_reads() {
    withstand(Attack { name: "answers that nobody reads", options: &[], memory: 96 }, async |relay| {
        let room = relay.room();
        let mut workers = Vec::new();
        for _ in 0..PROCESSES {
            let mut worker = Worker::join(relay, &room).await;
            ask_for_much(&mut worker).await;
            workers.push(worker);
        }
        // While this one is served, the others have their time.
        let mut friend = Worker::try_join(relay, &relay.room(), Who::Friend).await.expect("others are let in");
        for _ in 0..CALLS {
            friend.tcp().await;
        }
        workers.len() * ASKED
    });
}

/// Peeks the same bytes again and again.
async fn ask_for_much(worker: &mut Worker) {
    let (active, passive) = connection(worker).await;
    let send = Call::SendAll { fd: active, flags: 0, wait: Wait::Forever };
    assert_eq!(worker.call_with(send, &vec![0; BYTES]).await.outcome, Outcome::Ok(Reply::Done));
    for _ in 0..ASKED {
        worker.begin(Call::Recv { fd: passive, size: BYTES as u32, flags: MSG_PEEK, wait: Wait::Never }).await;
    }
}

/// Connections dropped without a close, as by a browser that crashed, while their calls block.
#[test]
fn processes_that_vanish_leave_nothing() {
    const ROUNDS: usize = 100;
    withstand(
        Attack { name: "processes that vanish in their calls", options: &[], memory: 32 },
        async |relay: &Relay| {
            let room = relay.room();
            for _ in 0..ROUNDS {
                let mut worker = Worker::join(relay, &room).await;
                let (active, passive) = connection(&mut worker).await;
                worker.begin(Call::Recv { fd: active, size: 1, flags: 0, wait: Wait::Forever }).await;
                worker
                    .begin_with(Call::SendAll { fd: passive, flags: 0, wait: Wait::Forever }, &vec![0; PAYLOAD_MAX])
                    .await;
            }
            ROUNDS
        },
    );
}

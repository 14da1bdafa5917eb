//! Floods: of connections, rooms, processes, descriptors, calls; up to each limit and beyond it.

use crate::vocabulary::{Attack, Relay, Who, Worker, error, localhost, withstand};
use futures_util::future::join_all;
use sockbox_core::constants::{AF_INET, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::{Call, Errno, Fd, Outcome, PollEntry, Reply, Wait};
use tokio_tungstenite::tungstenite::Error;

/// Joins until the relay refuses, or until there are so many.
async fn join_many(relay: &Relay, count: usize, room: impl Fn() -> String) -> (Vec<Worker>, Option<String>) {
    let mut workers = Vec::new();
    for _ in 0..count {
        match Worker::try_join(relay, &room(), Who::Attacker).await {
            Ok(worker) => workers.push(worker),
            Err(Error::Http(response)) => {
                let words = String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
                return (workers, Some(words));
            }
            Err(error) => return (workers, Some(error.to_string())),
        }
    }
    (workers, None)
}

/// Floods with processes; so many may come, and the words for the next name this option.
fn check_limit(name: &'static str, options: &'static [&'static str], limit: usize, each_in_a_room_of_its_own: bool) {
    withstand(Attack { name, options, memory: 64 }, async |relay| {
        let one = relay.room();
        let room = || if each_in_a_room_of_its_own { relay.room() } else { one.clone() };
        let (workers, refusal) = join_many(relay, 2 * limit, room).await;
        assert_eq!(workers.len(), limit, "{refusal:?}");
        let words = refusal.expect("one too many is refused");
        assert!(words.contains(options[0]), "{words}");
        workers.len()
    });
}

#[test]
fn processes_of_a_room() {
    check_limit("processes of a room", &["--room-processes", "40"], 40, false);
}

#[test]
fn processes_of_an_address() {
    check_limit("processes of an address", &["--address-processes", "100", "--room-processes", "200"], 100, false);
}

#[test]
fn rooms_of_an_address() {
    check_limit("rooms of an address", &["--address-rooms", "50"], 50, true);
}

/// Comes and goes. Rooms are made and ended all the time.
#[test]
fn rooms_that_come_and_go() {
    const ROOMS: usize = 300;
    let options = &["--address-rooms", "1000", "--relay-rooms", "1000"];
    withstand(Attack { name: "rooms that come and go", options, memory: 64 }, async |relay| {
        for _ in 0..ROOMS / 10 {
            let rooms: Vec<_> = (0..10).map(|_| relay.room()).collect();
            let workers = join_all(rooms.iter().map(|room| Worker::join(relay, room))).await;
            for mut worker in workers {
                worker.tcp().await;
            }
        }
        ROOMS
    });
}

#[test]
fn connections_that_come_and_go() {
    const CONNECTIONS: usize = 2000;
    withstand(Attack { name: "connections that come and go", options: &[], memory: 32 }, async |relay| {
        let room = relay.room();
        for _ in 0..CONNECTIONS / 20 {
            join_all((0..20).map(|_| Worker::try_join(relay, &room, Who::Attacker))).await;
        }
        CONNECTIONS
    });
}

/// Nothing is said on them, not even a request.
#[test]
fn connections_without_a_word() {
    const CONNECTIONS: usize = 1000;
    withstand(Attack { name: "connections without a word", options: &[], memory: 32 }, async |relay| {
        let mut silent = Vec::new();
        for _ in 0..CONNECTIONS {
            silent.push(relay.connect(Who::Attacker).await);
        }
        Worker::try_join(relay, &relay.room(), Who::Friend).await.expect("others are let in");
        silent.len()
    });
}

/// How a process makes more descriptors of one.
fn openers(fd: Fd) -> [Call; 3] {
    let socket = Call::Socket { family: AF_INET, kind: SOCK_DGRAM, protocol: 0 };
    let pair = Call::SocketPair { family: sockbox_core::constants::AF_UNIX, kind: SOCK_STREAM, protocol: 0 };
    [socket, Call::Dup { fd }, pair]
}

#[test]
fn descriptors_of_a_process_and_of_a_room() {
    const ROUNDS: usize = 200;
    let options = &["--process-descriptors", "50", "--room-descriptors", "120"];
    withstand(Attack { name: "descriptors of processes and a room", options, memory: 32 }, async |relay| {
        let (room, before) = (relay.room(), relay.descriptors());
        let mut workers = Vec::new();
        for _ in 0..4 {
            let mut worker = Worker::join(relay, &room).await;
            // The first of each process, if the room has one left.
            for call in (0..ROUNDS).flat_map(|_| openers(Fd(3))) {
                let outcome = worker.call(call).await;
                let errno = error(&outcome);
                assert!(matches!(errno, None | Some(Errno::EMFILE | Errno::ENFILE | Errno::EBADF)), "{outcome:?}");
            }
            workers.push(worker);
        }
        // Sockets, connections and the room itself, with some of the relay's own.
        let open = relay.descriptors() - before;
        assert!(open <= 120 + 4 + 20, "{open} descriptors are open");
        open
    });
}

/// Connections in a backlog are sockets too, though nobody has accepted them.
#[test]
fn backlogs_without_end() {
    const CONNECTIONS: usize = 1000;
    withstand(Attack { name: "connections in a backlog", options: &[], memory: 32 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let listener = worker.tcp().await;
        worker.must(Call::Bind { fd: listener, address: localhost(0) }).await;
        worker.must(Call::Listen { fd: listener, backlog: i32::MAX }).await;
        let Reply::Name { address } = worker.must(Call::GetSockName { fd: listener }).await else { panic!("a name") };
        for _ in 0..CONNECTIONS {
            let fd = worker.tcp().await;
            worker.call(Call::Connect { fd, address, wait: Wait::Never }).await;
            worker.must(Call::Close { fd }).await;
        }
        CONNECTIONS
    });
}

#[test]
fn polls_of_1024_entries_in_a_loop() {
    const ROUNDS: usize = 60;
    withstand(Attack { name: "polls of 1024 entries", options: &[], memory: 64 }, async |relay| {
        let room = relay.room();
        let attackers = (0..8).map(async |_| {
            let mut worker = Worker::join(relay, &room).await;
            let fd = worker.socket(AF_INET, SOCK_DGRAM).await;
            worker.must(Call::Bind { fd, address: localhost(0) }).await;
            let entries = vec![PollEntry { fd, events: 1 }; 1024];
            for _ in 0..ROUNDS {
                let poll = Call::Poll { entries: entries.clone(), wait: Wait::Milliseconds(1) };
                assert_eq!(worker.call(poll).await, Outcome::Ok(Reply::Ready { entries: Vec::new() }));
            }
        });
        join_all(attackers).await.len() * ROUNDS
    });
}

/// For each of them the relay looks at every socket of the room, to say who has the port.
#[test]
fn binds_that_fail_in_a_room_full_of_sockets() {
    const ROUNDS: usize = 100;
    withstand(Attack { name: "failing binds in a full room", options: &[], memory: 32 }, async |relay| {
        let room = relay.room();
        let (mut workers, mut address) = (Vec::new(), localhost(0));
        for _ in 0..4 {
            let mut worker = Worker::join(relay, &room).await;
            for _ in 0..250 {
                let fd = worker.socket(AF_INET, SOCK_STREAM).await;
                worker.must(Call::Bind { fd, address: localhost(0) }).await;
                let Reply::Name { address: name } = worker.must(Call::GetSockName { fd }).await else {
                    panic!("a name")
                };
                address = name;
            }
            workers.push(worker);
        }
        let attackers = workers.iter_mut().map(async |worker| {
            let fd = worker.socket(AF_INET, SOCK_STREAM).await;
            for _ in 0..ROUNDS {
                let outcome = worker.call(Call::Bind { fd, address }).await;
                assert_eq!(error(&outcome), Some(Errno::EADDRINUSE), "{outcome:?}");
            }
        });
        join_all(attackers).await.len() * ROUNDS
    });
}

/// As many calls as go, of the kind that costs the relay most for what it costs to ask: one in the room's network.
#[test]
fn calls_as_fast_as_they_go() {
    const BATCH: usize = 50;
    withstand(Attack { name: "socket and close as fast as they go", options: &[], memory: 32 }, async |relay| {
        let room = relay.room();
        let attackers = (0..8).map(async |_| {
            let mut worker = Worker::join(relay, &room).await;
            for _ in 0..20 {
                let mut ids = Vec::new();
                for _ in 0..BATCH {
                    ids.push(worker.begin(Call::Socket { family: AF_INET, kind: SOCK_DGRAM, protocol: 0 }).await);
                    ids.push(worker.begin(Call::Close { fd: Fd(3) }).await);
                }
                for id in ids {
                    assert!(matches!(worker.end(id).await.outcome, Outcome::Ok(_)));
                }
            }
        });
        join_all(attackers).await.len() * 20 * 2 * BATCH
    });
}

/// Nobody receives them.
#[test]
fn datagrams_to_oneself() {
    const ROUNDS: usize = 2000;
    withstand(Attack { name: "datagrams of 60 KB to oneself", options: &[], memory: 32 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let fd = worker.socket(AF_INET, SOCK_DGRAM).await;
        worker.must(Call::Bind { fd, address: localhost(0) }).await;
        let Reply::Name { address } = worker.must(Call::GetSockName { fd }).await else { panic!("a name") };
        for _ in 0..ROUNDS {
            let call = Call::SendTo { fd, address, flags: 0, wait: Wait::Never };
            worker.call_with(call, &[0; 60_000]).await;
        }
        ROUNDS
    });
}

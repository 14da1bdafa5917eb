//! Rooms: what is in one is not in another, and what becomes of them.

use crate::vocabulary::{Relay, Worker, any_room, error, is_isolated, localhost, soon};
use sockbox_core::constants::{AF_INET, AF_UNIX, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::{Address, Call, Errno, How, Outcome, Reply, SunPath, Wait, hosts};
use std::net::Ipv4Addr;
use tokio_tungstenite::tungstenite::Error;

/// An ordinary user, user_namespaces(7) `overflowuid`.
const NOBODY: u32 = 65_534;

/// A relay of whoever runs the tests; and where that is root, one of an ordinary user too.
async fn relays() -> Vec<Relay> {
    let mut relays = vec![Relay::start().await];
    if rustix::process::geteuid().is_root() {
        let ordinary = Relay::start_with(|command| {
            command.uid(NOBODY).gid(NOBODY);
        });
        relays.push(ordinary.await);
    }
    relays
}

/// Two workers in two rooms of one relay; none where all rooms are one.
async fn two_rooms(relay: &Relay) -> Option<(Worker, Worker)> {
    let one = Worker::join(relay).await;
    let other = Worker::join_room(relay, &any_room()).await;
    is_isolated(&one).then_some((one, other))
}

#[tokio::test]
async fn rooms_bind_the_same_ports_at_once() {
    for relay in relays().await {
        let Some((mut one, mut other)) = two_rooms(&relay).await else { continue };
        for kind in [SOCK_STREAM, SOCK_DGRAM] {
            for worker in [&mut one, &mut other] {
                let fd = worker.socket(AF_INET, kind).await;
                worker.bind(fd, localhost(8000)).await;
            }
            let fd = one.socket(AF_INET, kind).await;
            let again = one.call(Call::Bind { fd, address: localhost(8000) }).await;
            assert_eq!(error(again), Errno::EADDRINUSE);
        }
    }
}

#[tokio::test]
async fn rooms_bind_the_same_paths_and_abstract_names_at_once() {
    for relay in relays().await {
        let Some((mut one, mut other)) = two_rooms(&relay).await else { continue };
        for name in [&b"/tmp/same"[..], b"\0same"] {
            let address = Address::Unix { path: SunPath::new(name).expect("it is short") };
            for worker in [&mut one, &mut other] {
                let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
                assert_eq!(worker.call(Call::Bind { fd, address }).await, Outcome::Ok(Reply::Done), "{address}");
            }
            let fd = one.socket(AF_UNIX, SOCK_STREAM).await;
            assert_eq!(error(one.call(Call::Bind { fd, address }).await), Errno::EADDRINUSE);
        }
    }
}

/// Nothing but the `/tmp` is in a room, however one climbs: above its root is the root.
#[tokio::test]
async fn no_path_leads_out_of_a_room() {
    for relay in relays().await {
        let Some((mut one, _)) = two_rooms(&relay).await else { continue };
        for path in ["/etc/passwd", "/../../../../etc", "../../../../etc", "/tmp/../../proc", "/proc/self/root", "/dev"]
        {
            let outcome = one.call(Call::Lstat { path: path.as_bytes().to_vec() }).await;
            assert_eq!(error(outcome), Errno::ENOENT, "{path}");
        }
        let fd = one.socket(AF_UNIX, SOCK_DGRAM).await;
        let above = Address::Unix { path: SunPath::new(b"../../../above").expect("it is short") };
        assert_eq!(one.call(Call::Bind { fd, address: above }).await, Outcome::Ok(Reply::Done));
        let outcome = one.call(Call::Lstat { path: b"/above".to_vec() }).await;
        assert!(matches!(outcome, Outcome::Ok(Reply::Status { .. })), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_listener_is_there_for_its_room_only() {
    let relay = Relay::start().await;
    let Some((mut one, mut other)) = two_rooms(&relay).await else { return };
    let (_, address) = one.listener().await;
    let mut neighbour = Worker::join(&relay).await;
    neighbour.connect(address).await;
    let fd = other.tcp().await;
    let outcome = other.call(Call::Connect { fd, address, wait: Wait::Forever }).await;
    assert_eq!(error(outcome), Errno::ECONNREFUSED);
}

#[tokio::test]
async fn a_datagram_stays_in_its_room() {
    let relay = Relay::start().await;
    let Some((mut one, mut other)) = two_rooms(&relay).await else { return };
    let address = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 9000 };
    let mut receivers = Vec::new();
    for worker in [&mut one, &mut other] {
        let fd = worker.udp().await;
        worker.bind(fd, address).await;
        receivers.push(fd);
    }
    let sender = one.udp().await;
    let call = Call::SendTo { fd: sender, address, flags: 0, wait: Wait::Forever };
    assert_eq!(one.call_with(call, b"here").await.outcome, Outcome::Ok(Reply::Sent { size: 4 }));
    assert_eq!(one.recv(receivers[0], 16).await, b"here");
    let recv = Call::Recv { fd: receivers[1], size: 16, flags: 0, wait: Wait::Never };
    assert_eq!(error(other.call(recv).await), Errno::EAGAIN);
}

/// What a room leaves behind that could keep its network alive: a listener, a connection with bytes that nobody read, one half closed, a
/// path, an abstract name, a connection to a practice service that goes on talking.
async fn leave_a_mess(worker: &mut Worker) {
    let chargen = Address::Inet { host: hosts::SERVICES_V4, port: 19 };
    worker.connect(chargen).await;
    let (active, passive) = worker.pair().await;
    worker.send_all(active, &[0; 100_000]).await;
    worker.send_all(passive, b"unread").await;
    let (first, _second) = worker.pair().await;
    assert_eq!(worker.call(Call::Shutdown { fd: first, how: How::Write }).await, Outcome::Ok(Reply::Done));
    worker.listener().await;
    for name in [&b"/tmp/s"[..], b"\0s"] {
        let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
        let address = Address::Unix { path: SunPath::new(name).expect("it is short") };
        assert_eq!(worker.call(Call::Bind { fd, address }).await, Outcome::Ok(Reply::Done));
    }
}

/// Far more rooms than the kernel permits network namespaces at a time. If one were left over from each room, there would be none for
/// the last. The limit is that of a user namespace which the test makes around the relay.
async fn make_and_end_rooms(user: Option<u32>) {
    const LIMIT: usize = 16;
    let relay = Relay::start_by("unshare", |command, sockbox| {
        let script = format!("echo {LIMIT} > /proc/sys/user/max_net_namespaces && exec \"$@\" --room-grace 0s");
        command.args(["--user", "--map-root-user", "sh", "-c", &script, "sh"]).arg(sockbox);
        if let Some(user) = user {
            command.uid(user).gid(user);
        }
    })
    .await;
    if !is_isolated(&Worker::join(&relay).await) {
        return;
    }
    for _ in 0..4 * LIMIT {
        let mut worker = Worker::join_room(&relay, &any_room()).await;
        leave_a_mess(&mut worker).await;
    }
}

#[tokio::test]
async fn nothing_is_left_of_a_room() {
    make_and_end_rooms(None).await;
}

#[tokio::test]
async fn nothing_is_left_of_a_room_of_an_ordinary_user() {
    if rustix::process::geteuid().is_root() {
        make_and_end_rooms(Some(NOBODY)).await;
    }
}

/// More rooms at once than the kernel permits: the one too many is refused in words, and there is room again when one has ended.
#[tokio::test]
async fn a_room_that_cannot_be_made_is_503_in_words() {
    let relay = Relay::start_by("unshare", |command, sockbox| {
        let script = "echo 5 > /proc/sys/user/max_net_namespaces && exec \"$@\" --room-grace 0s";
        command.args(["--user", "--map-root-user", "sh", "-c", script, "sh"]).arg(sockbox);
    })
    .await;
    let mut workers = vec![Worker::join(&relay).await];
    if !is_isolated(&workers[0]) {
        return;
    }
    let words = loop {
        match Worker::try_connect(&relay, &any_room(), None).await {
            Ok(worker) => workers.push(worker),
            Err(Error::Http(response)) => {
                assert_eq!(response.status(), 503);
                break String::from_utf8_lossy(response.body().as_deref().unwrap_or_default()).into_owned();
            }
            Err(other) => panic!("{other}"),
        }
        assert!(workers.len() < 5, "there are more rooms than namespaces");
    };
    assert!(words.contains("could not make a room") && words.contains("CLONE_NEWNET"), "{words}");
    drop(workers);
    Worker::join_room(&relay, &any_room()).await;
}

#[tokio::test]
async fn a_room_outlives_its_people_by_its_grace() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    if !is_isolated(&worker) {
        return;
    }
    let call = Call::MkDir { path: b"/tmp/kept".to_vec() };
    assert_eq!(worker.call(call.clone()).await, Outcome::Ok(Reply::Done));
    worker.leave().await;
    let mut again = Worker::join(&relay).await;
    assert_eq!(error(again.call(call).await), Errno::EEXIST);
}

#[tokio::test]
async fn a_room_that_has_ended_is_new_when_it_is_named_again() {
    let relay = Relay::start_with(|command| {
        command.args(["--room-grace", "0s"]);
    })
    .await;
    let mut worker = Worker::join(&relay).await;
    if !is_isolated(&worker) {
        return;
    }
    let call = Call::MkDir { path: b"/tmp/gone".to_vec() };
    assert_eq!(worker.call(call.clone()).await, Outcome::Ok(Reply::Done));
    // It ends a moment after the connection: who is quicker finds it as it was.
    soon(async {
        loop {
            worker.leave().await;
            worker = Worker::join(&relay).await;
            if worker.call(call.clone()).await == Outcome::Ok(Reply::Done) {
                break;
            }
        }
    })
    .await;
}

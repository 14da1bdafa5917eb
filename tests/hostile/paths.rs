//! Paths: nothing of the host can be named, and the room's own file system does not grow without end.

use crate::vocabulary::{Attack, Worker, error, withstand};
use futures_util::future::join_all;
use sockbox_core::constants::{AF_UNIX, SOCK_STREAM};
use sockbox_core::{Address, Call, Errno, Outcome, Reply, SunPath};

const DONE: Outcome = Outcome::Ok(Reply::Done);

/// What exists on every Linux host, and ways to write it.
const OF_THE_HOST: [&str; 14] = [
    "/etc/passwd",
    "../../../../../../../../etc/passwd",
    "/../etc/passwd",
    "/./../.././../etc/passwd",
    "//etc//passwd",
    "/proc",
    "/proc/self/exe",
    "/proc/self/root",
    "/proc/self/cwd/../../etc",
    "/proc/1/environ",
    "/dev/null",
    "/sys",
    "/usr",
    "/root",
];

#[test]
fn nothing_of_the_host_can_be_named() {
    withstand(Attack { name: "paths of the host", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        for path in OF_THE_HOST {
            for call in calls_on(path.as_bytes()) {
                let outcome = worker.call(call.clone()).await;
                assert_eq!(error(&outcome), Some(Errno::ENOENT), "{call:?}: {outcome:?}");
            }
        }
        OF_THE_HOST.len()
    });
}

#[test]
fn paths_that_are_none_are_errors() {
    let broken: [Vec<u8>; 9] = [
        vec![],
        vec![0],
        b"/tmp\0/etc/passwd".to_vec(),
        vec![b'a'; 256],
        vec![b'/'; 4096],
        b"/a".repeat(2500),
        b"../".repeat(20_000),
        vec![b'a'; 60_000],
        vec![0xff; 100],
    ];
    withstand(Attack { name: "paths that are none", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        for path in &broken {
            for call in calls_on(path) {
                let outcome = worker.call(call).await;
                assert!(error(&outcome).is_some(), "{}: {outcome:?}", path.escape_ascii());
            }
        }
        broken.len()
    });
}

/// Directories take memory of the relay's host.
#[test]
fn directories_without_end_come_to_one() {
    const DIRECTORIES: usize = 100_000;
    const BATCH: usize = 100;
    let options = &["--process-calls-per-second", "0"];
    withstand(Attack { name: "directories without end", options, memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let mut made = 0;
        for batch in 0..DIRECTORIES / BATCH {
            let mut ids = Vec::with_capacity(BATCH);
            for number in 0..BATCH {
                ids.push(worker.begin(Call::MkDir { path: format!("/tmp/{batch}-{number}").into_bytes() }).await);
            }
            for id in ids {
                if worker.end(id).await.outcome != DONE {
                    return made;
                }
                made += 1;
            }
        }
        panic!("{made} directories were made, and there was no end");
    });
}

/// Reading a full directory takes long beside everything else that is done in rooms, for which there are few threads.
#[test]
fn full_directories_read_again_and_again() {
    const ROUNDS: usize = 200;
    withstand(Attack { name: "full directories read without pause", options: &[], memory: 64 }, async |relay| {
        let room = relay.room();
        let mut first = Worker::join(relay, &room).await;
        let mut names = 0;
        while first.call(Call::MkDir { path: format!("/tmp/{names:0>200}").into_bytes() }).await == DONE {
            names += 1;
        }
        let attackers = (0..8).map(async |_| {
            let mut worker = Worker::join(relay, &room).await;
            for _ in 0..ROUNDS {
                let answer = worker.call_with(Call::ReadDir { path: b"/tmp".to_vec() }, &[]).await;
                assert_eq!((answer.outcome, answer.payload.len()), (Outcome::Ok(Reply::Listed), names * 201));
            }
        });
        join_all(attackers).await.len() * ROUNDS
    });
}

/// The calls on a path that should not be there. `bind` would make it, so it is not among them.
fn calls_on(path: &[u8]) -> Vec<Call> {
    let path = path.to_vec();
    vec![
        Call::Lstat { path: path.clone() },
        Call::Unlink { path: path.clone() },
        Call::ReadDir { path: path.clone() },
        Call::ChMod { path: path.clone(), mode: 0o777 },
        Call::RmDir { path },
    ]
}

#[test]
fn a_socket_is_bound_to_no_path_of_the_host() {
    withstand(Attack { name: "sockets bound outside", options: &[], memory: 16 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        for path in OF_THE_HOST.iter().filter(|path| path.len() > 5) {
            let fd = worker.socket(AF_UNIX, SOCK_STREAM).await;
            let path = SunPath::new(path.as_bytes()).expect("it is short");
            let outcome = worker.call(Call::Bind { fd, address: Address::Unix { path } }).await;
            assert!(error(&outcome).is_some() || path.as_bytes().starts_with(b"/root"), "{path}: {outcome:?}");
        }
        OF_THE_HOST.len()
    });
}

//! What the program's threads have given up, as the kernel tells it: proc_pid_status(5).

use crate::vocabulary::{Relay, Worker};
use std::collections::BTreeMap;
use std::fs;

/// `CAP_SYS_ADMIN`, `CAP_SYS_CHROOT`, `CAP_NET_RAW` and `CAP_NET_ADMIN`, the bits of capabilities(7).
const OF_ROOMS: u64 = 1 << 21 | 1 << 18 | 1 << 13 | 1 << 12;

type Status = BTreeMap<String, String>;

/// The status of each thread.
fn threads(relay: &mut Relay) -> Vec<Status> {
    let id = relay.process().id().expect("it runs");
    let tasks =
        fs::read_dir(format!("/proc/{id}/task")).expect("it is there").map(|task| task.expect("a thread").path());
    // A thread may have ended since.
    tasks.filter_map(|task| fs::read_to_string(task.join("status")).ok()).map(|text| parse(&text)).collect()
}

fn parse(text: &str) -> Status {
    let fields = text.lines().filter_map(|line| line.split_once(':'));
    fields.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect()
}

fn capabilities(status: &Status, set: &str) -> u64 {
    u64::from_str_radix(&status[set], 16).expect("capabilities are hexadecimal")
}

fn check(threads: &[Status]) {
    for status in threads {
        let most = if status["Name"].starts_with("room ") { OF_ROOMS } else { 0 };
        assert_eq!((&*status["NoNewPrivs"], &*status["Seccomp"]), ("1", "2"), "{status:?}");
        for set in ["CapEff", "CapPrm"] {
            assert_eq!(capabilities(status, set) & !most, 0, "{set}: {status:?}");
        }
        for set in ["CapInh", "CapAmb"] {
            assert_eq!(capabilities(status, set), 0, "{set}: {status:?}");
        }
    }
}

#[tokio::test]
async fn threads_keep_the_rights_that_rooms_need_and_no_others() {
    let mut relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    worker.pair().await;
    let threads = threads(&mut relay);
    check(&threads);
    let of_rooms = threads.iter().filter(|status| status["Name"].starts_with("room ")).count();
    // Where namespaces are permitted, two threads work in rooms and one makes them.
    assert!(of_rooms == 3 || worker.isolation() == sockbox_core::wire::Isolation::Host, "{threads:?}");
    assert!(threads.iter().any(|status| status["Name"].starts_with("tokio")), "{threads:?}");
}

#[tokio::test]
async fn the_same_holds_without_namespaces() {
    let mut relay = Relay::start_with(|command| {
        command.args(["--isolation", "none"]);
    })
    .await;
    let mut worker = Worker::join(&relay).await;
    worker.pair().await;
    check(&threads(&mut relay));
}

/// What cannot be dropped from the bounding set without the right to, nobody can use either.
#[tokio::test]
async fn the_bounding_set_holds_no_more_where_it_may_be_changed() {
    let mut relay = Relay::start().await;
    let worker = Worker::join(&relay).await;
    if worker.isolation() == sockbox_core::wire::Isolation::Namespace {
        for status in threads(&mut relay) {
            assert_eq!(capabilities(&status, "CapBnd") & !OF_ROOMS, 0, "{status:?}");
        }
    }
}

//! What the program's threads have given up, as the kernel tells it: proc_pid_status(5).

use crate::vocabulary::{Relay, Worker, soon};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
use std::collections::BTreeMap;
use std::fs;
use tokio::process::Command;

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

/// As on a kernel without seccomp: whoever executes this program cannot install filters.
fn without_seccomp(command: &mut Command) {
    let rules = BTreeMap::from([(libc::SYS_seccomp, Vec::new())]);
    let architecture = std::env::consts::ARCH.try_into().expect("there are filters for this one");
    let refused = SeccompAction::Errno(libc::EPERM.cast_unsigned());
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, refused, architecture).expect("it is a filter");
    let filter: BpfProgram = filter.try_into().expect("it is short");
    let apply = move || apply_filter(&filter).map_err(std::io::Error::other);
    // SAFETY: Between fork(2) and execve(2) it makes two system calls, and allocates nothing unless they fail.
    unsafe { command.pre_exec(apply) };
}

#[tokio::test]
async fn where_isolation_is_required_a_relay_that_cannot_be_confined_does_not_start() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sockbox"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--isolation", "required"]).kill_on_drop(true);
    without_seccomp(&mut command);
    let output = soon(command.output()).await.expect("the program is there");
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{words}");
    // Where namespaces are not permitted either, that is said first.
    assert!(words.contains("list of system calls") || words.contains("no network namespaces"), "{words}");
    assert_eq!(output.stdout, b"");
}

#[tokio::test]
async fn where_it_is_preferred_such_a_relay_starts_with_a_warning() {
    let mut relay = Relay::start_with(|command| {
        command.stderr(std::process::Stdio::piped());
        without_seccomp(command);
    })
    .await;
    let words = relay.warning_with("WARN").await;
    assert!(words.contains("keeps rights"), "{words}");
    Worker::join(&relay).await.pair().await;
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

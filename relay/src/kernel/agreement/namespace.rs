//! A network namespace for a test.

use crate::room::enter_new_network;
use crate::room::{Failure, Step};
use sockbox_core::Errno;
use std::process::Command;
use std::thread;

/// Set where the test runs a second time, in a user namespace.
const AGAIN: &str = "SOCKBOX_MODEL_IN_USER_NAMESPACE";

/// Moves the calling thread into a new one, where its group may have ping sockets, icmp(7).
pub(super) fn enter() -> Result<(), Failure> {
    enter_new_network(None)?;
    // Where this may not be written there are none: they fail to open, and so does every call on them.
    let _ = std::fs::write("/proc/sys/net/ipv4/ping_group_range", "0 0");
    Ok(())
}

/// Runs the body of a test in a network namespace. An ordinary user may make one only in a user namespace, and no process with several
/// threads can enter that: the test, of which this is the path, then runs once more, in a process that begins there.
pub(super) fn inside(test: &str, body: impl FnOnce() + Send + 'static) {
    let thread = thread::spawn(move || match enter() {
        Ok(()) => {
            body();
            Ok(())
        }
        Err(failure) => Err(failure),
    });
    match thread.join() {
        Ok(Ok(())) => {}
        Ok(Err(Failure { step: Step::NetworkNamespace, errno: Errno::EPERM })) if std::env::var_os(AGAIN).is_none() => {
            run_again(test);
        }
        Ok(Err(failure)) => panic!("{failure}"),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn run_again(test: &str) {
    let permitted = Command::new("unshare").args(["--user", "--map-root-user", "--net", "true"]).status();
    if !permitted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: this machine permits no network namespace");
        return;
    }
    let program = std::env::current_exe().expect("a test is a program");
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user"]).arg(program).args(["--exact", test, "--nocapture"]).env(AGAIN, "1");
    assert!(unshare.status().expect("it was there a moment ago").success(), "{test} failed in its user namespace");
}

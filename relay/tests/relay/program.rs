//! The program from its first line to its exit status, and how `run` ends.

use crate::vocabulary::{Relay, Worker, get, get_from, soon};
use rustix::process::{Pid, Signal, kill_process};
use sockbox_core::{Call, Wait};
use std::process::Output;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

const GOING_AWAY: u16 = 1001;

async fn sockbox(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sockbox"));
    soon(command.args(arguments).kill_on_drop(true).output()).await.expect("the relay is built")
}

/// Sends signals while a call blocks, and expects a farewell and success.
async fn check_stop(drain: &str, signals: &[Signal]) {
    let mut relay = Relay::start_with(|command| {
        command.args(["--drain", drain]);
    })
    .await;
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    worker.block(Call::Accept { fd: listener, wait: Wait::Forever }).await;
    let id = relay.process().id().expect("it runs");
    let id = Pid::from_raw(id.cast_signed()).expect("a process has an id above zero");
    for signal in signals {
        kill_process(id, *signal).expect("it is ours");
    }
    assert_eq!(worker.closed().await, (GOING_AWAY, "The relay is being stopped.".to_owned()));
    drop(worker);
    assert!(soon(relay.process().wait()).await.expect("it is our child").success());
}

#[tokio::test]
async fn sigterm_and_ctrl_c_stop_it_cleanly() {
    check_stop("0s", &[Signal::TERM]).await;
    check_stop("1h", &[Signal::INT]).await;
}

#[tokio::test]
async fn a_second_signal_does_not_wait_for_those_who_stay() {
    check_stop("1h", &[Signal::TERM, Signal::INT]).await;
}

#[tokio::test]
async fn a_port_in_use_is_said_in_words_and_status_1() {
    let relay = Relay::start().await;
    let address = relay.address().to_string();
    let output = sockbox(&["serve", "--listen", &address]).await;
    let words = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(words.contains(&address) && words.contains("in use") && words.contains("--listen"), "{words}");
    assert_eq!(output.stdout, b"");
}

/// Whoever reads the log may know who was slow, and not what they said, nor the key to their room.
#[tokio::test]
async fn the_log_tells_connections_apart_and_no_secrets() {
    let mut relay = Relay::start_with(|command| {
        command.env("RUST_LOG", "sockbox_relay=trace").stderr(std::process::Stdio::piped());
    })
    .await;
    let mut log = relay.process().stderr.take().expect("it is a pipe");
    let mut worker = Worker::join(&relay).await;
    let (active, passive) = worker.pair().await;
    worker.send_all(active, b"a secret").await;
    worker.recv(passive, 8).await;
    worker.leave().await;
    let room = relay.room().to_owned();
    drop(relay);
    let mut words = String::new();
    soon(log.read_to_string(&mut words)).await.expect("it is text");
    let line = words.lines().find(|line| line.contains("call=\"sendall\"")).unwrap_or_else(|| panic!("{words}"));
    let span = format!("process{{room={}... number=1}}", &room[..8]);
    assert!(line.contains(&span) && line.contains("outcome=\"ok\""), "{line}");
    assert!(!words.contains(&room) && !words.contains("a secret"), "{words}");
}

#[tokio::test]
async fn limits_that_the_system_does_not_grant_are_told_at_the_start() {
    let relay = Relay::start_by("sh", |command, sockbox| {
        let script = "ulimit -n 1000 && exec \"$@\" --relay-descriptors 1000";
        command.args(["-c", script, "sh"]).arg(sockbox).stderr(std::process::Stdio::piped());
    });
    let words = relay.await.warning_with("1000 descriptors").await;
    assert!(words.contains("LimitNOFILE"), "{words}");
}

#[tokio::test]
async fn wrong_usage_is_status_2() {
    for arguments in [
        &[][..],
        &["serve", "--listen", "nowhere"],
        &["serve", "--isolation", "moon"],
        &["serve", "--process-descriptors", "5000"],
        &["serve", "--relay-buffered-bytes", "1"],
        &["serve", "--room-age", "long"],
        &["sing"],
    ] {
        assert_eq!(sockbox(arguments).await.status.code(), Some(2), "{arguments:?}");
    }
}

/// Who serves others finds every option explained, and the limits with the defaults that they have.
#[tokio::test]
async fn every_option_is_in_the_document_for_operators() {
    let output = sockbox(&["serve", "--help"]).await;
    let help = String::from_utf8_lossy(&output.stdout);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../deploy/README.md");
    let document = std::fs::read_to_string(path).expect("the document is there");
    let options: Vec<_> = help.split("\n      --").skip(1).collect();
    assert!(output.status.success() && options.len() > 30, "{help}");
    for option in options {
        let name = option.split([' ', '\n']).next().unwrap_or_default();
        let default = option.split_once("[default: ").and_then(|(_, rest)| rest.split(']').next());
        match (name.split_once('-').and_then(|(holder, what)| limit(&document, holder, what)), default) {
            (Some(told), Some(default)) => assert_eq!(told, default, "--{name}"),
            _ => assert!(
                document.contains(&format!("`--{name}")) || document.contains(&format!("--{name} ")),
                "--{name}"
            ),
        }
    }
}

/// What the table of limits says of one.
fn limit<'a>(document: &'a str, holder: &str, what: &str) -> Option<&'a str> {
    let column = ["process", "room", "address", "relay"].iter().position(|name| *name == holder)?;
    let row = document.lines().find(|line| line.starts_with(&format!("| `{what}` |")))?;
    row.split('|').nth(2 + column).map(str::trim)
}

#[tokio::test]
async fn a_private_relay_behind_a_proxy_with_metrics_of_its_own() {
    const TOKEN: &str = "0123456789abcdef";
    let file = concat!(env!("CARGO_TARGET_TMPDIR"), "/access-token");
    std::fs::write(file, format!("{TOKEN}\n")).expect("the folder is for tests");
    for token in [["--access-token-file", file], ["--access-token", TOKEN]] {
        let mut relay = Relay::start_with(|command| {
            command.args(token).args(["--behind-proxy", "--metrics-listen", "127.0.0.1:0"]);
            command.stderr(std::process::Stdio::piped());
        })
        .await;
        let line = relay.warning_with("metrics are at http://").await;
        let address = line.split("http://").nth(1).and_then(|rest| rest.strip_suffix("/metrics")).expect("an address");
        let address = address.parse().expect("an address and a port");
        assert!(soon(get_from(address, "/metrics", "")).await.starts_with("HTTP/1.1 200"));
        assert!(get(&relay, "/metrics", "").await.starts_with("HTTP/1.1 404"));
        let path = format!("/rooms/{}/process", relay.room());
        assert!(get(&relay, &path, "").await.starts_with("HTTP/1.1 401"));
        let header = format!("Authorization: Bearer {TOKEN}\r\n");
        assert!(get(&relay, &path, &header).await.starts_with("HTTP/1.1 400"));
    }
}

#[tokio::test]
async fn run_tells_every_worker_and_returns_when_they_are_gone() {
    let relay = Relay::on_host(|_| {});
    let mut workers = Vec::new();
    for _ in 0..3 {
        workers.push(Worker::join(&relay).await);
    }
    let ended = relay.stop();
    for worker in &mut workers {
        assert_eq!(worker.closed().await.0, GOING_AWAY);
    }
    drop(workers);
    soon(ended).await.expect("run does not panic").expect("run succeeds");
}

#[tokio::test]
async fn run_returns_though_a_worker_does_not_answer_its_farewell() {
    let relay = Relay::on_host(|_| {});
    let silent = Worker::join(&relay).await;
    soon(relay.stop()).await.expect("run does not panic").expect("run succeeds");
    drop(silent);
}

#[tokio::test]
async fn a_connection_that_asks_nothing_does_not_hold_run_up() {
    let relay = Relay::on_host(|_| {});
    let idle = tokio::net::TcpStream::connect(relay.address()).await.expect("the relay listens");
    get(&relay, "/healthz", "").await;
    soon(relay.stop()).await.expect("run does not panic").expect("run succeeds");
    drop(idle);
}

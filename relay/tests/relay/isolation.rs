//! Which network sockets are in.

use crate::vocabulary::{Relay, Worker, error, is_isolated, localhost, soon};
use sockbox_core::constants::{AF_INET, IPPROTO_ICMP, SOCK_RAW};
use sockbox_core::wire::Isolation;
use sockbox_core::{Address, Call, Errno, Outcome, Reply, Wait};
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::process::Stdio;

/// An address for documentation, RFC 5737: nobody has it.
const ELSEWHERE: Address = Address::Inet { host: Ipv4Addr::new(192, 0, 2, 1), port: 9 };
/// The user and the group `nobody` of most systems.
const NOBODY: u32 = 65_534;

async fn connect(worker: &mut Worker, address: Address) -> Outcome {
    let fd = worker.tcp().await;
    worker.call(Call::Connect { fd, address, wait: Wait::Milliseconds(5000) }).await
}

#[tokio::test]
async fn no_way_leads_out_of_the_namespace() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    if is_isolated(&worker) {
        assert_eq!(connect(&mut worker, ELSEWHERE).await, Outcome::Failed { errno: Errno::ENETUNREACH });
    }
}

#[tokio::test]
async fn a_service_of_the_host_is_not_in_the_namespace() {
    let service = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let port = service.local_addr().expect("it is bound").port();
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    if is_isolated(&worker) {
        assert_eq!(error(connect(&mut worker, localhost(port)).await), Errno::ECONNREFUSED);
        assert_eq!(error(connect(&mut worker, localhost(relay.address().port())).await), Errno::ECONNREFUSED);
    }
}

#[tokio::test]
async fn ports_below_1024_are_free_in_the_namespace() {
    let relay = Relay::start().await;
    let mut worker = Worker::join(&relay).await;
    if is_isolated(&worker) {
        let fd = worker.tcp().await;
        worker.bind(fd, localhost(80)).await;
    }
}

/// Run as root, the tests see the namespace of root; this one is for everybody else.
#[tokio::test]
async fn an_ordinary_user_has_a_namespace_too() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let root = Worker::join(&Relay::start().await).await;
    let relay = Relay::start_with(|command| {
        command.uid(NOBODY).gid(NOBODY);
    })
    .await;
    let mut worker = Worker::join(&relay).await;
    assert_eq!(worker.isolation(), root.isolation());
    if is_isolated(&worker) {
        let fd = worker.tcp().await;
        worker.bind(fd, localhost(80)).await;
        assert_eq!(error(connect(&mut worker, ELSEWHERE).await), Errno::ENETUNREACH);
    }
}

/// In a user namespace of its own the test may set the limit on namespaces without touching the machine's.
#[tokio::test]
async fn where_no_namespace_is_permitted_the_relay_says_why_and_uses_the_host() {
    if !is_isolated(&Worker::join(&Relay::start().await).await) {
        return;
    }
    for (limit, step) in [
        ("max_user_namespaces", "CLONE_NEWUSER"),
        ("max_mnt_namespaces", "CLONE_NEWNS"),
        ("max_net_namespaces", "CLONE_NEWNET"),
    ] {
        let mut relay = Relay::start_by("unshare", |command, sockbox| {
            let script = format!("echo 0 > /proc/sys/user/{limit} && exec \"$@\"");
            command.args(["--user", "--map-root-user", "sh", "-c", &script, "sh"]).arg(sockbox).stderr(Stdio::piped());
        })
        .await;
        assert_eq!(Worker::join(&relay).await.isolation(), Isolation::Host);
        let warning = relay.warning_with("WARN").await;
        for words in [step, "No space left on device", "user.max_user_namespaces", "this host's loopback"] {
            assert!(warning.contains(words), "{words} in {warning}");
        }
    }
}

/// Everybody who reached it would reach the host's loopback.
#[tokio::test]
async fn where_no_namespace_is_permitted_other_machines_are_not_served() {
    if !is_isolated(&Worker::join(&Relay::start().await).await) {
        return;
    }
    let words = refusal_to_start(&["--listen", "0.0.0.0:0"]).await;
    assert!(words.contains("other machines") && words.contains("--isolation none"), "{words}");
}

#[tokio::test]
async fn where_isolation_is_required_and_not_permitted_the_relay_does_not_start() {
    if !is_isolated(&Worker::join(&Relay::start().await).await) {
        return;
    }
    let words = refusal_to_start(&["--listen", "127.0.0.1:0", "--isolation", "required"]).await;
    assert!(words.contains("CLONE_NEWNET") && words.contains("user.max_net_namespaces"), "{words}");
}

/// What the relay says when it does not start because no network namespace is permitted.
async fn refusal_to_start(arguments: &[&str]) -> String {
    let script = "echo 0 > /proc/sys/user/max_net_namespaces && exec \"$@\"";
    let mut command = tokio::process::Command::new("unshare");
    command.args(["--user", "--map-root-user", "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_sockbox"), "serve"]);
    let output = soon(command.args(arguments).kill_on_drop(true).output()).await.expect("there is an unshare(1)");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{words}");
    words
}

#[tokio::test]
async fn isolation_that_is_required_and_permitted_is_there() {
    if !is_isolated(&Worker::join(&Relay::start().await).await) {
        return;
    }
    let relay = Relay::start_with(|command| {
        command.args(["--isolation", "required"]);
    })
    .await;
    assert_eq!(Worker::join(&relay).await.isolation(), Isolation::Namespace);
}

#[tokio::test]
async fn the_hosts_network_is_used_when_it_is_asked_for_and_says_so() {
    let relay = Relay::start_with(|command| {
        command.args(["--isolation", "none"]);
    })
    .await;
    assert_eq!(Worker::join(&relay).await.isolation(), Isolation::Host);
}

#[tokio::test]
async fn on_the_hosts_network_raw_sockets_are_eperm() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    let call = Call::Socket { family: AF_INET, kind: SOCK_RAW, protocol: IPPROTO_ICMP };
    assert_eq!(error(worker.call(call).await), Errno::EPERM);
}

#[tokio::test]
async fn on_the_hosts_network_only_loopback_addresses_exist() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    assert_eq!(error(connect(&mut worker, ELSEWHERE).await), Errno::ENETUNREACH);

    let datagrams = worker.udp().await;
    let call = Call::SendTo { fd: datagrams, address: ELSEWHERE, flags: 0, wait: Wait::Forever };
    assert_eq!(error(worker.call_with(call, b"x").await.outcome), Errno::ENETUNREACH);

    let fd = worker.tcp().await;
    assert_eq!(error(worker.call(Call::Bind { fd, address: ELSEWHERE }).await), Errno::EADDRNOTAVAIL);
    let mapped =
        Address::Inet6 { host: Ipv4Addr::new(192, 0, 2, 1).to_ipv6_mapped(), port: 9, flow_info: 0, scope_id: 0 };
    assert_eq!(error(connect(&mut worker, mapped).await), Errno::ENETUNREACH);
}

#[tokio::test]
async fn on_the_hosts_network_a_wildcard_listener_is_reached_over_the_loopback() {
    let relay = Relay::on_host(|_| {});
    let mut worker = Worker::join(&relay).await;
    let listener = worker.tcp().await;
    let any = Address::Inet { host: Ipv4Addr::UNSPECIFIED, port: 0 };
    let port = worker.bind(listener, any).await.port().expect("it is of IP");
    worker.call(Call::Listen { fd: listener, backlog: 1 }).await;
    assert_eq!(connect(&mut worker, localhost(port)).await, Outcome::Ok(Reply::Done));
    worker.accept(listener).await;
}

//! What an operator sees at `/metrics`.

use crate::vocabulary::{Relay, Worker, get, get_from, is_isolated, localhost, soon};
use sockbox_core::{Call, Wait};
use std::net::TcpListener;
use std::sync::Arc;

#[track_caller]
fn check(answer: &str, line: &str) {
    assert!(answer.lines().any(|one| one == line), "{line} in {answer}");
}

#[tokio::test]
async fn what_processes_did_is_counted() {
    let relay = Relay::on_host(|config| config.limits.process.descriptors = 3);
    let mut worker = Worker::join(&relay).await;
    let (listener, _) = worker.listener().await;
    let accept = Call::Accept { fd: listener, wait: Wait::Forever };
    let blocked = worker.block(accept).await;
    worker.cancel(blocked).await;
    worker.end(blocked).await;
    let free = worker.tcp().await;
    worker.tcp().await;
    worker.call(Call::Socket { family: 2, kind: 1, protocol: 0 }).await;
    worker.call(Call::Bind { fd: free, address: localhost(0) }).await;
    let answer = get(&relay, "/metrics", "").await;
    assert!(answer.contains("content-type: application/openmetrics-text; version=1.0.0"), "{answer}");
    check(&answer, r#"sockbox_calls_total{call="socket",outcome="ok",errno=""} 3"#);
    check(&answer, r#"sockbox_calls_total{call="socket",outcome="refused",errno="EMFILE"} 1"#);
    check(&answer, r#"sockbox_calls_total{call="accept",outcome="failed",errno="EINTR"} 1"#);
    check(&answer, r#"sockbox_call_seconds_count{call="bind"} 2"#);
    check(&answer, "sockbox_processes 1");
    check(&answer, "sockbox_rooms 1");
    check(&answer, "# EOF");
    assert!(!answer.contains(relay.room()), "a room's name is its key");
}

/// Taken ones are replaced: the figure that stays low tells that rooms are made faster than the kernel makes namespaces.
#[tokio::test]
async fn rooms_made_in_advance_are_counted() {
    let relay = Relay::start().await;
    let worker = Worker::join(&relay).await;
    let ready = if is_isolated(&worker) { "\nsockbox_rooms_ready 6\n" } else { "\nsockbox_rooms_ready 0\n" };
    soon(async { while !get(&relay, "/metrics", "").await.contains(ready) {} }).await;
}

#[tokio::test]
async fn neither_pages_nor_those_behind_a_proxy_see_it() {
    let relay = Relay::on_host(|_| {});
    for header in
        ["X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Origin: http://127.0.0.1", "Via: 1.1 proxy"]
    {
        let answer = get(&relay, "/metrics", &format!("{header}\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{header}: {answer}");
    }
    let relay = Relay::on_host(|config| config.proxy = sockbox_relay::Proxy::InFront);
    assert!(get(&relay, "/metrics", "").await.starts_with("HTTP/1.1 404"));
}

#[tokio::test]
async fn a_listener_of_its_own_serves_nothing_else() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it is bound");
    let _relay = Relay::on_host(|config| config.metrics = Some(Arc::new(listener)));
    check(&soon(get_from(address, "/metrics", "")).await, "sockbox_rooms 0");
    assert!(get_from(address, "/", "").await.starts_with("HTTP/1.1 404"));
}

#[tokio::test]
async fn a_listener_of_its_own_has_a_limit_of_its_own() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let address = listener.local_addr().expect("it is bound");
    let relay = Relay::on_host(|config| {
        config.limits.relay.metrics_connections = 1;
        config.metrics = Some(Arc::new(listener));
    });
    let idle = tokio::net::TcpStream::connect(address).await.expect("it listens");
    let answer = soon(get_from(address, "/metrics", "")).await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("--relay-metrics-connections"), "{answer}");
    assert!(get(&relay, "/metrics", "").await.starts_with("HTTP/1.1 200"));
    drop(idle);
}

//! The practice services of a room.

use crate::vocabulary::{Relay, Worker, error, is_isolated, reason};
use sockbox_core::constants::{AF_INET, AF_INET6, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::hosts::{SERVICES_V4, SERVICES_V6};
use sockbox_core::{Address, Call, Errno, Fd, How, Outcome, Reply, Wait};
use std::net::IpAddr;

const DONE: Outcome = Outcome::Ok(Reply::Done);

async fn isolated(relay: &Relay) -> Option<Worker> {
    let worker = Worker::join(relay).await;
    is_isolated(&worker).then_some(worker)
}

fn service(host: IpAddr, port: u16) -> Address {
    match host {
        IpAddr::V4(host) => Address::Inet { host, port },
        IpAddr::V6(host) => Address::Inet6 { host, port, flow_info: 0, scope_id: 0 },
    }
}

fn hosts() -> [IpAddr; 2] {
    [SERVICES_V4.into(), SERVICES_V6.into()]
}

async fn connect(worker: &mut Worker, address: Address) -> Fd {
    let fd = worker.socket(address.family(), SOCK_STREAM).await;
    assert_eq!(worker.call(Call::Connect { fd, address, wait: Wait::Forever }).await, DONE, "{address}");
    fd
}

async fn until_end(worker: &mut Worker, fd: Fd) -> Vec<u8> {
    let mut all = Vec::new();
    loop {
        let bytes = worker.recv(fd, 65_536).await;
        if bytes.is_empty() {
            return all;
        }
        all.extend(bytes);
    }
}

/// What a service answers to a datagram.
async fn ask(worker: &mut Worker, address: Address, datagram: &[u8]) -> Vec<u8> {
    let fd = worker.socket(address.family(), SOCK_DGRAM).await;
    let call = Call::SendTo { fd, address, flags: 0, wait: Wait::Forever };
    assert!(matches!(worker.call_with(call, datagram).await.outcome, Outcome::Ok(_)));
    let answer = worker.recv(fd, 65_535).await;
    worker.close(fd).await;
    answer
}

#[tokio::test]
async fn echo_gives_back_what_it_gets() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    for host in hosts() {
        let fd = connect(&mut worker, service(host, 7)).await;
        worker.send_all(fd, b"hello").await;
        assert_eq!(worker.recv(fd, 16).await, b"hello");
        worker.send_all(fd, b"bye").await;
        assert_eq!(worker.call(Call::Shutdown { fd, how: How::Write }).await, DONE);
        assert_eq!(until_end(&mut worker, fd).await, b"bye");
        assert_eq!(ask(&mut worker, service(host, 7), b"datagram").await, b"datagram");
    }
}

#[tokio::test]
async fn discard_takes_all_and_says_nothing() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let fd = connect(&mut worker, service(SERVICES_V4.into(), 9)).await;
    worker.send_all(fd, &vec![7; 1 << 20]).await;
    assert_eq!(worker.call(Call::Shutdown { fd, how: How::Write }).await, DONE);
    assert_eq!(until_end(&mut worker, fd).await, b"");
}

#[tokio::test]
async fn daytime_is_one_line() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let fd = connect(&mut worker, service(SERVICES_V6.into(), 13)).await;
    let line = until_end(&mut worker, fd).await;
    assert!(line.starts_with(b"20") && line.ends_with(b"Z\r\n"), "{line:?}");
    assert_eq!(ask(&mut worker, service(SERVICES_V4.into(), 13), b"").await.len(), line.len());
}

#[tokio::test]
async fn chargen_goes_on_as_long_as_it_is_read() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let fd = connect(&mut worker, service(SERVICES_V4.into(), 19)).await;
    let mut read = Vec::new();
    while read.len() < 1 << 20 {
        read.extend(worker.recv(fd, 65_536).await);
    }
    assert_eq!(&read[..76], b" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg\r\n!\"");
    worker.close(fd).await;
    assert!(ask(&mut worker, service(SERVICES_V4.into(), 19), b"").await.len() <= 512);
}

/// An answer to http, from which what it said is in the rest of the line.
async fn http(worker: &mut Worker, request: &str) -> String {
    let fd = connect(worker, service(SERVICES_V4.into(), 80)).await;
    worker.send_all(fd, request.as_bytes()).await;
    String::from_utf8(until_end(worker, fd).await).expect("it is text")
}

#[tokio::test]
async fn http_serves_a_page_about_the_room() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let get = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: services\r\nConnection: close\r\n\r\n");
    let page = http(&mut worker, &get("/")).await;
    assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains("host9: 198.51.100.9"), "{page}");
    assert!(http(&mut worker, &get("/headers")).await.contains("\r\n\r\nGET /headers\nhost: services\n"));
    assert!(http(&mut worker, &get("/nothing")).await.starts_with("HTTP/1.1 404"));
    assert!(http(&mut worker, &get("/moved")).await.contains("location: /hello\r\n"));
    let head = http(&mut worker, &get("/hello").replace("GET", "HEAD")).await;
    assert!(head.contains("content-length: 7\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    let post = "POST /echo HTTP/1.1\r\nHost: services\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello";
    assert!(http(&mut worker, post).await.ends_with("\r\n\r\nhello"));
    assert!(http(&mut worker, "nonsense\r\n\r\n").await.starts_with("HTTP/1.1 400"));
}

/// An answer would come before that to the second datagram.
#[tokio::test]
async fn services_do_not_answer_each_other() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let fd = worker.socket(AF_INET, SOCK_DGRAM).await;
    worker.bind(fd, service(SERVICES_V4.into(), 0)).await;
    let spoofing = worker.socket(AF_INET, SOCK_DGRAM).await;
    let host = IpAddr::from([127, 0, 0, 1]);
    worker.bind(spoofing, service(host, 19)).await;
    for (fd, bytes) in [(spoofing, b"silence"), (fd, b"answer!")] {
        let call = Call::SendTo { fd, address: service(SERVICES_V4.into(), 7), flags: 0, wait: Wait::Forever };
        assert!(matches!(worker.call_with(call, bytes).await.outcome, Outcome::Ok(_)));
    }
    assert_eq!(worker.recv(fd, 16).await, b"answer!");
    let call = Call::Recv { fd: spoofing, size: 16, flags: 0, wait: Wait::Never };
    assert_eq!(worker.call(call).await, Outcome::Failed { errno: Errno::EAGAIN });
}

#[tokio::test]
async fn services_that_found_no_room_are_started_when_there_is_some() {
    // 5 over TCP and 4 over UDP, each for IPv4 and IPv6: 18 listeners, and the two ends of a connection.
    let relay = Relay::start_with(|command| {
        command.args(["--room-descriptors", "20"]);
    })
    .await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let others = [worker.udp().await, worker.udp().await];
    let fd = worker.tcp().await;
    let call = Call::Connect { fd, address: service(SERVICES_V4.into(), 7), wait: Wait::Forever };
    let outcome = worker.call(call.clone()).await;
    assert_eq!(error(outcome.clone()), Errno::ENFILE);
    assert!(reason(outcome).contains("--room-descriptors"));
    for other in others {
        worker.close(other).await;
    }
    assert_eq!(worker.call(call).await, DONE);
    worker.send_all(fd, b"hello").await;
    assert_eq!(worker.recv(fd, 16).await, b"hello");
    // What they use is the room's.
    let socket = Call::Socket { family: AF_INET, kind: SOCK_STREAM, protocol: 0 };
    assert_eq!(error(worker.call(socket).await), Errno::ENFILE);
}

#[tokio::test]
async fn a_port_that_a_learner_has_taken_stays_the_learners() {
    let relay = Relay::start().await;
    let Some(mut worker) = isolated(&relay).await else { return };
    let listener = worker.socket(AF_INET6, SOCK_STREAM).await;
    let address = worker.bind(listener, service(SERVICES_V6.into(), 7)).await;
    assert_eq!(worker.call(Call::Listen { fd: listener, backlog: 1 }).await, DONE);
    let active = connect(&mut worker, address).await;
    let (passive, _) = worker.accept(listener).await;
    worker.send_all(passive, b"mine").await;
    assert_eq!(worker.recv(active, 16).await, b"mine");
    // The others are there all the same.
    connect(&mut worker, service(SERVICES_V6.into(), 13)).await;
}

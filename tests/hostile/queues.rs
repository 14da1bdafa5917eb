//! Connections that nobody accepts: whoever made them may close them and keep nothing, and what was sent on them is still in the kernel.

use crate::vocabulary::{Attack, Worker, localhost, withstand};
use futures_util::future::join_all;
use sockbox_core::{Address, Call, Fd, Outcome, Reply, Wait, hosts};
use std::io::Write;
use std::net::Ipv4Addr;

/// Bytes that are sent on each connection, more than its buffers hold.
const SENT: usize = 1 << 20;
/// Places in queues for one address; each listening socket has room for one connection more.
const PLACES: &str = "512";
const PROCESSES: usize = 4;
const LISTENERS: usize = 16;
/// In MiB, what the kernel may have in the buffers of TCP for all of them. By default there are eight times as many places.
const MEMORY: u64 = 600;

/// Each listener asks for the longest queue, and each queue is filled.
#[test]
fn queues_that_are_filled_and_left() {
    let options = &["--address-queued-connections", PLACES];
    withstand(Attack { name: "queues filled and left", options, memory: 64 }, async |relay| {
        let (room, before) = (relay.room(), tcp_memory());
        let mut workers = Vec::new();
        for _ in 0..PROCESSES {
            workers.push(Worker::join(relay, &room).await);
        }
        let attackers = workers.iter_mut().map(async |worker| {
            let mut connections = 0;
            for _ in 0..LISTENERS {
                connections += fill(worker).await;
            }
            connections
        });
        let connections: usize = join_all(attackers).await.into_iter().sum();
        let places = relay.metric("sockbox_queued_connections").await;
        assert_eq!((places.to_string(), connections), (PLACES.to_owned(), places + PROCESSES * LISTENERS));
        let held = tcp_memory().saturating_sub(before) >> 20;
        let line = format!("{connections} connections wait in {places} places, and hold {held} MiB\n");
        std::io::stderr().write_all(line.as_bytes()).expect("standard error takes it");
        assert!(held <= MEMORY, "{connections} connections that nobody accepted hold {held} MiB, {MEMORY} at most");
        connections
    });
}

/// The practice services accept so many that are held, and let no more wait than a short queue holds.
#[test]
fn queues_of_the_practice_services() {
    const SERVED: usize = 128;
    const QUEUE: usize = 33;
    withstand(Attack { name: "practice services held and filled", options: &[], memory: 32 }, async |relay| {
        let mut worker = Worker::join(relay, &relay.room()).await;
        let address = Address::Inet { host: hosts::SERVICES_V4, port: 19 };
        let mut connections = 0;
        loop {
            let fd = worker.tcp().await;
            worker.call(Call::Connect { fd, address, wait: Wait::Milliseconds(300) }).await;
            if !is_connected(&mut worker, fd).await {
                break;
            }
            connections += 1;
        }
        let fd = worker.tcp().await;
        let low = Address::Inet { host: Ipv4Addr::LOCALHOST, port: 80 };
        match worker.call(Call::Bind { fd, address: low }).await {
            Outcome::Ok(_) => assert!(connections > 0, "the service lets nobody in"),
            _ => eprintln!("not seen: ports below 1024 are reserved, where /proc/sys may only be read"),
        }
        assert!(connections <= SERVED + QUEUE, "{connections} connections, none of which is read");
        connections
    });
}

/// A socket that listens, and connections to it until its queue is full. Tells how many there are.
async fn fill(worker: &mut Worker) -> usize {
    let listener = worker.tcp().await;
    worker.must(Call::Bind { fd: listener, address: localhost(0) }).await;
    worker.must(Call::Listen { fd: listener, backlog: i32::MAX }).await;
    let Reply::Name { address } = worker.must(Call::GetSockName { fd: listener }).await else { panic!("a name") };
    let mut connections = 0;
    while connect_and_leave(worker, address).await {
        connections += 1;
    }
    connections
}

/// Sends on a connection what it takes, and closes it. Says whether there was one.
async fn connect_and_leave(worker: &mut Worker, address: Address) -> bool {
    let fd = worker.tcp().await;
    worker.call(Call::Connect { fd, address, wait: Wait::Never }).await;
    let is_connected = is_connected(worker, fd).await;
    if is_connected {
        worker.call_with(Call::Send { fd, flags: 0, wait: Wait::Never }, &[0; SENT]).await;
    }
    worker.must(Call::Close { fd }).await;
    is_connected
}

async fn is_connected(worker: &mut Worker, fd: Fd) -> bool {
    matches!(worker.call(Call::GetPeerName { fd }).await, Outcome::Ok(_))
}

/// What the buffers of all TCP sockets hold of the host's memory, in bytes: `/proc/net/sockstat` counts it in pages, proc_net(5).
fn tcp_memory() -> u64 {
    let text = std::fs::read_to_string("/proc/net/sockstat").expect("every Linux has it");
    let line = text.lines().find(|line| line.starts_with("TCP:")).expect("every Linux has TCP");
    let pages = line.split_whitespace().last().and_then(|pages| pages.parse::<u64>().ok()).expect("a number");
    pages * rustix::param::page_size() as u64
}

//! The relay under attack: the real program, what it says, and what it costs.

use super::{PATIENCE, soon};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Where attacks come from. It is a loopback address like that of everybody else here, and another one: limits for an address
/// should meet the attacker alone.
const HOSTILE: &str = "127.0.0.66:0";
const FRIENDLY: &str = "127.0.0.1:0";

/// So many namespaces wait for rooms, of which the witness needs none any more.
const NAMESPACES: usize = 6;

/// A running relay. It is killed with this value.
pub(crate) struct Relay {
    child: Child,
    address: SocketAddr,
    log: Option<JoinHandle<Vec<String>>>,
    rooms: AtomicU64,
}

/// Who connects.
#[derive(Clone, Copy)]
pub(crate) enum Who {
    Attacker,
    Friend,
}

impl Relay {
    /// Starts one with these options of `sockbox serve`, and waits until it listens.
    pub(crate) fn start(options: &[&str]) -> Self {
        let program = std::env::var_os("SOCKBOX_BINARY")
            .expect("SOCKBOX_BINARY names the relay's program; `cargo xtask test` sets it");
        let mut child = Command::new(program)
            // What a room holds is free again when its last process leaves.
            .args(["serve", "--listen", "127.0.0.1:0", "--room-grace", "0s"])
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("SOCKBOX_BINARY can be started");
        let stderr = child.stderr.take().expect("its log is a pipe");
        let log = thread::spawn(move || complaints(stderr));
        let stdout = child.stdout.take().expect("its output is a pipe");
        let mut first = String::new();
        BufReader::new(stdout).read_line(&mut first).expect("its output is text");
        let address = first.trim().strip_prefix("listening on http://").and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("its first line says where it listens, not {first:?}"));
        Self { child, address, log: Some(log), rooms: AtomicU64::new(0) }
    }

    /// The name of a room where nobody was before.
    pub(crate) fn room(&self) -> String {
        format!("{:032x}", self.rooms.fetch_add(1, Ordering::Relaxed))
    }

    /// Its address and port.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A connection on which nothing was said yet.
    pub(crate) async fn connect(&self, from: Who) -> TcpStream {
        let local = match from {
            Who::Attacker => HOSTILE,
            Who::Friend => FRIENDLY,
        };
        let socket = TcpSocket::new_v4().expect("the test has descriptors left");
        socket.bind(local.parse().expect("an address")).expect("all of 127.0.0.0/8 is loopback");
        let stream = soon(socket.connect(self.address)).await.expect("the relay listens");
        stream.set_nodelay(true).expect("it is a TCP socket");
        stream
    }

    /// The head of the answer to an attacker's request, which must be a whole one.
    pub(crate) async fn ask(&self, request: &[u8]) -> String {
        let mut stream = self.connect(Who::Attacker).await;
        stream.write_all(request).await.expect("the relay reads");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(soon(stream.read_u8()).await.expect("the relay answers"));
        }
        String::from_utf8_lossy(&head).into_owned()
    }

    /// What the operator is told of this.
    pub(crate) async fn metric(&self, name: &str) -> usize {
        let mut stream = self.connect(Who::Friend).await;
        let request = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).await.expect("the relay reads");
        let mut answer = String::new();
        soon(stream.read_to_string(&mut answer)).await.expect("the relay answers");
        let value = answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
        value.unwrap_or_else(|| panic!("{name} in {answer}"))
    }

    /// Waits until it has made namespaces in advance: what they take of it is no attacker's doing.
    pub(crate) async fn wait_for_namespaces(&self) {
        soon(async { while self.metric("sockbox_rooms_ready").await < NAMESPACES {} }).await;
    }

    /// What comes back for these bytes of an attacker, who says nothing after them, until the relay ends the connection.
    pub(crate) async fn say(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect(Who::Attacker).await;
        let mut heard = Vec::new();
        // The relay may close before it has read all of it.
        let _ = stream.write_all(bytes).await;
        let _ = stream.shutdown().await;
        let _ = soon(stream.read_to_end(&mut heard)).await;
        heard
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How many descriptors it has open.
    pub(crate) fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.id())).expect("the relay runs").count()
    }

    /// Its memory in KiB: `VmRSS` is what it has, `VmHWM` the most it ever had, proc_pid_status(5).
    pub(crate) fn memory(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).expect("the relay runs");
        let value = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
        let value = value.and_then(|value| value.trim().trim_end_matches(" kB").parse().ok());
        value.unwrap_or_else(|| panic!("/proc/{}/status has no {field}: it has {status}", self.id()))
    }

    /// Waits until it has at most so many descriptors open, as it must when the attackers have left.
    pub(crate) fn wait_for_descriptors(&self, at_most: usize) {
        let begun = Instant::now();
        while self.descriptors() > at_most {
            assert!(begun.elapsed() < PATIENCE, "{} descriptors are open, {at_most} were", self.descriptors());
            thread::yield_now();
        }
    }

    /// Kills it; returns the lines of its log that tell of a bug.
    pub(crate) fn complaints(mut self) -> Vec<String> {
        self.kill();
        let log = self.log.take().expect("nobody else takes it");
        log.join().expect("the log was read to its end")
    }

    fn kill(&mut self) {
        // It may have ended by itself, which whoever waited for its answers has noticed.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Reads the log to its end. A task that panics takes down one connection only, and would not be seen from outside.
fn complaints(log: ChildStderr) -> Vec<String> {
    let lines = BufReader::new(log).lines().map_while(Result::ok);
    lines.filter(|line| line.contains("panicked") || line.contains("ERROR")).collect()
}

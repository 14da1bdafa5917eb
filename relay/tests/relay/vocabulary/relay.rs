//! Relays to talk to.

use super::soon;
use sockbox_relay::{Config, Network, Shutdown};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

const SOCKBOX: &str = env!("CARGO_BIN_EXE_sockbox");

/// A relay on a free port. It ends with the test.
pub(crate) struct Relay {
    address: SocketAddr,
    room: String,
    kind: Kind,
}

enum Kind {
    /// The program.
    Program(Child),
    /// The library, in this process.
    Library { shutdown: Shutdown, ended: JoinHandle<io::Result<()>> },
}

impl Relay {
    /// The program, in a network namespace where that is permitted.
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The program, with changes to how it is started.
    pub(crate) async fn start_with(change: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(SOCKBOX);
        serve(&mut command);
        change(&mut command);
        Self::spawn(command).await
    }

    /// The program started by another program, which gets its path, and after it the arguments.
    pub(crate) async fn start_by(program: &str, give: impl FnOnce(&mut Command, &str)) -> Self {
        let mut command = Command::new(program);
        give(&mut command, SOCKBOX);
        serve(&mut command);
        Self::spawn(command).await
    }

    async fn spawn(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().expect("the program is there");
        let stdout = child.stdout.take().expect("its output is a pipe");
        let first = soon(BufReader::new(stdout).lines().next_line()).await.expect("its output is text");
        let address = first.as_deref().and_then(|line| line.strip_prefix("listening on http://"));
        let address = address.unwrap_or_else(|| panic!("the first line is {first:?}"));
        let address = address.parse().expect("an address and a port");
        Self { address, room: any_room(), kind: Kind::Program(child) }
    }

    /// The library on the host's network, with changes to the configuration.
    pub(crate) fn on_host(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config::new(Network::Host { reason: "the test wants it so".to_owned() });
        change(&mut config);
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let address = listener.local_addr().expect("it is bound");
        let shutdown = Shutdown::default();
        let ended = tokio::spawn(sockbox_relay::run(listener, config, shutdown.clone()));
        Self { address, room: any_room(), kind: Kind::Library { shutdown, ended } }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The name of the room that its workers join.
    pub(crate) fn room(&self) -> &str {
        &self.room
    }

    /// The program's process.
    pub(crate) fn process(&mut self) -> &mut Child {
        match &mut self.kind {
            Kind::Program(child) => child,
            Kind::Library { .. } => panic!("this relay has no process of its own"),
        }
    }

    /// The first line of the program's log, which must be a pipe.
    pub(crate) async fn warning_with(&mut self, words: &str) -> String {
        let stderr = self.process().stderr.take().expect("its log is a pipe");
        let mut lines = BufReader::new(stderr).lines();
        loop {
            let line = soon(lines.next_line()).await.expect("its log is text");
            let line = line.unwrap_or_else(|| panic!("its log ends without {words:?}"));
            if line.contains(words) {
                return line;
            }
        }
    }

    /// The way to end the library's relay.
    pub(crate) fn shutdown(&self) -> &Shutdown {
        match &self.kind {
            Kind::Library { shutdown, .. } => shutdown,
            Kind::Program(_) => panic!("a program is stopped by a signal"),
        }
    }

    /// Stops the library's relay; what `run` then does is in the answer.
    pub(crate) fn stop(self) -> JoinHandle<io::Result<()>> {
        match self.kind {
            Kind::Library { shutdown, ended } => {
                shutdown.stop();
                ended
            }
            Kind::Program(_) => panic!("a program is stopped by a signal"),
        }
    }

    /// What the library's `run` comes to.
    pub(crate) fn ended(self) -> JoinHandle<io::Result<()>> {
        match self.kind {
            Kind::Library { ended, .. } => ended,
            Kind::Program(_) => panic!("a program is waited for"),
        }
    }
}

/// The name of a room that nobody else has.
pub(crate) fn any_room() -> String {
    // Its hashers are seeded at random.
    let half = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", half(), half())
}

fn serve(command: &mut Command) {
    command.args(["serve", "--listen", "127.0.0.1:0"]);
}

/// The whole answer to a GET, as text.
pub(crate) async fn get(relay: &Relay, path: &str, headers: &str) -> String {
    get_from(relay.address(), path, headers).await
}

/// The same, from whatever listens there.
pub(crate) async fn get_from(address: SocketAddr, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("the relay listens");
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.expect("the relay reads");
    let mut answer = Vec::new();
    soon(stream.read_to_end(&mut answer)).await.expect("the relay answers");
    String::from_utf8_lossy(&answer).into_owned()
}

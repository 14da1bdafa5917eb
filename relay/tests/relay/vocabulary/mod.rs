//! What the tests are written in: a [`Relay`] is started, a [`Worker`] makes calls, the functions here say what they come to.

mod page;
mod relay;
mod worker;

pub(crate) use page::Page;
pub(crate) use relay::{Relay, any_room, get, get_from};
pub(crate) use worker::Worker;

use sockbox_core::constants::{AF_INET, SOCK_DGRAM, SOCK_STREAM};
use sockbox_core::wire::Isolation;
use sockbox_core::{Address, Call, Errno, Fd, Outcome, Reply, Wait};
use sockbox_language::Language;
use std::future::Future;
use std::net::Ipv4Addr;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A test that waits this long for anything has failed.
const PATIENCE: Duration = Duration::from_secs(20);

/// What comes of a future, which must not take for ever.
pub(crate) async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("this takes too long")
}

/// The error of an outcome, whoever gave it.
pub(crate) fn error(outcome: Outcome) -> Errno {
    match outcome {
        Outcome::Failed { errno } | Outcome::Refused { errno, .. } => errno,
        other => panic!("an error was expected, not {other:?}"),
    }
}

/// The reason of a call that was refused.
pub(crate) fn reason(outcome: Outcome) -> String {
    match outcome {
        Outcome::Refused { why, .. } => why.text(Language::English),
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

/// 127.0.0.1 and a port; 0 lets the kernel choose.
pub(crate) fn localhost(port: u16) -> Address {
    Address::Inet { host: Ipv4Addr::LOCALHOST, port }
}

/// Whether this machine lets a process have a network namespace, as unshare(1) finds it; then the relay must have one too. Where it
/// does not, there is no isolation to test.
pub(crate) fn is_isolated(worker: &Worker) -> bool {
    let mut unshare = Command::new("unshare");
    let permitted = unshare.args(["--user", "--map-root-user", "--net", "true"]).stderr(Stdio::null()).status();
    if permitted.is_ok_and(|status| status.success()) {
        assert_eq!(worker.isolation(), Isolation::Namespace, "the machine permits what the relay did not make");
        return true;
    }
    eprintln!("skipped: this machine permits no network namespace");
    false
}

/// The calls of a TCP server and its client, each of which must succeed.
impl Worker {
    pub(crate) async fn tcp(&mut self) -> Fd {
        self.socket(AF_INET, SOCK_STREAM).await
    }

    pub(crate) async fn udp(&mut self) -> Fd {
        self.socket(AF_INET, SOCK_DGRAM).await
    }

    pub(crate) async fn socket(&mut self, family: i32, kind: i32) -> Fd {
        match self.call(Call::Socket { family, kind, protocol: 0 }).await {
            Outcome::Ok(Reply::Opened { fd }) => fd,
            other => panic!("socket: {other:?}"),
        }
    }

    pub(crate) async fn bind(&mut self, fd: Fd, address: Address) -> Address {
        assert_eq!(self.call(Call::Bind { fd, address }).await, Outcome::Ok(Reply::Done));
        self.name(fd).await
    }

    pub(crate) async fn name(&mut self, fd: Fd) -> Address {
        match self.call(Call::GetSockName { fd }).await {
            Outcome::Ok(Reply::Name { address }) => address,
            other => panic!("getsockname: {other:?}"),
        }
    }

    /// A listening socket and where it listens.
    pub(crate) async fn listener(&mut self) -> (Fd, Address) {
        let fd = self.tcp().await;
        let address = self.bind(fd, localhost(0)).await;
        assert_eq!(self.call(Call::Listen { fd, backlog: 5 }).await, Outcome::Ok(Reply::Done));
        (fd, address)
    }

    pub(crate) async fn connect(&mut self, address: Address) -> Fd {
        let fd = self.tcp().await;
        assert_eq!(self.call(Call::Connect { fd, address, wait: Wait::Forever }).await, Outcome::Ok(Reply::Done));
        fd
    }

    pub(crate) async fn accept(&mut self, fd: Fd) -> (Fd, Address) {
        match self.call(Call::Accept { fd, wait: Wait::Forever }).await {
            Outcome::Ok(Reply::Accepted { fd, address }) => (fd, address),
            other => panic!("accept: {other:?}"),
        }
    }

    /// Both ends of a connection to itself.
    pub(crate) async fn pair(&mut self) -> (Fd, Fd) {
        let (listener, address) = self.listener().await;
        let active = self.connect(address).await;
        let (passive, _) = self.accept(listener).await;
        self.close(listener).await;
        (active, passive)
    }

    pub(crate) async fn send_all(&mut self, fd: Fd, bytes: &[u8]) {
        let answer = self.call_with(Call::SendAll { fd, flags: 0, wait: Wait::Forever }, bytes).await;
        assert_eq!(answer.outcome, Outcome::Ok(Reply::Done));
    }

    pub(crate) async fn recv(&mut self, fd: Fd, size: u32) -> Vec<u8> {
        let answer = self.call_with(Call::Recv { fd, size, flags: 0, wait: Wait::Forever }, &[]).await;
        assert_eq!(answer.outcome, Outcome::Ok(Reply::Received { size: answer.payload.len() as u32 }));
        answer.payload
    }

    pub(crate) async fn close(&mut self, fd: Fd) {
        assert_eq!(self.call(Call::Close { fd }).await, Outcome::Ok(Reply::Done));
    }
}

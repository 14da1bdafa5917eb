//! What bulk data is sent to: reads all there is and throws it away, on a thread of its own.

use anyhow::Context;
use std::io::Read;
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

/// A listening socket whose connections are read to their ends.
pub(crate) struct Sink {
    address: SocketAddr,
    ends: Receiver<(u64, Instant)>,
}

impl Sink {
    /// Listens on this machine.
    pub(crate) fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (sender, ends) = channel();
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                // The receiver is gone when nothing is measured any more.
                if sender.send(drain(connection)).is_err() {
                    break;
                }
            }
        });
        Ok(Self { address, ends })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits for the end of a connection: how many bytes came, and when the last of them did.
    pub(crate) fn next_end(&self) -> anyhow::Result<(u64, Instant)> {
        self.ends.recv().context("the sink is gone")
    }
}

fn drain(mut connection: impl Read) -> (u64, Instant) {
    let mut buffer = vec![0; 256 * 1024];
    let (mut received, mut last) = (0, Instant::now());
    while let Ok(size @ 1..) = connection.read(&mut buffer) {
        received += size as u64;
        last = Instant::now();
    }
    (received, last)
}

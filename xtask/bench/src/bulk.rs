//! How fast bulk data goes out: 64 KiB a `sendall`, against the same messages through websockify, to the same sink.
//!
//! websockify answers nothing, so nothing there waits for the message before. The figure is measured in the same way,
//! with a few calls on the way; one at a time, as a single Python thread sends, is told beside it.

use crate::figure::{Figure, Goal, median};
use crate::session::{self, Session, UNSLOWED};
use crate::sink::Sink;
use crate::websockify::Websockify;
use anyhow::ensure;
use futures_util::SinkExt;
use sockbox_core::{Address, Call, Fd, Wait};
use sockbox_tests::Relay;
use std::net::SocketAddr;
use std::time::Instant;
use tokio_tungstenite::tungstenite::Message;

const ROUNDS: usize = 7;
const MESSAGE: usize = 64 * 1024;
const MESSAGES: usize = 4096;
/// Calls that may be without a reply.
const ON_THE_WAY: usize = 4;

/// The ratio of the medians.
pub(crate) async fn measure() -> anyhow::Result<Figure> {
    eprintln!("measuring bulk data against websockify");
    let sink = Sink::start()?;
    // The sink is outside of any namespace, so the relay's sockets have to be too.
    let relay = Relay::start_with(&[&["--isolation", "none"][..], &UNSLOWED].concat()).await?;
    let websockify = Websockify::start(sink.address())?;
    let mut speeds = [const { Vec::new() }; 3];
    for round in 0..=ROUNDS {
        let order = if round % 2 == 0 { [0, 1, 2] } else { [2, 1, 0] };
        for which in order {
            let speed = match which {
                0 => through_relay(relay.url(), &sink, ON_THE_WAY).await?,
                1 => through_websockify(websockify.url(), &sink).await?,
                _ => through_relay(relay.url(), &sink, 1).await?,
            };
            // The first round warms everything up and does not count.
            if round > 0 {
                speeds[which].push(speed);
            }
        }
    }
    let [several, theirs, single] = speeds.map(|speeds| median(&speeds));
    Ok(Figure {
        name: "64 KiB sends, throughput / websockify's",
        value: several / theirs,
        unit: "x",
        goal: Goal::AtLeast(2.0),
        remark: format!(
            "{several:.0} MB/s with {ON_THE_WAY} calls on the way, websockify {theirs:.0} MB/s; one call at a time {single:.0} MB/s, \
             {:.2} x; medians of {ROUNDS} runs of 256 MiB each",
            single / theirs
        ),
    })
}

/// The throughput in MB/s.
async fn through_relay(relay: &str, sink: &Sink, on_the_way: usize) -> anyhow::Result<f64> {
    let mut session = Session::open(relay).await?;
    let fd = connect(&mut session, sink.address()).await?;
    let message = vec![b'x'; MESSAGE];
    let begun = Instant::now();
    for sent in 0..MESSAGES {
        if sent >= on_the_way {
            session.end().await?;
        }
        session.begin(Call::SendAll { fd, flags: 0, wait: Wait::Forever }, &message).await?;
    }
    for _ in 0..on_the_way {
        session.end().await?;
    }
    session.call(Call::Close { fd }, &[]).await?;
    throughput(sink, begun)
}

async fn connect(session: &mut Session, address: SocketAddr) -> anyhow::Result<Fd> {
    let fd = session.open_socket().await?;
    let SocketAddr::V4(address) = address else { anyhow::bail!("the sink listens on IPv4") };
    let address = Address::Inet { host: *address.ip(), port: address.port() };
    session.call(Call::Connect { fd, address, wait: Wait::Forever }, &[]).await?;
    Ok(fd)
}

/// The throughput in MB/s.
async fn through_websockify(url: &str, sink: &Sink) -> anyhow::Result<f64> {
    let mut socket = session::connect(url).await?;
    let message = vec![b'x'; MESSAGE];
    let begun = Instant::now();
    for _ in 0..MESSAGES {
        // A copy each, as the other side makes one into its frame.
        socket.send(Message::Binary(message.clone().into())).await?;
    }
    socket.close(None).await?;
    throughput(sink, begun)
}

fn throughput(sink: &Sink, begun: Instant) -> anyhow::Result<f64> {
    let (received, last) = tokio::task::block_in_place(|| sink.next_end())?;
    ensure!(received == (MESSAGE * MESSAGES) as u64, "the sink got {received} bytes");
    Ok(received as f64 / 1e6 / last.duration_since(begun).as_secs_f64())
}

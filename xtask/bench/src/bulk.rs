//! How fast bulk data goes out: 64 KiB a `sendall`, each answered before the next as in Python, against the same
//! messages through websockify, which answers nothing. Both lead to the same sink.

use crate::figure::{Figure, Goal, median};
use crate::session::{self, Session};
use crate::sink::Sink;
use crate::websockify::Websockify;
use anyhow::ensure;
use futures_util::SinkExt;
use sockbox_core::{Address, Call, Wait};
use sockbox_tests::Relay;
use std::net::SocketAddr;
use std::time::Instant;
use tokio_tungstenite::tungstenite::Message;

const ROUNDS: usize = 7;
const MESSAGE: usize = 64 * 1024;
const MESSAGES: usize = 4096;

/// The ratio of the medians.
pub(crate) async fn measure() -> anyhow::Result<Figure> {
    eprintln!("measuring bulk data against websockify");
    let sink = Sink::start()?;
    // The sink is outside of any namespace, so the relay's sockets have to be too.
    let relay = Relay::start_with(&["--network", "host"]).await?;
    let websockify = Websockify::start(sink.address())?;
    // The first round warms both up and does not count.
    through_relay(relay.url(), &sink).await?;
    through_websockify(websockify.url(), &sink).await?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        if round % 2 == 0 {
            ours.push(through_relay(relay.url(), &sink).await?);
            theirs.push(through_websockify(websockify.url(), &sink).await?);
        } else {
            theirs.push(through_websockify(websockify.url(), &sink).await?);
            ours.push(through_relay(relay.url(), &sink).await?);
        }
    }
    let (ours, theirs) = (median(&ours), median(&theirs));
    Ok(Figure {
        name: "64 KiB sends, throughput / websockify's",
        value: ours / theirs,
        unit: "x",
        goal: Goal::AtLeast(2.0),
        remark: format!("{ours:.0} MB/s, websockify {theirs:.0} MB/s; medians of {ROUNDS} runs of 256 MiB each"),
    })
}

/// The throughput in MB/s.
async fn through_relay(relay: &str, sink: &Sink) -> anyhow::Result<f64> {
    let mut session = Session::open(relay).await?;
    let fd = session.open_socket().await?;
    let SocketAddr::V4(address) = sink.address() else { anyhow::bail!("the sink listens on IPv4") };
    let address = Address::Inet { host: *address.ip(), port: address.port() };
    session.call(Call::Connect { fd, address, wait: Wait::Forever }, &[]).await?;
    let message = vec![b'x'; MESSAGE];
    let begun = Instant::now();
    for _ in 0..MESSAGES {
        session.call(Call::SendAll { fd, flags: 0, wait: Wait::Forever }, &message).await?;
    }
    session.call(Call::Close { fd }, &[]).await?;
    throughput(sink, begun)
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

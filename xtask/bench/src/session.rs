//! A worker's end of the wire, as a browser speaks it.

use anyhow::{Context, bail, ensure};
use futures_util::StreamExt;
use sockbox_client::Client;
use sockbox_core::wire::RelayToWorker;
use sockbox_core::{Call, Fd, Outcome, Reply, constants};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, connect_async_with_config};

/// The room in which all sessions meet.
const ROOM: &str = "00000000000000000000000000000001";

/// Options for the relay: what is measured is how fast it can be, not how fast a process may be.
pub(crate) const UNSLOWED: [&str; 4] = ["--process-calls-per-second", "0", "--process-bytes-per-second", "0"];

/// In bytes. The library's own read buffer of 128 KiB would be most of what thousands of sessions cost.
const SMALL: usize = 4 * 1024;

/// A WebSocket on this machine.
pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Connects, without waiting to fill packets: a browser does not either.
pub(crate) async fn connect(url: &str) -> anyhow::Result<Socket> {
    let (socket, _) = connect_async(url).await.with_context(|| format!("connecting to {url}"))?;
    if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
        stream.set_nodelay(true)?;
    }
    Ok(socket)
}

fn url(relay: &str, room: &str) -> String {
    format!("{}/rooms/{room}/process", relay.replacen("http", "ws", 1))
}

/// The next binary message.
pub(crate) async fn receive(socket: &mut Socket) -> anyhow::Result<impl AsRef<[u8]> + use<>> {
    loop {
        match socket.next().await.context("the connection was closed")?? {
            Message::Binary(bytes) => return Ok(bytes),
            Message::Ping(_) | Message::Pong(_) => {}
            other => bail!("unexpected message: {other:?}"),
        }
    }
}

/// A session at a relay.
pub(crate) struct Session(Client<MaybeTlsStream<TcpStream>>);

impl Session {
    /// Opens one at the relay with this `http://` address.
    pub(crate) async fn open(relay: &str) -> anyhow::Result<Self> {
        Self::greet(connect(&url(relay, ROOM)).await?).await
    }

    /// Opens one of many, with small buffers, in this room.
    pub(crate) async fn open_in(relay: &str, room: &str) -> anyhow::Result<Self> {
        let (url, config) = (url(relay, room), WebSocketConfig::default().read_buffer_size(SMALL).write_buffer_size(0));
        let (socket, _) = connect_async_with_config(&url, Some(config), true)
            .await
            .with_context(|| format!("connecting to {url}"))?;
        Self::greet(socket).await
    }

    async fn greet(socket: Socket) -> anyhow::Result<Self> {
        let mut session = Self(Client::new(socket));
        match session.0.greet("", "").await {
            Ok(RelayToWorker::Hello { .. }) => Ok(session),
            other => bail!("the relay should say hello, not {other:?}"),
        }
    }

    /// Makes a call that must succeed.
    pub(crate) async fn call(&mut self, call: Call, payload: &[u8]) -> anyhow::Result<Reply> {
        let begun = self.0.begin(call, payload).await?;
        let (id, reply) = self.end().await?;
        ensure!(id == begun, "the reply to call {id} instead of {begun}");
        Ok(reply)
    }

    /// Makes a call without waiting for its reply.
    pub(crate) async fn begin(&mut self, call: Call, payload: &[u8]) -> anyhow::Result<()> {
        self.0.begin(call, payload).await?;
        Ok(())
    }

    /// Waits for the reply to any call that has none yet. It must have succeeded.
    pub(crate) async fn end(&mut self) -> anyhow::Result<(u64, Reply)> {
        let (id, outcome) = match self.0.hear().await {
            Ok((RelayToWorker::Reply { id, outcome, .. }, _)) => (id, outcome),
            other => bail!("a reply was expected, not {other:?}"),
        };
        match outcome {
            Outcome::Ok(reply) => Ok((id, reply)),
            other => bail!("the call ended with {other:?}"),
        }
    }

    /// Opens a TCP socket.
    pub(crate) async fn open_socket(&mut self) -> anyhow::Result<Fd> {
        let call = Call::Socket { family: constants::AF_INET, kind: constants::SOCK_STREAM, protocol: 0 };
        match self.call(call, &[]).await? {
            Reply::Opened { fd } => Ok(fd),
            other => bail!("socket should open one, not reply {other:?}"),
        }
    }
}

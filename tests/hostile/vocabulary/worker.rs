//! A process at the relay, well-behaved or not.

use super::{Relay, Who, soon};
use sockbox_client::{Answer, Client, Ended};
use sockbox_core::wire::{PROTOCOL_VERSION, RelayToWorker, WorkerToRelay};
use sockbox_core::{Call, Errno, Fd, Outcome, Reply, constants};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

/// In bytes. There are many of these at a time.
const BUFFER: usize = 4 * 1024;

/// One connection to a room.
pub(crate) struct Worker(Client<TcpStream>);

impl Worker {
    /// An attacker's, in this room, after the hellos.
    pub(crate) async fn join(relay: &Relay, room: &str) -> Self {
        Self::try_join(relay, room, Who::Attacker).await.expect("the relay takes this connection")
    }

    /// The same for anybody; the relay may refuse.
    pub(crate) async fn try_join(relay: &Relay, room: &str, from: Who) -> Result<Self, Error> {
        let mut worker = Self::connect(relay, room, from).await?;
        worker.say(&hello()).await?;
        match worker.hear().await {
            Some((RelayToWorker::Hello { version: PROTOCOL_VERSION, .. }, _)) => Ok(worker),
            other => panic!("a hello was expected, not {other:?}"),
        }
    }

    /// Connects and says nothing yet.
    pub(crate) async fn connect(relay: &Relay, room: &str, from: Who) -> Result<Self, Error> {
        let request = format!("ws://{}/rooms/{room}/process", relay.address()).into_client_request()?;
        let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(0);
        let stream = relay.connect(from).await;
        let (socket, _) = soon(client_async_with_config(request, stream, Some(config))).await?;
        Ok(Self(Client::new(socket)))
    }

    /// Makes a call without bytes.
    pub(crate) async fn call(&mut self, call: Call) -> Outcome {
        self.call_with(call, &[]).await.outcome
    }

    /// Makes a call with bytes.
    pub(crate) async fn call_with(&mut self, call: Call, payload: &[u8]) -> Answer {
        let id = self.begin_with(call, payload).await;
        self.end(id).await
    }

    /// Sends a call and does not wait for its end.
    pub(crate) async fn begin(&mut self, call: Call) -> u64 {
        self.begin_with(call, &[]).await
    }

    pub(crate) async fn begin_with(&mut self, call: Call, payload: &[u8]) -> u64 {
        soon(self.0.begin(call, payload)).await.expect("the relay reads")
    }

    /// The end of a call that was begun.
    pub(crate) async fn end(&mut self, id: u64) -> Answer {
        soon(self.0.end(id)).await.unwrap_or_else(|ended| panic!("a reply was expected, not {ended:?}"))
    }

    /// Sends a header without payload.
    pub(crate) async fn say(&mut self, header: &WorkerToRelay) -> Result<(), Error> {
        soon(self.0.say(header)).await
    }

    /// Sends any message.
    pub(crate) async fn send(&mut self, message: Message) -> Result<(), Error> {
        soon(self.0.send(message)).await
    }

    /// Writes bytes past the WebSocket, onto the connection itself.
    pub(crate) async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        soon(self.0.socket().get_mut().write_all(bytes)).await
    }

    /// The next frame; `None` when the connection has ended.
    pub(crate) async fn hear(&mut self) -> Option<(RelayToWorker, Vec<u8>)> {
        self.hear_or_close().await.ok()
    }

    /// Reads until the relay closes: with which code. `None` if the connection broke.
    pub(crate) async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Err(code) = self.hear_or_close().await {
                return code;
            }
        }
    }

    async fn hear_or_close(&mut self) -> Result<(RelayToWorker, Vec<u8>), Option<u16>> {
        soon(self.0.hear()).await.map_err(|ended| match ended {
            Ended::Closed { code, .. } => Some(code),
            Ended::Broken(_) => None,
        })
    }
}

/// The calls that attacks begin with.
impl Worker {
    pub(crate) async fn socket(&mut self, family: i32, kind: i32) -> Fd {
        opened(self.call(Call::Socket { family, kind, protocol: 0 }).await)
    }

    pub(crate) async fn tcp(&mut self) -> Fd {
        self.socket(constants::AF_INET, constants::SOCK_STREAM).await
    }

    /// Makes a call that must succeed.
    pub(crate) async fn must(&mut self, call: Call) -> Reply {
        match self.call(call.clone()).await {
            Outcome::Ok(reply) => reply,
            other => panic!("{call:?}: {other:?}"),
        }
    }
}

fn opened(outcome: Outcome) -> Fd {
    match outcome {
        Outcome::Ok(Reply::Opened { fd }) => fd,
        other => panic!("a descriptor was expected, not {other:?}"),
    }
}

/// The hello of this version.
pub(crate) fn hello() -> WorkerToRelay {
    sockbox_client::hello("", "")
}

/// The error of an outcome, whoever gave it; `None` of one that succeeded or timed out.
pub(crate) fn error(outcome: &Outcome) -> Option<Errno> {
    match outcome {
        Outcome::Failed { errno } | Outcome::Refused { errno, .. } => Some(*errno),
        Outcome::Ok(_) | Outcome::TimedOut => None,
    }
}

//! One connection to the relay, as a worker has it.

use super::{Relay, soon};
use futures_util::StreamExt;
use sockbox_client::{Answer, Client, Ended};
use sockbox_core::wire::{Isolation, RelayToWorker, WorkerToRelay};
use sockbox_core::{Call, Explanation, Outcome, Wait};
use sockbox_language::Language;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use tokio_tungstenite::{MaybeTlsStream, connect_async};

/// A process at the relay, after the hellos. Whatever takes too long, or ends unawaited, fails the test.
pub(crate) struct Worker {
    client: Client<MaybeTlsStream<TcpStream>>,
    isolation: Isolation,
}

impl Worker {
    /// Comes into the relay's room and says hello.
    pub(crate) async fn join(relay: &Relay) -> Self {
        Self::join_room(relay, relay.room()).await
    }

    /// Comes into some room and says hello.
    pub(crate) async fn join_room(relay: &Relay, room: &str) -> Self {
        Self::join_as(relay, room, "").await
    }

    /// Comes into some room and says hello with a name.
    pub(crate) async fn join_as(relay: &Relay, room: &str, name: &str) -> Self {
        let mut worker = Self::try_connect(relay, room, None).await.expect("the relay takes connections");
        match soon(worker.client.greet(name, "")).await {
            Ok(RelayToWorker::Hello { isolation, .. }) => worker.isolation = isolation,
            other => panic!("a hello was expected, not {other:?}"),
        }
        worker
    }

    /// Connects and says nothing yet.
    pub(crate) async fn connect_to(relay: &Relay) -> Self {
        Self::try_connect(relay, relay.room(), None).await.expect("the relay takes connections")
    }

    /// Tries to connect as a page of some origin would.
    pub(crate) async fn try_connect(
        relay: &Relay,
        room: &str,
        origin: Option<&str>,
    ) -> Result<Self, tokio_tungstenite::tungstenite::Error> {
        let mut request = format!("ws://{}/rooms/{room}/process", relay.address()).into_client_request()?;
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().expect("an origin is ASCII"));
        }
        let (socket, _) = soon(connect_async(request)).await?;
        Ok(Self { client: Client::new(socket), isolation: Isolation::Host })
    }

    /// Where the relay said its sockets are.
    pub(crate) fn isolation(&self) -> Isolation {
        self.isolation
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
        soon(self.client.begin(call, payload)).await.expect("the relay reads")
    }

    /// Begins a call that blocks, and returns when it does.
    pub(crate) async fn block(&mut self, call: Call) -> u64 {
        let id = self.begin(call).await;
        assert!(self.is_blocked(id).await, "the call did not block: {:?}", self.client.early(id));
        id
    }

    /// Whether a call that was begun has not ended. Calls are tried in order: when a later one was answered, this one was tried.
    pub(crate) async fn is_blocked(&mut self, id: u64) -> bool {
        self.call(Call::Poll { entries: Vec::new(), wait: Wait::Never }).await;
        self.client.early(id).is_none()
    }

    /// The end of a call that was begun.
    pub(crate) async fn end(&mut self, id: u64) -> Answer {
        soon(self.client.end(id)).await.unwrap_or_else(|ended| panic!("a reply was expected, not {ended:?}"))
    }

    pub(crate) async fn cancel(&mut self, id: u64) {
        self.say(&WorkerToRelay::Cancel { id }).await;
    }

    /// Sends a header without payload.
    pub(crate) async fn say(&mut self, header: &WorkerToRelay) {
        soon(self.client.say(header)).await.expect("the relay reads");
    }

    /// Sends these bytes as one message.
    pub(crate) async fn send(&mut self, frame: Vec<u8>) {
        self.send_message(Message::binary(frame)).await;
    }

    pub(crate) async fn send_message(&mut self, message: Message) {
        soon(self.client.send(message)).await.expect("the relay reads");
    }

    /// The next frame, or the code and the reason with which the relay closed.
    pub(crate) async fn hear(&mut self) -> Result<(RelayToWorker, Vec<u8>), (u16, String)> {
        match soon(self.client.hear()).await {
            Ok(frame) => Ok(frame),
            Err(Ended::Closed { code, reason }) => {
                if let Some(why) = self.client.farewell() {
                    assert_eq!(why.text(Language::English), reason, "both say the same");
                }
                Err((code, reason))
            }
            Err(Ended::Broken(error)) => panic!("the relay says why it closes: {error:?}"),
        }
    }

    /// What it said before it closed, for a page to put into words.
    pub(crate) fn farewell(&self) -> Option<&Explanation> {
        self.client.farewell()
    }

    /// Code and reason of the close that comes next.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        self.hear().await.expect_err("the relay closes")
    }

    /// Reads until this many pings were answered; the WebSocket library answers them.
    pub(crate) async fn answer_pings(&mut self, count: usize) {
        for _ in 0..count {
            match soon(self.client.socket().next()).await {
                Some(Ok(Message::Ping(_))) => {}
                other => panic!("a ping was expected, not {other:?}"),
            }
        }
    }

    /// The end of the connection after the close, which must not be a reset.
    pub(crate) async fn end_cleanly(&mut self) {
        if let Some(message) = soon(self.client.socket().next()).await {
            panic!("after the close came {message:?}");
        }
    }

    /// Closes, and waits until the relay has closed too.
    pub(crate) async fn leave(&mut self) {
        soon(self.client.socket().close(None)).await.expect("the relay reads");
        while soon(self.client.socket().next()).await.is_some_and(|message| message.is_ok()) {}
    }

    /// Goes without a word, as a browser that crashed.
    pub(crate) fn vanish(self) {}
}

//! One connection to the relay, as a worker has it.

use super::{Relay, soon};
use futures_util::{SinkExt, StreamExt};
use serde::Serialize;
use sockbox_core::wire::{Isolation, PROTOCOL_VERSION, RelayToWorker, WorkerToRelay, decode, encode};
use sockbox_core::{Call, Explanation, Facts, Outcome, Wait};
use sockbox_language::Language;
use std::collections::HashMap;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Message, client::IntoClientRequest};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How a call ended, and the bytes it brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) outcome: Outcome,
    pub(crate) facts: Facts,
    pub(crate) payload: Vec<u8>,
}

/// A process at the relay, after the hellos.
pub(crate) struct Worker {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    isolation: Isolation,
    last_id: u64,
    /// Answers that came before they were asked for.
    early: HashMap<u64, Answer>,
    /// Why the relay will close, if it has said so.
    farewell: Option<Explanation>,
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
        let (name, page) = (name.to_owned(), String::new());
        worker.say(&WorkerToRelay::Hello { version: PROTOCOL_VERSION, name, page }).await;
        match worker.hear().await {
            Ok((RelayToWorker::Hello { version: PROTOCOL_VERSION, isolation, .. }, _)) => worker.isolation = isolation,
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
        Ok(Self { socket, isolation: Isolation::Host, last_id: 0, early: HashMap::new(), farewell: None })
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
        self.last_id += 1;
        self.send(encode(&WorkerToRelay::Call { id: self.last_id, call }, payload)).await;
        self.last_id
    }

    /// Begins a call that blocks, and returns when it does.
    pub(crate) async fn block(&mut self, call: Call) -> u64 {
        let id = self.begin(call).await;
        assert!(self.is_blocked(id).await, "the call did not block: {:?}", self.early[&id]);
        id
    }

    /// Whether a call that was begun has not ended. Calls are tried in order: when a later one was answered, this one was tried.
    pub(crate) async fn is_blocked(&mut self, id: u64) -> bool {
        self.call(Call::Poll { entries: Vec::new(), wait: Wait::Never }).await;
        !self.early.contains_key(&id)
    }

    /// The end of a call that was begun.
    pub(crate) async fn end(&mut self, id: u64) -> Answer {
        loop {
            if let Some(answer) = self.early.remove(&id) {
                return answer;
            }
            match self.hear().await {
                Ok((RelayToWorker::Reply { id, outcome, facts }, payload)) => {
                    self.early.insert(id, Answer { outcome, facts, payload });
                }
                // Some test changes the setting.
                Ok((RelayToWorker::Validation { .. }, _)) => {}
                other => panic!("a reply was expected, not {other:?}"),
            }
        }
    }

    pub(crate) async fn cancel(&mut self, id: u64) {
        self.say(&WorkerToRelay::Cancel { id }).await;
    }

    /// Sends a header without payload.
    pub(crate) async fn say(&mut self, header: &impl Serialize) {
        self.send(encode(header, &[])).await;
    }

    /// Sends these bytes as one message.
    pub(crate) async fn send(&mut self, frame: Vec<u8>) {
        self.send_message(Message::binary(frame)).await;
    }

    pub(crate) async fn send_message(&mut self, message: Message) {
        soon(self.socket.send(message)).await.expect("the relay reads");
    }

    /// The next frame, or the code and the reason with which the relay closed.
    pub(crate) async fn hear(&mut self) -> Result<(RelayToWorker, Vec<u8>), (u16, String)> {
        loop {
            match soon(self.socket.next()).await.expect("the relay says why it closes").expect("a whole message") {
                Message::Binary(frame) => match decode(&frame).expect("the relay speaks the protocol") {
                    (RelayToWorker::Farewell { why }, _) => self.farewell = Some(why),
                    (header, payload) => return Ok((header, payload.to_vec())),
                },
                Message::Close(close) => {
                    let close = close.expect("the relay gives a reason");
                    if let Some(why) = &self.farewell {
                        assert_eq!(why.text(Language::English), close.reason.as_str(), "both say the same");
                    }
                    return Err((close.code.into(), close.reason.to_string()));
                }
                _ => {}
            }
        }
    }

    /// What it said before it closed, for a page to put into words.
    pub(crate) fn farewell(&self) -> Option<&Explanation> {
        self.farewell.as_ref()
    }

    /// Code and reason of the close that comes next.
    pub(crate) async fn closed(&mut self) -> (u16, String) {
        self.hear().await.expect_err("the relay closes")
    }

    /// Reads until this many pings were answered; the WebSocket library answers them.
    pub(crate) async fn answer_pings(&mut self, count: usize) {
        for _ in 0..count {
            match soon(self.socket.next()).await {
                Some(Ok(Message::Ping(_))) => {}
                other => panic!("a ping was expected, not {other:?}"),
            }
        }
    }

    /// The end of the connection after the close, which must not be a reset.
    pub(crate) async fn end_cleanly(&mut self) {
        if let Some(message) = soon(self.socket.next()).await {
            panic!("after the close came {message:?}");
        }
    }

    /// Closes, and waits until the relay has closed too.
    pub(crate) async fn leave(&mut self) {
        soon(self.socket.close(None)).await.expect("the relay reads");
        while soon(self.socket.next()).await.is_some_and(|message| message.is_ok()) {}
    }

    /// Goes without a word, as a browser that crashed.
    pub(crate) fn vanish(self) {}
}

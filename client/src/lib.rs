//! A worker's end of the wire in Rust, as PROTOCOL.md has it: what the relay's tests, the attacks on it and the benchmarks are made of. How
//! the WebSocket is opened, how long is waited, and what is an error there, each of them decides for itself.

use futures_util::{SinkExt, StreamExt};
use sockbox_core::wire::{self, PROTOCOL_VERSION, RelayToWorker, WorkerToRelay};
use sockbox_core::{Call, Explanation, Facts, Outcome};
use std::collections::HashMap;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::{Error, Message};

/// A connection to a room, over any stream of bytes.
#[derive(Debug)]
pub struct Client<S> {
    socket: WebSocketStream<S>,
    last_id: u64,
    /// Answers that came before they were asked for.
    early: HashMap<u64, Answer>,
    farewell: Option<Explanation>,
}

/// How a call ended, and the bytes it brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// How.
    pub outcome: Outcome,
    /// What the room knows about that.
    pub facts: Facts,
    /// What was received.
    pub payload: Vec<u8>,
}

/// Why nothing more is heard.
#[derive(Debug)]
pub enum Ended {
    /// The relay closed the connection.
    Closed {
        /// RFC 6455 section 7.4.
        code: u16,
        /// In words.
        reason: String,
    },
    /// There was no close, or one without a code.
    Broken(Option<Error>),
}

impl<S: AsyncRead + AsyncWrite + Unpin> Client<S> {
    /// Over a WebSocket that is open; nothing is said yet.
    pub fn new(socket: WebSocketStream<S>) -> Self {
        Self { socket, last_id: 0, early: HashMap::new(), farewell: None }
    }

    /// Says hello with these names, and hears the relay's.
    ///
    /// # Errors
    /// When the connection has ended.
    pub async fn greet(&mut self, name: &str, page: &str) -> Result<RelayToWorker, Ended> {
        self.say(&hello(name, page)).await.map_err(|error| Ended::Broken(Some(error)))?;
        self.hear().await.map(|(header, _)| header)
    }

    /// Sends a call and does not wait for its end: its id.
    ///
    /// # Errors
    /// When the WebSocket takes nothing any more.
    pub async fn begin(&mut self, call: Call, payload: &[u8]) -> Result<u64, Error> {
        self.last_id += 1;
        let frame = wire::encode(&WorkerToRelay::Call { id: self.last_id, call }, payload);
        self.send(Message::binary(frame)).await.map(|()| self.last_id)
    }

    /// The end of a call that was begun.
    ///
    /// # Errors
    /// When the connection has ended.
    ///
    /// # Panics
    /// If a call is answered twice.
    pub async fn end(&mut self, id: u64) -> Result<Answer, Ended> {
        loop {
            if let Some(answer) = self.early.remove(&id) {
                return Ok(answer);
            }
            // Others may change the room's setting.
            if let (RelayToWorker::Reply { id, outcome, facts }, payload) = self.hear().await? {
                let twice = self.early.insert(id, Answer { outcome, facts, payload });
                assert!(twice.is_none(), "call {id} was answered twice");
            }
        }
    }

    /// The answer to a call that has come already, while another's was waited for.
    pub fn early(&self, id: u64) -> Option<&Answer> {
        self.early.get(&id)
    }

    /// Sends a header without payload.
    ///
    /// # Errors
    /// When the WebSocket takes nothing any more.
    pub async fn say(&mut self, header: &WorkerToRelay) -> Result<(), Error> {
        self.send(Message::binary(wire::encode(header, &[]))).await
    }

    /// Sends any message.
    ///
    /// # Errors
    /// When the WebSocket takes nothing any more.
    pub async fn send(&mut self, message: Message) -> Result<(), Error> {
        self.socket.send(message).await
    }

    /// The next frame. A farewell is kept for [`farewell`](Self::farewell).
    ///
    /// # Errors
    /// When the connection has ended.
    ///
    /// # Panics
    /// If the relay does not speak the protocol.
    pub async fn hear(&mut self) -> Result<(RelayToWorker, Vec<u8>), Ended> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Binary(frame))) => {
                    match wire::decode(&frame).expect("the relay speaks the protocol") {
                        (RelayToWorker::Farewell { why }, _) => self.farewell = Some(why),
                        (header, payload) => return Ok((header, payload.to_vec())),
                    }
                }
                Some(Ok(Message::Close(Some(close)))) => {
                    return Err(Ended::Closed { code: close.code.into(), reason: close.reason.to_string() });
                }
                Some(Ok(Message::Close(None))) | None => return Err(Ended::Broken(None)),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(Ended::Broken(Some(error))),
            }
        }
    }

    /// Why the relay will close, or has closed, for a page to put into words.
    pub fn farewell(&self) -> Option<&Explanation> {
        self.farewell.as_ref()
    }

    /// The WebSocket itself.
    pub fn socket(&mut self) -> &mut WebSocketStream<S> {
        &mut self.socket
    }
}

/// The hello of this version.
pub fn hello(name: &str, page: &str) -> WorkerToRelay {
    WorkerToRelay::Hello { version: PROTOCOL_VERSION, name: name.to_owned(), page: page.to_owned() }
}

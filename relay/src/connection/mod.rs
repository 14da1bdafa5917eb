//! A worker's WebSocket: hello, calls in, answers out, and why it ends.
//!
//! One task serves a connection from first to last. It reads a frame only when the answer to the one before is on its way, so a
//! worker that does not read its answers is not read from either. What its blocked calls hold is limited by the session.

mod farewell;
mod frames;

pub(crate) use frames::limit_frames;

use crate::config::{Limits, Liveness};
use crate::room::Room;
use crate::session::{Answer, Session};
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use farewell::Farewell;
use sockbox_core::wire::{PROTOCOL_VERSION, RelayToWorker, WorkerToRelay};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};

/// A worker says hello as soon as it is connected.
const HELLO_PATIENCE: Duration = Duration::from_secs(10);

/// What every connection is given.
pub(crate) struct Terms {
    /// Where its sockets are made.
    pub(crate) room: Arc<Room>,
    /// What it may use.
    pub(crate) limits: Limits,
    /// When it is given up.
    pub(crate) liveness: Liveness,
}

/// Serves a connection until it ends, or until `closing` resolves with a reason, and takes leave of it. Its sockets are closed by then.
pub(crate) async fn serve(mut socket: WebSocket, terms: &Terms, closing: impl Future<Output = &'static str>) {
    let farewell = tokio::select! {
        farewell = converse(&mut socket, terms) => farewell,
        reason = closing => Farewell::away(reason),
    };
    tracing::debug!(%farewell, "connection ends");
    farewell.say(socket).await;
}

async fn converse(socket: &mut WebSocket, terms: &Terms) -> Farewell {
    match timeout(HELLO_PATIENCE, greet(socket, &terms.room)).await {
        Ok(Ok(())) => {}
        Ok(Err(farewell)) => return farewell,
        Err(_) => return Farewell::protocol("no hello came"),
    }
    let mut connection = Connection::new(socket, terms);
    loop {
        if let Err(farewell) = connection.step().await {
            return farewell;
        }
    }
}

/// The hellos. Each end says its version; the relay judges the worker's.
async fn greet(socket: &mut WebSocket, room: &Room) -> Result<(), Farewell> {
    let (header, _) = frames::decode(&next_frame(socket).await?)?;
    let WorkerToRelay::Hello { version, .. } = header else {
        return Err(Farewell::protocol("the first frame must be a hello"));
    };
    if version != PROTOCOL_VERSION {
        let words =
            format!("this relay speaks version {PROTOCOL_VERSION} of the protocol, not {version}: reload the page");
        return Err(Farewell::protocol(words));
    }
    let hello = RelayToWorker::Hello { version: PROTOCOL_VERSION, isolation: room.isolation() };
    socket.send(frames::encode(&hello, &[])).await.map_err(Farewell::lost)
}

/// The next frame, passing over pings and pongs, which are answered below.
async fn next_frame(socket: &mut WebSocket) -> Result<Bytes, Farewell> {
    loop {
        if let Some(frame) = frames::read(socket.recv().await)? {
            return Ok(frame);
        }
    }
}

/// A connection after its hello.
struct Connection<'a> {
    socket: &'a mut WebSocket,
    session: Session,
    liveness: Liveness,
    ticks: Interval,
    heard: Instant,
    /// The id of the call before.
    last_id: Option<u64>,
}

/// What a connection can meet.
enum Event {
    Message(Option<Result<Message, axum::Error>>),
    Answer(Answer),
    Tick,
}

impl<'a> Connection<'a> {
    fn new(socket: &'a mut WebSocket, terms: &Terms) -> Self {
        let every = terms.liveness.ping_every;
        let mut ticks = interval_at(Instant::now() + every, every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let session = Session::new(Arc::clone(&terms.room), terms.limits);
        Self { socket, session, liveness: terms.liveness, ticks, heard: Instant::now(), last_id: None }
    }

    /// Meets one event.
    async fn step(&mut self) -> Result<(), Farewell> {
        let event = tokio::select! {
            message = self.socket.recv() => Event::Message(message),
            answer = self.session.next_answer() => Event::Answer(answer),
            _ = self.ticks.tick() => Event::Tick,
        };
        match event {
            Event::Message(message) => {
                self.heard = Instant::now();
                match frames::read(message)? {
                    Some(frame) => self.take(&frame).await,
                    None => Ok(()),
                }
            }
            Event::Answer(answer) => self.reply(answer).await,
            Event::Tick => self.check_alive().await,
        }
    }

    async fn take(&mut self, frame: &Bytes) -> Result<(), Farewell> {
        match frames::decode(frame)? {
            (WorkerToRelay::Call { id, call }, payload) => {
                self.check_id(id)?;
                match self.session.call(id, call, payload).await {
                    Some(answer) => self.reply(answer).await,
                    None => Ok(()),
                }
            }
            (WorkerToRelay::Cancel { id }, _) => {
                self.session.cancel(id);
                Ok(())
            }
            (WorkerToRelay::Hello { .. }, _) => Err(Farewell::protocol("a second hello")),
        }
    }

    fn check_id(&mut self, id: u64) -> Result<(), Farewell> {
        match self.last_id.replace(id) {
            Some(last) if id <= last => {
                Err(Farewell::protocol(format!("the id {id} came after {last}: ids must grow")))
            }
            _ => Ok(()),
        }
    }

    async fn reply(&mut self, Answer { id, outcome, payload }: Answer) -> Result<(), Farewell> {
        self.send(frames::encode(&RelayToWorker::Reply { id, outcome }, &payload)).await
    }

    /// Asks for a sign of life, or stops waiting for one: a machine that sleeps or lost its network does not say goodbye.
    async fn check_alive(&mut self) -> Result<(), Farewell> {
        if self.heard.elapsed() > self.liveness.patience {
            return Err(Farewell::silent(self.liveness.patience));
        }
        self.send(Message::Ping(Bytes::new())).await
    }

    async fn send(&mut self, message: Message) -> Result<(), Farewell> {
        match timeout(self.liveness.patience, self.socket.send(message)).await {
            Ok(sent) => sent.map_err(Farewell::lost),
            Err(_) => Err(Farewell::silent(self.liveness.patience)),
        }
    }
}

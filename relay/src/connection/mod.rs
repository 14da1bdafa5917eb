//! A worker's WebSocket: hello, calls in, answers out, and why it ends.
//!
//! One task serves a connection from first to last. It reads a frame only when the answer to the one before is on its way, so a
//! worker that does not read its answers is not read from either. What its blocked calls hold is limited by the session.

mod farewell;
mod frames;
mod pace;
pub(crate) mod page;
mod pulse;

pub(crate) use frames::limit_frames;

use crate::config::Liveness;
use crate::listener::Intake;
use crate::metrics::{self, Metrics};
use crate::quota::AddressQuotas;
use crate::room::{Presentation, Room};
use crate::session::{Answer, Session};
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use farewell::Farewell;
use pace::Pace;
use pulse::Pulse;
use sockbox_core::wire::{NAME_MAX, PROTOCOL_VERSION, RelayToWorker, Validation, WorkerToRelay};
use sockbox_core::{Call, Ending, Notice};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// A connection that has been busy for this long lets others have its thread.
const SLICE: Duration = Duration::from_millis(1);

/// What every connection is given.
pub(crate) struct Terms {
    /// Where its sockets are made.
    pub(crate) room: Arc<Room>,
    /// For whom it counts.
    pub(crate) client: Arc<AddressQuotas>,
    /// What has come of its next message.
    pub(crate) intake: Arc<Intake>,
    /// When it is given up.
    pub(crate) liveness: Liveness,
    /// Where it is counted.
    pub(crate) metrics: Metrics,
}

/// Serves a connection until it ends, or until `closing` resolves with a reason, and takes leave of it. Its sockets are closed by then.
pub(crate) async fn serve(mut socket: WebSocket, terms: &Terms, closing: impl Future<Output = Ending>) {
    let farewell = tokio::select! {
        farewell = converse(&mut socket, terms) => farewell,
        ending = closing => Farewell::Ended(ending),
        ending = terms.intake.given_up() => Farewell::Ended(ending),
    };
    tracing::debug!(%farewell, "connection ends");
    farewell.say(socket).await;
}

async fn converse(socket: &mut WebSocket, terms: &Terms) -> Farewell {
    let validation = terms.room.validation();
    let (present, name) = match timeout(terms.liveness.hello_patience, greet(socket, terms, &validation)).await {
        Ok(Ok(greeted)) => greeted,
        Ok(Err(farewell)) => return farewell,
        Err(_) => return Farewell::protocol("no hello came"),
    };
    terms.intake.take_message();
    let mut connection = Connection::new(socket, terms, (&present, name), validation);
    loop {
        if let Err(farewell) = connection.step().await {
            return farewell;
        }
    }
}

/// The hellos. Each end says its version; the relay judges the worker's. From then on the room knows of the process.
async fn greet(
    socket: &mut WebSocket,
    terms: &Terms,
    validation: &watch::Receiver<Validation>,
) -> Result<(Presentation, String), Farewell> {
    let room = &terms.room;
    let (header, _) = frames::decode(&next_frame(socket).await?)?;
    let WorkerToRelay::Hello { version, name, page } = header else {
        return Err(Farewell::protocol("the first frame must be a hello"));
    };
    check_version(version)?;
    check_name(&name)?;
    check_name(&page)?;
    let (isolation, validation) = (room.isolation(), *validation.borrow());
    let descriptors = room.quotas().process(&terms.client).descriptors.limit().value;
    let descriptors = u32::try_from(descriptors).unwrap_or(u32::MAX);
    let hello = RelayToWorker::Hello { version: PROTOCOL_VERSION, isolation, validation, descriptors };
    socket.send(frames::encode(&hello, &[])).await.map_err(Farewell::lost)?;
    Ok((room.present_process(name.clone(), &page), name))
}

fn check_version(version: u32) -> Result<(), Farewell> {
    if version == PROTOCOL_VERSION {
        return Ok(());
    }
    Err(Farewell::protocol(format!(
        "this relay speaks version {PROTOCOL_VERSION} of the protocol, not {version}: reload the page"
    )))
}

fn check_name(name: &str) -> Result<(), Farewell> {
    if name.len() > NAME_MAX {
        return Err(Farewell::protocol(format!("a name of {} bytes, at most {NAME_MAX} are allowed", name.len())));
    }
    // In JSON one of them takes six bytes, and all names of a room share a header.
    if name.contains(char::is_control) {
        return Err(Farewell::protocol("a name has no control characters"));
    }
    Ok(())
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
    intake: &'a Intake,
    present: &'a Presentation,
    /// What others call it.
    name: String,
    session: Session,
    metrics: Metrics,
    validation: watch::Receiver<Validation>,
    pace: Pace,
    pulse: Pulse,
    /// The id of the call before.
    last_id: Option<u64>,
    /// Time used since others had the thread.
    busy: Duration,
}

/// What a connection can meet.
enum Event {
    Message(Option<Result<Message, axum::Error>>),
    Answer(Answer),
    Validation,
    Tick,
    Held,
}

impl<'a> Connection<'a> {
    fn new(
        socket: &'a mut WebSocket,
        terms: &'a Terms,
        (present, name): (&'a Presentation, String),
        validation: watch::Receiver<Validation>,
    ) -> Self {
        let session = Session::new(Arc::clone(&terms.room), &terms.room.quotas().process(&terms.client), name.clone());
        Self {
            socket,
            intake: &terms.intake,
            present,
            name,
            session,
            metrics: terms.metrics.clone(),
            validation,
            pace: Pace::new(terms.room.quotas().rates()),
            pulse: Pulse::new(terms.liveness),
            last_id: None,
            busy: Duration::ZERO,
        }
    }

    /// Waits for one event and meets it.
    async fn step(&mut self) -> Result<(), Farewell> {
        let event = tokio::select! {
            message = self.socket.recv(), if !self.pace.is_held() => Event::Message(message),
            () = self.pace.over(), if self.pace.is_held() => Event::Held,
            answer = self.session.next_answer() => Event::Answer(answer),
            Ok(()) = self.validation.changed() => Event::Validation,
            () = self.pulse.tick() => Event::Tick,
        };
        let begun = Instant::now();
        let met = self.meet(event).await;
        if let Some(limit) = self.pace.hit() {
            self.present.notify(Notice::ProcessSlowed { name: self.name.clone(), limit }.explanation());
        }
        self.busy += begun.elapsed();
        self.pause().await;
        met
    }

    /// A worker that sends calls without end always has a next one, and its answers fit the kernel's buffers. tokio counts reads and
    /// writes of its own against a task, and not how long a system call takes.
    async fn pause(&mut self) {
        if self.busy >= SLICE {
            self.busy = Duration::ZERO;
            tokio::task::yield_now().await;
        }
    }

    async fn meet(&mut self, event: Event) -> Result<(), Farewell> {
        match event {
            Event::Message(message) => {
                self.pulse.hear();
                match &message {
                    Some(Ok(Message::Ping(payload) | Message::Pong(payload))) => {
                        self.intake.take_control(payload.len())
                    }
                    _ => self.intake.take_message(),
                }
                match frames::read(message)? {
                    Some(frame) => self.take(&frame).await,
                    None => {
                        self.pace.received(0);
                        Ok(())
                    }
                }
            }
            Event::Answer(answer) => {
                self.count(&answer, None);
                self.reply(answer).await
            }
            Event::Validation => {
                let validation = *self.validation.borrow_and_update();
                self.pulse.send(self.socket, frames::encode(&RelayToWorker::Validation { validation }, &[])).await
            }
            Event::Held => {
                // It may have spoken all the time: nobody listened.
                self.pulse.hear();
                Ok(())
            }
            Event::Tick => {
                if self.pace.is_held() {
                    // As above.
                    self.pulse.hear();
                }
                self.pulse.check(self.socket).await
            }
        }
    }

    async fn take(&mut self, frame: &Bytes) -> Result<(), Farewell> {
        self.pace.received(frame.len());
        self.metrics.received(frame.len());
        match frames::decode(frame)? {
            (WorkerToRelay::Call { id, call }, payload) => {
                self.check_id(id)?;
                self.call(id, call, payload).await
            }
            (WorkerToRelay::Cancel { id }, _) => {
                self.session.cancel(id);
                Ok(())
            }
            (WorkerToRelay::Hello { .. }, _) => Err(Farewell::protocol("a second hello")),
        }
    }

    async fn call(&mut self, id: u64, call: Call, payload: Bytes) -> Result<(), Farewell> {
        let begun = Instant::now();
        match self.session.call(id, call, payload).await {
            Some(answer) => {
                self.count(&answer, Some(begun.elapsed()));
                self.reply(answer).await
            }
            None => Ok(()),
        }
    }

    /// `took` is for one that did not block.
    fn count(&self, answer: &Answer, took: Option<Duration>) {
        let call = answer.call;
        let (outcome, errno) = metrics::summary(&answer.outcome);
        tracing::trace!(id = answer.id, call, outcome, errno, ?took, "a call ended");
        self.metrics.call_ended(call, &answer.outcome, took);
        if let Some(predicted) = &answer.facts.predicted {
            self.metrics.call_predicted(call, predicted.agrees_with(&answer.outcome));
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

    async fn reply(&mut self, Answer { id, outcome, facts, payload, .. }: Answer) -> Result<(), Farewell> {
        let message = frames::encode(&RelayToWorker::Reply { id, outcome, facts }, &payload);
        if let Message::Binary(frame) = &message {
            self.pace.sent(frame.len());
            self.metrics.sent(frame.len());
        }
        self.pulse.send(self.socket, message).await
    }
}

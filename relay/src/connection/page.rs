//! A page's WebSocket: hello, and from then on who is in the room and what the people there should know.
//!
//! A page that reads slowly is told the newest state only: nothing is kept for it.

use super::farewell::Farewell;
use super::pace::Pace;
use super::pulse::Pulse;
use super::{check_name, check_version, frames, next_frame};
use crate::config::Liveness;
use crate::room::{Notices, People, Presentation, Room};
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use sockbox_core::wire::{PROTOCOL_VERSION, PageToRelay, RelayToPage, Validation};
use sockbox_core::{Ending, Explanation, Notice};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

/// Serves a page until it ends, or until `closing` resolves with a reason, and takes leave of it.
pub(crate) async fn serve(
    mut socket: WebSocket,
    room: &Arc<Room>,
    liveness: Liveness,
    closing: impl Future<Output = Ending>,
) {
    let farewell = tokio::select! {
        farewell = tell(&mut socket, room, liveness) => farewell,
        ending = closing => Farewell::Ended(ending),
    };
    tracing::debug!(%farewell, "a page leaves");
    farewell.say(socket).await;
}

async fn tell(socket: &mut WebSocket, room: &Arc<Room>, liveness: Liveness) -> Farewell {
    let validation = room.validation();
    let page = match timeout(liveness.hello_patience, greet(socket, room, &validation)).await {
        Ok(Ok(page)) => page,
        Ok(Err(farewell)) => return farewell,
        Err(_) => return Farewell::protocol("no hello came"),
    };
    let mut people = room.people();
    // It came itself: that is news too.
    people.mark_changed();
    // It may have come after all others were told.
    let mut deadline = room.deadline();
    deadline.mark_changed();
    let notices = page.notices();
    let (pulse, pace) = (Pulse::new(liveness), Pace::new(room.quotas().rates()));
    let mut watcher = Watcher { socket, room, page, people, notices, deadline, validation, pulse, pace };
    loop {
        if let Err(farewell) = watcher.step().await {
            return farewell;
        }
    }
}

async fn greet(
    socket: &mut WebSocket,
    room: &Arc<Room>,
    validation: &watch::Receiver<Validation>,
) -> Result<Presentation, Farewell> {
    let (PageToRelay::Hello { version, page }, _) = frames::decode(&next_frame(socket).await?)? else {
        return Err(Farewell::protocol("the first frame must be a hello"));
    };
    check_version(version)?;
    check_name(&page)?;
    let (isolation, grace) = (room.isolation(), room.grace().as_secs());
    let validation = *validation.borrow();
    let hello = RelayToPage::Hello { version: PROTOCOL_VERSION, isolation, grace, validation };
    socket.send(frames::encode(&hello, &[])).await.map_err(Farewell::lost)?;
    Ok(room.present_page(&page))
}

/// A page after its hello.
struct Watcher<'a> {
    socket: &'a mut WebSocket,
    room: &'a Arc<Room>,
    page: Presentation,
    people: watch::Receiver<People>,
    notices: Notices,
    deadline: watch::Receiver<Option<Instant>>,
    validation: watch::Receiver<Validation>,
    pulse: Pulse,
    /// What it says reaches everybody in the room.
    pace: Pace,
}

/// What it can meet.
enum Event {
    Message(Option<Result<Message, axum::Error>>),
    Change,
    Notice(Explanation),
    Deadline,
    Validation,
    Tick,
    Held,
}

impl Watcher<'_> {
    /// Meets one event.
    async fn step(&mut self) -> Result<(), Farewell> {
        let event = tokio::select! {
            message = self.socket.recv(), if !self.pace.is_held() => Event::Message(message),
            () = self.pace.over(), if self.pace.is_held() => Event::Held,
            Ok(()) = self.people.changed() => Event::Change,
            text = self.notices.next() => Event::Notice(text),
            Ok(()) = self.deadline.changed() => Event::Deadline,
            Ok(()) = self.validation.changed() => Event::Validation,
            () = self.pulse.tick() => Event::Tick,
        };
        match event {
            Event::Message(message) => {
                self.hear(message)?;
                match self.pace.hit() {
                    Some(limit) => self.notify(&Notice::PageSlowed { limit }).await,
                    None => Ok(()),
                }
            }
            Event::Change => {
                let pages = self.page.describe(&self.people.borrow_and_update());
                self.say(&RelayToPage::Here { pages }).await
            }
            Event::Validation => {
                let validation = *self.validation.borrow_and_update();
                self.say(&RelayToPage::Validation { validation }).await
            }
            Event::Notice(text) => self.say(&RelayToPage::Notice { text }).await,
            Event::Deadline => {
                let deadline = *self.deadline.borrow_and_update();
                match deadline {
                    Some(deadline) => {
                        // To the second.
                        let left = deadline.duration_since(Instant::now()).as_secs_f64().ceil();
                        self.notify(&Notice::RoomEnds { left: Duration::from_secs(left as u64) }).await
                    }
                    None => Ok(()),
                }
            }
            Event::Tick => {
                if self.pace.is_held() {
                    // It may have spoken all the time: nobody listened.
                    self.pulse.hear();
                }
                self.pulse.check(self.socket).await
            }
            Event::Held => {
                self.pulse.hear();
                Ok(())
            }
        }
    }

    /// After its hello a page says only how calls are to be validated.
    fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), Farewell> {
        self.pulse.hear();
        let frame = frames::read(message)?;
        self.pace.received(frame.as_ref().map_or(0, Bytes::len));
        let Some(frame) = frame else { return Ok(()) };
        match frames::decode(&frame)? {
            (PageToRelay::Validation { validation }, _) => {
                self.room.set_validation(validation);
                Ok(())
            }
            (PageToRelay::Hello { .. }, _) => Err(Farewell::protocol("a second hello")),
        }
    }

    async fn notify(&mut self, notice: &Notice) -> Result<(), Farewell> {
        self.say(&RelayToPage::Notice { text: notice.explanation().with_english() }).await
    }

    async fn say(&mut self, words: &RelayToPage) -> Result<(), Farewell> {
        self.pulse.send(self.socket, frames::encode(words, &[])).await
    }
}

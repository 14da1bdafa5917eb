//! Whether the other end is still there: pings, and patience.

use super::Farewell;
use crate::config::Liveness;
use axum::extract::ws::{Message, WebSocket};
use bytes::Bytes;
use sockbox_core::Ending;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};

/// The pulse of a connection.
pub(super) struct Pulse {
    liveness: Liveness,
    ticks: Interval,
    heard: Instant,
}

impl Pulse {
    /// Of a connection that was heard just now.
    pub(super) fn new(liveness: Liveness) -> Self {
        let every = liveness.ping_every;
        let mut ticks = interval_at(Instant::now() + every, every);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { liveness, ticks, heard: Instant::now() }
    }

    /// Something was heard, whatever it was.
    pub(super) fn hear(&mut self) {
        self.heard = Instant::now();
    }

    /// Resolves when it is time to [`check`](Self::check). Dropping the future loses nothing.
    pub(super) async fn tick(&mut self) {
        self.ticks.tick().await;
    }

    /// Asks for a sign of life, or stops waiting for one: a machine that sleeps or lost its network does not say goodbye.
    pub(super) async fn check(&self, socket: &mut WebSocket) -> Result<(), Farewell> {
        if self.heard.elapsed() > self.liveness.patience {
            return Err(self.silent());
        }
        self.send(socket, Message::Ping(Bytes::new())).await
    }

    /// The other end neither spoke nor listened for this long.
    fn silent(&self) -> Farewell {
        Farewell::Ended(Ending::Silent { patience: self.liveness.patience })
    }

    /// Sends something to an end that must take it in time.
    pub(super) async fn send(&self, socket: &mut WebSocket, message: Message) -> Result<(), Farewell> {
        match timeout(self.liveness.patience, socket.send(message)).await {
            Ok(sent) => sent.map_err(Farewell::lost),
            Err(_) => Err(self.silent()),
        }
    }
}

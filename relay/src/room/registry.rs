//! The rooms there are: each is made for the first who comes, and ends some time after the last has left.

mod founding;

use super::{Failure, Name, Network, Room};
use crate::config::RoomLimits;
use crate::lock::lock;
use crate::metrics::Metrics;
use crate::quota::{AddressQuotas, Exceeded, Quota, RelayQuotas, RoomQuotas, Share};
use founding::Founding;
use sockbox_core::{Ending, Explanation};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout};

/// How long before its end the people in a room are told that it is too old.
const WARNING: Duration = Duration::from_secs(5 * 60);

/// All rooms of the relay.
pub(crate) struct Rooms {
    network: Network,
    limits: RoomLimits,
    quotas: Arc<RelayQuotas>,
    metrics: Metrics,
    rooms: Mutex<HashMap<Name, Arc<Room>>>,
    founding: Founding,
}

/// Why there is no room to come into.
#[derive(Debug)]
pub(crate) enum NoRoom {
    /// There are as many as there may be.
    Exceeded(Exceeded),
    /// The kernel refused one.
    Failure(Failure),
}

/// Somebody in a room, which stays at least as long as this.
pub(crate) struct Occupant {
    room: Arc<Room>,
}

impl Rooms {
    /// None yet.
    pub(crate) fn new(network: Network, limits: RoomLimits, quotas: Arc<RelayQuotas>, metrics: Metrics) -> Arc<Self> {
        if let Network::Host { reason } = &network {
            tracing::warn!(
                "no network namespaces: {reason}. Sockets are made on this host's loopback instead: all rooms are one, programs share \
                 its ports and can reach every service that listens there"
            );
        }
        Arc::new(Self { network, limits, quotas, metrics, rooms: Mutex::default(), founding: Founding::default() })
    }

    /// Comes into the room of this name, which is made for this client if it is not there.
    ///
    /// # Errors
    /// If it may not or cannot be made.
    pub(crate) async fn join(self: &Arc<Self>, name: Name, client: &AddressQuotas) -> Result<Occupant, NoRoom> {
        let name = self.place(name);
        if let Some(occupant) = self.find(name) {
            return Ok(occupant);
        }
        // Those who come at once come into the same room.
        let turn = self.founding.turn(name);
        let _alone = turn.lock().await;
        match self.find(name) {
            Some(occupant) => Ok(occupant),
            None => self.found(name, client).await,
        }
    }

    /// What a room of this name may use, whether it is there or could be made for this client. None is made.
    ///
    /// # Errors
    /// If there may be no more rooms.
    pub(crate) fn look(&self, name: Name, client: &AddressQuotas) -> Result<RoomQuotas, Exceeded> {
        if let Some(room) = self.lock().get(&self.place(name)) {
            return Ok(room.quotas().clone());
        }
        client.rooms.check(1)?;
        self.quotas.rooms.check(1)?;
        Ok(self.quotas.room())
    }

    async fn found(self: &Arc<Self>, name: Name, client: &AddressQuotas) -> Result<Occupant, NoRoom> {
        let take = |quota: &Quota| quota.take(1).map_err(NoRoom::Exceeded);
        let shares: [Share; 2] = [take(&client.rooms)?, take(&self.quotas.rooms)?];
        let (quotas, grace) = (self.quotas.room(), *self.limits.grace);
        let room = Room::make(&self.network, quotas, shares, grace).await.map_err(NoRoom::Failure)?;
        let room = Arc::new(room);
        let occupant = Occupant::new(Arc::clone(&room));
        self.lock().insert(name, Arc::clone(&room));
        tracing::debug!(room = ?name, "made");
        self.metrics.room_made();
        tokio::spawn(Arc::clone(self).keep(name, room));
        Ok(occupant)
    }

    /// Under which name a room is kept: where rooms have no networks of their own, there is only one.
    fn place(&self, name: Name) -> Name {
        match self.network {
            Network::Namespace(_) => name,
            Network::Host { .. } => Name::SHARED,
        }
    }

    /// Tells something to everybody.
    pub(crate) fn notify(&self, text: &Explanation) {
        for room in self.lock().values() {
            room.notify(text.clone());
        }
    }

    fn find(&self, name: Name) -> Option<Occupant> {
        self.lock().get(&name).map(|room| Occupant::new(Arc::clone(room)))
    }

    /// Waits for the end of a room, and tears it down.
    async fn keep(self: Arc<Self>, name: Name, room: Arc<Room>) {
        tokio::select! {
            () = self.until_deserted(name, &room) => tracing::debug!(room = ?name, "nobody came back"),
            () = until_aged(&self.limits, &room) => {
                tracing::info!(room = ?name, "has reached the age a room may reach");
                self.forget(name, &room);
                room.end(Ending::RoomTooOld);
            }
        }
        // The watched value is the room's own.
        let _ = room.occupants().wait_for(|count| *count == 0).await;
        room.tear_down().await;
        tracing::debug!(room = ?name, "torn down");
        self.metrics.room_ended();
    }

    /// Until nobody was in the room for the time of grace. It is not found any more then.
    async fn until_deserted(&self, name: Name, room: &Arc<Room>) {
        let mut occupants = room.occupants();
        loop {
            let _ = occupants.wait_for(|count| *count == 0).await;
            if timeout(*self.limits.grace, occupants.wait_for(|count| *count > 0)).await.is_ok() {
                continue;
            }
            let mut rooms = self.lock();
            // Whoever comes in does so under the same lock.
            if *occupants.borrow() == 0 {
                rooms.remove(&name);
                return;
            }
        }
    }

    /// Lets nobody in any more.
    fn forget(&self, name: Name, room: &Arc<Room>) {
        if let Entry::Occupied(entry) = self.lock().entry(name)
            && Arc::ptr_eq(entry.get(), room)
        {
            entry.remove();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Name, Arc<Room>>> {
        lock(&self.rooms)
    }
}

/// Until a room is as old as it may become, of which its people are told before. For ever, if there is no limit.
async fn until_aged(limits: &RoomLimits, room: &Room) {
    let end = Instant::now().checked_add(*limits.age).filter(|_| !limits.age.is_zero());
    // What is beyond the end of time is no limit either.
    let Some(end) = end else { return std::future::pending().await };
    sleep_until(end - WARNING.min(*limits.age / 2)).await;
    room.set_deadline(end);
    sleep_until(end).await;
}

impl Occupant {
    fn new(room: Arc<Room>) -> Self {
        room.count_occupants(|count| count + 1);
        Self { room }
    }

    /// The room.
    pub(crate) fn room(&self) -> &Arc<Room> {
        &self.room
    }
}

impl Drop for Occupant {
    fn drop(&mut self) {
        self.room.count_occupants(|count| count - 1);
    }
}

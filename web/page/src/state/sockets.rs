//! The sockets of all terminals, each with what its worker tells of it.

use super::{TerminalId, WorkerId};
use sockbox_core::model::{Description, Protocol, State};
use sockbox_core::{Address, Fd};
use sockbox_message::{Predicted, Traffic};
use std::sync::Arc;

#[cfg(test)]
mod tests;

/// A socket.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Grows from card to card and is never used twice.
    pub key: u64,
    /// Whose process has it.
    pub terminal: TerminalId,
    /// What is known of it.
    pub socket: Arc<Description>,
    /// The state it was in before, if it has changed.
    pub before: Option<State>,
    /// What its process has sent and received over it.
    pub traffic: Traffic,
    /// What the model said of its last call, where the room only explains.
    pub predicted: Option<Box<Predicted>>,
    /// When it was closed, in milliseconds since 1970.
    pub closed: Option<f64>,
    worker: WorkerId,
}

/// The sockets that are open, and those that were closed just now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sockets {
    cards: Vec<Card>,
    next_key: u64,
}

impl Sockets {
    /// Milliseconds for which a closed socket stays.
    pub const FADING: f64 = 1_200.0;
    /// Closed sockets that stay at once. A program can close more in a moment than anybody could look at.
    const FADING_MAX: usize = 8;

    /// In the order in which they came.
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The card of this key.
    pub fn card(&self, key: u64) -> Option<&Card> {
        self.cards.iter().find(|card| card.key == key)
    }

    /// How many are open.
    pub fn open(&self) -> usize {
        self.cards.iter().filter(|card| card.closed.is_none()).count()
    }

    /// Whether time itself changes what is shown.
    pub fn are_fading(&self) -> bool {
        self.cards.iter().any(|card| card.closed.is_some())
    }

    /// Bytes that wait in the kernel to be received: what the peer has sent less what came, where the peer is a socket of this page
    /// and it is certain which.
    pub fn unread(&self, card: &Card) -> Option<u64> {
        let is_stream = matches!(card.socket.protocol, Protocol::Tcp | Protocol::UnixStream);
        if !is_stream || card.closed.is_some() {
            return None;
        }
        let mut peers = self.cards.iter().filter(|other| are_peers(card, other));
        let peer = peers.next().filter(|_| peers.next().is_none())?;
        let mut rivals = self.cards.iter().filter(|other| are_peers(peer, other));
        rivals.next().filter(|only| only.key == card.key && rivals.next().is_none())?;
        Some(peer.traffic.sent.saturating_sub(card.traffic.received))
    }

    /// Enters a socket that is new, or has changed.
    pub(crate) fn change(&mut self, (worker, terminal): (WorkerId, TerminalId), socket: Description) {
        if let Some(card) = self.open_card(worker, socket.id) {
            if card.socket.state != socket.state {
                card.before = Some(card.socket.state);
            }
            card.socket = Arc::new(socket);
            return;
        }
        let (key, traffic, socket) = (self.next_key, Traffic::default(), Arc::new(socket));
        self.cards.push(Card { key, terminal, socket, before: None, traffic, predicted: None, closed: None, worker });
        self.next_key += 1;
    }

    /// An open socket as it is now, by the name that its worker has for it.
    pub(crate) fn now(&self, worker: WorkerId, socket: u64) -> Option<Arc<Description>> {
        let is_it = |card: &&Card| card.is(worker, socket) && card.closed.is_none();
        self.cards.iter().find(is_it).map(|card| card.socket.clone())
    }

    /// Enters a call that has ended: what went over the socket, and what the model said of it.
    pub(crate) fn end_call(
        &mut self,
        worker: WorkerId,
        socket: u64,
        traffic: Traffic,
        predicted: Option<Box<Predicted>>,
    ) {
        if let Some(card) = self.open_card(worker, socket) {
            card.traffic += traffic;
            card.predicted = predicted;
        }
    }

    /// A socket was closed.
    pub(crate) fn close(&mut self, worker: WorkerId, socket: u64, now: f64) {
        for card in self.cards.iter_mut().filter(|card| card.is(worker, socket)) {
            card.close(now);
        }
        self.drop_excess();
    }

    /// A process is over, and with it its sockets.
    pub(crate) fn abandon(&mut self, worker: WorkerId, now: f64) {
        for card in self.cards.iter_mut().filter(|card| card.worker == worker) {
            card.close(now);
        }
        self.drop_excess();
    }

    /// Lets those go that were closed a while ago.
    pub(crate) fn tick(&mut self, now: f64) {
        self.cards.retain(|card| card.closed.is_none_or(|closed| now - closed < Self::FADING));
    }

    fn open_card(&mut self, worker: WorkerId, socket: u64) -> Option<&mut Card> {
        self.cards.iter_mut().find(|card| card.is(worker, socket) && card.closed.is_none())
    }

    fn drop_excess(&mut self) {
        let fading = self.cards.len() - self.open();
        let mut excess = fading.saturating_sub(Self::FADING_MAX);
        self.cards.retain(|card| {
            let goes = card.closed.is_some() && excess > 0;
            excess -= usize::from(goes);
            !goes
        });
    }
}

impl Card {
    /// Whether a descriptor of this terminal names it.
    pub fn has(&self, terminal: TerminalId, fd: i32) -> bool {
        self.terminal == terminal && self.closed.is_none() && self.socket.fds.contains(&Fd(fd))
    }

    fn is(&self, worker: WorkerId, socket: u64) -> bool {
        self.worker == worker && self.socket.id == socket
    }

    fn close(&mut self, now: f64) {
        self.closed = self.closed.or(Some(now));
    }
}

/// Whether one can be the other's peer. The address of a client is often not known to its own process, only to the server's.
fn are_peers(one: &Card, two: &Card) -> bool {
    let agree = |local: Option<Address>, peer: Option<Address>| match (local, peer) {
        (Some(local), Some(peer)) => Some(local == peer),
        _ => None,
    };
    let there = agree(one.socket.local, two.socket.peer);
    let back = agree(two.socket.local, one.socket.peer);
    one.key != two.key
        && one.socket.protocol == two.socket.protocol
        && one.socket.peer.is_some()
        && two.socket.peer.is_some()
        && matches!((there, back), (Some(true), None | Some(true)) | (None, Some(true)))
}

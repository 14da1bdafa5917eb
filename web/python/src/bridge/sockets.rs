//! What the page is told of this process's sockets, so that it can draw them.

use crate::page;
use sockbox_core::constants::MSG_PEEK;
use sockbox_core::model::{Description, Session};
use sockbox_core::{Call, Control, Fd, Outcome, Reply};
use sockbox_message::{Traffic, WorkerToPage};
use std::collections::BTreeMap;

/// The sockets that are open, as the page knows them, by the names that the session gave them.
#[derive(Default)]
pub(super) struct Sockets(BTreeMap<u64, Description>);

impl Sockets {
    /// Tells the page what has become of the sockets that these descriptors name or named.
    pub(super) fn look_at(&mut self, session: &Session, fds: &[Fd]) {
        for fd in fds {
            let named = self.0.values().filter(|known| known.fds.contains(fd));
            let named: Vec<u64> = named.map(|known| known.id).collect();
            named.into_iter().for_each(|id| self.renew(session, id));
            if let Some(socket) = session.describe(*fd) {
                self.tell(socket);
            }
        }
    }

    /// Looks at a socket by the descriptors it had.
    fn renew(&mut self, session: &Session, id: u64) {
        let Some(known) = self.0.get(&id) else { return };
        match known.fds.iter().find_map(|fd| session.describe(*fd).filter(|socket| socket.id == id)) {
            Some(socket) => self.tell(socket),
            None => {
                self.0.remove(&id);
                page::post(&WorkerToPage::SocketClosed { socket: id });
            }
        }
    }

    fn tell(&mut self, socket: Description) {
        // The page knows the calls in flight by themselves.
        let socket = Description { in_flight: 0, ..socket };
        if self.0.get(&socket.id) != Some(&socket) {
            page::post(&WorkerToPage::SocketChanged { socket: Box::new(socket.clone()) });
            self.0.insert(socket.id, socket);
        }
    }
}

/// What went over a socket by one call, with payloads of these many bytes there and back. What is only looked at stays.
pub(super) fn traffic(call: &Call, outcome: &Outcome, there: usize, back: usize) -> Traffic {
    let is_peek = call.flags().is_some_and(|flags| flags & MSG_PEEK != 0);
    match outcome {
        Outcome::Ok(Reply::Sent { size }) => Traffic { sent: u64::from(*size), received: 0 },
        Outcome::Ok(Reply::Done) if matches!(call, Call::SendAll { .. }) => Traffic { sent: there as u64, received: 0 },
        Outcome::Ok(Reply::Received { .. } | Reply::ReceivedFrom { .. } | Reply::ReceivedMessage { .. })
            if !is_peek =>
        {
            Traffic { sent: 0, received: back as u64 }
        }
        _ => Traffic::default(),
    }
}

/// The descriptors that a call and its outcome are about.
pub(super) fn touched(call: &Call, outcome: Option<&Outcome>) -> Vec<Fd> {
    let mut fds: Vec<Fd> = call.fd().into_iter().collect();
    if let Call::SendMsg { control, .. } = call {
        fds.extend(control.iter().flat_map(rights));
    }
    fds.extend(outcome.into_iter().flat_map(opened));
    fds
}

/// The descriptors that an outcome has opened.
pub(super) fn opened(outcome: &Outcome) -> Vec<Fd> {
    match outcome {
        Outcome::Ok(Reply::Opened { fd } | Reply::Accepted { fd, .. }) => vec![*fd],
        Outcome::Ok(Reply::OpenedPair { fds }) => fds.to_vec(),
        Outcome::Ok(Reply::ReceivedMessage { control, .. }) => control.iter().flat_map(rights).copied().collect(),
        _ => Vec::new(),
    }
}

fn rights(control: &Control) -> &[Fd] {
    match control {
        Control::Rights { fds } => fds,
        Control::Data { .. } => &[],
    }
}

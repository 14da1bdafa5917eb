//! poll(2).

use super::{Ended, Interruption, Value};
use crate::kernel::{Socket, poll, wait};
use sockbox_core::{Errno, Fd, PollEntry, Reply};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The entries of a `poll`, each with its socket.
pub(crate) struct Poll {
    entries: Vec<(PollEntry, Option<Arc<Socket>>)>,
}

impl Poll {
    /// A `poll` of these entries; one whose descriptor has no socket answers `POLLNVAL`, and a negative one is skipped.
    pub(crate) fn new(entries: &[PollEntry], socket: impl Fn(Fd) -> Option<Arc<Socket>>) -> Self {
        let asked = entries.iter().filter(|entry| entry.fd.0 >= 0);
        Self { entries: asked.map(|entry| (*entry, socket(entry.fd))).collect() }
    }

    /// The answer when nothing was ready in time.
    pub(super) fn nothing() -> Value {
        Reply::Ready { entries: Vec::new() }.into()
    }

    pub(super) fn attempt(&self) -> Result<Value, Errno> {
        let sockets: Vec<_> = self.sockets().map(|(entry, socket)| (socket, entry.events)).collect();
        let mut told = poll(&sockets)?.into_iter();
        let mut ready = Vec::new();
        for (entry, socket) in &self.entries {
            let events = if socket.is_some() { told.next().unwrap_or_default() } else { libc::POLLNVAL };
            if events != 0 {
                ready.push(PollEntry { fd: entry.fd, events });
            }
        }
        if ready.is_empty() { Err(Errno::EAGAIN) } else { Ok(Reply::Ready { entries: ready }.into()) }
    }

    /// Waits for all sockets together. One may be named in several entries, by several descriptors even; an epoll instance takes it once.
    pub(super) async fn ready(&self) -> Result<(), Errno> {
        let mut wanted = BTreeMap::new();
        for (entry, socket) in self.sockets() {
            wanted.entry(std::ptr::from_ref(socket).addr()).or_insert((socket, 0)).1 |= entry.events;
        }
        wait::any(wanted.into_values()).await
    }

    pub(super) fn give_up(self, interruption: Interruption) -> Ended {
        match interruption {
            Interruption::Timeout => Ended::Ok(Self::nothing()),
            Interruption::Cancel | Interruption::SocketTimeout => interruption.into(),
        }
    }

    fn sockets(&self) -> impl Iterator<Item = (&PollEntry, &Socket)> {
        self.entries.iter().filter_map(|(entry, socket)| Some((entry, socket.as_deref()?)))
    }
}

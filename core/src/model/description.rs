//! A socket as its session knows it, for people to look at.

use super::{Exact, Protocol, Session, State};
use crate::{Address, Fd};
use serde::{Deserialize, Serialize};

/// What is known of a socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// Names it within its session; never used twice.
    pub id: u64,
    /// The descriptors that name it, in order; more than one after `dup`.
    pub fds: Vec<Fd>,
    /// What it speaks.
    pub protocol: Protocol,
    /// `AF_*`; `AF_UNSPEC` for one that came from another process.
    pub family: i32,
    /// Its state in one word.
    pub state: State,
    /// The states it may be in where that word is [`State::Uncertain`]; else none.
    pub possible: Vec<State>,
    /// Its own address, if that is known.
    pub local: Option<Address>,
    /// Its peer's address, if it has one and that is known.
    pub peer: Option<Address>,
}

impl Session {
    /// What is known of the socket that a descriptor names; `None` if it names none.
    pub fn describe(&self, fd: Fd) -> Option<Description> {
        let id = self.names.get(&fd)?;
        let socket = self.sockets.get(id)?;
        let state = socket.state();
        let mut possible: Vec<State> = socket.states().iter().copied().map(Exact::summary).collect();
        possible.sort_unstable();
        possible.dedup();
        Some(Description {
            id: *id,
            fds: self.names.iter().filter(|(_, other)| *other == id).map(|(fd, _)| *fd).collect(),
            protocol: socket.protocol,
            family: socket.family(),
            state,
            possible: if state == State::Uncertain { possible } else { Vec::new() },
            local: socket.local(),
            peer: socket.peer(),
        })
    }
}

//! What a session tells of its sockets, for a picture of them.

use super::{Protocol, State};
use crate::{Address, Fd, Wait};
use serde::{Deserialize, Serialize};

/// A socket as far as the calls on it tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// Names it within its session; never used twice, as descriptors are.
    pub id: u64,
    /// The descriptors that name it, the lowest first: several after `dup`, none once it is closed.
    pub fds: Vec<Fd>,
    /// What it speaks.
    pub protocol: Protocol,
    /// `AF_*`; `AF_UNSPEC` where it came from another process.
    pub family: i32,
    /// Its state in one word.
    pub state: State,
    /// The states it may be in where that word is [`State::Uncertain`]; else none.
    pub possible: Vec<State>,
    /// Its own address, as far as known.
    pub local: Option<Address>,
    /// Whom it is, or was, connected to, as far as known.
    pub peer: Option<Address>,
    /// What can still come.
    pub receiving: Direction,
    /// What can still go.
    pub sending: Direction,
    /// The options that are on and decide what is allowed, such as `SO_REUSEADDR`.
    pub options: Vec<String>,
    /// How long its last call that could block was allowed to: Python's blocking mode.
    pub wait: Option<Wait>,
    /// How many of its calls have not come back.
    pub in_flight: usize,
}

/// One direction of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// There is no connection; a datagram socket needs none, and is `Open`.
    Absent,
    /// Bytes can go this way.
    Open,
    /// Ended by `shutdown` on this side.
    Shut,
    /// Ended by the peer: `recv` returned no bytes.
    Finished,
    /// The connection was reset, timed out or refused.
    Broken,
}

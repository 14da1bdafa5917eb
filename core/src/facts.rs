//! What a room knows and one process cannot: beside the outcome of a call that failed.

use crate::{Address, Errno, Explanation, Fd, Outcome};
use serde::{Deserialize, Serialize};

/// The most holders that are told. There may be more: these are the first that were found.
pub const HOLDERS_MAX: usize = 16;

/// What travels beside an outcome. Most have nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// For `EADDRINUSE`, who has the address; for `ECONNREFUSED`, who takes connections, or datagrams, in this room, and who is
    /// bound to the very port without doing so. At most [`HOLDERS_MAX`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holders: Vec<Holder>,
    /// In a room that only explains: what the call would have been refused with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicted: Option<Box<Predicted>>,
}

/// A socket in this room that has an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// The name its process gave in its hello, such as the title of a terminal; may be empty.
    pub process: String,
    /// Whether it is the process that is told this.
    pub you: bool,
    /// A descriptor of that process; `None` for what no process has open any more, such as a connection in `TIME_WAIT`, and for a practice service.
    pub fd: Option<Fd>,
    /// `SOCK_*`, socket(2).
    pub kind: i32,
    /// Its local address.
    pub address: Address,
    /// Whether `listen` was called.
    pub listening: bool,
    /// The practice service whose socket it is, as services(5) calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// For a connection that is closed and still keeps the port: how long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<Rest>,
}

/// How a closed TCP connection keeps its port, tcp(7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Rest {
    /// Both ends are closed: `TIME_WAIT`, RFC 9293 section 3.6.1.
    TimeWait {
        /// How much longer.
        milliseconds: u64,
    },
    /// The peer has not closed its end: `FIN_WAIT2`. If it does, `TIME_WAIT` follows.
    FinWait2 {
        /// How much longer at most, if the peer does nothing.
        milliseconds: u64,
    },
}

/// What the model says that the kernel will answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicted {
    /// Linux's number.
    pub errno: Errno,
    /// The reason.
    pub why: Explanation,
}

impl Predicted {
    /// Whether the kernel answered so. An interrupted call was not answered by it.
    pub fn agrees_with(&self, outcome: &Outcome) -> bool {
        match outcome {
            Outcome::Failed { errno } => *errno == self.errno || *errno == Errno::EINTR,
            Outcome::Refused { .. } => true,
            Outcome::Ok(_) | Outcome::TimedOut => false,
        }
    }
}

impl Facts {
    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.holders.is_empty() && self.predicted.is_none()
    }
}

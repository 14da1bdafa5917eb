//! What a relay says to people of itself: notices, why it lets somebody not in, and why it ends a connection. What it says of a call is in
//! [`Cause`](crate::Cause).

use crate::{Explanation, LimitHit};
use std::time::Duration;

/// What the people in a room, or at one page, should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The relay is about to stop.
    Stopping {
        /// When connections are ended.
        left: Duration,
    },
    /// The room has nearly reached the age that a room may reach.
    RoomEnds {
        /// When it ends.
        left: Duration,
    },
    /// The page is too fast, and is read from less.
    PageSlowed {
        /// The rate, in words.
        limit: Explanation,
    },
    /// A process is too fast, and is read from less.
    ProcessSlowed {
        /// Its name, which may be empty.
        name: String,
        /// The rate, in words.
        limit: Explanation,
    },
}

/// Why no WebSocket is opened. What stands in a request is told as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAdmitted {
    /// The request is for a name that the relay is not known by.
    UnknownHost {
        /// The name.
        host: String,
    },
    /// The page is one of elsewhere.
    ForeignOrigin {
        /// Of the page.
        origin: String,
        /// The relay's name, as the request has it.
        host: String,
    },
    /// The relay is private, and the access token is missing or wrong.
    NoToken,
    /// The relay lets nobody in any more.
    Stopping,
    /// This cannot be the name of a room.
    NoSuchRoom,
    /// The kernel made no room.
    RoomNotMade {
        /// The step that failed and the kernel's error, in English.
        why: String,
    },
    /// A limit was hit.
    Limit(LimitHit),
}

/// Why a relay ends a connection that keeps to the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The relay is being stopped.
    Stopped,
    /// The room has reached the age that a room may reach.
    RoomTooOld,
    /// Nothing was heard, or nothing was taken, for so long.
    Silent {
        /// How long.
        patience: Duration,
    },
    /// A message was not whole so long after it began.
    NotWhole {
        /// How long.
        patience: Duration,
    },
    /// There was no room for a message for so long.
    NoSpace {
        /// How long.
        patience: Duration,
        /// The option of `sockbox serve` that sets the limit, without the dashes.
        option: &'static str,
    },
}

impl Notice {
    /// It in words.
    pub fn explanation(&self) -> Explanation {
        let said = Explanation::default();
        match self {
            Self::Stopping { left } => said.then("relay-stops", time(*left)),
            Self::RoomEnds { left } => said.then("room-ends", time(*left)),
            Self::PageSlowed { limit } => said.then("page-slowed", []).and(limit.clone()),
            Self::ProcessSlowed { name, limit } if name.is_empty() => {
                said.then("process-slowed-unnamed", []).and(limit.clone())
            }
            Self::ProcessSlowed { name, limit } => {
                said.then("process-slowed", [("process", name.clone())]).and(limit.clone())
            }
        }
    }
}

impl NotAdmitted {
    /// It in words, and what can be done.
    pub fn explanation(&self) -> Explanation {
        let said = Explanation::default();
        match self {
            Self::UnknownHost { host } => said.then("unknown-host", [("host", host.clone())]),
            Self::ForeignOrigin { origin, host } => {
                said.then("foreign-origin", [("origin", origin.clone()), ("host", host.clone())])
            }
            Self::NoToken => said.then("no-token", []),
            Self::Stopping => said.then("come-back", []),
            Self::NoSuchRoom => said.then("no-such-room", []),
            Self::RoomNotMade { why } => said.then("room-not-made", [("why", why.clone())]),
            Self::Limit(limit) => limit.explanation(),
        }
    }
}

impl Ending {
    /// It in words; in English within the 123 bytes that a close frame has for a reason, RFC 6455 section 5.5.
    pub fn explanation(&self) -> Explanation {
        let said = Explanation::default();
        match *self {
            Self::Stopped => said.then("relay-stopped", []),
            Self::RoomTooOld => said.then("room-too-old", []),
            Self::Silent { patience } => said.then("silent", time(patience)),
            Self::NotWhole { patience } => said.then("not-whole", time(patience)),
            Self::NoSpace { patience, option } => {
                said.then("no-space", time(patience)).then("do-raise-limit", [("option", option.to_owned())])
            }
        }
    }
}

/// A time as people say it: in hours and minutes only where it is whole ones.
fn time(duration: Duration) -> [(&'static str, String); 2] {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    let seconds = duration.as_millis().div_ceil(1000) as u64;
    let (count, unit) = match seconds {
        HOUR.. if seconds.is_multiple_of(HOUR) => (seconds / HOUR, "hours"),
        MINUTE.. if seconds.is_multiple_of(MINUTE) => (seconds / MINUTE, "minutes"),
        _ => (seconds, "seconds"),
    };
    [("count", count.to_string()), ("unit", unit.to_owned())]
}

#[cfg(test)]
mod tests;

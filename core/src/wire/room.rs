//! What a room tells the pages that are in it. The frames are those of a process, without payload.

use super::{Isolation, Validation};
use crate::Explanation;
use serde::{Deserialize, Serialize};

/// What a page says to the relay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PageToRelay {
    /// The first frame.
    Hello {
        /// The sender's [`PROTOCOL_VERSION`](super::PROTOCOL_VERSION).
        version: u32,
        /// What this page's processes call it in theirs; its own choice, at most [`NAME_MAX`](super::NAME_MAX) bytes.
        #[serde(default)]
        page: String,
    },
    /// Change what the room does with calls that the model refuses. It holds for everyone in the room.
    Validation {
        /// The new setting.
        validation: Validation,
    },
}

/// What the relay says to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelayToPage {
    /// The answer to the page's hello.
    Hello {
        /// The sender's [`PROTOCOL_VERSION`](super::PROTOCOL_VERSION).
        version: u32,
        /// Where this room's sockets live.
        isolation: Isolation,
        /// How long the room outlives the last who leaves it, in seconds.
        grace: u64,
        /// What the room does with calls that the model refuses.
        #[serde(default)]
        validation: Validation,
    },
    /// The room's setting has changed.
    Validation {
        /// The new one.
        validation: Validation,
    },
    /// Everyone who is in the room: after the hello, and whenever it changes.
    Here {
        /// In the order in which they came.
        pages: Vec<Present>,
    },
    /// Something the people in the room should know: a limit was hit, the relay is about to stop.
    Notice {
        /// One or two sentences.
        text: Explanation,
    },
    /// The connection is about to be closed, though this page kept to the protocol.
    Farewell {
        /// The reason.
        why: Explanation,
    },
}

/// A page in the room, or a program that is no page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Present {
    /// From 1 in the order of arrival; not used again while the room lives.
    pub number: u32,
    /// Whether it is the page that is told this.
    pub you: bool,
    /// The names of its processes, in the order in which they came.
    pub processes: Vec<String>,
}

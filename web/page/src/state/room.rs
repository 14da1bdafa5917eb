//! The room as its relay tells of it: who is here, and what everybody should know.

use sockbox_core::Explanation;
use sockbox_core::wire::{Present, Validation};

/// What the page knows of its room.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Room {
    /// The connection that tells.
    pub link: Link,
    /// Everyone who is here, in the order in which they came; empty while it is not known.
    pub people: Vec<Present>,
    /// What becomes of calls that the model refuses.
    pub validation: Validation,
    /// What the relay said, the newest at the end.
    pub notices: Vec<Notice>,
    /// Whether somebody else has been here, so that their going is worth a word.
    pub had_company: bool,
    pub(crate) next_notice: u64,
    /// Why the connection is about to end.
    pub(crate) farewell: Option<Explanation>,
}

/// The connection to the room's events. Terminals have their own, and do not depend on it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Link {
    /// It was never asked for.
    #[default]
    Unasked,
    /// It is being made.
    Joining {
        /// Tries that have failed since it last stood.
        failures: u32,
    },
    /// It stands.
    Joined,
    /// It is gone, and will be tried again.
    Waiting {
        /// As above.
        failures: u32,
        /// What is known.
        why: Explanation,
    },
    /// It is gone, and to try again is no use.
    Refused {
        /// What is known.
        why: Explanation,
    },
}

/// Something that everybody in the room should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Names it; never used twice.
    pub key: u64,
    /// One or two sentences.
    pub text: Explanation,
}

impl Room {
    /// Notices that are kept; the oldest goes first.
    pub const NOTICES: usize = 3;

    /// How many others are here.
    pub fn others(&self) -> usize {
        self.people.iter().filter(|person| !person.you).count()
    }

    /// Adds a notice. One that is still shown is not shown twice.
    pub(crate) fn notice(&mut self, text: Explanation) {
        self.notices.retain(|notice| notice.text != text);
        self.notices.push(Notice { key: self.next_notice, text });
        self.next_notice += 1;
        let excess = self.notices.len().saturating_sub(Self::NOTICES);
        self.notices.drain(..excess);
    }
}

//! What is told of a socket call.

use serde::{Deserialize, Serialize};
use sockbox_core::Explanation;

/// What the model said of a call that was made all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predicted {
    /// The exception, as [`WorkerToPage::CallEnded`] shows one.
    pub exception: String,
    /// Why.
    pub why: Explanation,
    /// Whether the kernel answered the same.
    pub agrees: bool,
}

/// The beginning of some bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The first of them, [`Excerpt::SHOWN`] at most.
    pub bytes: Vec<u8>,
    /// How many there are in all.
    pub size: usize,
}

impl Excerpt {
    /// Bytes that are kept.
    pub const SHOWN: usize = 256;

    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Excerpt {
        Excerpt { bytes: bytes[..bytes.len().min(Self::SHOWN)].to_vec(), size: bytes.len() }
    }
}

/// Bytes that a process has sent and received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    /// There.
    pub sent: u64,
    /// Back.
    pub received: u64,
}

impl std::ops::AddAssign for Traffic {
    fn add_assign(&mut self, more: Traffic) {
        self.sent += more.sent;
        self.received += more.received;
    }
}

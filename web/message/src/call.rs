//! What is told of a socket call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
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

/// The beginning of some bytes. It stays as it travels until somebody wants to see it: most are never looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The first of them, [`Excerpt::SHOWN`] at most, in base64 (RFC 4648, section 4).
    base64: String,
    /// How many there are in all.
    pub size: usize,
}

impl Excerpt {
    /// Bytes that are kept.
    pub const SHOWN: usize = 256;

    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Excerpt {
        Excerpt { base64: STANDARD.encode(&bytes[..bytes.len().min(Self::SHOWN)]), size: bytes.len() }
    }

    /// The first of them.
    pub fn bytes(&self) -> Vec<u8> {
        // What `of` has written can be read.
        STANDARD.decode(&self.base64).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::Excerpt;

    #[test]
    fn the_first_bytes_come_back_and_the_size_of_all() {
        for size in [0, 1, Excerpt::SHOWN, Excerpt::SHOWN + 1] {
            let bytes: Vec<u8> = (0..size).map(|index| index as u8).collect();
            let json = serde_json::to_string(&Excerpt::of(&bytes)).unwrap();
            let read: Excerpt = serde_json::from_str(&json).unwrap();
            assert_eq!((read.bytes().as_slice(), read.size), (&bytes[..size.min(Excerpt::SHOWN)], size));
        }
    }
}

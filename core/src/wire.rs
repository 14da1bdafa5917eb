//! Frames: how calls and replies travel over the WebSocket. PROTOCOL.md says the same for other implementers.
//!
//! ```text
//! one binary WebSocket message = | u32 little-endian: length of header | header: JSON | payload: raw bytes |
//! ```

mod room;

pub use room::{PageToRelay, Present, RelayToPage};

use crate::{Call, Explanation, Facts, Outcome};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Goes up by one when an older end could misread a frame.
pub const PROTOCOL_VERSION: u32 = 3;
/// The longest header, in bytes. A `poll` of a whole descriptor table fits.
pub const HEADER_MAX: usize = 64 * 1024;
/// The longest payload, in bytes. A longer `sendall` is several calls; a longer `recv` returns less, as recv(2) may.
pub const PAYLOAD_MAX: usize = 1024 * 1024;
/// The most entries of a `poll`. The header of its reply is within [`HEADER_MAX`] however long its numbers are.
pub const POLL_MAX: usize = 1024;
/// The longest name of a process or a page, in bytes.
pub const NAME_MAX: usize = 64;
/// The longest frame, in bytes.
pub const FRAME_MAX: usize = 4 + HEADER_MAX + PAYLOAD_MAX;

/// What a worker says to the relay. Fields it does not know are passed over, so that a newer hello is refused for its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkerToRelay {
    /// The first frame of a connection.
    Hello {
        /// The sender's [`PROTOCOL_VERSION`].
        version: u32,
        /// What the room is told of this process, such as the title of its terminal; at most [`NAME_MAX`] bytes.
        #[serde(default)]
        name: String,
        /// The page it belongs to, as that page calls itself in [`PageToRelay::Hello`]; at most [`NAME_MAX`] bytes.
        #[serde(default)]
        page: String,
    },
    /// Make this call; the payload of the frame is its bytes. Ids grow within a connection.
    Call {
        /// Names the call in its reply.
        id: u64,
        /// What to do.
        call: Call,
    },
    /// Interrupt the call with this id if it still blocks: it answers `EINTR`. Otherwise nothing happens.
    Cancel {
        /// The id of the call.
        id: u64,
    },
}

/// What the relay says to a worker. Fields it does not know are passed over, as in [`WorkerToRelay`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::large_enum_variant)] // The large one is nearly every one.
pub enum RelayToWorker {
    /// The answer to the worker's hello.
    Hello {
        /// The sender's [`PROTOCOL_VERSION`].
        version: u32,
        /// Where this relay's sockets live.
        isolation: Isolation,
        /// What the room does with calls that the model refuses.
        #[serde(default)]
        validation: Validation,
        /// How many descriptors the process may have open.
        descriptors: u32,
    },
    /// The room's setting has changed; it holds for the calls that the relay reads from now on.
    Validation {
        /// The new one.
        validation: Validation,
    },
    /// A call ended; the payload of the frame is what it received. Replies come in any order.
    Reply {
        /// The id of the call.
        id: u64,
        /// How it ended.
        outcome: Outcome,
        /// What the room knows about that.
        #[serde(default, skip_serializing_if = "Facts::is_empty")]
        facts: Facts,
    },
    /// The connection is about to be closed, though this worker kept to the protocol.
    Farewell {
        /// The reason.
        why: Explanation,
    },
}

/// Why no WebSocket is opened: the body of an HTTP answer to whoever accepts `application/json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What happened, and what can be done.
    pub why: Explanation,
}

/// What is done with a call that the model refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Validation {
    /// It is not made: the worker answers it, and so does the relay.
    #[default]
    Enforce,
    /// It is made all the same, and the kernel's answer stands beside the model's.
    Explain,
}

/// Where a relay's sockets live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Isolation {
    /// In a network namespace of their own, network_namespaces(7).
    Namespace,
    /// On the loopback of the relay's host, because a namespace was not permitted.
    Host,
}

/// Why a frame could not be read. The connection it came on is closed with this text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Shorter than its length field or than its header claims.
    #[error("the frame ends after {have} bytes, {need} are needed")]
    Truncated {
        /// Bytes there are.
        have: usize,
        /// Bytes there should be at least.
        need: usize,
    },
    /// The header is longer than [`HEADER_MAX`].
    #[error("the header has {size} bytes, at most {HEADER_MAX} are allowed")]
    HeaderTooLong {
        /// Bytes the header claims.
        size: usize,
    },
    /// The payload is longer than [`PAYLOAD_MAX`].
    #[error("the payload has {size} bytes, at most {PAYLOAD_MAX} are allowed")]
    PayloadTooLong {
        /// Bytes the payload has.
        size: usize,
    },
    /// The header is not the JSON of a message of this direction.
    #[error("the header is not understood: {0}")]
    Header(String),
}

/// A frame of `header` and `payload`. That they keep to [`HEADER_MAX`] and [`PAYLOAD_MAX`] is up to the caller: the other end
/// closes the connection otherwise.
pub fn encode(header: &impl Serialize, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(4 + 128 + payload.len());
    frame.extend_from_slice(&[0; 4]);
    serde_json::to_writer(&mut frame, header).expect("headers are plain data, writing them to memory cannot fail");
    let header_size = (frame.len() - 4) as u32;
    frame[..4].copy_from_slice(&header_size.to_le_bytes());
    frame.extend_from_slice(payload);
    frame
}

/// The header and the payload of a frame. Never panics, whatever the bytes.
///
/// # Errors
/// [`DecodeError`] names what is wrong with the frame.
pub fn decode<H: DeserializeOwned>(frame: &[u8]) -> Result<(H, &[u8]), DecodeError> {
    let truncated = |need| DecodeError::Truncated { have: frame.len(), need };
    let (length, rest) = frame.split_first_chunk::<4>().ok_or(truncated(4))?;
    let size = u32::from_le_bytes(*length) as usize;
    if size > HEADER_MAX {
        return Err(DecodeError::HeaderTooLong { size });
    }
    let (header, payload) = rest.split_at_checked(size).ok_or(truncated(4 + size))?;
    if payload.len() > PAYLOAD_MAX {
        return Err(DecodeError::PayloadTooLong { size: payload.len() });
    }
    let header = serde_json::from_slice(header).map_err(|error| DecodeError::Header(error.to_string()))?;
    Ok((header, payload))
}

#[cfg(test)]
mod tests;

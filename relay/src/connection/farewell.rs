//! How a connection ends: the close code of RFC 6455 section 7.4 and the reason in words, before which goes the same in a frame, so that a
//! page can say it in its reader's language.

use super::frames;
use axum::extract::ws::{CloseCode, CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use sockbox_core::Ending;
use sockbox_core::wire::RelayToWorker;
use sockbox_language::Language;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;
use tokio::time::timeout;

/// A close frame has room for 125 bytes, two of which are the code.
const REASON_MAX: usize = 123;
/// How long the worker has to answer a close.
const CLOSE_PATIENCE: Duration = Duration::from_secs(1);

/// Why a connection ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Farewell {
    /// The relay ends it and says why.
    Ended(Ending),
    /// The worker does not keep to the protocol.
    Close { code: CloseCode, reason: Cow<'static, str> },
    /// The worker closed it, and is answered.
    WorkerLeft,
    /// There is nobody to talk to any more.
    Lost { why: String },
}

impl Farewell {
    /// The worker said what the protocol does not have.
    pub(super) fn protocol(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::Close { code: close_code::PROTOCOL, reason: reason.into() }
    }

    /// The worker sent a kind of message the protocol does not have.
    pub(super) fn unsupported(reason: &'static str) -> Self {
        Self::Close { code: close_code::UNSUPPORTED, reason: reason.into() }
    }

    /// The WebSocket itself could not be read: a broken or oversized message, or a broken connection.
    pub(super) fn unreadable(error: axum::Error) -> Self {
        Self::Close { code: close_code::PROTOCOL, reason: error.to_string().into() }
    }

    /// The connection is broken.
    pub(super) fn lost(error: axum::Error) -> Self {
        Self::Lost { why: error.to_string() }
    }

    /// The worker closed the connection.
    pub(super) fn worker_left() -> Self {
        Self::WorkerLeft
    }

    /// Says it, and waits a moment for the worker's own close: a connection dropped with unread bytes is reset, and the reason lost.
    pub(super) async fn say(self, mut socket: WebSocket) {
        let words = match &self {
            Self::Ended(ending) => {
                // A page's frame of this name is the same.
                let farewell = RelayToWorker::Farewell { why: ending.explanation().with_english() };
                vec![frames::encode(&farewell, &[]), close(code(*ending), &words(*ending))]
            }
            Self::Close { code, reason } => vec![close(*code, reason)],
            Self::WorkerLeft => Vec::new(),
            Self::Lost { .. } => return,
        };
        let goodbye = async {
            for message in words {
                if socket.send(message).await.is_err() {
                    return;
                }
            }
            // Reading on also sends the answer to a worker's close.
            while let Some(Ok(_)) = socket.recv().await {}
        };
        // Whoever does not answer in time is left without an answer.
        let _ = timeout(CLOSE_PATIENCE, goodbye).await;
    }
}

impl fmt::Display for Farewell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended(ending) => write!(f, "{}: {}", code(*ending), words(*ending)),
            Self::Close { code, reason } => write!(f, "{code}: {reason}"),
            Self::WorkerLeft => f.write_str("the worker left"),
            Self::Lost { why } => f.write_str(why),
        }
    }
}

fn code(ending: Ending) -> CloseCode {
    match ending {
        Ending::Stopped | Ending::RoomTooOld => close_code::AWAY,
        Ending::Silent { .. } | Ending::NotWhole { .. } | Ending::NoSpace { .. } => close_code::POLICY,
    }
}

fn words(ending: Ending) -> String {
    ending.explanation().text(Language::English)
}

fn close(code: CloseCode, reason: &str) -> Message {
    Message::Close(Some(CloseFrame { code, reason: shorten(reason) }))
}

/// As much of the reason as a close frame holds.
fn shorten(reason: &str) -> Utf8Bytes {
    let end = reason.floor_char_boundary(REASON_MAX);
    Utf8Bytes::from(&reason[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_reason_is_cut_between_characters() {
        let reason = "é".repeat(100);
        assert_eq!(shorten(&reason).as_str(), "é".repeat(61));
        assert_eq!(shorten("short").as_str(), "short");
    }
}

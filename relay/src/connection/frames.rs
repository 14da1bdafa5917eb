//! WebSocket messages and the frames in them.

use super::Farewell;
use axum::extract::ws::{Message, WebSocketUpgrade};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sockbox_core::wire;

/// In bytes. The library's default of 128 KiB would be most of what an idle connection costs.
const READ_BUFFER: usize = 8 * 1024;

/// A page that gives a token has to offer a subprotocol too, and wants it chosen, RFC 6455 section 4.1.
const SUBPROTOCOL: &str = "sockbox";

/// Holds a connection to frames of at most `size` bytes, before anything is kept of a longer message.
pub(crate) fn limit_frames(upgrade: WebSocketUpgrade, size: usize) -> WebSocketUpgrade {
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_message_size(size)
        .max_frame_size(size)
}

/// The frame of what the WebSocket brought; `None` for a ping or a pong.
pub(super) fn read(message: Option<Result<Message, axum::Error>>) -> Result<Option<Bytes>, Farewell> {
    match message {
        Some(Ok(Message::Binary(frame))) => Ok(Some(frame)),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(None),
        Some(Ok(Message::Text(_))) => Err(Farewell::unsupported("a frame is a binary message, this was text")),
        Some(Ok(Message::Close(_))) | None => Err(Farewell::worker_left()),
        Some(Err(error)) => Err(Farewell::unreadable(error)),
    }
}

/// The header of a frame, and its payload as a part of the same memory.
pub(super) fn decode<T: DeserializeOwned>(frame: &Bytes) -> Result<(T, Bytes), Farewell> {
    let (header, payload) = wire::decode(frame).map_err(|error| Farewell::protocol(error.to_string()))?;
    Ok((header, frame.slice_ref(payload)))
}

/// A frame as a message.
pub(super) fn encode(header: &impl Serialize, payload: &[u8]) -> Message {
    Message::Binary(wire::encode(header, payload).into())
}

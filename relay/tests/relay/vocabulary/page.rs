//! One connection to the events of a room, as a page has it.

use super::{Relay, soon};
use futures_util::{SinkExt, StreamExt};
use sockbox_core::wire::{PROTOCOL_VERSION, PageToRelay, Present, RelayToPage, Validation, decode, encode};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// A page's WebSocket.
pub(crate) struct Page(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Page {
    pub(crate) async fn open(relay: &Relay, room: &str) -> Self {
        let url = format!("ws://{}/rooms/{room}/events", relay.address());
        Self(soon(connect_async(url)).await.expect("the relay takes pages").0)
    }

    /// Comes into the relay's room, and is told who is there.
    pub(crate) async fn join(relay: &Relay, name: &str) -> (Self, Vec<Present>) {
        let mut page = Self::open(relay, relay.room()).await;
        page.say(PROTOCOL_VERSION, name).await;
        match page.hear().await {
            Ok(RelayToPage::Hello { version: PROTOCOL_VERSION, .. }) => {}
            other => panic!("a hello was expected, not {other:?}"),
        }
        let here = page.here().await;
        (page, here)
    }

    pub(crate) async fn say(&mut self, version: u32, page: &str) {
        let hello = encode(&PageToRelay::Hello { version, page: page.to_owned() }, &[]);
        self.0.send(Message::binary(hello)).await.expect("the relay reads");
    }

    /// Changes the room's setting, and waits until it is told so.
    pub(crate) async fn set_validation(&mut self, validation: Validation) {
        let frame = encode(&PageToRelay::Validation { validation }, &[]);
        self.0.send(Message::binary(frame)).await.expect("the relay reads");
        while self.hear().await != Ok(RelayToPage::Validation { validation }) {}
    }

    /// What the relay says next, or the code and the reason with which it closed.
    pub(crate) async fn hear(&mut self) -> Result<RelayToPage, (u16, String)> {
        loop {
            match soon(self.0.next()).await.expect("the relay says why it closes").expect("a whole message") {
                Message::Binary(frame) => match decode(&frame).expect("the relay speaks the protocol").0 {
                    // The close says the same.
                    RelayToPage::Farewell { .. } => {}
                    said => return Ok(said),
                },
                Message::Close(close) => {
                    let close = close.expect("the relay gives a reason");
                    return Err((close.code.into(), close.reason.to_string()));
                }
                _ => {}
            }
        }
    }

    pub(crate) async fn here(&mut self) -> Vec<Present> {
        match self.hear().await {
            Ok(RelayToPage::Here { pages }) => pages,
            other => panic!("who is here was expected, not {other:?}"),
        }
    }

    /// Waits until this is what it was told.
    pub(crate) async fn until_here(&mut self, expected: &[Present]) {
        while self.here().await != expected {}
    }
}

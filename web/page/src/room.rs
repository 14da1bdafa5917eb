//! The WebSocket of the room's events. It tells; the page says who it is, and what the room's setting should be.

use crate::event::{Event, RoomEvent};
use crate::page::Page;
use crate::place::Place;
use crate::relay;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use sockbox_core::Explanation;
use sockbox_core::wire::{self, PROTOCOL_VERSION, PageToRelay};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{BinaryType, CloseEvent, MessageEvent, WebSocket};

/// The connection. It ends with this value, without a word to the page.
pub(crate) struct RoomSocket {
    socket: WebSocket,
    _on_open: Closure<dyn FnMut()>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_close: Closure<dyn FnMut(CloseEvent)>,
}

impl RoomSocket {
    /// Begins to connect. What is heard becomes events.
    ///
    /// # Errors
    /// With words for people, if the browser does not even try.
    pub(crate) fn connect(page: Page, place: &Place, name: &str) -> Result<Self, String> {
        let url = place.events_socket();
        let opened = match &place.access_token {
            Some(token) => WebSocket::new_with_str_sequence(&url, &protocols(token)),
            None => WebSocket::new(&url),
        };
        let socket = opened.map_err(|_| format!("the browser does not connect to {url}"))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let hello = wire::encode(&PageToRelay::Hello { version: PROTOCOL_VERSION, page: name.to_owned() }, &[]);
        let opened = socket.clone();
        let on_open = Closure::new(move || {
            // A socket that is closing already says so next.
            let _ = opened.send_with_u8_array(&hello);
        });
        let on_message = Closure::new(move |message: MessageEvent| hear(page, &message));
        let on_close = Closure::new(move |close: CloseEvent| spawn_local(lose(page, close)));
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Self { socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
    }

    /// Says something to the relay. A socket that is closing already says so next.
    pub(crate) fn say(&self, message: &PageToRelay) {
        let _ = self.socket.send_with_u8_array(&wire::encode(message, &[]));
    }
}

impl Drop for RoomSocket {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        // Without a code there is nothing that could be refused.
        let _ = self.socket.close();
    }
}

/// Where a browser's WebSocket can carry an access token, as PROTOCOL.md has it.
fn protocols(token: &str) -> Array {
    Array::of2(&"sockbox".into(), &format!("token.{token}").into())
}

/// A connection that ended without a word may have been refused: then the relay is asked.
async fn lose(page: Page, close: CloseEvent) {
    let (code, mut why) = (close.code(), Explanation::verbatim(close.reason()));
    if why.is_empty() {
        let hands = page.hands();
        why = relay::refusal(&hands.place, &hands.place.events_socket()).await.unwrap_or_default();
    }
    page.dispatch(Event::Room(RoomEvent::Lost { code, why }));
}

/// What a newer relay says beyond this protocol is passed over: nothing depends on it.
fn hear(page: Page, message: &MessageEvent) {
    let Some(buffer) = message.data().dyn_into::<ArrayBuffer>().ok() else { return };
    match wire::decode(&Uint8Array::new(&buffer).to_vec()) {
        Ok((message, _)) => page.dispatch(Event::Room(RoomEvent::Said(message))),
        Err(error) => web_sys::console::warn_1(&format!("the room's events: {error}").into()),
    }
}

//! The WebSocket of the room's events. It tells; the page says only who it is.

use crate::event::{Event, RoomEvent};
use crate::page::Page;
use js_sys::{ArrayBuffer, Uint8Array};
use sockbox_core::wire::{self, PROTOCOL_VERSION, PageToRelay};
use wasm_bindgen::prelude::*;
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
    pub(crate) fn connect(page: Page, url: &str, token: &str) -> Result<Self, String> {
        let socket = WebSocket::new(url).map_err(|_| format!("the browser does not connect to {url}"))?;
        socket.set_binary_type(BinaryType::Arraybuffer);
        let hello = wire::encode(&PageToRelay::Hello { version: PROTOCOL_VERSION, page: token.to_owned() }, &[]);
        let opened = socket.clone();
        let on_open = Closure::new(move || {
            // A socket that is closing already says so next.
            let _ = opened.send_with_u8_array(&hello);
        });
        let on_message = Closure::new(move |message: MessageEvent| hear(page, &message));
        let on_close = Closure::new(move |close: CloseEvent| {
            page.dispatch(Event::Room(RoomEvent::Lost { code: close.code(), why: close.reason() }));
        });
        socket.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Ok(Self { socket, _on_open: on_open, _on_message: on_message, _on_close: on_close })
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

/// What a newer relay says beyond this protocol is passed over: nothing depends on it.
fn hear(page: Page, message: &MessageEvent) {
    let Some(buffer) = message.data().dyn_into::<ArrayBuffer>().ok() else { return };
    match wire::decode(&Uint8Array::new(&buffer).to_vec()) {
        Ok((message, _)) => page.dispatch(Event::Room(RoomEvent::Said(message))),
        Err(error) => web_sys::console::warn_1(&format!("the room's events: {error}").into()),
    }
}

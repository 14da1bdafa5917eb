//! `window.sockbox`.

use super::answer::{rejected, to_js};
use super::arguments::Opening;
use super::listeners::{PEOPLE, Subject, listen};
use crate::event::Event;
use crate::page::Page;
use js_sys::{Array, Promise};
use serde::Serialize;
use sockbox_core::wire::Present;
use wasm_bindgen::prelude::*;

/// The page, for scripts.
#[wasm_bindgen]
pub struct Sockbox {
    page: Page,
    ready: Promise,
}

/// A room, as `sockbox.room` tells it.
#[derive(Serialize)]
struct Room<'a> {
    id: &'a str,
    url: &'a str,
    people: &'a [Present],
}

impl Sockbox {
    pub(super) fn new(page: Page) -> Self {
        Self { page, ready: page.hands().api.promises.ready() }
    }
}

#[wasm_bindgen]
impl Sockbox {
    /// Resolved when the first two processes are at their prompts.
    #[wasm_bindgen(getter)]
    pub fn ready(&self) -> Promise {
        self.ready.clone()
    }

    /// The version of the page.
    #[wasm_bindgen(getter)]
    pub fn version(&self) -> String {
        env!("CARGO_PKG_VERSION").to_owned()
    }

    /// The room: `{id, url, people}`.
    #[wasm_bindgen(getter)]
    pub fn room(&self) -> JsValue {
        let place = &self.page.hands().place;
        self.page
            .with_untracked(|state| to_js(&Room { id: &place.room, url: &place.room_url, people: &state.room.people }))
    }

    /// The relay's WebSockets: `wss://host`.
    #[wasm_bindgen(getter)]
    pub fn relay(&self) -> String {
        self.page.hands().place.relay.clone()
    }

    /// The processes of all terminals, in the order of opening.
    #[wasm_bindgen(getter)]
    pub fn processes(&self) -> Array {
        self.page.hands().api.all_processes(self.page)
    }

    /// Calls `listener` whenever somebody comes or goes, or their processes change; returns a function that ends it.
    ///
    /// # Errors
    /// `TypeError` for an event there is not, or a listener that is no function.
    pub fn on(&self, event: &str, listener: JsValue) -> Result<JsValue, JsValue> {
        listen(self.page, Subject::Page, &[PEOPLE], event, listener)
    }

    /// A new terminal in the page; the promise is for its `Process`.
    pub fn open(&self, options: JsValue) -> Promise {
        match Opening::read(&options) {
            Ok(Opening { title, files }) => {
                let (request, promise) = self.page.hands().api.promises.open();
                self.page.dispatch(Event::OpenAsked { request, title, files });
                promise
            }
            Err(why) => rejected(&why),
        }
    }
}

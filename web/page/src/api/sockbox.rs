//! `window.sockbox`.

use super::answer::{rejected, to_js};
use super::arguments::Opening;
use crate::event::Event;
use crate::page::Page;
use js_sys::{Array, Promise};
use serde::Serialize;
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

    /// The room: `{id, url}`.
    #[wasm_bindgen(getter)]
    pub fn room(&self) -> JsValue {
        let place = &self.page.hands().place;
        to_js(&Room { id: &place.room, url: &place.room_url })
    }

    /// The processes of all terminals, in the order of opening.
    #[wasm_bindgen(getter)]
    pub fn processes(&self) -> Array {
        self.page.hands().api.all_processes(self.page)
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

//! Leaving the page. A browser may keep a page that was left, to show it again by its Back button, with its WebSockets open: its processes
//! would hold their ports in the room, and nobody could use them.

use crate::page::Page;
use leptos::prelude::window;
use wasm_bindgen::prelude::*;

/// From now on all processes end when the page is left. `start.js` loads a page again that is shown again.
pub(crate) fn end_processes_with(page: Page) {
    let leave = Closure::<dyn Fn()>::new(move || {
        let hands = page.hands();
        hands.workers.borrow_mut().clear();
        hands.room.take();
    });
    // Refused only by a window that is going away.
    let _ = window().add_event_listener_with_callback("pagehide", leave.into_js_value().unchecked_ref());
}

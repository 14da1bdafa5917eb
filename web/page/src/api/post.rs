//! The twin of `window.sockbox` for the window that embeds this page.
//!
//! Only the parent window is listened to. One of another origin is answered only in a room that is a network of its
//! own: where the sockets share the host's loopback, any web site could reach the services of that host through an
//! embedded page.

mod method;
mod request;
mod subscriptions;

use crate::page::Page;
use crate::state::Isolation;
use js_sys::{Error, Object, Reflect};
use leptos::prelude::window;
use request::Request;
use subscriptions::Subscriptions;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{MessageEvent, Window};

/// The parent window, and what it has asked to be told.
struct Parent {
    page: Page,
    window: Window,
    subscriptions: Subscriptions,
}

/// Listens to the parent window, if there is one, and tells it so.
pub(super) fn listen(page: Page) {
    let Some(parent) = window().parent().ok().flatten().filter(|parent| *parent != window()) else { return };
    let parent = std::rc::Rc::new(Parent { page, window: parent, subscriptions: Subscriptions::default() });
    let listener = parent.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        let Some(request) = listener.understand(&message) else { return };
        let (parent, origin) = (listener.clone(), message.origin());
        spawn_local(async move { parent.serve(&request, &origin).await });
    });
    // Refused only by a window that is going away.
    let _ = window().add_event_listener_with_callback("message", on_message.into_js_value().unchecked_ref());
    parent.post(&message(&[("event", "listening".into())]), "*");
}

impl Parent {
    fn understand(&self, message: &MessageEvent) -> Option<Request> {
        let is_parent = message.source().is_some_and(|source| source == **self.window);
        Request::read(&message.data()).filter(|_| is_parent)
    }

    async fn serve(&self, request: &Request, origin: &str) {
        let answer = match self.admit(origin).await {
            Ok(()) => method::call(self, request, origin).await,
            Err(why) => Err(Error::new(why).into()),
        };
        let (name, value) = match answer {
            Ok(value) => ("result", value),
            Err(error) => ("error", Reflect::get(&error, &"message".into()).unwrap_or(error)),
        };
        // A page without an origin cannot be addressed; it only ever gets its refusal.
        let to = if origin == "null" { "*" } else { origin };
        self.post(&message(&[("id", request.id.clone()), (name, value)]), to);
    }

    /// Waits until it is known what the room's sockets can reach, and refuses other origins where that is too much.
    async fn admit(&self, origin: &str) -> Result<(), &'static str> {
        if window().location().origin().is_ok_and(|own| own == origin) {
            return Ok(());
        }
        if origin == "null" {
            return Err("a page without an origin (a file, a sandboxed frame) is not answered");
        }
        // Whether it failed is not the question: the state knows what has been learned.
        let _ = JsFuture::from(self.page.hands().api.promises.ready()).await;
        match self.page.with_untracked(|state| state.isolation) {
            Isolation::Room => Ok(()),
            Isolation::HostLoopback => {
                Err("the sockets of this relay share its host's loopback: pages of other origins may not use them")
            }
            Isolation::Unknown => Err("no process became ready: it is not known what its sockets can reach"),
        }
    }

    fn post(&self, message: &JsValue, to: &str) {
        if let Err(error) = self.window.post_message(message, to) {
            // The parent has gone elsewhere, or the value cannot be cloned.
            web_sys::console::warn_1(&error);
        }
    }
}

/// An object with these fields, marked as ours.
fn message(fields: &[(&str, JsValue)]) -> Object {
    let object = object(fields);
    // A new object takes every property.
    let _ = Reflect::set(&object, &"sockbox".into(), &request::VERSION.into());
    object
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // As above.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

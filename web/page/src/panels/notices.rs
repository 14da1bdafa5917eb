//! What everybody must know: what does not work here, and what to do about it.

use crate::event::{Event, RoomEvent};
use crate::page::Page;
use crate::state::{Isolation, Load, Notice};
use leptos::prelude::*;

/// Browsers that have what Python needs to wait for a socket.
const BROWSERS: &str = "Chrome or Edge 137, Firefox 153, Safari 27, or any newer version of these";

pub(super) fn notices(page: Page) -> impl IntoView {
    let load = Memo::new(move |_| page.with(|state| state.load.clone()));
    let isolation = Memo::new(move |_| page.with(|state| state.isolation));
    let notices = Memo::new(move |_| page.with(|state| state.room.notices.clone()));
    view! {
        <div class="notices">
            {move || match load.get() {
                Load::Fetching { .. } | Load::Compiled => None,
                Load::Failed { why } => Some(failure(page, why).into_any()),
                Load::Unsupported => Some(unsupported().into_any()),
            }}
            {move || (isolation.get() == Isolation::HostLoopback).then(shared_loopback)}
            <div role="status">
                <For each=move || notices.get() key=|notice| notice.key children=move |notice| told(page, notice) />
            </div>
        </div>
    }
}

/// What the relay tells everybody in the room.
fn told(page: Page, notice: Notice) -> impl IntoView {
    let key = notice.key;
    let dismiss = move |_| page.dispatch(Event::Room(RoomEvent::NoticeDismissed { key }));
    view! {
        <div class="notice">
            <p>{notice.text}</p>
            <button type="button" on:click=dismiss>"Dismiss"</button>
        </div>
    }
}

fn failure(page: Page, why: String) -> impl IntoView {
    view! {
        <div class="notice bad" role="alert">
            <p><b>"Python could not be loaded."</b>" "{why}</p>
            <button on:click=move |_| page.dispatch(Event::LoadRetried)>"Try again"</button>
        </div>
    }
}

fn unsupported() -> impl IntoView {
    view! {
        <div class="notice bad" role="alert">
            <p>
                <b>"This browser cannot run Python here."</b>
                " It lacks JavaScript Promise Integration (WebAssembly.Suspending), with which a call like accept() "
                "can wait. "
                "Please use " {BROWSERS} "."
            </p>
        </div>
    }
}

fn shared_loopback() -> impl IntoView {
    view! {
        <div class="notice warn" role="note">
            <p>
                <b>"Not isolated."</b>
                " This relay could not make a network of its own for this room: its sockets are on the loopback of the "
                "relay's host, like those of all its other rooms. Ports may be taken, and services of that host can be "
                "reached. The relay's log says why, and what to do about it."
            </p>
        </div>
    }
}

//! What everybody must know: what does not work here, and what to do about it.

use super::examples;
use crate::event::{Event, RoomEvent};
use crate::page::Page;
use crate::state::{Isolation, Load, Notice};
use leptos::prelude::*;

pub(super) fn notices(page: Page) -> impl IntoView {
    let load = Memo::new(move |_| page.with(|state| state.load.clone()));
    let isolation = Memo::new(move |_| page.with(|state| state.isolation));
    let notices = Memo::new(move |_| page.with(|state| state.room.notices.clone()));
    view! {
        <div class="notices">
            {move || match load.get() {
                Load::Fetching { .. } | Load::Compiled => None,
                Load::Failed { why } => Some(failure(page, why).into_any()),
                Load::Unsupported => Some(unsupported(page).into_any()),
            }}
            {move || (isolation.get() == Isolation::HostLoopback).then(|| shared_loopback(page))}
            {examples::told(page)}
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
            <p>{move || notice.text.text(page.language())}</p>
            <button type="button" on:click=dismiss>{page.say("dismiss")}</button>
        </div>
    }
}

fn failure(page: Page, why: String) -> impl IntoView {
    view! {
        <div class="notice bad" role="alert">
            <p><b>{page.say("load-failed")}</b>" "{why}</p>
            <button on:click=move |_| page.dispatch(Event::LoadRetried)>{page.say("try-again")}</button>
        </div>
    }
}

fn unsupported(page: Page) -> impl IntoView {
    view! {
        <div class="notice bad" role="alert">
            <p><b>{page.say("unsupported")}</b>" "{page.say("unsupported-why")}</p>
        </div>
    }
}

fn shared_loopback(page: Page) -> impl IntoView {
    view! {
        <div class="notice warn" role="note">
            <p><b>{page.say("not-isolated")}</b>" "{page.say("not-isolated-why")}</p>
        </div>
    }
}

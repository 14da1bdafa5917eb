//! The top of the page: what this is, how the load goes, and the room.

use super::examples::examples;
use super::invitation::invitation;
use super::language::language;
use super::network::network;
use super::people::people;
use super::quantity::megabytes;
use crate::page::Page;
use crate::state::Load;
use leptos::prelude::*;

pub(super) fn header(page: Page) -> impl IntoView {
    view! {
        <header class="top">
            <h1>"sockbox"</h1>
            <p class="tagline">{page.say("tagline")}</p>
            {progress(page)}
            {language(page)}
        </header>
        <section class="room" aria-label=page.say("room")>
            {invitation(page)}
            {people(page)}
            {examples(page)}
            {network(page)}
        </section>
    }
}

/// How much of Python has come. It stands in the header so that nothing moves when it goes.
fn progress(page: Page) -> impl IntoView {
    let bytes = Memo::new(move |_| {
        page.with(|state| match state.load {
            Load::Fetching { loaded, total } => Some((loaded, total)),
            _ => None,
        })
    });
    let is_loading = Memo::new(move |_| bytes.get().is_some());
    let loaded = move || bytes.get().unwrap_or_default().0;
    let total = move || bytes.get().unwrap_or_default().1;
    let words = move || {
        let values = [("loaded", megabytes(loaded()).into()), ("total", megabytes(total()).into())];
        page.say_with("loading-python", &values)
    };
    let bar = move || {
        view! {
            <p class="load">
                <label for="load">{words}</label>
                <progress id="load" max=move || total().max(1) value=loaded></progress>
            </p>
        }
    };
    move || is_loading.get().then(bar)
}

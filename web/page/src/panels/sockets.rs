//! The sockets of all terminals: a card for each, with the picture of its states.

mod card;
pub(super) mod kind;
mod picture;

use crate::page::Page;
use leptos::prelude::*;

/// Cards that are drawn; the first are the oldest.
const DRAWN: usize = 48;

pub(super) fn sockets(page: Page) -> impl IntoView {
    let keys = Memo::new(move |_| {
        page.with(|state| state.sockets.cards().iter().take(DRAWN).map(|card| card.key).collect::<Vec<u64>>())
    });
    let beyond = Memo::new(move |_| page.with(|state| state.sockets.cards().len().saturating_sub(DRAWN)));
    let open = Memo::new(move |_| page.with(|state| state.sockets.open()));
    let count = move || Some(open.get()).filter(|open| *open > 0).map(|open| open.to_string());
    let is_empty = Memo::new(move |_| keys.with(Vec::is_empty));
    let empty = move || view! { <p class="empty">{page.say("sockets-empty")}</p> };
    let more =
        move || view! { <p class="empty">{page.say_with("sockets-more", &[("count", beyond.get().into())])}</p> };
    view! {
        <section class="sockets" aria-labelledby="sockets-heading">
            <header>
                <h2 id="sockets-heading">{page.say("sockets")}</h2>
                <p class="count">{count}</p>
            </header>
            <div class="cards" tabindex="0" role="group" aria-labelledby="sockets-heading">
                {move || is_empty.get().then(empty)}
                <ul>
                    <For each=move || keys.get() key=|key| *key children=move |key| card::card(page, key) />
                </ul>
                {move || (beyond.get() > 0).then(more)}
            </div>
        </section>
    }
}

//! What is on the screen. Each panel looks at the state, and turns what people do into events.

mod bucket;
mod entry;
mod examples;
mod files;
mod first_steps;
mod flood;
mod header;
mod invitation;
mod language;
mod line;
mod marked;
mod misplaced;
mod network;
mod notices;
mod output;
mod people;
mod quantity;
mod roll;
mod save;
mod screen;
mod sockets;
mod terminal;
mod threads;
mod timeline;
mod transfer;
mod validation;

pub(crate) use misplaced::misplaced;

use crate::page::Page;
use crate::state::TerminalId;
use leptos::prelude::*;

/// The id of the hint about the keys, which every entry line refers to.
const KEYS_HINT: &str = "keys-hint";

/// Everything.
pub(crate) fn screen(page: Page) -> impl IntoView {
    let ids = Memo::new(move |_| {
        page.with(|state| state.terminals.iter().map(|terminal| terminal.id).collect::<Vec<TerminalId>>())
    });
    view! {
        {header::header(page)}
        {notices::notices(page)}
        <main class="desk">
            <div class="terminals">
                <For each=move || ids.get() key=|id| *id children=move |id| terminal::terminal(page, id) />
            </div>
            {keys_hint(page)}
            {timeline::timeline(page)}
            {sockets::sockets(page)}
        </main>
    }
}

/// The keys that nobody can guess, the way out of the editor among them.
fn keys_hint(page: Page) -> impl IntoView {
    view! {
        <p class="keys" id=KEYS_HINT>
            <span><kbd>"Enter"</kbd>" "{page.say("key-runs")}</span>
            <span><kbd>"Shift"</kbd>" "<kbd>"Enter"</kbd>" "{page.say("key-new-line")}</span>
            <span><kbd>"↑"</kbd>" "<kbd>"↓"</kbd>" "{page.say("key-earlier")}</span>
            <span><kbd>"Ctrl"</kbd>" "<kbd>"C"</kbd>" "{page.say("key-stops")}</span>
            <span><kbd>"Ctrl"</kbd>" "<kbd>"D"</kbd>" "{page.say("key-ends")}</span>
            <span><kbd>"Ctrl"</kbd>" "<kbd>"L"</kbd>" "{page.say("key-clears")}</span>
            <span><kbd>"Esc"</kbd>" "{page.say("key-then")}" "<kbd>"Tab"</kbd>" "{page.say("key-leaves")}</span>
        </p>
    }
}

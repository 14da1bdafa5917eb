//! What a terminal has shown, as a file: the text, or each line with its time.

use super::terminal::titled;
use super::transfer::download;
use crate::page::Page;
use crate::state::{Scrollback, TerminalId};
use leptos::prelude::*;

pub(super) fn save(page: Page, terminal: TerminalId, title: &str) -> impl IntoView + use<> {
    let panel = format!("save-{}", terminal.0);
    let name = title.to_owned();
    let save = move |ending: &str, text: fn(&Scrollback) -> String| {
        let text = page.with_untracked(|state| state.terminal(terminal).map(|found| text(&found.scrollback)));
        download(&format!("{name}{ending}"), text.unwrap_or_default().as_bytes());
    };
    let transcript = save.clone();
    view! {
        <button type="button" popovertarget=panel.clone() title=page.say("save-does")>{page.say("save")}</button>
        <div class="menu" id=panel.clone() popover="auto" role="group" aria-label=titled(page, title, "save-label")>
            <button
                type="button"
                popovertarget=panel.clone()
                popovertargetaction="hide"
                on:click=move |_| save(".txt", Scrollback::text)
            >
                {page.say("save-text")}
            </button>
            <button
                type="button"
                popovertarget=panel.clone()
                popovertargetaction="hide"
                on:click=move |_| transcript("-transcript.txt", Scrollback::transcript)
            >
                {page.say("save-transcript")}
            </button>
        </div>
    }
}

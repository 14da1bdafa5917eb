//! The question before a file is deleted, asked in the pane itself: a frame from another origin may not open a dialog.

use super::Pane;
use crate::event::FileAction;
use leptos::html::Button;
use leptos::prelude::*;
use web_sys::HtmlElement;

pub(super) fn deletion(pane: Pane) -> impl IntoView {
    let page = pane.page;
    let id = format!("deletion-{}", pane.terminal.0);
    move || {
        pane.doomed.get().map(|name| {
            let doomed = name.clone();
            let keeps = NodeRef::<Button>::new();
            Effect::new(move |_| {
                keeps.get().inspect(|button| focus(button));
            });
            let delete = move |_| {
                pane.act(FileAction::Deleted(doomed.clone()));
                leave(pane);
            };
            view! {
                <div
                    class="question"
                    role="alertdialog"
                    aria-labelledby=id.clone()
                    on:keydown=move |event| if event.key() == "Escape" { leave(pane) }
                >
                    <span id=id.clone()>{move || page.say_with("file-delete-sure", &[("name", name.as_str().into())])}</span>
                    <button type="button" on:click=delete>{page.say("file-delete")}</button>
                    <button type="button" node_ref=keeps on:click=move |_| leave(pane)>{page.say("file-keep")}</button>
                </div>
            }
        })
    }
}

/// The question is answered; the keyboard is where it was when it was asked.
fn leave(pane: Pane) {
    pane.doomed.set(None);
    pane.deletes.get_untracked().inspect(|button| focus(button));
}

fn focus(element: &HtmlElement) {
    // What is shown takes the focus.
    let _ = element.focus();
}

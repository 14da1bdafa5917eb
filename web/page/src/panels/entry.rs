//! The entry line of a terminal: the editor, with the prompt that fits.

use super::KEYS_HINT;
use crate::editor::Editor;
use crate::language::{Language, say};
use crate::page::Page;
use crate::state::{Phase, Prompt, TerminalId};
use leptos::html::Div;
use leptos::prelude::*;
use std::rc::Rc;

/// The terminal that has the keyboard from the start.
const FIRST: TerminalId = TerminalId(1);

pub(super) fn entry(page: Page, id: TerminalId, title: &str) -> impl IntoView + use<> {
    let place = NodeRef::<Div>::new();
    let title = title.to_owned();
    let label = move || page.say_with("terminal-entry", &[("title", title.as_str().into())]);
    Effect::new(move |_| {
        let Some(place) = place.get() else { return };
        let editor = Editor::new(page, id, &place, KEYS_HINT);
        let draft = page.with_untracked(|state| state.terminal(id).map(|t| t.draft.clone())).unwrap_or_default();
        // A text that is set is scrolled to, which an empty one is not worth.
        if !draft.is_empty() {
            editor.set_text(&draft);
        }
        if id == FIRST && !is_embedded() {
            editor.focus();
        }
        page.hands().editors.borrow_mut().insert(id, Rc::new(editor));
    });
    // Runs after the effect above it, which makes the editor; so does the one that follows the prompt.
    Effect::new(move |_| {
        let label = label();
        if let (Some(_), Some(editor)) = (place.get(), page.hands().editor(id)) {
            editor.set_label(&label);
        }
    });
    follow_prompt(page, id);
    view! { <div class="entry" node_ref=place></div> }
}

/// The focus of somebody else's page is not to be taken.
fn is_embedded() -> bool {
    window().parent().ok().flatten().is_some_and(|parent| parent != window())
}

/// What the editor shows besides its text.
#[derive(Clone, PartialEq)]
struct Around {
    prompt: Option<Prompt>,
    hint: String,
}

fn follow_prompt(page: Page, id: TerminalId) {
    let around = Memo::new(move |_| {
        page.with(|state| {
            let terminal = state.terminal(id);
            Around {
                prompt: terminal.map(|t| t.prompt()),
                hint: terminal.map_or(String::new(), |t| hint(&t.phase, state.language)),
            }
        })
    });
    Effect::new(move |_| {
        let around = around.get();
        if let (Some(editor), Some(prompt)) = (page.hands().editor(id), around.prompt) {
            editor.set_prompt(&prompt);
            editor.set_hint(&around.hint);
        }
    });
}

fn hint(phase: &Phase, language: Language) -> String {
    match phase {
        Phase::Running(run) if run.input_wanted => say(language, "input-hint", &[]),
        _ => String::new(),
    }
}

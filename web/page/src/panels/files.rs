//! The file pane of a terminal: a tab for each file, the editor, and what runs the file.

mod deletion;

use self::deletion::deletion;
use super::KEYS_HINT;
use super::terminal::titled;
use super::transfer;
use crate::editor::{FileEditor, phrases};
use crate::event::{Action, Event, FileAction};
use crate::page::Page;
use crate::state::{Files, Terminal, TerminalId};
use leptos::html::{Button, Div, Input};
use leptos::prelude::*;
use sockbox_message::{Content, Pace};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The pane of one terminal. Copies are all the same.
#[derive(Clone, Copy)]
struct Pane {
    page: Page,
    terminal: TerminalId,
    /// The file whose name is being typed.
    renamed: RwSignal<Option<String>>,
    /// The file that is to be deleted, once somebody has said so twice.
    doomed: RwSignal<Option<String>>,
    /// The button that asks for that.
    deletes: NodeRef<Button>,
}

impl Pane {
    fn act(self, action: FileAction) {
        self.doomed.set(None);
        self.page.dispatch(Event::Acted { terminal: self.terminal, action: Action::File(action) });
    }

    fn look<T: PartialEq + Send + Sync + 'static>(self, look: fn(&Files) -> T) -> Memo<Option<T>> {
        Memo::new(move |_| self.page.with(|state| state.terminal(self.terminal).map(|found| look(&found.files))))
    }

    fn active(self) -> Option<String> {
        self.page.with_untracked(|state| {
            state.terminal(self.terminal).and_then(|found| found.files.active().map(|(name, _)| name.to_owned()))
        })
    }
}

pub(super) fn files(page: Page, terminal: TerminalId, title: &str) -> impl IntoView + use<> {
    let pane =
        Pane { page, terminal, renamed: RwSignal::new(None), doomed: RwSignal::new(None), deletes: NodeRef::new() };
    let is_open = pane.look(|files| files.pane.is_open);
    view! {
        <div class="files" hidden=move || is_open.get() != Some(true)>
            {tabs(pane, title)}
            {deletion(pane)}
            {problem(pane)}
            {content(pane, title)}
            {run_bar(pane, title)}
        </div>
    }
}

fn tabs(pane: Pane, title: &str) -> impl IntoView + use<> {
    let names = pane.look(|files| files.iter().map(|(name, _)| name.to_owned()).collect::<Vec<_>>());
    let active = pane.look(|files| files.pane.active.clone());
    let is_open = pane.look(|files| files.pane.is_open);
    let tab = move |name: String| {
        let (chosen, shown, renamed) = (name.clone(), name.clone(), name.clone());
        let is_active = Memo::new(move |_| active.get().flatten().as_deref() == Some(&shown));
        let is_renamed = Memo::new(move |_| pane.renamed.get().as_deref() == Some(&renamed));
        let own = name.clone();
        let place = NodeRef::<Div>::new();
        Effect::new(move |_| {
            if let (true, Some(true), Some(tab)) = (is_active.get(), is_open.get(), place.get()) {
                // Once the browser can tell where it is.
                request_animation_frame(move || bring_into_sight(&tab));
            }
        });
        view! {
            <div class="tab" class:active=is_active node_ref=place>
                <button
                    type="button"
                    role="tab"
                    aria-selected=move || is_active.get().to_string()
                    hidden=is_renamed
                    on:click=move |_| pane.act(FileAction::Chosen(chosen.clone()))
                    on:dblclick=move |_| pane.renamed.set(Some(own.clone()))
                >
                    {name.clone()}
                </button>
                {move || is_renamed.get().then(|| rename_box(pane, name.clone()))}
            </div>
        }
    };
    let page = pane.page;
    let create = move |_| {
        pane.act(FileAction::Created);
        pane.renamed.set(pane.active());
    };
    view! {
        <div class="tabbar">
            <div class="tabs" role="tablist" aria-label=titled(pane.page, title, "files-of")>
                <For each=move || names.get().unwrap_or_default() key=String::clone children=tab />
            </div>
            <button type="button" class="plain" title=page.say("file-new-does") on:click=create>{page.say("file-new")}</button>
            {menu(pane, title)}
        </div>
    }
}

/// Scrolls the row of tabs as far as one of them needs, and nothing else: the page stays where it is.
fn bring_into_sight(tab: &HtmlElement) {
    let Some(row) = tab.parent_element().and_then(|row| row.dyn_into::<HtmlElement>().ok()) else { return };
    let left = tab.offset_left() - row.offset_left();
    let right = left + tab.offset_width() - row.client_width();
    row.set_scroll_left(row.scroll_left().max(right).min(left));
}

/// What else can be done to files.
fn menu(pane: Pane, title: &str) -> impl IntoView + use<> {
    let page = pane.page;
    let chooser = NodeRef::<Input>::new();
    let is_empty = pane.look(|files| files.active().is_none());
    let disabled = move || if is_empty.get() == Some(true) { "true" } else { "false" };
    let with_active = move |act: &dyn Fn(String)| {
        if let Some(name) = pane.active() {
            act(name);
        }
    };
    let upload = move |_| chooser.get_untracked().into_iter().for_each(|input| input.click());
    let uploaded = move |_| {
        let Some(input) = chooser.get_untracked() else { return };
        transfer::read_files(&input, move |name, content| pane.act(FileAction::Added { name, content }));
    };
    let download = move |_| {
        with_active(&|name| {
            let content = pane.page.with_untracked(|state| state.terminal(pane.terminal)?.files.get(&name).cloned());
            if let Some(bytes) = content.as_ref().and_then(Content::to_bytes) {
                transfer::download(name.rsplit('/').next().unwrap_or(&name), &bytes);
            }
        });
    };
    view! {
        <div class="filemenu" role="group" aria-label=titled(pane.page, title, "files-more")>
            <button
                type="button"
                class="plain"
                aria-disabled=disabled
                on:click=move |_| with_active(&|name| pane.renamed.set(Some(name)))
            >
                {page.say("file-rename")}
            </button>
            <button
                type="button"
                class="plain"
                aria-disabled=disabled
                node_ref=pane.deletes
                on:click=move |_| with_active(&|name| pane.doomed.set(Some(name)))
            >
                {page.say("file-delete")}
            </button>
            <button type="button" class="plain" title=page.say("file-upload-does") on:click=upload>
                {page.say("file-upload")}
            </button>
            <button type="button" class="plain" aria-disabled=disabled on:click=download>{page.say("file-download")}</button>
            <input type="file" multiple hidden node_ref=chooser on:change=uploaded aria-label=page.say("file-upload-does") />
        </div>
    }
}

/// In the place of a tab's name.
fn rename_box(pane: Pane, name: String) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let stem = input.value().rfind('.').unwrap_or(0);
            // A fresh text field takes the focus and a selection.
            let _ = input.focus();
            let _ = input.set_selection_range(0, stem as u32);
        }
    });
    let (old, label) = (name.clone(), name.clone());
    let finish = move || {
        let Some(input) = input.get_untracked().filter(|_| pane.renamed.get_untracked().as_ref() == Some(&old)) else {
            return;
        };
        pane.renamed.set(None);
        pane.act(FileAction::Renamed { from: old.clone(), to: input.value() });
    };
    let leave = finish.clone();
    let press = move |event: leptos::ev::KeyboardEvent| match event.key().as_str() {
        "Enter" => {
            // The key would go on to the editor, which has the focus next.
            event.prevent_default();
            finish();
            pane.page.hands().file_editor(pane.terminal).inspect(|editor| editor.focus());
        }
        "Escape" => pane.renamed.set(None),
        _ => {}
    };
    view! {
        <input
            class="rename"
            type="text"
            aria-label=move || pane.page.say_with("file-rename-label", &[("name", label.as_str().into())])
            value=name
            spellcheck="false"
            autocapitalize="off"
            node_ref=input
            on:keydown=press
            on:blur=move |_| leave()
        />
    }
}

fn problem(pane: Pane) -> impl IntoView {
    let problem = pane.look(|files| files.problem.clone());
    move || problem.get().flatten().map(|problem| view! { <p class="question" role="alert">{problem}</p> })
}

/// What the active file is to the pane.
#[derive(Clone, PartialEq)]
enum Shown {
    Nothing,
    Text,
    Bytes(usize),
    Large(u64),
}

fn content(pane: Pane, title: &str) -> impl IntoView + use<> {
    let place = NodeRef::<Div>::new();
    let label = titled(pane.page, title, "file-editor");
    let is_open = pane.look(|files| files.pane.is_open);
    let is_made = RwSignal::new(false);
    // Not before somebody looks: the first prompt does not wait for two editors that nobody sees.
    Effect::new(move |_| {
        let (Some(place), Some(true), false) = (place.get(), is_open.get(), is_made.get_untracked()) else { return };
        let (page, terminal) = (pane.page, pane.terminal);
        let editor = FileEditor::new(page, terminal, &place, KEYS_HINT);
        page.with_untracked(|state| {
            let active = state.terminal(terminal).and_then(|found| found.files.active());
            if let Some((name, Content::Text(text))) = active {
                editor.show(name, text);
            }
        });
        page.hands().file_editors.borrow_mut().insert(terminal, Rc::new(editor));
        is_made.set(true);
    });
    Effect::new(move |_| {
        let (label, phrases) = (label(), phrases(pane.page.language()));
        if let (true, Some(editor)) = (is_made.get(), pane.page.hands().file_editor(pane.terminal)) {
            editor.set_texts(&label, &phrases);
        }
    });
    mark_running(pane, is_made);
    let page = pane.page;
    let shown = pane.look(|files| match files.active() {
        None => Shown::Nothing,
        Some((_, Content::Text(_))) => Shown::Text,
        Some((_, content @ Content::Base64(_))) => Shown::Bytes(content.to_bytes().map_or(0, |bytes| bytes.len())),
        Some((_, Content::TooLarge { size })) => Shown::Large(*size),
    });
    let shown = move || shown.get().unwrap_or(Shown::Nothing);
    let words = move || match shown() {
        Shown::Nothing => Some(page.say_with("file-none", &[])),
        Shown::Text => None,
        Shown::Bytes(size) => Some(page.say_with("file-bytes", &[("size", size.into())])),
        Shown::Large(size) => Some(page.say_with("file-large", &[("size", size.into())])),
    };
    view! {
        {move || words().map(|words| view! { <p class="nofile">{words}</p> })}
        <div class="fileeditor" node_ref=place hidden=move || shown() != Shown::Text></div>
    }
}

/// What the editor marks.
#[derive(Clone, PartialEq)]
struct Marked {
    /// The file that it shows: another one has no mark yet.
    file: Option<String>,
    /// The line that runs; 0 if none of this file does.
    line: u32,
    /// Whether somebody goes from line to line: who only looks at a file keeps their place in it.
    is_stepped: bool,
}

impl Marked {
    fn of(terminal: &Terminal) -> Self {
        let file = terminal.files.pane.active.clone();
        let running = terminal.running_line().filter(|(name, _)| file.as_deref() == Some(*name));
        let line = running.map_or(0, |(_, line)| line);
        Self { file, line, is_stepped: terminal.inspection.pace != Pace::Full }
    }
}

fn mark_running(pane: Pane, is_made: RwSignal<bool>) {
    let marked = Memo::new(move |_| pane.page.with(|state| state.terminal(pane.terminal).map(Marked::of)));
    Effect::new(move |_| {
        let (Some(marked), true) = (marked.get(), is_made.get()) else { return };
        let Some(editor) = pane.page.hands().file_editor(pane.terminal) else { return };
        if marked.is_stepped { editor.mark_and_reveal(marked.line) } else { editor.mark(marked.line) }
    });
}

fn run_bar(pane: Pane, title: &str) -> impl IntoView + use<> {
    let page = pane.page;
    let active = pane.look(|files| files.pane.active.clone());
    let name = move || active.get().flatten().unwrap_or_default();
    let arguments = pane.look(|files| files.pane.arguments.clone());
    let typed = move |event| pane.act(FileAction::ArgumentsEdited(event_target_value(&event)));
    let press = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" {
            pane.act(FileAction::Ran);
        }
    };
    view! {
        <div class="runbar" hidden=move || name().is_empty()>
            <button
                type="button"
                class="run"
                title=page.say("run-does")
                on:click=move |_| pane.act(FileAction::Ran)
            >
                {page.say("run")}
            </button>
            <code>"python -i "{name}</code>
            <input
                type="text"
                class="arguments"
                placeholder=page.say("arguments")
                aria-label=titled(page, title, "arguments-label")
                spellcheck="false"
                autocapitalize="off"
                prop:value=move || arguments.get().unwrap_or_default()
                on:input=typed
                on:keydown=press
            />
        </div>
    }
}

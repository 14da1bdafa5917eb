//! One terminal: title, state, buttons, output and entry line.

use super::screen::Screen;
use super::{entry, files, first_steps, output, save, threads};
use crate::event::{Action, Event, FileAction};
use crate::page::Page;
use crate::state::{State, Status, StatusKind, Terminal, TerminalId};
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

pub(super) fn terminal(page: Page, id: TerminalId) -> impl IntoView {
    let title =
        page.with_untracked(|state| state.terminal(id).map(|terminal| terminal.title.clone())).unwrap_or_default();
    let status = look(page, id, State::status);
    let screen = Screen::new();
    let label = titled(page, &title, "terminal-label");
    view! {
        <section
            class="terminal"
            data-terminal=title.clone()
            data-state=move || status.get().map(|status| status.kind.name())
            aria-labelledby=format!("terminal-{}", id.0)
            on:focusin=move |_| page.dispatch(Event::Focused { terminal: id })
        >
            <header>
                <h2 id=format!("terminal-{}", id.0)>{title.clone()}</h2>
                {state_line(status, title.clone())}
                {buttons(page, id, &title)}
            </header>
            {files::files(page, id, &title)}
            {threads::threads(page, id)}
            <div
                class="screen"
                tabindex="0"
                role="group"
                aria-label=label
                node_ref=screen.element
                on:scroll=move |_| screen.look_where()
                on:click=move |event| focus_entry(page, id, &event)
                on:keydown=move |event| press(page, id, &event)
            >
                <div>
                    {first_steps::first_steps(page, id, &title)}
                    {output::output(page, id, &title, screen)}
                    {queued(page, id)}
                    {entry::entry(page, id, &title)}
                </div>
            </div>
        </section>
    }
}

/// Something about the terminal that is looked at anew in every frame.
fn look<T>(page: Page, id: TerminalId, look: fn(&State, &Terminal) -> T) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| page.with(|state| state.terminal(id).map(|terminal| look(state, terminal))))
}

/// A text with the terminal's title in it.
pub(super) fn titled(page: Page, title: &str, id: &'static str) -> impl Fn() -> String + use<> {
    let title = title.to_owned();
    move || page.say_with(id, &[("title", title.as_str().into())])
}

/// What was typed ahead.
fn queued(page: Page, id: TerminalId) -> impl IntoView {
    let entries = look(page, id, |_, terminal| terminal.typed_ahead().map(str::to_owned).collect::<Vec<_>>());
    let line = |entry: String| view! { <div class="line queued">{entry}</div> };
    move || entries.get().map(|entries| entries.into_iter().map(line).collect_view())
}

fn state_line(status: Memo<Option<Status>>, title: String) -> impl IntoView {
    let text = move || status.get().map(|status| status.text);
    // Read out are only the states that somebody has to act upon: the others come and go with every entry.
    let spoken = move || match status.get() {
        Some(Status { kind: StatusKind::Blocked | StatusKind::Input | StatusKind::Ended, text }) => {
            format!("{title}: {text}")
        }
        _ => String::new(),
    };
    view! {
        <p class="state" title=text>{text}</p>
        <p class="spoken" role="status">{spoken}</p>
    }
}

fn buttons(page: Page, id: TerminalId, title: &str) -> impl IntoView + use<> {
    let act = move |action: Action| page.dispatch(Event::Acted { terminal: id, action });
    let can_stop = look(page, id, |_, terminal| terminal.is_interruptible());
    let can_restart = look(page, id, |_, terminal| terminal.is_restartable());
    let label = titled(page, title, "terminal-process");
    let has_files = look(page, id, |_, terminal| terminal.files.pane.is_open);
    let close = page.with_untracked(|state| state.is_closable(id)).then(|| {
        view! {
            <button type="button" title=page.say("close-does") on:click=move |_| close_terminal(page, id)>
                {page.say("close")}
            </button>
        }
    });
    // Not `disabled`, which would throw the keyboard's focus away.
    let disabled = |can: Memo<Option<bool>>| move || if can.get() == Some(true) { "false" } else { "true" };
    view! {
        <div class="buttons" role="group" aria-label=label>
            <button
                type="button"
                title=page.say("files-does")
                aria-pressed=move || (has_files.get() == Some(true)).to_string()
                on:click=move |_| act(Action::File(FileAction::Toggled))
            >
                {page.say("files")}
            </button>
            {save::save(page, id, title)}
            <button
                type="button"
                title=page.say("stop-does")
                aria-disabled=disabled(can_stop)
                on:click=move |_| act(Action::Stopped)
            >
                {page.say("stop")}
            </button>
            <button
                type="button"
                title=page.say("restart-does")
                aria-disabled=disabled(can_restart)
                on:click=move |_| act(Action::Restarted)
            >
                {page.say("restart")}
            </button>
            {close}
        </div>
    }
}

/// The keyboard goes on in the terminal before this one.
fn close_terminal(page: Page, id: TerminalId) {
    let before = page.with_untracked(|state| {
        state.terminals.iter().map(|terminal| terminal.id).take_while(|other| *other != id).last()
    });
    page.dispatch(Event::Acted { terminal: id, action: Action::Closed });
    before.and_then(|before| page.hands().editor(before)).inspect(|editor| editor.focus());
}

/// A click anywhere in the screen is meant for the entry line, unless it was to select text or to use something.
fn focus_entry(page: Page, id: TerminalId, event: &MouseEvent) {
    let selection = window().get_selection().ok().flatten();
    let is_selecting = selection.is_some_and(|selection| !selection.is_collapsed());
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    if let Some((name, line)) = target.as_ref().and_then(link) {
        event.prevent_default();
        let action = Action::File(FileAction::LinkFollowed { name, line });
        return page.dispatch(Event::Acted { terminal: id, action });
    }
    let is_used = target.is_some_and(|target| target.closest("button, summary, a, .entry").ok().flatten().is_some());
    if let (false, false, Some(editor)) = (is_selecting, is_used, page.hands().editor(id)) {
        editor.focus();
    }
}

/// The file and the line that a link in a traceback leads to.
fn link(target: &Element) -> Option<(String, u32)> {
    let link = target.closest("a[data-line]").ok().flatten()?;
    Some((link.get_attribute("data-file")?, link.get_attribute("data-line")?.parse().ok()?))
}

/// Ctrl-C while the output has the focus. With a selection the browser copies.
fn press(page: Page, id: TerminalId, event: &KeyboardEvent) {
    // A key that is held down repeats itself; a second press of Ctrl-C means something else than the first.
    let is_ctrl_c = event.ctrl_key() && !event.shift_key() && event.key() == "c" && !event.repeat();
    let selection = window().get_selection().ok().flatten();
    let is_selecting = selection.is_some_and(|selection| !selection.is_collapsed());
    if is_ctrl_c && !is_selecting && !event.default_prevented() {
        event.prevent_default();
        page.dispatch(Event::Acted { terminal: id, action: Action::Interrupted });
    }
}

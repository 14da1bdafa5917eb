//! The threads of a process and what each waits for; and its lines, run one by one.

use super::sockets::kind::{kind, state_words};
use crate::event::{Action, Event, Look};
use crate::language::say;
use crate::page::Page;
use crate::state::inspection::{Line, awaited_words};
use crate::state::{State, Terminal, TerminalId};
use leptos::ev::Event as DomEvent;
use leptos::prelude::*;
use sockbox_message::{Held, Pace, Place, Thread, Variable};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Milliseconds before each line in slow motion: a reader's pace.
const SLOW: Pace = Pace::Slow { milliseconds: 500 };

/// What a program is made of, rather than what it works on: told to scripts, but not shown.
const NOT_SHOWN: [&str; 5] = ["module", "function", "type", "ABCMeta", "builtin_function_or_method"];

pub(super) fn threads(page: Page, id: TerminalId) -> impl IntoView {
    let ids =
        look(page, id, |terminal| terminal.inspection.threads.iter().map(|thread| thread.id).collect::<Vec<u64>>());
    let line = look(page, id, |terminal| terminal.inspection.line().cloned());
    let toggle = move |event: DomEvent| {
        let details = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_open = details.is_some_and(|details| details.has_attribute("open"));
        dispatch(page, id, if is_open { Look::Opened } else { Look::Closed });
    };
    view! {
        <details class="threads" on:toggle=toggle>
            <summary>{page.say("threads")}</summary>
            {buttons(page, id)}
            <ul>
                <For each=move || ids.get().unwrap_or_default() key=|thread| *thread children=move |thread| row(page, id, thread) />
            </ul>
            {move || line.get().flatten().map(|line| line_now(page, id, &line))}
        </details>
    }
}

fn buttons(page: Page, id: TerminalId) -> impl IntoView {
    let pace = look(page, id, |terminal| terminal.inspection.pace);
    let button = move |pace_of_it: Pace, text: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || if pace.get() == Some(pace_of_it) { "true" } else { "false" }
                on:click=move |_| dispatch(page, id, Look::SetPace(pace_of_it))
            >
                {page.say(text)}
            </button>
        }
    };
    view! {
        <div class="pace" role="group" aria-label=page.say("threads")>
            {button(Pace::Full, "pace-full")} {button(SLOW, "pace-slow")} {button(Pace::Paused, "pace-paused")}
            <button
                type="button"
                aria-disabled=move || if pace.get() == Some(Pace::Paused) { "false" } else { "true" }
                on:click=move |_| dispatch(page, id, Look::Stepped)
            >
                {page.say("step")}
            </button>
        </div>
    }
}

/// It stands as long as the thread does, so that its button keeps the keyboard.
fn row(page: Page, id: TerminalId, number: u64) -> impl IntoView {
    let thread = Memo::new(move |_| page.with(|state| find(state, id, number).cloned()));
    let is_chosen = look(page, id, |terminal| terminal.inspection.chosen);
    let name = move || thread.get().map(|thread| thread.name);
    let does = move || match thread.get()?.waiting {
        Some(awaited) => {
            let what = awaited_words(&awaited, page.language());
            Some(page.say_with("thread-waits", &[("what", what.into())]))
        }
        None => Some(page.say_with("thread-runs", &[])),
    };
    view! {
        <li>
            <button
                type="button"
                aria-pressed=move || if is_chosen.get() == Some(number) { "true" } else { "false" }
                on:click=move |_| dispatch(page, id, Look::ChoseThread(number))
            >
                {name}
            </button>
            <span>{does}</span>
            <span class="at">{move || thread.get()?.place.as_ref().map(in_words)}</span>
        </li>
    }
}

fn find(state: &State, id: TerminalId, thread: u64) -> Option<&Thread> {
    state.terminal(id)?.inspection.threads.iter().find(|found| found.id == thread)
}

/// As Python's tracebacks name a place, in brief.
fn in_words(place: &Place) -> String {
    format!("{}:{} {}", place.file, place.line, place.function)
}

/// The line that the thread is about to run, with what it can reach.
fn line_now(page: Page, terminal: TerminalId, line: &Line) -> impl IntoView + use<> {
    let is_shown = |variable: &&Variable| {
        let is_socket = line.sockets.iter().any(|held| held.name == variable.name);
        !is_socket && !NOT_SHOWN.contains(&variable.kind.as_str())
    };
    let variable = |variable: &Variable| {
        view! { <tr><th scope="row">{variable.name.clone()}</th><td>{variable.value.clone()}</td></tr> }
    };
    let socket = |held: &Held| {
        let fd = held.fd;
        let words = Memo::new(move |_| page.with(|state| socket_words(state, terminal, fd)));
        view! { <tr><th scope="row">{held.name.clone()}</th><td>{words}</td></tr> }
    };
    let variables = line.variables.iter().filter(is_shown).map(variable).collect_view();
    let sockets = line.sockets.iter().map(socket).collect_view();
    let sockets = (!line.sockets.is_empty()).then(|| {
        view! { <table class="held"><caption>{page.say("sockets")}</caption><tbody>{sockets}</tbody></table> }
    });
    view! {
        <div class="line-now">
            {in_words(&line.place)}
            <table><tbody>{variables}</tbody></table>
            {sockets}
        </div>
    }
}

/// A socket as it is now: `fd 3 · TCP · IPv4 · connected · 127.0.0.1:8001 ↔ 127.0.0.1:40000`.
fn socket_words(state: &State, terminal: TerminalId, fd: i32) -> String {
    let mut words = vec![say(state.language, "socket-fds", &[("fds", fd.into())])];
    if let Some(card) = state.sockets.cards().iter().find(|card| card.has(terminal, fd)) {
        let socket = &card.socket;
        words.extend([kind(socket), state_words(socket, state.language)]);
        words.extend(match (&socket.local, &socket.peer) {
            (None, None) => None,
            (Some(local), None) => Some(local.to_string()),
            (None, Some(peer)) => Some(format!("↔ {peer}")),
            (Some(local), Some(peer)) => Some(format!("{local} ↔ {peer}")),
        });
    }
    words.join(" · ")
}

fn dispatch(page: Page, terminal: TerminalId, look: Look) {
    page.dispatch(Event::Acted { terminal, action: Action::Looked(look) });
}

fn look<T>(page: Page, id: TerminalId, look: fn(&Terminal) -> T) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| page.with(|state| state.terminal(id).map(look)))
}

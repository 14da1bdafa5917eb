//! The threads of a process and what each waits for; and its lines, run one by one.

use crate::event::{Action, Event, Look};
use crate::page::Page;
use crate::state::inspection::Inspection;
use crate::state::{Terminal, TerminalId};
use leptos::ev::Event as DomEvent;
use leptos::prelude::*;
use sockbox_message::{Pace, Place, Thread, Variable};
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Milliseconds before each line in slow motion: a reader's pace.
const SLOW: Pace = Pace::Slow { milliseconds: 500 };

pub(super) fn threads(page: Page, id: TerminalId) -> impl IntoView {
    let inspection = look(page, id, |terminal| terminal.inspection.clone());
    let toggle = move |event: DomEvent| {
        let details = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let is_open = details.is_some_and(|details| details.has_attribute("open"));
        dispatch(page, id, if is_open { Look::Opened } else { Look::Closed });
    };
    let rows = move || {
        let inspection = inspection.get()?;
        let row = |thread: &Thread| row(page, id, thread, inspection.chosen == thread.id);
        Some(inspection.threads.iter().map(row).collect_view())
    };
    view! {
        <details class="threads" on:toggle=toggle>
            <summary>{page.say("threads")}</summary>
            {buttons(page, id, inspection)}
            <ul>{rows}</ul>
            {move || inspection.get().and_then(|inspection| inspection.line().map(|line| {
                view! { <div class="line-now">{in_words(&line.place)} {variables(&line.variables)}</div> }
            }))}
        </details>
    }
}

fn buttons(page: Page, id: TerminalId, inspection: Memo<Option<Inspection>>) -> impl IntoView {
    let pace = move || inspection.get().map(|inspection| inspection.pace);
    let button = move |pace_of_it: Pace, text: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || if pace() == Some(pace_of_it) { "true" } else { "false" }
                on:click=move |_| dispatch(page, id, Look::SetPace(pace_of_it))
            >
                {page.say(text)}
            </button>
        }
    };
    view! {
        <div class="pace" role="group">
            {button(Pace::Full, "pace-full")} {button(SLOW, "pace-slow")} {button(Pace::Paused, "pace-paused")}
            <button
                type="button"
                aria-disabled=move || if pace() == Some(Pace::Paused) { "false" } else { "true" }
                on:click=move |_| dispatch(page, id, Look::Stepped)
            >
                {page.say("step")}
            </button>
        </div>
    }
}

fn row(page: Page, id: TerminalId, thread: &Thread, is_chosen: bool) -> impl IntoView + use<> {
    let number = thread.id;
    let waiting = thread.waiting.clone();
    let does = move || match &waiting {
        Some(what) => page.say_with("thread-waits", &[("what", what.as_str().into())]),
        None => page.say_with("thread-runs", &[]),
    };
    view! {
        <li>
            <button
                type="button"
                aria-pressed=if is_chosen { "true" } else { "false" }
                on:click=move |_| dispatch(page, id, Look::ChoseThread(number))
            >
                {thread.name.clone()}
            </button>
            " "
            {does}
            {thread.place.as_ref().map(|place| format!(" ({})", in_words(place)))}
        </li>
    }
}

/// As Python's tracebacks name a place, in brief.
fn in_words(place: &Place) -> String {
    format!("{}:{} {}", place.file, place.line, place.function)
}

fn variables(variables: &[Variable]) -> impl IntoView + use<> {
    let row = |variable: &Variable| {
        view! { <tr><th scope="row">{variable.name.clone()}</th><td>{variable.value.clone()}</td></tr> }
    };
    view! { <table><tbody>{variables.iter().map(row).collect_view()}</tbody></table> }
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

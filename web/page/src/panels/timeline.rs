//! The timeline: the calls of all terminals, the newest at the end.

use super::quantity::duration;
use super::roll::{Roll, Row, element};
use super::screen::Screen;
use crate::event::Event;
use crate::language::{Language, say};
use crate::page::Page;
use crate::state::{CallRow, CallState, State, TerminalId, Timeline};
use js_sys::Date;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

impl Row for CallRow {
    fn key(&self) -> u64 {
        self.key
    }

    fn version(&self) -> u32 {
        self.version
    }
}

pub(super) fn timeline(page: Page) -> impl IntoView {
    let (screen, rows) = (Screen::new(), NodeRef::<Div>::new());
    follow(page, screen, rows);
    let count = Memo::new(move |_| page.with(|state| (state.timeline.rows().len(), state.timeline.dropped())));
    let heads = ["column-time", "column-terminal", "column-call", "column-result", "column-took"];
    let empty = move || view! { <p class="empty">{page.say("timeline-empty")}</p> };
    view! {
        <section class="timeline" aria-labelledby="timeline-heading">
            <header>
                <h2 id="timeline-heading">{page.say("timeline")}</h2>
                <p class="count">{move || count_words(count.get(), page.language())}</p>
                <button type="button" on:click=move |_| page.dispatch(Event::TimelineCleared)>{page.say("clear")}</button>
            </header>
            <div
                class="calls"
                tabindex="0"
                role="table"
                aria-label=page.say("timeline-label")
                node_ref=screen.element
                on:scroll=move |_| screen.look_where()
            >
                <div role="row" class="head">
                    {heads.map(|name| view! { <span role="columnheader">{page.say(name)}</span> })}
                </div>
                <div role="rowgroup" node_ref=rows></div>
                {move || (count.get().0 == 0).then(empty)}
            </div>
        </section>
    }
}

fn follow(page: Page, screen: Screen, rows: NodeRef<Div>) {
    let roll = StoredValue::new_local(Roll::default());
    let spoken = StoredValue::new(Language::default());
    Effect::new(move |_| {
        let Some(rows) = rows.get() else { return };
        let show = |state: &State| {
            let build = |row: &CallRow| build_row(row, title(state, row.terminal), state.language);
            roll.try_update_value(|roll| {
                if spoken.get_value() != state.language {
                    spoken.set_value(state.language);
                    roll.clear();
                }
                roll.show(&rows, state.timeline.rows().iter(), build)
            })
        };
        if page.with(show).unwrap_or_default() > 0 {
            screen.follow();
        }
    });
}

fn title(state: &State, id: TerminalId) -> &str {
    state.terminal(id).map_or("", |terminal| &terminal.title)
}

fn count_words((kept, dropped): (usize, u64), language: Language) -> String {
    match (kept, dropped) {
        (0, _) => String::new(),
        (kept, 0) => say(language, "timeline-count", &[("count", kept.into())]),
        (kept, dropped) => {
            let values = [("kept", kept.into()), ("dropped", dropped.into()), ("limit", Timeline::CALLS.into())];
            say(language, "timeline-dropped", &values)
        }
    }
}

fn build_row(row: &CallRow, title: &str, language: Language) -> Element {
    let (class, mark, took) = match &row.state {
        CallState::Running { elapsed } => ("running", "…", duration(*elapsed)),
        CallState::Returned { took, .. } => ("returned", "", duration(*took)),
        CallState::Raised { took, refused: None, .. } => ("raised", "✕", duration(*took)),
        CallState::Raised { refused: Some(_), .. } => ("refused", "⊘", say(language, "call-not-sent", &[])),
        CallState::Abandoned => ("abandoned", "–", String::new()),
    };
    let element = element("div", class, "");
    let call = cell("call", &call_words(row, language));
    let result = cell("result", "");
    append(&result, [mark_of(mark), result_of(row, language)].into_iter().chain(why(row, language)));
    append(
        &element,
        [cell("time", &time_of_day(row.at)), owner(row.terminal, title), call, result, cell("took", &took)],
    );
    // Any element takes any attribute.
    let _ = element.set_attribute("role", "row");
    element
}

fn call_words(row: &CallRow, language: Language) -> String {
    match &row.place {
        Some(place) => {
            let values = [("call", row.text.as_str().into()), ("place", place.as_str().into())];
            say(language, "call-on", &values)
        }
        None => row.text.clone(),
    }
}

fn mark_of(mark: &str) -> Element {
    let mark = element("span", "mark", mark);
    let _ = mark.set_attribute("aria-hidden", "true");
    mark
}

fn result_of(row: &CallRow, language: Language) -> Element {
    let text = match &row.state {
        CallState::Running { .. } => &say(language, "call-running", &[]),
        CallState::Returned { value, .. } => value,
        CallState::Raised { exception, .. } => exception,
        CallState::Abandoned => &say(language, "call-abandoned", &[]),
    };
    element("span", "value", text)
}

/// The explanation of a refusal.
fn why(row: &CallRow, language: Language) -> Option<Element> {
    let CallState::Raised { refused: Some(refused), .. } = &row.state else { return None };
    let why = refused.why.clone().unwrap_or_else(|| say(language, "call-refused-unknown", &[]));
    Some(element("p", "why", &say(language, "call-refused", &[("why", why.into())])))
}

fn owner(terminal: TerminalId, title: &str) -> Element {
    let cell = cell("owner", title);
    let _ = cell.set_attribute("data-owner", &terminal.0.to_string());
    cell
}

fn cell(class: &str, text: &str) -> Element {
    let cell = element("span", class, text);
    let _ = cell.set_attribute("role", "cell");
    cell
}

fn append(parent: &Element, children: impl IntoIterator<Item = Element>) {
    for child in children {
        // Nodes of ours, fit for each other.
        let _ = parent.append_child(&child);
    }
}

/// Hours to milliseconds, in the local time zone.
fn time_of_day(at: f64) -> String {
    let date = Date::new(&JsValue::from_f64(at));
    format!(
        "{:02}:{:02}:{:02}.{:03}",
        date.get_hours(),
        date.get_minutes(),
        date.get_seconds(),
        date.get_milliseconds()
    )
}

//! The timeline: the calls of all terminals, the newest at the end.

mod detail;
mod hexdump;

use super::flood::Flood;
use super::quantity::duration;
use super::roll::{Roll, Row, element};
use super::screen::Screen;
use crate::event::Event;
use crate::language::{Language, say};
use crate::page::Page;
use crate::state::{CallRow, CallState, Judge, State, TerminalId, Timeline};
use js_sys::Date;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, MouseEvent};

/// The attribute that tells which call a row shows.
const KEY: &str = "data-key";

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
                on:click=move |event| choose(page, &event)
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

/// A click on a call shows all of it, unless it was to select text or within what is shown already.
fn choose(page: Page, event: &MouseEvent) {
    let selection = window().get_selection().ok().flatten();
    let is_selecting = selection.is_some_and(|selection| !selection.is_collapsed());
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(target) = target.filter(|target| !is_selecting && matches!(target.closest(".detail"), Ok(None))) else {
        return;
    };
    let row = target.closest("[data-key]").ok().flatten();
    if let Some(key) = row.and_then(|row| row.get_attribute(KEY)).and_then(|key| key.parse().ok()) {
        page.dispatch(Event::CallChosen { key });
    }
}

/// Calls that are added in one look; and how few end a flood of them.
const BATCH: usize = 30;
const TRICKLE: usize = 10;

struct Drawing {
    roll: Roll,
    flood: Flood,
    spoken: Language,
}

fn follow(page: Page, screen: Screen, rows: NodeRef<Div>) {
    let drawing = Drawing { roll: Roll::default(), flood: Flood::new(BATCH, TRICKLE), spoken: Language::default() };
    let drawing = StoredValue::new_local(drawing);
    Effect::new(move |_| {
        let Some(rows) = rows.get() else { return };
        if drawing.try_update_value(|drawing| drawing.draw(page, &rows)).unwrap_or_default() > 0 {
            screen.follow();
        }
    });
}

impl Drawing {
    /// How many rows are new or changed.
    fn draw(&mut self, page: Page, rows: &Element) -> usize {
        page.with(|state| {
            if self.spoken != state.language {
                self.spoken = state.language;
                self.roll.clear();
            }
            let (calls, chosen) = (state.timeline.rows(), state.timeline.chosen());
            let first = self.flood.first_shown(&self.roll, calls, calls.len());
            if first > 0 {
                page.plan_frame();
            }
            // Who reads a call in full keeps it, whatever else comes.
            let is_shown = |(index, row): &(usize, &CallRow)| *index >= first || chosen == Some(row.key);
            let shown = calls.iter().enumerate().filter(is_shown).map(|(_, row)| row);
            self.roll.show(rows, shown, |row| {
                let detail = (chosen == Some(row.key)).then(|| detail::detail(row, state.language));
                build_row(row, title(state, row.terminal), detail, state.language)
            })
        })
    }
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

fn build_row(row: &CallRow, title: &str, detail: Option<Element>, language: Language) -> Element {
    let (class, mark, took) = match &row.state {
        CallState::Running { elapsed } => ("running", "…", duration(*elapsed)),
        CallState::Returned { took, .. } => ("returned", "", duration(*took)),
        CallState::Raised { took, judge: Judge::Kernel, .. } => ("raised", "✕", duration(*took)),
        CallState::Raised { judge: Judge::Model, .. } => ("refused", "⊘", say(language, "call-not-sent", &[])),
        CallState::Abandoned => ("abandoned", "–", String::new()),
    };
    let element = element("div", class, "");
    let call = cell("call", "");
    append(&call, [opener(&call_words(row, language), detail.is_some())]);
    let result = cell("result", "");
    append(&result, [mark_of(mark), result_of(row, language)]);
    append(&result, predicted(row, language).into_iter().chain(why(row, language)));
    append(
        &element,
        [cell("time", &time_of_day(row.at)), owner(row.terminal, title), call, result, cell("took", &took)],
    );
    append(&element, detail);
    // Any element takes any attribute.
    let _ = element.set_attribute("role", "row");
    let _ = element.set_attribute(KEY, &row.key.to_string());
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

/// What opens the row, for the keyboard; a mouse may click anywhere in it.
fn opener(text: &str, is_open: bool) -> Element {
    let opener = element("button", "opens", text);
    // Any element takes any attribute.
    let _ = opener.set_attribute("type", "button");
    let _ = opener.set_attribute("aria-expanded", if is_open { "true" } else { "false" });
    opener
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

/// The model's answer beside the kernel's, in a room that only explains.
fn predicted(row: &CallRow, language: Language) -> Option<Element> {
    let predicted = row.after.as_ref()?.predicted.as_ref()?;
    let id = if predicted.agrees { "model-agrees" } else { "model-disagrees" };
    let class = if predicted.agrees { "model" } else { "model disagrees" };
    Some(element("p", class, &say(language, id, &[("exception", predicted.exception.as_str().into())])))
}

/// Why it failed.
fn why(row: &CallRow, language: Language) -> Option<Element> {
    let CallState::Raised { judge, .. } = &row.state else { return None };
    let why = row.after.as_ref().and_then(|after| after.why.as_ref()).map(|why| why.text(language));
    let words = match (judge, why) {
        (Judge::Kernel, why) => why?,
        (Judge::Model, why) => {
            let why = why.unwrap_or_else(|| say(language, "call-refused-unknown", &[]));
            say(language, "call-refused", &[("why", why.into())])
        }
    };
    Some(element("p", "why", &words))
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

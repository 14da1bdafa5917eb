//! The scrollback of a terminal, on the screen.

mod explanation;

use super::bucket::Bucket;
use super::flood::{self, Flood};
use super::line::build_line;
use super::roll::{Roll, Row};
use super::screen::Screen;
use crate::page::Page;
use crate::state::{Kind, Line, Scrollback, TerminalId};
use leptos::html::Div;
use leptos::prelude::*;
use web_sys::Element;

impl Row for Line {
    fn key(&self) -> u64 {
        self.key
    }

    fn version(&self) -> u32 {
        self.version
    }
}

/// The lines. `screen` is the element that scrolls.
pub(super) fn output(page: Page, id: TerminalId, title: &str, screen: Screen) -> impl IntoView + use<> {
    let log = NodeRef::<Div>::new();
    let drawing = StoredValue::new_local(Drawing {
        roll: Roll::default(),
        bucket: Bucket::new(),
        flood: Flood::new(BATCH, TRICKLE),
    });
    Effect::new(move |_| {
        let Some(log) = log.get() else { return };
        if drawing.try_update_value(|drawing| drawing.draw(page, id, &log)).unwrap_or_default() > 0 {
            screen.follow();
        }
    });
    let dropped = Memo::new(move |_| page.with(|state| state.terminal(id).map_or(0, |t| t.scrollback.dropped())));
    let note = move || {
        let values = [("count", dropped.get().into()), ("kept", Scrollback::LINES.into())];
        page.say_with("lines-dropped", &values)
    };
    let title = title.to_owned();
    let label = move || page.say_with("terminal-output", &[("title", title.as_str().into())]);
    view! {
        {move || (dropped.get() > 0).then(|| view! { <p class="dropped">{note}</p> })}
        <div
            class="output"
            node_ref=log
            role="log"
            aria-live="polite"
            aria-label=label
            on:click=move |event| explanation::remember_fold(&event)
        ></div>
    }
}

/// Lines that are added in one frame; and how few end a flood of them.
const BATCH: usize = 1_000;
const TRICKLE: usize = 100;

struct Drawing {
    roll: Roll,
    bucket: Bucket,
    flood: Flood,
}

impl Drawing {
    /// How many lines are new or changed.
    fn draw(&mut self, page: Page, id: TerminalId, log: &Element) -> usize {
        page.with(|state| {
            let Some(terminal) = state.terminal(id) else { return 0 };
            let lines = terminal.scrollback.lines();
            // A question that stands before the entry line does not stand here as well.
            let count = lines.len() - usize::from(terminal.prompt().takes_open_line);
            let first = self.flood.first_shown(&self.roll, lines, count);
            let missing = flood::count_missing(&self.roll, lines, first, count);
            let live = if self.bucket.allows(missing, state.now) { "polite" } else { "off" };
            // Any element takes any attribute.
            let _ = log.set_attribute("aria-live", live);
            if first > 0 {
                page.request_frame();
            }
            self.roll.show(log, lines.iter().take(count).skip(first), build)
        })
    }
}

fn build(line: &Line) -> Element {
    if line.has(Kind::Explanation) { explanation::explanation(&line.text()) } else { build_line(line) }
}

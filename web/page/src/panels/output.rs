//! The scrollback of a terminal, on the screen.

mod explanation;

use super::line::build_line;
use super::pace::Pace;
use super::roll::{Roll, Row};
use super::screen::Screen;
use crate::page::Page;
use crate::state::{Kind, Line, Scrollback, TerminalId};
use leptos::html::Div;
use leptos::prelude::*;
use std::collections::VecDeque;
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
    let drawing = StoredValue::new_local(Drawing { roll: Roll::default(), pace: Pace::new(), is_flooded: false });
    Effect::new(move |_| {
        let Some(log) = log.get() else { return };
        drawing.update_value(|drawing| drawing.draw(page, id, &log));
        screen.follow();
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

/// Lines that are added in one frame. If more come, it is a flood.
const BATCH: usize = 1_000;
/// Not more than this is the end of one.
const TRICKLE: usize = 100;

struct Drawing {
    roll: Roll,
    pace: Pace,
    is_flooded: bool,
}

impl Drawing {
    fn draw(&mut self, page: Page, id: TerminalId, log: &Element) {
        page.with(|state| {
            let Some(terminal) = state.terminal(id) else { return };
            let lines = terminal.scrollback.lines();
            // A question that stands before the entry line does not stand here as well.
            let count = lines.len() - usize::from(terminal.prompt().takes_open_line);
            let first = self.first_shown(lines, count);
            let live =
                if self.pace.allows(self.count_missing(lines, first, count), state.now) { "polite" } else { "off" };
            // Any element takes any attribute.
            let _ = log.set_attribute("aria-live", live);
            self.roll.show(log, lines.iter().take(count).skip(first), build);
            if first > 0 {
                page.request_frame();
            }
        });
    }

    /// In a flood only the end is shown, since nobody could read the rest of a frame. When it is over the rest comes,
    /// some lines in each frame.
    fn first_shown(&mut self, lines: &VecDeque<Line>, count: usize) -> usize {
        let fresh = self.count_fresh(lines, count);
        self.is_flooded = fresh > BATCH || self.is_flooded && fresh > TRICKLE;
        let shown = if self.is_flooded { count } else { self.index_shown(lines).unwrap_or(count) };
        shown.saturating_sub(BATCH)
    }

    /// Where the first line that is shown is now.
    fn index_shown(&self, lines: &VecDeque<Line>) -> Option<usize> {
        self.roll.first_key().map(|shown| lines.partition_point(|line| line.key < shown))
    }

    /// How many lines come after the last one that is shown.
    fn count_fresh(&self, lines: &VecDeque<Line>, count: usize) -> usize {
        let known = self.roll.last_key().map_or(0, |last| lines.partition_point(|line| line.key <= last));
        count.saturating_sub(known)
    }

    /// How many lines from `first` on are not shown yet.
    fn count_missing(&self, lines: &VecDeque<Line>, first: usize, count: usize) -> usize {
        let before = self.index_shown(lines).map_or(0, |shown| shown.saturating_sub(first));
        (before + self.count_fresh(lines, count)).min(count - first)
    }
}

fn build(line: &Line) -> Element {
    if line.has(Kind::Explanation) { explanation::explanation(&line.text()) } else { build_line(line) }
}

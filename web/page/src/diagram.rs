//! Where the states of a protocol stand in its picture, and the lines between them: a small layered drawing of
//! [`sockbox_core::model::Diagram`].
//!
//! Each state stands in the row after the last that leads to it. A line that passes rows on its way goes through the gap nearest
//! to where it comes from. Ways back are left out: they are rare, and would cross everything.

use sockbox_core::model::{Diagram, Protocol, State};
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[cfg(test)]
mod tests;

/// A picture; lengths are pixels at its natural size.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// Of the whole.
    pub height: f64,
    /// The states, in order.
    pub places: Vec<Place>,
    /// The ways forward.
    pub lines: Vec<Line>,
}

/// Where a state stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Which.
    pub state: State,
    /// Its middle, from the left.
    pub x: f64,
    /// Its middle, from the top.
    pub y: f64,
    /// The calls to make there.
    pub calls: Vec<&'static str>,
}

/// A line from a state to a later one.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where it begins.
    pub from: State,
    /// Where it ends.
    pub to: State,
    /// As an attribute `d` of SVG.
    pub path: String,
}

impl Drawing {
    /// Of every picture.
    pub const WIDTH: f64 = 200.0;
    /// Of the box of a state.
    pub const BOX: (f64, f64) = (82.0, 18.0);
    /// From row to row.
    const STEP: f64 = 28.0;

    /// The picture of a protocol; `None` for one without a table. Each is drawn once.
    pub fn of(protocol: Protocol) -> Option<&'static Drawing> {
        static DRAWN: [OnceLock<Drawing>; Protocol::MODELLED.len()] =
            [const { OnceLock::new() }; Protocol::MODELLED.len()];
        let index = Protocol::MODELLED.iter().position(|modelled| *modelled == protocol)?;
        Some(DRAWN[index].get_or_init(|| Drawing::draw(&Diagram::of(protocol))))
    }

    /// Where a state stands, if it is in the picture.
    pub fn place(&self, state: State) -> Option<&Place> {
        self.places.iter().find(|place| place.state == state)
    }

    fn draw(diagram: &Diagram) -> Drawing {
        let rows = rows(diagram);
        let places: Vec<Place> = diagram
            .nodes
            .iter()
            .map(|node| {
                let row = rows[&node.state];
                let beside: Vec<State> =
                    rows.iter().filter(|(_, other)| **other == row).map(|(state, _)| *state).collect();
                let index = beside.iter().position(|state| *state == node.state).unwrap_or(0);
                let x = Self::WIDTH * (index as f64 + 0.5) / beside.len() as f64;
                Place { state: node.state, x, y: Self::row_middle(row), calls: node.calls.clone() }
            })
            .collect();
        let last = rows.values().copied().max().unwrap_or(0);
        let mut drawing =
            Drawing { height: Self::row_middle(last) + Self::BOX.1 / 2.0 + 1.0, places, lines: Vec::new() };
        let forward = diagram.edges.iter().filter(|edge| edge.from < edge.to);
        let lines = forward.map(|edge| drawing.line(edge.from, edge.to, rows[&edge.from], rows[&edge.to])).collect();
        drawing.lines = lines;
        drawing
    }

    fn row_middle(row: usize) -> f64 {
        1.0 + Self::BOX.1 / 2.0 + Self::STEP * row as f64
    }

    fn line(&self, from: State, to: State, first_row: usize, last_row: usize) -> Line {
        let half = Self::BOX.1 / 2.0;
        let point = |state: State| self.place(state).map_or((0.0, 0.0), |place| (place.x, place.y));
        let (begin, end) = (point(from), point(to));
        let mut points = vec![(begin.0, begin.1 + half)];
        for row in first_row + 1..last_row {
            let x = self.gap(row, points.last().map_or(begin.0, |point| point.0), end.0);
            points.push((x, Self::row_middle(row)));
        }
        points.push((end.0, end.1 - half));
        Line { from, to, path: smooth(&points) }
    }

    /// The gap of a row that is nearest to `near`; of two, the one nearer to where the line goes.
    fn gap(&self, row: usize, near: f64, goal: f64) -> f64 {
        let y = Self::row_middle(row);
        let taken = self.places.iter().filter(|place| place.y == y).count();
        let gaps: &[f64] =
            if taken > 1 { &[3.0, Self::WIDTH / 2.0, Self::WIDTH - 3.0] } else { &[28.0, Self::WIDTH - 28.0] };
        let distance = |gap: f64| (gap - near).abs() + (gap - goal).abs() / 100.0;
        gaps.iter().copied().min_by(|one, two| distance(*one).total_cmp(&distance(*two))).unwrap_or(near)
    }
}

/// The row of each state: the order of the states is the order of a socket's life, so one pass finds the longest ways.
fn rows(diagram: &Diagram) -> BTreeMap<State, usize> {
    let mut rows: BTreeMap<State, usize> = diagram.nodes.iter().map(|node| (node.state, 0)).collect();
    for edge in diagram.edges.iter().filter(|edge| edge.from < edge.to) {
        let row = rows[&edge.from] + 1;
        rows.entry(edge.to).and_modify(|own| *own = row.max(*own));
    }
    rows
}

/// A line that leaves and reaches each point straight down.
fn smooth(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for pair in points.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        if path.is_empty() {
            path = format!("M{x} {y}");
        }
        let middle = (y + to_y) / 2.0;
        path.push_str(&format!("C{x} {middle} {to_x} {middle} {to_x} {to_y}"));
    }
    path
}

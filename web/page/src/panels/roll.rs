//! Long lists of rows, kept in step with the state by hand: only rows that changed are touched, and new ones come in
//! one piece.

use std::collections::VecDeque;
use web_sys::{DocumentFragment, Element, Node};

/// What a row of the state tells about itself. Keys grow along the list and are never used twice.
pub(super) trait Row {
    fn key(&self) -> u64;
    /// Another number whenever the row has changed.
    fn version(&self) -> u32;
}

/// The rows that an element shows.
#[derive(Default)]
pub(super) struct Roll {
    shown: VecDeque<Shown>,
}

struct Shown {
    key: u64,
    version: u32,
    element: Element,
}

impl Roll {
    /// The key of the last row that is shown.
    pub(super) fn last_key(&self) -> Option<u64> {
        self.shown.back().map(|shown| shown.key)
    }

    /// Makes the children of `parent` those of `rows` and returns how many are new or changed.
    pub(super) fn show<'a, R: Row + 'a>(
        &mut self,
        parent: &Node,
        rows: impl Iterator<Item = &'a R>,
        build: impl Fn(&R) -> Element,
    ) -> usize {
        let mut before = std::mem::take(&mut self.shown);
        let fresh = DocumentFragment::new().expect("a document makes fragments");
        let mut changes = 0;
        for row in rows {
            while let Some(gone) = before.pop_front_if(|shown| shown.key < row.key()) {
                gone.element.remove();
            }
            let shown = before.pop_front_if(|shown| shown.key == row.key());
            changes += usize::from(shown.as_ref().is_none_or(|shown| shown.version != row.version()));
            self.shown.push_back(renew(shown, row, &fresh, &build));
        }
        before.iter().for_each(|gone| gone.element.remove());
        // Rows are only ever added at the end, and both nodes are ours.
        let _ = parent.append_child(&fresh);
        changes
    }
}

fn renew<R: Row>(shown: Option<Shown>, row: &R, fresh: &DocumentFragment, build: impl Fn(&R) -> Element) -> Shown {
    match shown {
        Some(shown) if shown.version == row.version() => shown,
        Some(shown) => {
            let element = build(row);
            // Refused only for nodes of different kinds.
            let _ = shown.element.replace_with_with_node_1(&element);
            Shown { key: row.key(), version: row.version(), element }
        }
        None => {
            let element = build(row);
            let _ = fresh.append_child(&element);
            Shown { key: row.key(), version: row.version(), element }
        }
    }
}

/// An element of this name and class with this text.
pub(super) fn element(name: &str, class: &str, text: &str) -> Element {
    let element = leptos::prelude::document().create_element(name).expect("the name is one of HTML's");
    element.set_class_name(class);
    element.set_text_content(Some(text));
    element
}

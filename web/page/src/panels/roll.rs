//! Long lists of rows, kept in step with the state by hand: only rows that changed are touched, and new ones come in
//! one piece.

use leptos::prelude::document;
use std::collections::VecDeque;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, HtmlElement, Node};

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
    /// The key of the first row that is shown.
    pub(super) fn first_key(&self) -> Option<u64> {
        self.shown.front().map(|shown| shown.key)
    }

    /// The key of the last row that is shown.
    pub(super) fn last_key(&self) -> Option<u64> {
        self.shown.back().map(|shown| shown.key)
    }

    /// Takes all rows away, so that they are built anew.
    pub(super) fn clear(&mut self) {
        self.shown.drain(..).for_each(|shown| shown.element.remove());
    }

    /// Makes the children of `parent` those of `rows` and returns how many are new or changed.
    pub(super) fn show<'a, R: Row + 'a>(
        &mut self,
        parent: &Node,
        rows: impl Iterator<Item = &'a R>,
        build: impl Fn(&R) -> Element,
    ) -> usize {
        let mut before = std::mem::take(&mut self.shown);
        let mut fresh = Fresh::default();
        for row in rows {
            while let Some(gone) = before.pop_front_if(|shown| shown.key < row.key()) {
                gone.element.remove();
            }
            let shown = match before.pop_front_if(|shown| shown.key == row.key()) {
                Some(shown) if shown.version == row.version() => fresh.keep(parent, shown),
                Some(shown) => fresh.replace(parent, shown, row, &build),
                None => fresh.add(row, &build),
            };
            self.shown.push_back(shown);
        }
        before.iter().for_each(|gone| gone.element.remove());
        fresh.insert(parent, None);
        fresh.changes
    }
}

/// Rows that follow each other and are not in the document yet: they go there in one piece.
#[derive(Default)]
struct Fresh {
    elements: Option<DocumentFragment>,
    changes: usize,
}

impl Fresh {
    fn add<R: Row>(&mut self, row: &R, build: impl Fn(&R) -> Element) -> Shown {
        let element = build(row);
        let elements = self.elements.get_or_insert_with(|| document().create_document_fragment());
        // Nodes of ours, fit for each other; so they are below.
        let _ = elements.append_child(&element);
        self.changes += 1;
        Shown { key: row.key(), version: row.version(), element }
    }

    fn keep(&mut self, parent: &Node, shown: Shown) -> Shown {
        self.insert(parent, Some(&shown.element));
        shown
    }

    fn replace<R: Row>(&mut self, parent: &Node, shown: Shown, row: &R, build: impl Fn(&R) -> Element) -> Shown {
        self.insert(parent, Some(&shown.element));
        let element = build(row);
        let is_used = document().active_element().is_some_and(|active| shown.element.contains(Some(&active)));
        let _ = shown.element.replace_with_with_node_1(&element);
        if is_used {
            focus(&element);
        }
        self.changes += 1;
        Shown { key: row.key(), version: row.version(), element }
    }

    fn insert(&mut self, parent: &Node, before: Option<&Element>) {
        if let Some(elements) = self.elements.take() {
            let _ = parent.insert_before(&elements, before.map(|element| &**element));
        }
    }
}

/// The keyboard stays where it was when a row is built anew.
fn focus(row: &Element) {
    let button = row.query_selector("button").ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // Only an element that is gone refuses.
        let _ = button.focus();
    }
}

/// An element of this name and class with this text.
pub(super) fn element(name: &str, class: &str, text: &str) -> Element {
    let element = document().create_element(name).expect("the name is one of HTML's");
    element.set_class_name(class);
    element.set_text_content(Some(text));
    element
}

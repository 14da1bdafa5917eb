//! An element that scrolls: it follows what is added at its end, unless somebody has scrolled up to read.

use leptos::html::Div;
use leptos::prelude::*;
use std::iter;
use wasm_bindgen::prelude::*;
use web_sys::ResizeObserver;

/// Copies are all the same element.
#[derive(Clone, Copy)]
pub(super) struct Screen {
    /// To be given to the element.
    pub(super) element: NodeRef<Div>,
    is_following: StoredValue<bool>,
}

impl Screen {
    pub(super) fn new() -> Self {
        let screen = Self { element: NodeRef::new(), is_following: StoredValue::new(true) };
        screen.follow_when_resized();
        screen
    }

    /// To be called when the element was scrolled.
    pub(super) fn look_where(self) {
        /// Pixels that a person would still call the end.
        const NEAR: i32 = 40;
        if let Some(element) = self.element.get_untracked() {
            let rest = element.scroll_height() - element.client_height() - element.scroll_top();
            self.is_following.set_value(rest <= NEAR);
        }
    }

    /// To be called when something was added.
    pub(super) fn follow(self) {
        if let Some(element) = self.element.get_untracked().filter(|_| self.is_following.get_value()) {
            element.set_scroll_top(element.scroll_height());
        }
    }

    /// Text that is wrapped anew, a keyboard that slides in, or an entry that grows must not hide the end.
    fn follow_when_resized(self) {
        let on_resize = StoredValue::new_local(Closure::<dyn Fn()>::new(move || self.follow()));
        Effect::new(move |_| {
            let Some(element) = self.element.get() else { return };
            let observer = on_resize.with_value(|on_resize| ResizeObserver::new(on_resize.as_ref().unchecked_ref()));
            if let Ok(observer) = observer {
                // Else it would call, when the element goes, what is gone already.
                let watching = observer.clone();
                on_cleanup(move || watching.disconnect());
                observer.observe(&element);
                let children = iter::successors(element.first_element_child(), |child| child.next_element_sibling());
                children.for_each(|child| observer.observe(&child));
            }
        });
    }
}

//! Text with code in it: what stands in `backticks`.

use leptos::prelude::*;

pub(super) fn marked(text: &str) -> impl IntoView + use<> {
    let part = |(n, part): (usize, &str)| {
        let part = part.to_owned();
        if n % 2 == 1 { view! { <code>{part}</code> }.into_any() } else { part.into_any() }
    };
    text.split('`').enumerate().map(part).collect_view()
}

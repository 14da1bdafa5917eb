//! The switch of languages. Each is offered by its own name, for who cannot read the others.

use crate::event::Event;
use crate::language::Language;
use crate::page::Page;
use leptos::prelude::*;

pub(super) fn language(page: Page) -> impl IntoView {
    let choose = move |tag: String| {
        if let Some(language) = Language::of_tag(&tag) {
            page.dispatch(Event::LanguageChosen { language });
        }
    };
    let option = move |language: Language| {
        let is_spoken = move || page.language() == language;
        view! { <option value=language.tag() lang=language.tag() selected=is_spoken>{language.own_name()}</option> }
    };
    view! {
        <select class="language" aria-label=page.say("language") on:change=move |event| choose(event_target_value(&event))>
            {Language::ALL.map(option)}
        </select>
    }
}

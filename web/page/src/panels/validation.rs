//! The room's setting: what becomes of calls that the model refuses. Everybody in the room sees it, and can change it.

use crate::event::{Event, RoomEvent};
use crate::page::Page;
use leptos::prelude::*;
use sockbox_core::wire::Validation;

/// The choice, with what each setting means.
pub(super) fn choice(page: Page) -> impl IntoView {
    view! {
        <fieldset class="validation">
            <legend>{page.say("validation")}</legend>
            {option(page, Validation::Enforce, "validation-enforce")}
            {option(page, Validation::Explain, "validation-explain")}
        </fieldset>
    }
}

fn option(page: Page, validation: Validation, text: &'static str) -> impl IntoView {
    let is_set = Memo::new(move |_| page.with(|state| state.room.validation == validation));
    let choose = move |_| page.dispatch(Event::Room(RoomEvent::ValidationChosen { validation }));
    let value = match validation {
        Validation::Enforce => "enforce",
        Validation::Explain => "explain",
    };
    view! {
        <label>
            <input type="radio" name="validation" value=value prop:checked=is_set on:change=choose />
            " "
            {page.say(text)}
        </label>
    }
}

/// What stands in the header where calls are sent that would otherwise be refused.
pub(super) fn badge(page: Page) -> impl IntoView {
    let explains = Memo::new(move |_| page.with(|state| state.room.validation == Validation::Explain));
    view! {
        <p class="badge" role="status">{move || explains.get().then(|| page.say_with("validation-badge", &[]))}</p>
    }
}

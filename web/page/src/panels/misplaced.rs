//! What stands in place of the page where its address leads nowhere.

use crate::address;
use crate::language::{Language, say};
use crate::place::Misplaced;
use leptos::prelude::*;

pub(crate) fn misplaced(misplaced: &Misplaced, language: Language) -> impl IntoView + use<> {
    let why = match misplaced {
        Misplaced::Room(room) => say(language, "misplaced-room", &[("room", room.as_str().into())]),
        Misplaced::Relay(relay) => say(language, "misplaced-relay", &[("relay", relay.as_str().into())]),
    };
    let new_room = address::of_new_room(misplaced);
    view! {
        <header class="top">
            <h1>"sockbox"</h1>
        </header>
        <div class="notice bad" role="alert">
            <p><b>{say(language, "misplaced", &[])}</b>" "{why}</p>
            <p><a href=new_room>{say(language, "misplaced-new-room", &[])}</a></p>
        </div>
    }
}

//! What stands in place of the page where its address leads nowhere.

use crate::address;
use crate::place::Misplaced;
use leptos::prelude::*;

pub(crate) fn misplaced(misplaced: &Misplaced) -> impl IntoView + use<> {
    let (why, new_room) = (misplaced.to_string(), address::of_new_room(misplaced));
    view! {
        <header class="top">
            <h1>"sockbox"</h1>
        </header>
        <div class="notice bad" role="alert">
            <p><b>"This address leads nowhere."</b>" "{why}"."</p>
            <p><a href=new_room>"Open a new room"</a></p>
        </div>
    }
}

//! The address bar: what it says, and that it names the room from now on.

use crate::place::{self, Address, Misplaced, Naming, Place, Route};
use crate::random;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use web_sys::Url;

/// Parameters of the page's address.
const RELAY: &str = "relay";
const ROOM: &str = "room";

/// Where the page is. If the address named no room it does afterwards, so that a reload comes back to it.
///
/// # Errors
/// What is wrong with the address; the browser itself refuses nothing here.
pub(crate) fn settle(assets: &str) -> Result<Result<Place, Misplaced>, JsValue> {
    let url = Url::new(&window().location().href()?)?;
    let (relay, room) = (url.search_params().get(RELAY), url.search_params().get(ROOM));
    let address =
        Address { origin: &url.origin(), path: &url.pathname(), relay: relay.as_deref(), room: room.as_deref() };
    let route = match Route::find(address) {
        Ok(route) => route,
        Err(misplaced) => return Ok(Err(misplaced)),
    };
    let room = route.room.unwrap_or_else(random::room_id);
    match route.naming {
        Naming::Path => url.set_pathname(&format!("/rooms/{room}")),
        Naming::Parameter => url.search_params().set(ROOM, &room),
    }
    window().history()?.replace_state_with_url(&JsValue::NULL, "", Some(&url.href()))?;
    let access_token = place::access_token(&url.hash());
    // Whoever is given the link needs the token too.
    url.set_hash(&access_token.as_ref().map_or(String::new(), |token| format!("token={token}")));
    Ok(Ok(Place { assets: assets.to_owned(), room, room_url: url.href(), relay: route.relay, access_token }))
}

/// The address of a new room, from an address that leads to none.
pub(crate) fn of_new_room(misplaced: &Misplaced) -> String {
    let Ok(url) = window().location().href().and_then(|href| Url::new(&href)) else { return "/".to_owned() };
    url.search_params().delete(ROOM);
    if let Misplaced::Relay(_) = misplaced {
        url.search_params().delete(RELAY);
    }
    if !url.search_params().has(RELAY) {
        url.set_pathname("/");
    }
    url.href()
}

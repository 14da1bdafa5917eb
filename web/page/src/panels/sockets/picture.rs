//! The picture of a socket's states, with the one it is in lit. The light moves along when the state changes.

use super::kind::{kind, state_text, state_words};
use crate::diagram::{Drawing, Line, Place};
use crate::page::Page;
use crate::state::Card;
use leptos::prelude::*;
use sockbox_core::model::State;

/// Nothing for a socket without a table.
pub(super) fn picture(page: Page, card: Memo<Option<Card>>) -> Option<impl IntoView> {
    let protocol = card.get_untracked()?.socket.protocol;
    let drawing = Drawing::of(protocol)?;
    let now = Memo::new(move |before: Option<&Now>| {
        card.with(|card| card.as_ref().map(Now::of)).or_else(|| before.cloned()).unwrap_or_default()
    });
    let label = move || card.with(|card| card.as_ref().map(|card| label(page, card)));
    let (width, height) = Drawing::BOX;
    let light = move || {
        let place = now.get().lit.and_then(|state| drawing.place(state));
        place.map(|place| format!("transform: translate({}px, {}px)", place.x, place.y))
    };
    Some(view! {
        <svg
            class="states"
            viewBox=format!("0 0 {} {}", Drawing::WIDTH, drawing.height)
            width=Drawing::WIDTH.to_string()
            height=drawing.height.to_string()
            role="img"
            aria-label=label
        >
            {drawing.lines.iter().map(|line| way(now, line)).collect_view()}
            <rect
                class="light"
                class:out=move || now.get().lit.is_none()
                x=(-width / 2.0).to_string()
                y=(-height / 2.0).to_string()
                width=width.to_string()
                height=height.to_string()
                rx="9"
                style=light
            />
            {drawing.places.iter().map(|place| spot(page, now, place)).collect_view()}
        </svg>
    })
}

/// What decides the looks of the picture.
#[derive(Clone, Default, PartialEq)]
struct Now {
    lit: Option<State>,
    before: Option<State>,
    possible: Vec<State>,
}

impl Now {
    fn of(card: &Card) -> Now {
        let socket = &card.socket;
        let lit = Some(socket.state).filter(|state| *state != State::Uncertain);
        Now { lit, before: card.before, possible: socket.possible.clone() }
    }
}

fn way(now: Memo<Now>, line: &'static Line) -> impl IntoView {
    let class = move || {
        let now = now.get();
        match now.lit {
            Some(lit) if lit == line.to && now.before == Some(line.from) => "way taken",
            Some(lit) if lit == line.from => "way open",
            _ => "way",
        }
    };
    view! { <path class=class d=line.path.clone() /> }
}

fn spot(page: Page, now: Memo<Now>, place: &'static Place) -> impl IntoView {
    let (width, height) = Drawing::BOX;
    let class = move || {
        let now = now.get();
        match () {
            () if now.lit == Some(place.state) => "spot lit",
            () if now.possible.contains(&place.state) => "spot possible",
            () => "spot",
        }
    };
    view! {
        <g class=class>
            <rect
                x=(place.x - width / 2.0).to_string()
                y=(place.y - height / 2.0).to_string()
                width=width.to_string()
                height=height.to_string()
                rx="9"
            />
            <text x=place.x.to_string() y=place.y.to_string()>{page.say(state_text(place.state))}</text>
        </g>
    }
}

fn label(page: Page, card: &Card) -> String {
    let language = page.language();
    let values = [
        ("kind", kind(&card.socket).into()),
        ("state", state_words(&card.socket, language).into()),
        ("next", super::card::next(card, language).unwrap_or_default().into()),
    ];
    page.say_with("socket-picture", &values)
}

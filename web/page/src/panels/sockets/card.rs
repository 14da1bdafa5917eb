//! One socket.

use super::kind::{fds, kind, state_words};
use super::picture::picture;
use crate::diagram::Drawing;
use crate::language::{Language, say};
use crate::page::Page;
use crate::state::{Card, State, TerminalId};
use leptos::prelude::*;
use sockbox_core::model::Direction;
use sockbox_message::Traffic;

/// What a card shows, in words.
#[derive(Clone, Default, PartialEq)]
struct Words {
    title: String,
    fds: String,
    kind: String,
    label: String,
    local: String,
    remote: String,
    state: String,
    call: Option<String>,
    waits: Option<String>,
    next: Option<String>,
    peer: Option<String>,
    options: Option<String>,
    traffic: Option<String>,
    unread: Option<String>,
    model: Option<String>,
}

pub(super) fn card(page: Page, key: u64) -> impl IntoView {
    let card = Memo::new(move |_| page.with(|state| state.sockets.card(key).cloned()));
    let words = Memo::new(move |before: Option<&Words>| {
        let now = page.with(|state| state.sockets.card(key).map(|card| words_of(state, card)));
        // While the card leaves there is nothing new to say.
        now.or_else(|| before.cloned()).unwrap_or_default()
    });
    let owner = card.get_untracked().map_or(TerminalId(0), |card| card.terminal);
    let is_closed = move || card.get().is_none_or(|card| card.closed.is_some());
    let line = move |class: &'static str, text: fn(&Words) -> Option<String>| {
        move || words.with(text).map(|text| view! { <p class=class>{text}</p> })
    };
    view! {
        <li class="card" class:closed=is_closed aria-label=move || words.get().label>
            <p class="who">
                <b data-owner=owner.0.to_string()>{move || words.get().title}</b>
                <span>{move || page.say_with("socket-fds", &[("fds", words.get().fds.into())])}</span>
                <span class="kind">{move || words.get().kind}</span>
            </p>
            <dl>
                <dt>{page.say("socket-local")}</dt>
                <dd>{move || words.get().local}</dd>
                <dt>{page.say("socket-remote")}</dt>
                <dd>{move || words.get().remote}</dd>
            </dl>
            {picture(page, card)}
            <div class="words">
                <p class="now">{move || words.get().state}</p>
                {line("busy", |words| words.call.clone())}
                {line("waits", |words| words.waits.clone())}
                {line("next", |words| words.next.clone().filter(|_| words.call.is_none()))}
                {line("peer", |words| words.peer.clone())}
                {line("options", |words| words.options.clone())}
                {line("bytes", |words| words.traffic.clone())}
                {line("unread", |words| words.unread.clone())}
                {line("model", |words| words.model.clone())}
            </div>
        </li>
    }
}

fn words_of(state: &State, card: &Card) -> Words {
    let language = state.language;
    let socket = &card.socket;
    let title = state.terminal(card.terminal).map_or(String::new(), |terminal| terminal.title.clone());
    let (fds, kind) = (fds(socket), kind(socket));
    let named = [("title", title.as_str().into()), ("fds", fds.as_str().into()), ("kind", kind.as_str().into())];
    let address =
        |address: Option<sockbox_core::Address>| address.map_or("–".to_owned(), |address| address.to_string());
    let running = state.timeline.running_on(card).filter(|_| card.closed.is_none());
    let call = running.map(|row| say(language, "socket-in", &[("call", row.text.as_str().into())]));
    Words {
        label: say(language, "socket-label", &named),
        local: address(socket.local),
        remote: address(socket.peer),
        state: if card.closed.is_some() { say(language, "socket-closed", &[]) } else { state_words(socket, language) },
        call,
        waits: running.and_then(|row| row.waits.as_ref()).map(|waits| waits.text(language)),
        next: next(card, language),
        peer: peer(card, language),
        options: Some(socket.options.join(", ")).filter(|options| !options.is_empty()),
        traffic: traffic(card, language),
        unread: unread(state, card),
        model: model(card, language),
        title,
        fds,
        kind,
    }
}

/// The calls to make.
pub(super) fn next(card: &Card, language: Language) -> Option<String> {
    let place = Drawing::of(card.socket.protocol)?.place(card.socket.state)?;
    let calls: Vec<String> = place.calls.iter().map(|call| format!("{call}()")).collect();
    let has_any = card.closed.is_none() && !calls.is_empty();
    has_any.then(|| say(language, "socket-next", &[("calls", calls.join(" · ").into())]))
}

/// What the peer has made of the connection, as far as a call has told.
fn peer(card: &Card, language: Language) -> Option<String> {
    let id = match card.socket.receiving {
        Direction::Finished => "socket-peer-finished",
        Direction::Broken => "socket-broken",
        Direction::Absent | Direction::Open | Direction::Shut => return None,
    };
    card.closed.is_none().then(|| say(language, id, &[]))
}

fn traffic(card: &Card, language: Language) -> Option<String> {
    let Traffic { sent, received } = card.traffic;
    let values = [("sent", sent.into()), ("received", received.into())];
    (sent + received > 0).then(|| say(language, "socket-traffic", &values))
}

/// What the model said of its last call.
fn model(card: &Card, language: Language) -> Option<String> {
    let predicted = card.predicted.as_ref()?;
    let id = if predicted.agrees { "model-agrees" } else { "model-disagrees" };
    Some(say(language, id, &[("exception", predicted.exception.as_str().into())]))
}

fn unread(state: &State, card: &Card) -> Option<String> {
    let unread = state.sockets.unread(card).filter(|unread| *unread > 0)?;
    Some(say(state.language, "socket-unread", &[("count", unread.into())]))
}

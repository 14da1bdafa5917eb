//! All of a call: the socket's state before and after it, and the bytes it carried.

use super::super::roll::element;
use super::super::sockets::kind::{fds, kind, state_text, state_words};
use super::hexdump::hexdump;
use super::{append, cell};
use crate::language::{Language, say};
use crate::state::{After, CallRow};
use sockbox_core::model::{Description, State};
use sockbox_message::Excerpt;
use web_sys::Element;

pub(super) fn detail(row: &CallRow, language: Language) -> Element {
    let detail = cell("detail", "");
    let after = row.after.as_ref();
    append(&detail, socket(row, after, language));
    append(
        &detail,
        row.waits.as_ref().filter(|_| after.is_none()).map(|waits| element("p", "waits", &waits.text(language))),
    );
    append(&detail, bytes(&row.payload, "detail-sent", language));
    append(&detail, after.into_iter().flat_map(|after| bytes(&after.payload, "detail-received", language)));
    detail
}

/// Which socket, and its state before and after; nothing for a call on none.
fn socket(row: &CallRow, after: Option<&After>, language: Language) -> Option<Element> {
    let left = after.and_then(|after| after.socket.as_deref());
    let socket = left.or(row.before.as_deref())?;
    let line = element("p", "states-of-call", "");
    let named = [("fds", fds(socket).into())];
    let name = format!("{} · {}", say(language, "socket-fds", &named), kind(socket));
    append(&line, [element("span", "which", &name)]);
    append(&line, [state(row.before.as_deref(), "detail-nothing", language)]);
    if after.is_some() {
        let is_same = row.before.as_deref().map(|before| before.state) == left.map(|left| left.state);
        let arrow = element("span", "arrow", if is_same { "=" } else { "→" });
        append(&line, [arrow, state(left, "socket-closed", language)]);
    }
    append(&line, addresses(socket));
    Some(line)
}

/// The state of a socket, or what stands where there is none.
fn state(socket: Option<&Description>, absent: &str, language: Language) -> Element {
    match socket {
        Some(socket) if socket.state == State::Uncertain => element("span", "pill", &state_words(socket, language)),
        Some(socket) => element("span", "pill known", &say(language, state_text(socket.state), &[])),
        None => element("span", "pill", &say(language, absent, &[])),
    }
}

fn addresses(socket: &Description) -> Option<Element> {
    let text = match (socket.local, socket.peer) {
        (Some(local), Some(peer)) => format!("{local} ↔ {peer}"),
        (Some(local), None) => local.to_string(),
        (None, Some(peer)) => format!("↔ {peer}"),
        (None, None) => return None,
    };
    Some(element("span", "where", &text))
}

/// What went over the wire, as numbers and characters.
fn bytes(excerpt: &Excerpt, id: &str, language: Language) -> Vec<Element> {
    if excerpt.size == 0 {
        return Vec::new();
    }
    let shown = excerpt.bytes();
    let head = say(language, id, &[("count", excerpt.size.into())]);
    let dump = element("pre", "dump", &hexdump(&shown));
    let rest = excerpt.size.saturating_sub(shown.len());
    let more = (rest > 0).then(|| element("p", "more", &say(language, "detail-more", &[("count", rest.into())])));
    [element("p", "carried", &head), dump].into_iter().chain(more).collect()
}

//! The room: who is here, and the connection that tells. Whatever happens to it, terminals go on.

use crate::effect::Effect;
use crate::event::RoomEvent;
use crate::state::{Isolation, Link, State};
use sockbox_core::Explanation;
use sockbox_core::wire::{self, PROTOCOL_VERSION, Present, RelayToPage};

/// Milliseconds to the second try; each later one waits twice as long.
const FIRST_WAIT: i32 = 1_000;
/// Milliseconds between two tries at most.
const LONGEST_WAIT: i32 = 30_000;
/// WebSocket's code for a protocol error, RFC 6455 section 7.4.1: the next try would end alike.
const PROTOCOL_ERROR: u16 = 1002;

pub(super) fn happened(state: &mut State, event: RoomEvent, out: &mut Vec<Effect>) {
    match event {
        RoomEvent::Said(message) => said(state, message, out),
        RoomEvent::Lost { code, why } => lost(state, code, why, out),
        RoomEvent::RetryDue => join(state, out),
        RoomEvent::ValidationChosen { validation } if state.room.link == Link::Joined => {
            out.push(Effect::SetValidation { validation });
        }
        // The setting is the room's: without the room nobody can change it.
        RoomEvent::ValidationChosen { .. } => {}
        RoomEvent::NoticeDismissed { key } => state.room.notices.retain(|notice| notice.key != key),
    }
}

/// Asks for the connection, unless it stands, is being made, or is of no use.
pub(super) fn join(state: &mut State, out: &mut Vec<Effect>) {
    let failures = match state.room.link {
        Link::Unasked => 0,
        Link::Waiting { failures, .. } => failures,
        Link::Joining { .. } | Link::Joined | Link::Refused { .. } => return,
    };
    state.room.link = Link::Joining { failures };
    out.push(Effect::JoinRoom);
}

fn said(state: &mut State, message: RelayToPage, out: &mut Vec<Effect>) {
    match message {
        RelayToPage::Hello { version, isolation, validation, .. } if version == PROTOCOL_VERSION => {
            state.room.link = Link::Joined;
            state.room.validation = validation;
            state.isolation = isolation.into();
        }
        RelayToPage::Hello { version, .. } => {
            let why = format!(
                "the relay speaks version {version} of the protocol, this page version {PROTOCOL_VERSION}: reload the page"
            );
            lost(state, PROTOCOL_ERROR, Explanation::verbatim(why), out);
            out.push(Effect::LeaveRoom);
        }
        RelayToPage::Validation { validation } => state.room.validation = validation,
        RelayToPage::Here { pages } => meet(state, pages, out),
        RelayToPage::Notice { text } => state.room.notice(text),
        RelayToPage::Farewell { why } => state.room.farewell = Some(why),
    }
}

fn meet(state: &mut State, people: Vec<Present>, out: &mut Vec<Effect>) {
    if state.room.people != people {
        state.room.people.clone_from(&people);
        state.room.had_company |= state.room.others() > 0;
        out.push(Effect::TellPeople { people });
    }
}

fn lost(state: &mut State, code: u16, why: Explanation, out: &mut Vec<Effect>) {
    // What it said in the close itself is in English.
    let why = state.room.farewell.take().unwrap_or(why);
    let failures = if let Link::Joining { failures } = state.room.link { failures + 1 } else { 0 };
    if code == PROTOCOL_ERROR {
        state.room.link = Link::Refused { why };
    } else {
        state.room.link = Link::Waiting { failures, why };
        out.push(Effect::RetryRoom { milliseconds: wait_after(failures) });
    }
    meet(state, Vec::new(), out);
}

fn wait_after(failures: u32) -> i32 {
    1_i32.checked_shl(failures).map_or(LONGEST_WAIT, |factor| FIRST_WAIT.saturating_mul(factor)).min(LONGEST_WAIT)
}

impl From<wire::Isolation> for Isolation {
    fn from(isolation: wire::Isolation) -> Self {
        match isolation {
            wire::Isolation::Namespace => Self::Room,
            wire::Isolation::Host => Self::HostLoopback,
        }
    }
}

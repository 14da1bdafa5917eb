//! Who is here, each with their processes. Alone, an invitation stands in its place.

use crate::page::Page;
use crate::state::{Link, Room};
use leptos::prelude::*;
use sockbox_core::wire::Present;

const INVITATION: &str = "Whoever opens this link joins your network, with terminals of their own.";

pub(super) fn people(page: Page) -> impl IntoView {
    let look = move |look: fn(&Room) -> String| Memo::new(move |_| page.with(|state| look(&state.room)));
    let (summary, spoken) = (look(summary), look(spoken));
    let people = Memo::new(move |_| {
        page.with(|state| if state.room.others() > 0 { state.room.people.clone() } else { Vec::new() })
    });
    view! {
        <div class="people">
            <p class="summary">{summary}</p>
            <p class="spoken" role="status">{spoken}</p>
            {move || Some(people.get()).filter(|people| !people.is_empty()).map(list)}
        </div>
    }
}

fn list(people: Vec<Present>) -> impl IntoView {
    let item = |person: Present| {
        let processes = processes(&person);
        view! { <li><b>{name(&person)}</b>{processes}</li> }
    };
    view! { <ul aria-label="People in this room">{people.into_iter().map(item).collect_view()}</ul> }
}

fn name(person: &Present) -> String {
    if person.you { "you".to_owned() } else { format!("guest {}", person.number) }
}

/// What a guest calls their processes is shown as text, whatever it is.
fn processes(person: &Present) -> String {
    let named = |name: &String| if name.trim().is_empty() { "unnamed".to_owned() } else { name.clone() };
    let names: Vec<String> = person.processes.iter().map(named).collect();
    if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) }
}

/// What stands before the list.
fn summary(room: &Room) -> String {
    match (&room.link, room.others()) {
        (Link::Waiting { why, .. }, _) if !why.is_empty() => format!("Who is here is not known: {why}"),
        (Link::Waiting { .. }, _) => "Who is here is not known: connecting again…".to_owned(),
        (Link::Joining { failures: 1.. }, _) => "Who is here is not known: connecting again…".to_owned(),
        (Link::Refused { why }, _) => format!("Who is here is not known: {why}"),
        (_, 0) => INVITATION.to_owned(),
        (_, others) => format!("{} people here", others + 1),
    }
}

/// What is read out: only how many there are, and nothing to somebody who was alone all the time.
fn spoken(room: &Room) -> String {
    match room.others() {
        0 if room.had_company && room.link == Link::Joined => "You are alone in this room".to_owned(),
        0 => String::new(),
        others => format!("{} people here", others + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn present(number: u32, you: bool, processes: &[&str]) -> Present {
        Present { number, you, processes: processes.iter().map(|name| (*name).to_owned()).collect() }
    }

    fn room(people: Vec<Present>) -> Room {
        Room { link: Link::Joined, people, ..Room::default() }
    }

    #[test]
    fn alone_one_is_told_how_to_invite_and_hears_nothing() {
        let room = room(vec![present(1, true, &["server"])]);
        assert_eq!((summary(&room).as_str(), spoken(&room).as_str()), (INVITATION, ""));
    }

    #[test]
    fn company_is_counted_and_named() {
        let room = room(vec![present(1, true, &["server", "client"]), present(3, false, &["client", " "])]);
        assert_eq!((summary(&room).as_str(), spoken(&room).as_str()), ("2 people here", "2 people here"));
        let lines: Vec<String> = room.people.iter().map(|person| name(person) + &processes(person)).collect();
        assert_eq!(lines, ["you: server, client", "guest 3: client, unnamed"]);
        assert_eq!(processes(&present(2, false, &[])), "");
    }

    #[test]
    fn that_the_last_other_has_gone_is_said() {
        let room = Room { had_company: true, ..room(vec![present(1, true, &[])]) };
        assert_eq!(spoken(&room), "You are alone in this room");
    }

    #[test]
    fn a_lost_connection_is_told_with_the_relays_words() {
        let lost = |why: &str| Room { link: Link::Waiting { failures: 2, why: why.to_owned() }, ..Room::default() };
        assert_eq!(summary(&lost("")), "Who is here is not known: connecting again…");
        assert_eq!(summary(&lost("this relay has 256 rooms")), "Who is here is not known: this relay has 256 rooms");
        assert_eq!(spoken(&lost("")), "");
    }
}

//! Who is here, each with their processes. Alone, an invitation stands in its place.

use crate::language::{Language, say};
use crate::page::Page;
use crate::state::{Link, Room};
use leptos::prelude::*;
use sockbox_core::wire::Present;

pub(super) fn people(page: Page) -> impl IntoView {
    let look = move |look: fn(&Room, Language) -> String| {
        Memo::new(move |_| page.with(|state| look(&state.room, state.language)))
    };
    let (summary, spoken) = (look(summary), look(spoken));
    let people = Memo::new(move |_| {
        page.with(|state| if state.room.others() > 0 { state.room.people.clone() } else { Vec::new() })
    });
    view! {
        <div class="people">
            <p class="summary">{summary}</p>
            <p class="spoken" role="status">{spoken}</p>
            {move || Some(people.get()).filter(|people| !people.is_empty()).map(|people| list(page, people))}
        </div>
    }
}

fn list(page: Page, people: Vec<Present>) -> impl IntoView {
    let language = page.language();
    let item = |person: Present| {
        let processes = processes(&person, language);
        view! { <li><b>{name(&person, language)}</b>{processes}</li> }
    };
    view! { <ul aria-label=page.say("people-list")>{people.into_iter().map(item).collect_view()}</ul> }
}

fn name(person: &Present, language: Language) -> String {
    match person.you {
        true => say(language, "people-you", &[]),
        false => say(language, "people-guest", &[("number", person.number.into())]),
    }
}

/// What a guest calls their processes is shown as text, whatever it is.
fn processes(person: &Present, language: Language) -> String {
    let unnamed = || say(language, "people-unnamed", &[]);
    let named = |name: &String| if name.trim().is_empty() { unnamed() } else { name.clone() };
    let names: Vec<String> = person.processes.iter().map(named).collect();
    if names.is_empty() {
        return String::new();
    }
    let names = names.join(&say(language, "people-separator", &[]));
    say(language, "people-processes", &[("names", names.into())])
}

/// What stands before the list.
fn summary(room: &Room, language: Language) -> String {
    match (&room.link, room.others()) {
        (Link::Waiting { why, .. } | Link::Refused { why }, _) if !why.is_empty() => {
            say(language, "people-unknown", &[("why", why.text(language).into())])
        }
        (Link::Waiting { .. } | Link::Refused { .. }, _) => say(language, "people-connecting", &[]),
        (Link::Joining { failures: 1.. }, _) => say(language, "people-connecting", &[]),
        (_, 0) => say(language, "people-alone", &[]),
        (_, others) => counted(others, language),
    }
}

fn counted(others: usize, language: Language) -> String {
    say(language, "people-count", &[("count", (others + 1).into())])
}

/// What is read out: only how many there are, and nothing to somebody who was alone all the time.
fn spoken(room: &Room, language: Language) -> String {
    match room.others() {
        0 if room.had_company && room.link == Link::Joined => say(language, "people-alone-again", &[]),
        0 => String::new(),
        others => counted(others, language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sockbox_core::Explanation;

    const EN: Language = Language::English;

    fn present(number: u32, you: bool, processes: &[&str]) -> Present {
        Present { number, you, processes: processes.iter().map(|name| (*name).to_owned()).collect() }
    }

    fn room(people: Vec<Present>) -> Room {
        Room { link: Link::Joined, people, ..Room::default() }
    }

    #[test]
    fn alone_one_is_told_how_to_invite_and_hears_nothing() {
        let room = room(vec![present(1, true, &["server"])]);
        assert_eq!(
            (summary(&room, EN).as_str(), spoken(&room, EN).as_str()),
            ("Whoever opens this link joins your network, with terminals of their own.", "")
        );
    }

    #[test]
    fn company_is_counted_and_named() {
        let room = room(vec![present(1, true, &["server", "client"]), present(3, false, &["client", " "])]);
        assert_eq!((summary(&room, EN).as_str(), spoken(&room, EN).as_str()), ("2 people here", "2 people here"));
        let lines: Vec<String> = room.people.iter().map(|person| name(person, EN) + &processes(person, EN)).collect();
        assert_eq!(lines, ["you: server, client", "guest 3: client, unnamed"]);
        assert_eq!(processes(&present(2, false, &[]), EN), "");
    }

    #[test]
    fn that_the_last_other_has_gone_is_said() {
        let room = Room { had_company: true, ..room(vec![present(1, true, &[])]) };
        assert_eq!(spoken(&room, EN), "You are alone in this room");
    }

    #[test]
    fn a_lost_connection_is_told_with_the_relays_words() {
        let lost = |why: &str| Room {
            link: Link::Waiting { failures: 2, why: Explanation::verbatim(why) },
            ..Room::default()
        };
        assert_eq!(summary(&lost(""), EN), "Who is here is not known: connecting again…");
        assert_eq!(
            summary(&lost("this relay has 256 rooms"), EN),
            "Who is here is not known: this relay has 256 rooms"
        );
        assert_eq!(spoken(&lost(""), EN), "");
    }
}

use super::Desk;
use crate::effect::Effect;
use crate::event::{Event, RoomEvent};
use crate::state::{Isolation, Link, Room};
use sockbox_core::wire::{self, PROTOCOL_VERSION, Present, RelayToPage};
use sockbox_core::{Ending, Explanation};
use sockbox_language::Language;

fn hello() -> RelayToPage {
    let (isolation, validation) = (wire::Isolation::Namespace, wire::Validation::Enforce);
    RelayToPage::Hello { version: PROTOCOL_VERSION, isolation, grace: 600, validation }
}

fn present(number: u32, you: bool) -> Present {
    Present { number, you, processes: vec!["server".to_owned(), "client".to_owned()] }
}

fn here(numbers: &[u32]) -> RelayToPage {
    RelayToPage::Here { pages: numbers.iter().map(|number| present(*number, *number == 1)).collect() }
}

impl Desk {
    fn hear(&mut self, message: RelayToPage) {
        self.happen(Event::Room(RoomEvent::Said(message)));
    }

    fn lose_room(&mut self, code: u16) {
        self.happen(Event::Room(RoomEvent::Lost { code, why: Explanation::verbatim("gone") }));
    }

    fn waits(&self) -> Vec<i32> {
        let wait = |effect: &Effect| match effect {
            Effect::RetryRoom { milliseconds } => Some(*milliseconds),
            _ => None,
        };
        self.effects.iter().filter_map(wait).collect()
    }

    fn joins(&self) -> usize {
        self.effects.iter().filter(|effect| **effect == Effect::JoinRoom).count()
    }
}

#[test]
fn the_room_is_joined_at_boot() {
    let mut desk = Desk::loading();
    assert_eq!(desk.joins(), 1);
    desk.hear(hello());
    assert_eq!(desk.state.room.link, Link::Joined);
    assert_eq!(desk.state.isolation, Isolation::Room);
}

#[test]
fn who_is_here_is_known_and_told_once() {
    let mut desk = Desk::ready();
    desk.hear(here(&[1]));
    assert_eq!((desk.state.room.others(), desk.state.room.had_company), (0, false));
    desk.hear(here(&[1, 2]));
    desk.hear(here(&[1, 2]));
    assert_eq!(desk.state.room.others(), 1);
    let told = desk.effects.iter().filter(|effect| matches!(effect, Effect::TellPeople { .. })).count();
    assert_eq!(told, 2);
    desk.hear(here(&[1]));
    assert_eq!((desk.state.room.others(), desk.state.room.had_company), (0, true));
}

#[test]
fn a_lost_room_is_tried_again_more_and_more_rarely() {
    let mut desk = Desk::ready();
    desk.hear(hello());
    desk.hear(here(&[1, 2]));
    desk.effects.clear();
    desk.lose_room(1006);
    assert_eq!(desk.state.room.people, [], "nobody knows who is there now");
    for _ in 0..7 {
        desk.happen(Event::Room(RoomEvent::RetryDue));
        desk.lose_room(1006);
    }
    assert_eq!(desk.waits(), [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    desk.happen(Event::Room(RoomEvent::RetryDue));
    desk.hear(hello());
    desk.effects.clear();
    desk.lose_room(1006);
    assert_eq!(desk.waits(), [1_000], "a connection that stood begins anew");
}

#[test]
fn a_lost_room_disturbs_no_terminal() {
    let mut desk = Desk::ready();
    desk.submit("s.accept()");
    let before = (desk.status(), desk.output());
    desk.lose_room(1006);
    assert_eq!((desk.status(), desk.output()), before);
}

#[test]
fn a_retry_that_comes_late_does_nothing() {
    let mut desk = Desk::ready();
    desk.hear(hello());
    desk.effects.clear();
    desk.happen(Event::Room(RoomEvent::RetryDue));
    assert_eq!(desk.effects, []);
}

#[test]
fn a_process_that_becomes_ready_shows_that_the_relay_is_back() {
    let mut desk = Desk::ready();
    desk.lose_room(1006);
    desk.effects.clear();
    desk.become_ready(super::SERVER);
    assert_eq!(desk.joins(), 1);
}

#[test]
fn a_relay_of_another_version_is_not_asked_again() {
    let mut desk = Desk::ready();
    let version = PROTOCOL_VERSION + 1;
    let (isolation, validation) = (wire::Isolation::Namespace, wire::Validation::Enforce);
    desk.hear(RelayToPage::Hello { version, isolation, grace: 0, validation });
    assert!(
        matches!(&desk.state.room.link, Link::Refused { why } if why.text(Language::English).contains("reload the page"))
    );
    desk.happen(Event::Room(RoomEvent::RetryDue));
    assert_eq!((desk.joins(), desk.waits()), (0, Vec::new()));
}

#[test]
fn the_latest_notices_are_shown_each_once() {
    let mut desk = Desk::ready();
    for text in ["a", "b", "a", "c", "d"] {
        desk.hear(RelayToPage::Notice { text: Explanation::verbatim(text) });
    }
    let texts = |room: &Room| room.notices.iter().map(|notice| notice.text.text(Language::English)).collect::<Vec<_>>();
    assert_eq!(texts(&desk.state.room), ["a", "c", "d"]);
    let key = desk.state.room.notices[1].key;
    desk.happen(Event::Room(RoomEvent::NoticeDismissed { key }));
    assert_eq!(texts(&desk.state.room), ["a", "d"]);
}

#[test]
fn the_rooms_setting_is_asked_for_and_holds_once_the_relay_says_so() {
    let mut desk = Desk::loading();
    let validation = wire::Validation::Explain;
    desk.happen(Event::Room(RoomEvent::ValidationChosen { validation }));
    assert!(!desk.effects.contains(&Effect::SetValidation { validation }), "the room is not reached yet");
    desk.hear(hello());
    desk.happen(Event::Room(RoomEvent::ValidationChosen { validation }));
    assert!(desk.effects.contains(&Effect::SetValidation { validation }));
    assert_eq!(desk.state.room.validation, wire::Validation::Enforce);
    desk.hear(RelayToPage::Validation { validation });
    assert_eq!(desk.state.room.validation, validation);
}

/// The close itself has only English.
#[test]
fn why_the_connection_ended_is_kept_in_every_language() {
    let mut desk = Desk::ready();
    desk.hear(hello());
    let why = Ending::Stopped.explanation().with_english();
    desk.hear(RelayToPage::Farewell { why: why.clone() });
    desk.lose_room(1001);
    assert!(matches!(&desk.state.room.link, Link::Waiting { why: told, .. } if *told == why));
    assert_eq!(why.text(Language::SimplifiedChinese), "中继正在停止。");
    desk.lose_room(1006);
    assert!(matches!(&desk.state.room.link, Link::Waiting { why, .. } if why.text(Language::English) == "gone"));
}

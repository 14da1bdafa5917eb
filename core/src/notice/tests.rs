//! What a relay says has its values in every language, and fits where it is said.

use super::*;
use crate::{Limited, Thing};
use sockbox_language::Language;

/// A close frame has room for 125 bytes, two of which are the code.
const REASON_MAX: usize = 123;
const LONGEST_OPTION: &str = "process-blocked-bytes";

fn limit() -> LimitHit {
    LimitHit { option: "relay-rooms", limited: Limited::Relay, thing: Thing::Rooms, most: 256, more: 1 }
}

fn endings() -> [Ending; 5] {
    let patience = Duration::from_secs(10);
    [
        Ending::Stopped,
        Ending::RoomTooOld,
        Ending::Silent { patience },
        Ending::NotWhole { patience },
        Ending::NoSpace { patience, option: LONGEST_OPTION },
    ]
}

fn all() -> Vec<Explanation> {
    let (left, limit) = (Duration::from_secs(30), limit());
    let (host, origin) = ("relay.example".to_owned(), "https://course.example".to_owned());
    let words = limit.explanation();
    let notices = [
        Notice::Stopping { left },
        Notice::RoomEnds { left },
        Notice::PageSlowed { limit: words.clone() },
        Notice::ProcessSlowed { name: "server".to_owned(), limit: words },
    ];
    let refusals = [
        NotAdmitted::UnknownHost { host: host.clone() },
        NotAdmitted::ForeignOrigin { origin, host },
        NotAdmitted::NoToken,
        NotAdmitted::Stopping,
        NotAdmitted::NoSuchRoom,
        NotAdmitted::RoomNotMade { why: "making a network namespace".to_owned() },
        NotAdmitted::Limit(limit),
    ];
    let notices = notices.iter().map(Notice::explanation);
    let refusals = refusals.iter().map(NotAdmitted::explanation);
    notices.chain(refusals).chain(endings().iter().map(Ending::explanation)).collect()
}

/// Fluent shows a place without a value as `{$name}`.
#[test]
fn every_place_has_its_value() {
    for said in all() {
        for language in Language::ALL {
            let words = said.text(language);
            assert!(!words.is_empty() && !words.contains(['{', '}']), "{words}");
        }
    }
}

#[test]
fn every_ending_fits_into_a_close_frame() {
    for ending in endings() {
        let words = ending.explanation().text(Language::English);
        assert!(words.len() <= REASON_MAX, "{words}: {}", words.len());
    }
}

#[test]
fn a_time_is_said_in_the_largest_unit_of_which_it_is_whole() {
    let stops = |left| Notice::Stopping { left }.explanation().text(Language::English);
    for (milliseconds, words) in
        [(100, "1 s"), (30_000, "30 s"), (90_000, "90 s"), (120_000, "2 min"), (3_600_000, "1 h")]
    {
        let said = stops(Duration::from_millis(milliseconds));
        assert!(said.ends_with(&format!(" {words}.")), "{said}");
    }
}

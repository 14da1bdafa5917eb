//! No text is missing in any language, and none is there that nobody says.

use super::*;

const SOURCES: [&str; 7] = [
    include_str!("../cause.rs"),
    include_str!("../mistake.rs"),
    include_str!("../notice.rs"),
    include_str!("../model/explain/mod.rs"),
    include_str!("../model/explain/refusal.rs"),
    include_str!("../model/explain/failure.rs"),
    include_str!("../model/explain/waiting.rs"),
];

#[test]
fn every_text_is_in_every_language_with_the_same_places() {
    assert_eq!(TEXTS.faults(), Vec::<String>::new());
}

#[test]
fn every_text_is_said_somewhere() {
    for id in TEXTS.ids() {
        let quoted = format!("\"{id}\"");
        assert!(SOURCES.iter().any(|source| source.contains(&quoted)), "{id} is never said");
    }
}

/// What is no id, but chooses between words within a text.
const SELECTORS: [&str; 5] = ["blocked-calls", "blocked-bytes", "buffered-bytes", "call-rate", "byte-rate"];

#[test]
fn every_text_that_is_said_is_there() {
    let ids = TEXTS.ids();
    let has_dash = |word: &&str| {
        !SELECTORS.contains(word) && word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
    };
    for source in SOURCES {
        for said in source.split('"').skip(1).step_by(2).filter(has_dash) {
            assert!(ids.contains(said), "{said} has no text");
        }
    }
}

#[test]
fn words_come_through_as_they_are() {
    assert_eq!(Explanation::verbatim("only loopback").text(Language::TraditionalChinese), "only loopback");
}

/// As from a relay that is newer than its page.
#[test]
fn what_has_no_text_here_is_said_in_the_english_that_came_with_it() {
    let mut newer = Explanation::default().then("do-listen", []).then("not-yet-written", []);
    newer.english = "Call listen() first. This is new.".to_owned();
    assert_eq!(newer.text(Language::SimplifiedChinese), newer.english);
    assert_eq!(Explanation::default().then("not-yet-written", []).text(Language::English), "not-yet-written");
}

#[test]
fn the_english_beside_it_does_not_stand_in_the_way_of_other_languages() {
    let travels = Explanation::default().then("do-listen", []).with_english();
    assert_eq!(travels.english, "Call listen() first.");
    assert_eq!(travels.text(Language::SimplifiedChinese), "请先调用 listen()。");
}

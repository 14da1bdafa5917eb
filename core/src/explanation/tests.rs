//! No text is missing in any language, and none is there that nobody says.

use super::*;

const SOURCES: [&str; 5] = [
    include_str!("../mistake.rs"),
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

#[test]
fn every_text_that_is_said_is_there() {
    let ids = TEXTS.ids();
    let has_dash = |word: &&str| word.contains('-') && word.chars().all(|c| c.is_ascii_lowercase() || c == '-');
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

#[test]
fn a_message_of_a_newer_version_stands_as_its_id() {
    assert_eq!(Explanation::default().then("not-yet-written", []).text(Language::English), "not-yet-written");
}

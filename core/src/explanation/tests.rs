//! No text is missing in any language.

use super::*;

#[test]
fn every_text_is_in_every_language_with_the_same_places() {
    assert_eq!(TEXTS.faults(), Vec::<String>::new());
}

/// The ids that the code names: those in quotes after `.then(` or that stand in a table of ids.
#[test]
fn words_come_through_as_they_are() {
    assert_eq!(Explanation::verbatim("only loopback").text(Language::TraditionalChinese), "only loopback");
}

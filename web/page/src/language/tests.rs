use super::TEXTS;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_text_is_in_every_language_with_the_same_places() {
    assert_eq!(TEXTS.faults(), Vec::<String>::new());
}

#[test]
fn every_text_that_is_said_is_there() {
    let (ids, source) = (TEXTS.ids(), source());
    let said = said(&source);
    let missing: Vec<_> = said.iter().filter(|id| !ids.contains(**id)).collect();
    assert!(missing.is_empty(), "said, but not in web/page/language/en.ftl: {missing:?}");
    assert!(said.len() > 50, "the search for what is said finds too little: {said:?}");
}

#[test]
fn no_text_is_left_over() {
    let source = source();
    let unused: Vec<_> = TEXTS.ids().into_iter().filter(|id| !source.contains(&format!("\"{id}\""))).collect();
    assert!(unused.is_empty(), "in web/page/language/en.ftl, but never said: {unused:?}");
}

/// The page's own code without its tests, as text.
fn source() -> String {
    let mut text = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    text
}

fn read(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "tests") {
            // What tests say is no text.
        } else if path.is_dir() {
            read(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
}

/// The first text in quotes of each `say(..)` and `say_with(..)`.
fn said(source: &str) -> BTreeSet<&str> {
    let calls = ["say(", "say_with("].into_iter().flat_map(|call| source.split(call).skip(1));
    let literals = calls.filter_map(|rest| {
        let (before, rest) = rest.split_once('"')?;
        let is_argument = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.,:&".contains(c);
        Some(rest.split('"').next()?).filter(|_| before.chars().all(is_argument))
    });
    literals.collect()
}

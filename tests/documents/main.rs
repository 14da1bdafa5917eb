//! The documents stay true: every path of the project that one of them names exists.

mod diagrams;

use std::path::Path;

const DOCUMENTS: [&str; 7] = [
    "README.md",
    "ARCHITECTURE.md",
    "PROTOCOL.md",
    "EMBEDDING.md",
    "CHANGELOG.md",
    "deploy/README.md",
    "docs/model.md",
];
/// A code span that begins like this names a place in the project.
const PLACES: [&str; 10] =
    ["core/", "relay/", "web/", "tests/", "xtask/", ".ci/", "deploy/", "docs/", "index.html", "Cargo.toml"];

#[test]
fn every_path_that_a_document_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut missing = Vec::new();
    let mut checked = 0;
    for document in DOCUMENTS {
        let text = std::fs::read_to_string(root.join(document)).unwrap_or_else(|error| panic!("{document}: {error}"));
        for path in named_paths(&text) {
            checked += 1;
            if !root.join(path).exists() {
                missing.push(format!("{document} names `{path}`"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(checked > 30, "the documents name {checked} paths only: does the search still find them?");
}

/// The code spans, and the targets of links, that look like a path of the project.
fn named_paths(text: &str) -> impl Iterator<Item = &str> {
    let spans = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    let links = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    spans
        .chain(links)
        .filter(|path| PLACES.iter().any(|place| path.starts_with(place)) && !path.contains([' ', '*', '<']))
}

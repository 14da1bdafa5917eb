//! CPython's own tests of sockets, run in a terminal of the page and natively in a network namespace, side by side.
//!
//! ```text
//! suite.rs       the tests: which there are, and their files
//! run.rs         runs a list of tests in one of two places: native.rs, page.rs
//! outcome.rs     what comes of a test, as run_tests.py tells it
//! known.rs       known_differences.txt, the committed list
//! judgement.rs   both places and the list, compared
//! table.rs       what is printed
//! ```
//! `cargo xtask conformance` builds what is needed, and says by environment variables where the programs are. Its quick part, [`QUICK`], is a
//! test of this package.

mod judgement;
mod known;
mod native;
mod outcome;
mod page;
mod run;
mod suite;
mod table;

pub use judgement::{Judged, Judgement};
pub use known::Known;
pub use native::is_permitted;
pub use suite::Suite;

use std::time::Duration;

/// The modules of CPython's package `test` that are about sockets and waiting for them.
pub const MODULES: [&str; 7] =
    ["test_socket", "test_select", "test_poll", "test_epoll", "test_selectors", "test_socketserver", "test_timeout"];

/// What some seconds of a loaded machine suffice for: waiting, each kind of socket, files of sockets.
pub const QUICK: [&str; 9] = [
    "test_select.SelectTestCase.test_error_conditions",
    "test_selectors.PollSelectorTestCase.test_select_read_write",
    "test_socket.BasicSocketPairTest",
    "test_socket.BasicTCPTest",
    "test_socket.BasicUDPTest",
    "test_socket.FileObjectClassTestCase",
    "test_socket.NetworkConnectionAttributesTest",
    "test_timeout.CreationTestCase",
    "test_timeout.UDPTimeoutTestCase",
];

/// How long a test may say nothing before it counts as hung. CPython's own longest takes some seconds, to which compiling its
/// module comes in a terminal.
const SILENCE: Duration = Duration::from_secs(40);

/// Runs the tests of these modules, classes or names, or all, in both places.
///
/// # Errors
/// If a place could not be prepared; not if a test fails.
pub async fn judge(suite: &Suite, wanted: &[&str]) -> anyhow::Result<Judgement> {
    let names: Vec<String> = suite.names.iter().filter(|name| is_wanted(name, wanted)).cloned().collect();
    anyhow::ensure!(!names.is_empty(), "no test is named {}", wanted.join(" or "));
    let natively = run::run(&mut native::Native::new(suite)?, &names).await?;
    let mut page = page::InPage::open(suite).await?;
    let mut here = run::run(&mut page, &names).await?;
    let known = Known::committed()?;
    // A machine may be too busy for a test's own limits once. What is unexpected twice is so.
    let first = Judgement::new(&natively, &here, &known);
    let again: Vec<String> = first.unexpected().map(|test| test.name.clone()).collect();
    let mut changed_its_mind = Vec::new();
    for (name, outcome) in run::run(&mut page, &again).await? {
        if here.get(&name).is_none_or(|before| before.kind != outcome.kind) {
            changed_its_mind.push(name.clone());
            here.insert(name, outcome);
        }
    }
    Ok(Judgement { changed_its_mind, ..Judgement::new(&natively, &here, &known) })
}

fn is_wanted(name: &str, wanted: &[&str]) -> bool {
    let is_within = |part: &&str| name.strip_prefix(*part).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    wanted.is_empty() || wanted.iter().any(is_within)
}

//! The outcomes of both places, compared, and held against the list.

use crate::known::Known;
use crate::outcome::{Kind, Outcome};
use crate::run::Outcomes;

/// A test with what came of it in both places.
#[derive(Debug, Clone)]
pub struct Judged {
    /// As unittest names it, without the package.
    pub name: String,
    /// Under CPython.
    pub natively: Outcome,
    /// In the page.
    pub here: Outcome,
    /// Whether the list has it, and that it does not count.
    pub is_out_of_scope: bool,
    /// What is wrong with that, if anything.
    pub complaint: Option<String>,
}

/// All of them.
#[derive(Debug)]
pub struct Judgement {
    /// In the order of their names.
    pub tests: Vec<Judged>,
    /// Those that ended otherwise when they were run again, which is what counts.
    pub changed_its_mind: Vec<String>,
}

impl Judgement {
    pub(crate) fn new(natively: &Outcomes, here: &Outcomes, known: &Known) -> Judgement {
        let absent = Outcome { kind: Kind::Absent, why: String::new() };
        let names = natively.keys().chain(here.keys().filter(|name| !natively.contains_key(*name)));
        let tests = names.map(|name| {
            let of = |outcomes: &Outcomes| outcomes.get(name).unwrap_or(&absent).clone();
            let (natively, here) = (of(natively), of(here));
            let listed = known.entry(name).map(|entry| entry.kind);
            let is_out_of_scope = known.cause_of(name).is_some_and(|cause| cause.is_out_of_scope);
            let complaint = complaint(natively.kind, here.kind, listed);
            Judged { name: name.clone(), natively, here, is_out_of_scope, complaint }
        });
        Judgement { tests: tests.collect(), changed_its_mind: Vec::new() }
    }

    /// The tests that did not end as the list has it.
    pub fn unexpected(&self) -> impl Iterator<Item = &Judged> {
        self.tests.iter().filter(|test| test.complaint.is_some())
    }
}

/// What is wrong, if anything: a test that passes natively must pass here, one that does not must at least not be wrong in another way than there, and
/// the list must hold exactly the exceptions.
fn complaint(natively: Kind, here: Kind, listed: Option<Kind>) -> Option<String> {
    let is_different = match natively {
        Kind::Passed => here != Kind::Passed,
        natively => here.is_bad() && !natively.is_bad(),
    };
    match listed {
        Some(_) if here == Kind::Passed => Some("it passes: take it off the list".to_owned()),
        Some(listed) if is_different && listed != here => Some(format!("the list has it as {listed}")),
        None if is_different => Some("it is not on the list".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_must_hold_exactly_the_differences() {
        let is_fine = |natively, here, listed| complaint(natively, here, listed).is_none();
        assert!(is_fine(Kind::Passed, Kind::Passed, None));
        assert!(is_fine(Kind::Passed, Kind::Error, Some(Kind::Error)));
        assert!(is_fine(Kind::Skipped, Kind::Skipped, None));
        assert!(is_fine(Kind::Skipped, Kind::Passed, None));
        assert!(is_fine(Kind::Failed, Kind::Error, None));
        assert!(
            is_fine(Kind::Hung, Kind::Skipped, Some(Kind::Skipped)),
            "natively it may be that on this machine only"
        );
        assert!(!is_fine(Kind::Passed, Kind::Skipped, None));
        assert!(!is_fine(Kind::Passed, Kind::Absent, None));
        assert!(!is_fine(Kind::Skipped, Kind::Failed, None));
        assert!(!is_fine(Kind::Passed, Kind::Failed, Some(Kind::Error)));
        assert!(!is_fine(Kind::Passed, Kind::Passed, Some(Kind::Error)));
    }
}

//! What is printed: a row for each class of tests, then reasons, then what was not expected.

use crate::judgement::{Judged, Judgement};
use crate::known::Known;
use crate::outcome::{Kind, Outcome};
use crate::run::module;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many tests of a class ended how.
#[derive(Default)]
struct Row {
    here: BTreeMap<Kind, usize>,
    natively: BTreeMap<Kind, usize>,
}

impl Judgement {
    /// Everything, for a person to read.
    pub fn report(&self, known: &Known) -> String {
        let mut text = self.classes();
        text += &self.reasons("skipped natively", |test| (&test.natively, test.natively.kind == Kind::Skipped));
        let is_skipped_here = |test: &Judged| test.here.kind == Kind::Skipped && test.natively.kind != Kind::Skipped;
        text += &self.reasons("skipped in the page only", |test| (&test.here, is_skipped_here(test)));
        text += &self.differences(known);
        text += &self.shares();
        for name in &self.changed_its_mind {
            let _ = writeln!(text, "ended otherwise when it was run again: {name}");
        }
        for test in self.unexpected() {
            let complaint = test.complaint.as_deref().unwrap_or_default();
            let (name, natively, here) = (&test.name, test.natively.kind, test.here.kind);
            let _ = writeln!(text, "UNEXPECTED {name}: natively {natively}, in the page {here}; {complaint}");
        }
        text
    }

    /// What each test that did not pass in the page said of it.
    pub fn details(&self) -> String {
        let not_passed = self.tests.iter().filter(|test| test.here.kind != Kind::Passed);
        let paragraphs = not_passed.map(|test| {
            format!("=== {} {} ({} natively)\n{}\n", test.name, test.here.kind, test.natively.kind, test.here.why)
        });
        paragraphs.collect()
    }

    fn classes(&self) -> String {
        let mut rows: BTreeMap<(&str, &str), Row> = BTreeMap::new();
        for test in &self.tests {
            let class = test.name.rsplit_once('.').map_or(test.name.as_str(), |(class, _)| class);
            for place in [(module(class), class), (module(class), "all of it"), ("~", "all of them")] {
                let row = rows.entry(place).or_default();
                *row.here.entry(test.here.kind).or_default() += 1;
                *row.natively.entry(test.natively.kind).or_default() += 1;
            }
        }
        let columns = "  run passed failed errors skipped";
        let mut text = format!("{:54} {columns} |{columns}\n", "in the page | natively");
        for ((module, class), row) in &rows {
            let name = if *class == "all of it" { format!("{module}: all") } else { (*class).to_owned() };
            let _ = writeln!(text, "{name:54} {} |{}", counts(&row.here), counts(&row.natively));
        }
        text
    }

    /// How many tests gave which reason.
    fn reasons<'a>(&'a self, title: &str, of: impl Fn(&'a Judged) -> (&'a Outcome, bool)) -> String {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for (outcome, _) in self.tests.iter().map(of).filter(|(_, is_meant)| *is_meant) {
            *reasons.entry(outcome.why.trim()).or_default() += 1;
        }
        let mut text = if reasons.is_empty() { String::new() } else { format!("\n{title}:\n") };
        for (reason, count) in reasons {
            let _ = writeln!(text, "{count:5}  {reason}");
        }
        text
    }

    /// The known differences that were met, by their causes.
    fn differences(&self, known: &Known) -> String {
        let mut met: BTreeMap<usize, usize> = BTreeMap::new();
        for test in self.tests.iter().filter(|test| test.here.kind != Kind::Passed) {
            if let Some(entry) = known.entry(&test.name) {
                *met.entry(entry.cause).or_default() += 1;
            }
        }
        let mut text = String::from("\nknown differences:\n");
        for (cause, count) in met {
            let _ = writeln!(text, "{count:5}  {}", known.causes[cause].words);
        }
        text
    }

    /// For each module, the share that passes here of what passes natively and counts.
    fn shares(&self) -> String {
        let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let counted = self.tests.iter().filter(|test| test.natively.kind == Kind::Passed && !test.is_out_of_scope);
        for test in counted {
            let (passed, all) = shares.entry(module(&test.name)).or_default();
            *passed += usize::from(test.here.kind == Kind::Passed);
            *all += 1;
        }
        let mut text = String::from("\nof what passes natively and is in scope, there pass in the page:\n");
        for (module, (passed, all)) in shares {
            let percent = 100.0 * passed as f64 / all as f64;
            let _ = writeln!(text, "{module:20} {passed:4} of {all:4}  {percent:5.1} %");
        }
        text
    }
}

/// Run, passed, failed, errors (those that hung or died among them), skipped (or absent).
fn counts(kinds: &BTreeMap<Kind, usize>) -> String {
    let of = |wanted: &[Kind]| wanted.iter().filter_map(|kind| kinds.get(kind)).sum::<usize>();
    let skipped = of(&[Kind::Skipped, Kind::Absent]);
    let run = kinds.values().sum::<usize>() - skipped;
    let errors = of(&[Kind::Error, Kind::Hung, Kind::Died]);
    format!("{run:5} {:6} {:6} {errors:6} {skipped:7}", of(&[Kind::Passed]), of(&[Kind::Failed]))
}

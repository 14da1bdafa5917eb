//! How good the predictions were.

use sockbox_core::model::{Answer, CallKind, Prediction};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Steps, and for how many of them the model knew the one answer.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    steps: u64,
    sharp: u64,
}

impl Count {
    fn share(self) -> f64 {
        100.0 * self.sharp as f64 / self.steps.max(1) as f64
    }
}

/// The steps of all sequences so far, each of which was among the predicted: the first that is not ends the test.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: BTreeMap<String, Count>,
}

impl Tally {
    pub(super) fn add(&mut self, kind: CallKind, prediction: &Prediction) {
        let count = self.counts.entry(format!("{kind:?}")).or_default();
        count.steps += 1;
        count.sharp += u64::from(prediction.only().is_some());
    }

    /// Prints soundness and sharpness, and on which kernel. A model that foresees everything is never wrong: it has to be this sharp, in
    /// percent.
    pub(super) fn report(&self, what: &str, sharp_by: f64) {
        let all = self.counts.values().fold(Count::default(), |sum, count| Count {
            steps: sum.steps + count.steps,
            sharp: sum.sharp + count.sharp,
        });
        let mut text = format!("{what}, Linux {}: {} steps, soundness 100 %, ", kernel(), all.steps);
        writeln!(text, "sharpness {:.1} %", all.share()).expect("a string takes all");
        for (call, count) in &self.counts {
            writeln!(text, "  {call:13} {:8} {:5.1} %", count.steps, count.share()).expect("a string takes all");
        }
        eprint!("{text}");
        assert!(all.share() >= sharp_by, "{what} are foreseen less sharply than by {sharp_by} %: {:.1} %", all.share());
    }
}

fn kernel() -> String {
    std::fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default().trim().to_owned()
}

/// A step that the model did not foresee, in words.
pub(super) fn unforeseen(prediction: &Prediction, answer: Answer) -> String {
    format!("the kernel answered {answer:?}, the model foresaw {:?}", prediction.answers())
}

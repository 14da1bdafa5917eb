//! A measured figure beside its goal, and the table of them.

use std::fmt::Write;

/// Which side of its goal a figure should be on.
#[derive(Clone, Copy)]
pub(crate) enum Goal {
    /// At most this.
    AtMost(f64),
    /// At least this.
    AtLeast(f64),
}

impl Goal {
    fn is_met_by(self, value: f64) -> bool {
        match self {
            Self::AtMost(limit) => value <= limit,
            Self::AtLeast(limit) => value >= limit,
        }
    }
}

/// One line of the table.
pub(crate) struct Figure {
    /// What was measured.
    pub(crate) name: &'static str,
    /// In `unit`.
    pub(crate) value: f64,
    /// `x` for a ratio, `s` for seconds, `KiB`.
    pub(crate) unit: &'static str,
    /// What the value should be.
    pub(crate) goal: Goal,
    /// The measurements behind it, in words.
    pub(crate) remark: String,
}

/// The figures as a table, and the remarks below it.
pub(crate) fn table(figures: &[Figure]) -> String {
    let mut text = format!("{:<48} {:>9}  {:>11}\n", "figure", "measured", "goal");
    for Figure { name, value, unit, goal, .. } in figures {
        let (words, limit) = match goal {
            Goal::AtMost(limit) => ("<=", limit),
            Goal::AtLeast(limit) => (">=", limit),
        };
        let verdict = if goal.is_met_by(*value) { "met" } else { "NOT met" };
        writeln!(text, "{name:<48} {value:>7.2} {unit}  {words} {limit:>6.2} {unit}  {verdict}")
            .expect("a String takes all that is written");
    }
    for Figure { name, remark, .. } in figures {
        writeln!(text, "\n{name}: {remark}").expect("a String takes all that is written");
    }
    text
}

/// The middle of some measurements.
pub(crate) fn median(measurements: &[f64]) -> f64 {
    let mut sorted = measurements.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// The measurement below which this part of them is.
pub(crate) fn quantile(measurements: &[f64], part: f64) -> f64 {
    let mut sorted = measurements.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * part).round() as usize]
}

#[cfg(test)]
mod tests {
    use super::{Figure, Goal, median, quantile, table};

    #[test]
    fn a_quantile_is_the_one_at_its_part_of_the_way() {
        let measurements: Vec<_> = (0..=100).rev().map(f64::from).collect();
        assert_eq!([0.0, 0.5, 0.99, 1.0].map(|part| quantile(&measurements, part)), [0.0, 50.0, 99.0, 100.0]);
    }

    #[test]
    fn the_median_is_the_middle_or_between_the_two_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    #[test]
    fn a_goal_that_is_missed_is_said_to_be() {
        let figure = |value, goal| Figure { name: "f", value, unit: "x", goal, remark: String::new() };
        assert!(!table(&[figure(1.3, Goal::AtMost(1.3)), figure(2.0, Goal::AtLeast(2.0))]).contains("NOT"));
        assert!(table(&[figure(1.31, Goal::AtMost(1.3))]).contains("NOT met"));
        assert!(table(&[figure(1.99, Goal::AtLeast(2.0))]).contains("NOT met"));
    }
}

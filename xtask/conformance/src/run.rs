//! Runs a list of tests to its end, whatever the tests do: one that hangs or ends its process is blamed, and the others go on in a new one.

use crate::SILENCE;
use crate::outcome::{Kind, News, Outcome};
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What came of each test.
pub(crate) type Outcomes = BTreeMap<String, Outcome>;

/// Where `run_tests.py` can be run.
pub(crate) trait Place {
    /// In words: "natively".
    const NAME: &str;

    /// Begins it in a new process, with these arguments; an earlier one is over then.
    async fn start(&mut self, arguments: &[String]) -> anyhow::Result<()>;

    /// What it does next.
    async fn next(&mut self, patience: Duration) -> anyhow::Result<Step>;
}

/// A step of a process.
pub(crate) enum Step {
    /// It printed a line.
    Line(String),
    /// It is over, in words.
    Over(String),
    /// It did nothing for as long as it was given.
    Silence,
}

/// Runs these tests, a process for each module.
///
/// # Errors
/// If a process cannot be started or followed.
pub(crate) async fn run<P: Place>(place: &mut P, names: &[String]) -> anyhow::Result<Outcomes> {
    let mut outcomes = Outcomes::new();
    let modules: BTreeSet<&str> = names.iter().map(|name| module(name)).collect();
    for wanted in modules {
        let of_it: Vec<String> = names.iter().filter(|name| module(name) == wanted).cloned().collect();
        eprintln!("{wanted} {}: {} tests", P::NAME, of_it.len());
        run_module(place, &of_it, &mut outcomes).await.with_context(|| wanted.to_owned())?;
    }
    Ok(outcomes)
}

/// The module of a test.
pub(crate) fn module(name: &str) -> &str {
    name.split('.').next().unwrap_or(name)
}

async fn run_module(place: &mut impl Place, names: &[String], outcomes: &mut Outcomes) -> anyhow::Result<()> {
    loop {
        let left: Vec<String> = names.iter().filter(|name| !outcomes.contains_key(*name)).cloned().collect();
        let Some(next) = left.first() else { return Ok(()) };
        let mut arguments = vec!["run".to_owned()];
        arguments.extend_from_slice(&left);
        place.start(&arguments).await?;
        if let Some((culprit, outcome)) = follow(place, left.len(), outcomes).await? {
            let culprit = culprit.unwrap_or_else(|| next.clone());
            eprintln!("{culprit} {}, the rest goes on in a new process", outcome.kind);
            outcomes.insert(culprit, outcome);
        }
    }
}

/// Notes outcomes until all tests have one, or the process is over or silent; then also the test to blame, if one was under way.
async fn follow(
    place: &mut impl Place,
    expected: usize,
    outcomes: &mut Outcomes,
) -> anyhow::Result<Option<(Option<String>, Outcome)>> {
    let (before, mut running, mut printed) = (outcomes.len(), None, String::new());
    while outcomes.len() < before + expected {
        match place.next(SILENCE).await? {
            Step::Line(line) => match News::in_line(&line) {
                Some(News::Begun { name }) => running = Some(name),
                Some(News::Ended { name, outcome, why }) => {
                    running = None;
                    outcomes.insert(name, Outcome { kind: outcome, why });
                    printed.clear();
                }
                Some(News::Names { .. }) => {}
                None => printed = printed + &line + "\n",
            },
            Step::Over(why) => return Ok(Some((running, Outcome { kind: Kind::Died, why: why + "\n" + &printed }))),
            Step::Silence => {
                let why = format!("nothing was heard of it for {} s\n{printed}", SILENCE.as_secs());
                return Ok(Some((running, Outcome { kind: Kind::Hung, why })));
            }
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::VecDeque;

    /// A place where each process does what was planned.
    struct Planned {
        processes: VecDeque<Vec<Step>>,
        running: VecDeque<Step>,
        asked: Vec<Vec<String>>,
    }

    impl Place for Planned {
        const NAME: &str = "as planned";

        async fn start(&mut self, arguments: &[String]) -> anyhow::Result<()> {
            self.asked.push(arguments[1..].to_vec());
            self.running = self.processes.pop_front().context("one process too many")?.into();
            Ok(())
        }

        async fn next(&mut self, _patience: Duration) -> anyhow::Result<Step> {
            self.running.pop_front().context("one step too many")
        }
    }

    fn begun(name: &str) -> Step {
        Step::Line(format!("\u{1e}{{\"event\": \"begun\", \"name\": {name:?}}}"))
    }

    fn passed(name: &str) -> Step {
        Step::Line(format!(
            "\u{1e}{{\"event\": \"ended\", \"name\": {name:?}, \"outcome\": \"passed\", \"why\": \"\"}}"
        ))
    }

    #[tokio::test]
    async fn who_hangs_or_dies_is_blamed_and_the_others_go_on() -> anyhow::Result<()> {
        let first = vec![begun("m.C.a"), passed("m.C.a"), begun("m.C.b"), Step::Silence];
        let second = vec![Step::Over("exit 1".to_owned())];
        let third = vec![begun("m.C.d"), passed("m.C.d")];
        let processes = VecDeque::from([first, second, third]);
        let mut place = Planned { processes, running: VecDeque::new(), asked: Vec::new() };
        let names = ["m.C.a", "m.C.b", "m.C.c", "m.C.d"].map(str::to_owned);
        let outcomes = run(&mut place, &names).await?;
        let kinds: Vec<Kind> = names.iter().map(|name| outcomes[name].kind).collect();
        assert_eq!(kinds, [Kind::Passed, Kind::Hung, Kind::Died, Kind::Passed]);
        assert_eq!(place.asked, [&names[..], &names[2..], &names[3..]]);
        Ok(())
    }
}

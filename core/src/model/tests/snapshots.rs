//! The table as text, its graph, and every sentence it leads to: a change of the model shows in review.

use super::super::possible::Possible;
use super::super::transition::{cell, events};
use super::super::{Cell, Phase, Row};
use super::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// A line for each call and phase, and for each combination of those flags that make a difference there.
#[test]
fn table() {
    let mut text = String::new();
    for protocol in Protocol::MODELLED {
        for (phase, states) in by_phase(protocol) {
            for kind in CallKind::ALL {
                let answers = |state| cell(protocol, state, kind).map(|cell| words_of(cell, state));
                write_lines(&mut text, &format!("{protocol:?} {phase:?} {kind:?}"), &states, answers);
            }
            let meanwhile = |state| Some(meanwhile(protocol, state)).filter(|words| !words.is_empty());
            write_lines(&mut text, &format!("{protocol:?} {phase:?} meanwhile"), &states, meanwhile);
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn words() {
    let mut sentences = BTreeSet::new();
    for (protocol, state) in Protocol::MODELLED.into_iter().flat_map(|protocol| STATES.map(|state| (protocol, state))) {
        let Some(session) = reached(protocol, state) else { continue };
        for kind in CallKind::ALL {
            if let Verdict::Refused { why, .. } = session.check(&sample(kind)) {
                sentences.insert(format!("{protocol:?} {state:?}: {}", why.text(Language::English)));
            }
        }
    }
    insta::assert_snapshot!(sentences.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn graph() {
    let mut text = String::from("digraph model {\n");
    for protocol in Protocol::MODELLED {
        for ((from, to), kinds) in edges(protocol) {
            let kinds = kinds.into_iter().collect::<Vec<_>>().join(", ");
            writeln!(text, "  \"{protocol:?} {from}\" -> \"{protocol:?} {to}\" [label=\"{kinds}\"];").unwrap();
        }
    }
    text.push_str("}\n");
    insta::assert_snapshot!(text);
}

/// All but those that `SO_REUSEADDR` doubles.
fn states(protocol: Protocol) -> Vec<Exact> {
    let all = Possible::all(protocol);
    all.states().iter().copied().filter(|state| !state.reuse).collect()
}

fn by_phase(protocol: Protocol) -> BTreeMap<Phase, Vec<Exact>> {
    let mut phases = BTreeMap::<_, Vec<_>>::new();
    states(protocol).into_iter().for_each(|state| phases.entry(state.phase).or_default().push(state));
    phases
}

/// The flags of a state, in words.
fn flags(state: Exact) -> [&'static str; 7] {
    let word = |flag, word| if flag { word } else { "" };
    let name = match state.name {
        Name::Absent => "without name",
        Name::Chosen => "name chosen",
        Name::Given => "name given",
    };
    [
        name,
        word(state.read_shut, "read shut"),
        word(state.write_shut, "write shut"),
        word(state.finished, "finished"),
        word(state.deaf, "deaf"),
        word(state.crowded, "crowded"),
        word(state.error, "error"),
    ]
}

fn write_lines(text: &mut String, head: &str, states: &[Exact], words: impl Fn(Exact) -> Option<String>) {
    let matters: [bool; 7] = std::array::from_fn(|flag| {
        let others = |state| {
            let mut flags = flags(state);
            flags[flag] = "";
            flags
        };
        states.iter().any(|one| states.iter().any(|two| others(*one) == others(*two) && words(*one) != words(*two)))
    });
    let mut lines = BTreeSet::new();
    for &state in states {
        let Some(words) = words(state) else { continue };
        let flags = flags(state).into_iter().zip(matters).filter(|(flag, matters)| *matters && !flag.is_empty());
        let flags: Vec<_> = flags.map(|(flag, _)| flag).collect();
        let condition = if flags.is_empty() { String::new() } else { format!(" ({})", flags.join(", ")) };
        lines.insert(format!("{head}{condition}: {words}\n"));
    }
    text.extend(lines);
}

fn meanwhile(protocol: Protocol, state: Exact) -> String {
    let changes: BTreeSet<_> = events(protocol, state).map(|next| change(state, next)).collect();
    changes.into_iter().filter(|change| !change.is_empty()).collect::<Vec<_>>().join(" or")
}

fn words_of(cell: Cell, state: Exact) -> String {
    let rows: Vec<_> = cell.rows().map(|row| words_of_row(row, state)).collect();
    format!("{}{}", rows.join(" or "), if cell.firm { ", whatever its arguments" } else { "" })
}

fn words_of_row(row: &Row, state: Exact) -> String {
    let answer = match row.answer {
        Answer::Fails(errno) => errno.name().unwrap().to_owned(),
        answer => format!("{answer:?}"),
    };
    if row.next == state { answer } else { format!("{answer} ->{}", change(state, row.next)) }
}

/// What is different in `to`.
fn change(from: Exact, to: Exact) -> String {
    let mut text = String::new();
    if from.phase != to.phase {
        write!(text, " {:?}", to.phase).unwrap();
    }
    if from.name != to.name {
        write!(text, " {:?}", to.name).unwrap();
    }
    let flags = [
        ("read_shut", from.read_shut, to.read_shut),
        ("write_shut", from.write_shut, to.write_shut),
        ("finished", from.finished, to.finished),
        ("deaf", from.deaf, to.deaf),
        ("reuse", from.reuse, to.reuse),
        ("crowded", from.crowded, to.crowded),
        ("error", from.error, to.error),
    ];
    for (name, from, to) in flags {
        match (from, to) {
            (false, true) => write!(text, " +{name}").unwrap(),
            (true, false) => write!(text, " -{name}").unwrap(),
            _ => {}
        }
    }
    text
}

/// What successful calls, and time, lead to, in words; the labels of each pair.
fn edges(protocol: Protocol) -> BTreeMap<(String, String), BTreeSet<String>> {
    let mut edges = BTreeMap::<_, BTreeSet<String>>::new();
    for state in states(protocol) {
        let mut draw = |to: Exact, label: String| {
            if to.summary() != state.summary() {
                let pair = (format!("{:?}", state.summary()), format!("{:?}", to.summary()));
                edges.entry(pair).or_default().insert(label);
            }
        };
        for kind in CallKind::ALL {
            let rows = cell(protocol, state, kind).into_iter().flat_map(Cell::into_rows);
            rows.filter(|row| !matches!(row.answer, Answer::Fails(_)))
                .for_each(|row| draw(row.next, format!("{kind:?}")));
        }
        events(protocol, state).for_each(|next| draw(next, "meanwhile".to_owned()));
    }
    edges
}

const STATES: [State; 9] = [
    State::Created,
    State::Bound,
    State::Listening,
    State::Connecting,
    State::Connected,
    State::ReadShut,
    State::WriteShut,
    State::BothShut,
    State::Ended,
];

/// A session in this state, where the protocol has it.
fn reached(protocol: Protocol, state: State) -> Option<Session> {
    let mut session = created(protocol);
    way_to(state).iter().for_each(|(call, outcome)| make(&mut session, call, outcome));
    (session.state(FD) == Some(state)).then_some(session)
}

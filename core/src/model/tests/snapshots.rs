//! The table as text, its graph, and every sentence it leads to: a change of the model shows in review.

use super::super::transition::{Condition, Rule, rule};
use super::*;
use std::collections::BTreeMap;
use std::fmt::Write;

const MODELLED: [Protocol; 2] = [Protocol::Tcp, Protocol::Udp];

#[test]
fn table() {
    let mut text = String::new();
    for (protocol, state, kind) in cells() {
        let answer = match rule(protocol, state, kind) {
            Rule::Allowed => continue,
            Rule::Moves { succeeded, failed } => format!("-> {succeeded:?}, failed -> {failed:?}"),
            Rule::Refused { errno, when: Condition::Always, .. } => errno.name().unwrap().to_owned(),
            Rule::Refused { errno, when, .. } => format!("{} if {when:?}", errno.name().unwrap()),
            Rule::Fails { errno, then, .. } => format!("{} by the kernel -> {then:?}", errno.name().unwrap()),
        };
        writeln!(text, "{protocol:?} {state:10?} {kind:13?} {answer}").unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn words() {
    let mut text = String::new();
    for (protocol, state, kind) in cells() {
        let session = in_state(protocol, state);
        let why = match rule(protocol, state, kind) {
            Rule::Refused { .. } => match session.check(&sample(kind)) {
                Verdict::Refused { why, .. } => why,
                Verdict::Allowed => panic!("{protocol:?} {state:?} {kind:?} is allowed"),
            },
            Rule::Fails { errno, .. } => session.explain(&sample(kind), errno).unwrap(),
            _ => continue,
        };
        writeln!(text, "{protocol:?} {state:?}: {why}").unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn graph() {
    let mut text = String::from("digraph model {\n");
    for protocol in MODELLED {
        for ((from, to), kinds) in edges(protocol) {
            writeln!(text, "  \"{protocol:?} {from}\" -> \"{protocol:?} {to}\" [label=\"{}\"];", kinds.join(", "))
                .unwrap();
        }
    }
    text.push_str("}\n");
    insta::assert_snapshot!(text);
}

fn cells() -> impl Iterator<Item = (Protocol, State, CallKind)> {
    MODELLED.into_iter().flat_map(|protocol| {
        let states = protocol.states().iter();
        states.flat_map(move |&state| CallKind::ALL.map(|kind| (protocol, state, kind)))
    })
}

/// What successful calls lead to; the labels of each pair of states.
fn edges(protocol: Protocol) -> BTreeMap<(String, String), Vec<String>> {
    let mut edges = BTreeMap::<_, Vec<String>>::new();
    for (_, state, kind) in cells().filter(|cell| cell.0 == protocol) {
        if let Rule::Moves { succeeded, .. } = rule(protocol, state, kind) {
            edges.entry((format!("{state:?}"), format!("{succeeded:?}"))).or_default().push(format!("{kind:?}"));
        }
    }
    edges
}

use super::super::{Diagram, Protocol};
use super::*;
use std::fmt::Write;

/// The diagrams as people see them: a change of the table that changes one shows in review.
#[test]
fn diagrams() {
    let mut text = String::new();
    for protocol in Protocol::MODELLED {
        let diagram = Diagram::of(protocol);
        for node in &diagram.nodes {
            writeln!(text, "{protocol:?} {:?}: {}", node.state, node.calls.join(", ")).unwrap();
        }
        for edge in &diagram.edges {
            let calls = if edge.calls.is_empty() { "meanwhile".to_owned() } else { edge.calls.join(", ") };
            writeln!(text, "{protocol:?} {:?} -> {:?}: {calls}", edge.from, edge.to).unwrap();
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn a_diagram_has_a_node_for_each_end_of_an_edge_and_none_without_a_table() {
    for protocol in Protocol::MODELLED {
        let diagram = Diagram::of(protocol);
        let has = |state| diagram.nodes.iter().any(|node| node.state == state);
        assert!(diagram.edges.iter().all(|edge| has(edge.from) && has(edge.to)), "{protocol:?}");
        assert!(has(State::Created));
    }
    assert_eq!(Diagram::of(Protocol::Other), Diagram { nodes: Vec::new(), edges: Vec::new() });
}

#[test]
fn a_description_follows_the_calls() {
    let mut session = created(Protocol::Tcp);
    make(&mut session, &bind(8001), &DONE);
    make(&mut session, &Call::Dup { fd: FD }, &Outcome::Ok(Reply::Opened { fd: Fd(4) }));
    let described = session.describe(Fd(4)).unwrap();
    assert_eq!((described.fds, described.state), (vec![FD, Fd(4)], State::Bound));
    assert_eq!((described.local, described.peer), (Some(local(8001)), None));
    make(&mut session, &Call::Close { fd: FD }, &DONE);
    assert_eq!(session.describe(FD), None);
    assert_eq!(session.describe(Fd(4)).unwrap().fds, [Fd(4)]);
}

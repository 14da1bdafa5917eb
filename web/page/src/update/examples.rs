//! Examples: fetched once, and opened on both sides.

use super::files;
use crate::effect::Effect;
use crate::event::ExampleEvent;
use crate::state::{ExampleList, State};

/// What the file of each side is called, after the name of the example.
const SIDES: [&str; 2] = ["server", "client"];

pub(super) fn happened(state: &mut State, event: ExampleEvent, out: &mut Vec<Effect>) {
    match event {
        ExampleEvent::Asked => ask(state, out),
        ExampleEvent::Came(list) => state.examples.list = list.map_or_else(ExampleList::Failed, ExampleList::Here),
        ExampleEvent::Chosen(name) => open(state, &name, out),
        ExampleEvent::Read => state.examples.told = None,
    }
}

fn ask(state: &mut State, out: &mut Vec<Effect>) {
    if matches!(state.examples.list, ExampleList::Unasked | ExampleList::Failed(_)) {
        state.examples.list = ExampleList::Fetching;
        out.push(Effect::LoadExamples);
    }
}

/// Files that are there already stay; those of the example are shown.
fn open(state: &mut State, name: &str, out: &mut Vec<Effect>) {
    let ExampleList::Here(list) = &state.examples.list else { return };
    let Some(example) = list.iter().find(|example| example.name == name).cloned() else { return };
    let language = state.language;
    for (side, text) in SIDES.into_iter().zip([&example.server, &example.client]) {
        if let Some(terminal) = state.terminals.iter_mut().find(|terminal| terminal.title == side) {
            let file = format!("{}_{side}.py", example.name);
            files::add(terminal, &file, text.as_str().into(), language, out);
            files::clear_arguments(terminal, out);
        }
    }
    state.examples.told = Some((example.title, example.look));
}

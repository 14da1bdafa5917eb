//! Examples: fetched once, and opened on both sides.

use super::files;
use crate::effect::Effect;
use crate::event::{ExampleEvent, FileAction};
use crate::language::say;
use crate::state::{ExampleList, Job, Phase, State, Terminal};

/// What the file of each side is called, after the name of the example.
const SIDES: [&str; 2] = ["server", "client"];

pub(super) fn happened(state: &mut State, event: ExampleEvent, out: &mut Vec<Effect>) {
    match event {
        ExampleEvent::Asked => ask(state, out),
        ExampleEvent::Came(list) => state.examples.list = list.map_or_else(ExampleList::Failed, ExampleList::Here),
        ExampleEvent::Chosen(name) => open(state, &name, out),
        ExampleEvent::Ran => run_both(state, out),
        ExampleEvent::Read => state.examples.told = None,
    }
}

fn ask(state: &mut State, out: &mut Vec<Effect>) {
    if matches!(state.examples.list, ExampleList::Unasked | ExampleList::Failed(_)) {
        state.examples.list = ExampleList::Fetching;
        out.push(Effect::LoadExamples);
    }
}

/// The server's program begins, and the client's has to wait for it.
fn run_both(state: &mut State, out: &mut Vec<Effect>) {
    run(state, SIDES[0], out);
    state.examples.client_waits = true;
}

/// Lets the client's program begin once the server's is there for it.
pub(super) fn go_on(state: &mut State, out: &mut Vec<Effect>) {
    if !state.examples.client_waits {
        return;
    }
    let server = state.terminals.iter().find(|terminal| terminal.title == SIDES[0]);
    match server.map_or(Server::Gone, |server| Server::of(state, server)) {
        Server::OnItsWay => return,
        Server::There => run(state, SIDES[1], out),
        Server::Gone => tell_client(state),
    }
    state.examples.client_waits = false;
}

fn run(state: &mut State, side: &str, out: &mut Vec<Effect>) {
    let terminal = state.terminals.iter().find(|terminal| terminal.title == side).map(|terminal| terminal.id);
    terminal.into_iter().for_each(|terminal| files::acted(state, terminal, FileAction::Ran, out));
}

fn tell_client(state: &mut State) {
    let words = say(state.language, "client-not-begun", &[]);
    let client = state.terminals.iter_mut().find(|terminal| terminal.title == SIDES[1]);
    client.into_iter().for_each(|client| client.scrollback.notice(&words));
}

/// How far the program of the server has come.
enum Server {
    /// It is not there for a client yet.
    OnItsWay,
    /// It has said something, as servers do that are ready, or waits: in a call, or for a line.
    There,
    /// It ended before.
    Gone,
}

impl Server {
    fn of(state: &State, server: &Terminal) -> Server {
        let is_asked_for = server.queue.iter().any(|job| matches!(job, Job::File { .. }));
        let waits = || state.timeline.oldest_running(server.worker).is_some_and(|call| call.waits.is_some());
        match &server.phase {
            Phase::Running(run) if run.has_printed || run.input_wanted || waits() => Server::There,
            Phase::Ready | Phase::Ended(_) if !is_asked_for => Server::Gone,
            _ => Server::OnItsWay,
        }
    }
}

/// Files that are there already stay; those of the example are shown.
fn open(state: &mut State, name: &str, out: &mut Vec<Effect>) {
    let ExampleList::Here(list) = &state.examples.list else { return };
    let Some(example) = list.iter().find(|example| example.name == name).cloned() else { return };
    let language = state.language;
    state.examples.client_waits = false;
    for (side, text) in SIDES.into_iter().zip([&example.server, &example.client]) {
        if let Some(terminal) = state.terminals.iter_mut().find(|terminal| terminal.title == side) {
            let file = format!("{}_{side}.py", example.name);
            files::add(terminal, &file, text.as_str().into(), language, out);
            files::clear_arguments(terminal, out);
        }
    }
    state.examples.told = Some((example.title, example.look));
}

//! `update(state, event, now) -> effects`: everything the page decides. No browser in here.

mod examples;
mod files;
mod inspection;
mod job;
mod process;
mod room;
mod typing;
mod wish;
mod worker;

#[cfg(test)]
mod tests;

use crate::effect::{Answer, Effect, News};
use crate::event::{Event, Jspi};
use crate::language::say;
use crate::state::{Files, History, Load, Phase, RequestId, Restored, State, Terminal, TerminalId, WorkerId};
use sockbox_core::Explanation;

/// Lets `event` happen at `now` (milliseconds since 1970) and returns what is to be done.
pub fn update(state: &mut State, event: Event, now: f64) -> Vec<Effect> {
    let mut out = Vec::new();
    state.now = now;
    state.terminals.iter_mut().for_each(|terminal| terminal.scrollback.set_time(now));
    match event {
        Event::Booted { jspi, restored } => boot(state, jspi, restored, &mut out),
        Event::PythonProgressed { loaded } => progress(state, loaded),
        Event::PythonCompiled => start_all(state, &mut out),
        Event::PythonFailed { why } => fail_load(state, why, &mut out),
        Event::LoadRetried => retry_load(state, &mut out),
        Event::Said { worker, message } => worker::said(state, worker, message, &mut out),
        Event::WorkerFailed { worker, why } => worker::failed(state, worker, why, &mut out),
        Event::RelayAnswered { worker, why } => worker::refused(state, worker, why, &mut out),
        Event::Acted { terminal, action } => typing::acted(state, terminal, action, &mut out),
        Event::Asked { terminal, wish } => wish::asked(state, terminal, wish, &mut out),
        Event::OpenAsked { request, title, files } => wish::open(state, request, title, files, &mut out),
        Event::InterruptOverdue { worker, cell } => process::remark_overdue(state, worker, cell),
        Event::Examples(event) => examples::happened(state, event, &mut out),
        Event::Room(event) => room::happened(state, event, &mut out),
        Event::Focused { terminal } => state.current = terminal,
        Event::LineChosen { text } => out.push(Effect::InsertEntry { terminal: state.current, text }),
        Event::TimelineCleared => state.timeline.clear(),
        Event::CallChosen { key } => state.timeline.choose(key),
        Event::LanguageChosen { language } => {
            state.language = language;
            state.terminals.iter_mut().for_each(|terminal| terminal.told = None);
            out.push(Effect::KeepLanguage { language });
        }
        Event::EntryNotKept => warn_of_storage(state),
        Event::StorageRefused => tell(state, "storage-refused"),
        Event::Ticked => tick(state, &mut out),
    }
    examples::go_on(state, &mut out);
    tell_states(state, &mut out);
    keep_ticking(state, &mut out);
    out
}

/// What the page itself has to say is in the language of now.
fn tell(state: &mut State, id: &str) {
    state.room.notice(Explanation::verbatim(say(state.language, id, &[])));
}

/// Once: who has read it knows.
fn warn_of_storage(state: &mut State) {
    if !std::mem::replace(&mut state.storage_is_full, true) {
        tell(state, "entries-not-kept");
    }
}

fn boot(state: &mut State, jspi: Jspi, restored: Vec<Restored>, out: &mut Vec<Effect>) {
    for (terminal, restored) in state.terminals.iter_mut().zip(restored) {
        terminal.history = History::new(restored.history);
        terminal.draft = restored.draft;
        terminal.files = Files::new(restored.files, restored.pane);
        files::show_active(terminal, out);
    }
    match jspi {
        Jspi::Missing => {
            state.load = Load::Unsupported;
            answer_ready(
                state,
                Err("this browser has no WebAssembly.Suspending, which Python needs here".to_owned()),
                out,
            );
        }
        Jspi::Present => {
            out.push(Effect::LoadPython);
            room::join(state, out);
            state.terminals.iter().for_each(|terminal| state.spawn(terminal.worker, out));
        }
    }
}

fn progress(state: &mut State, now_loaded: u64) {
    if let Load::Fetching { loaded, total } = &mut state.load {
        *loaded = now_loaded;
        *total = now_loaded.max(*total);
    }
}

fn start_all(state: &mut State, out: &mut Vec<Effect>) {
    state.load = Load::Compiled;
    for terminal in state.terminals.iter_mut().filter(|terminal| terminal.phase == Phase::Loading) {
        terminal.phase = Phase::Starting;
        out.push(Effect::Start { worker: terminal.worker });
    }
}

fn fail_load(state: &mut State, why: String, out: &mut Vec<Effect>) {
    answer_ready(state, Err(format!("Python could not be loaded: {why}")), out);
    state.load = Load::Failed { why };
}

fn retry_load(state: &mut State, out: &mut Vec<Effect>) {
    if let Load::Failed { .. } = state.load {
        state.load = Load::Fetching { loaded: 0, total: state.python_size };
        out.push(Effect::LoadPython);
    }
}

fn tick(state: &mut State, out: &mut Vec<Effect>) {
    state.ticking = false;
    inspection::ask_again(state, out);
    state.timeline.tick(state.now);
    state.sockets.tick(state.now);
}

fn keep_ticking(state: &mut State, out: &mut Vec<Effect>) {
    if !state.ticking && (state.is_time_shown() || state.terminals.iter().any(inspection::is_watched)) {
        state.ticking = true;
        out.push(Effect::Tick);
    }
}

/// Settles `window.sockbox.ready`, the first time only.
fn answer_ready(state: &mut State, answer: Result<(), String>, out: &mut Vec<Effect>) {
    if !state.ready_told {
        state.ready_told = true;
        out.push(Effect::Answer { request: RequestId::READY, answer: answer.map(|()| Answer::Done) });
    }
}

/// Tells the listeners of each terminal whose state line has changed. A flood of news leaves most lines as they are, and what they say
/// need not be put into words each time.
fn tell_states(state: &mut State, out: &mut Vec<Effect>) {
    for index in 0..state.terminals.len() {
        let kind = state.status_kind(&state.terminals[index]);
        if kind.is_plain() && state.terminals[index].told.as_ref().is_some_and(|told| told.kind == kind) {
            continue;
        }
        let status = state.status(&state.terminals[index]);
        let terminal = &mut state.terminals[index];
        if terminal.told.as_ref() != Some(&status) {
            terminal.told = Some(status.clone());
            out.push(Effect::Emit { terminal: terminal.id, news: News::State(status) });
        }
    }
}

fn terminal_mut(state: &mut State, id: TerminalId) -> Option<&mut Terminal> {
    state.terminals.iter_mut().find(|terminal| terminal.id == id)
}

/// The terminal whose process this worker is; `None` for one that was replaced.
fn terminal_of(state: &mut State, worker: WorkerId) -> Option<&mut Terminal> {
    state.terminals.iter_mut().find(|terminal| terminal.worker == worker)
}

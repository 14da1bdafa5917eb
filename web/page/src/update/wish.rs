//! The page API: what a script asks for.

use super::process::{end, interrupt, remove};
use super::typing::feed;
use super::{inspection, job, terminal_mut};
use crate::effect::{Answer, Effect};
use crate::event::Wish;
use crate::language::{Language, say};
use crate::state::{Ended, Files, Job, Kind, Load, Pane, Phase, RequestId, State, Terminal, TerminalId, fault};
use sockbox_message::PageToWorker;

/// Terminals of one page. Each is a worker with a Python of its own.
pub(crate) const TERMINALS: usize = 8;

pub(super) fn asked(state: &mut State, id: TerminalId, wish: Wish, out: &mut Vec<Effect>) {
    let is_closable = state.is_closable(id);
    let Some(terminal) = terminal_mut(state, id) else { return refuse(wish, out) };
    let worker = terminal.worker;
    match wish {
        Wish::Close { request } => {
            let answer = if is_closable { Ok(Answer::Done) } else { Err("the first two terminals stay".to_owned()) };
            if is_closable {
                remove(state, id, out);
            }
            out.push(Effect::Answer { request, answer });
        }
        Wish::Run { request, source } => enqueue(terminal, request, Job::Cell { request, source }, out),
        Wish::Start { request, name, argv } => {
            enqueue(terminal, request, Job::File { request: Some(request), name, argv }, out);
        }
        Wish::Write { request, text } => write(terminal, request, &text, out),
        Wish::Interrupt => interrupt(state, id, out),
        Wish::Threads { request } => ask_threads(terminal, request, out),
        Wish::Look(look) => inspection::looked(terminal, look, out),
        Wish::Kill => end(state, worker, Ended::Killed, out),
    }
}

/// The terminal is gone.
fn refuse(wish: Wish, out: &mut Vec<Effect>) {
    let request = match wish {
        Wish::Run { request, .. }
        | Wish::Start { request, .. }
        | Wish::Write { request, .. }
        | Wish::Threads { request }
        | Wish::Close { request } => request,
        Wish::Interrupt | Wish::Look(_) | Wish::Kill => return,
    };
    out.push(Effect::Answer { request, answer: Err("the terminal was closed".to_owned()) });
}

/// A new terminal. Its promise is answered when its process is ready.
pub(super) fn open(
    state: &mut State,
    request: RequestId,
    title: Option<String>,
    files: Vec<(String, String)>,
    out: &mut Vec<Effect>,
) {
    let wrong = || too_many(&files).or_else(|| files.iter().find_map(|(name, _)| wrong_name(name)));
    if let Some(why) = refusal(state).or_else(wrong) {
        out.push(Effect::Answer { request, answer: Err(why) });
        return;
    }
    let title = title.unwrap_or_else(|| format!("terminal {}", state.terminals.last().map_or(1, |last| last.id.0 + 1)));
    let is_compiled = state.load == Load::Compiled;
    let files = files.into_iter().map(|(name, text)| (name, text.as_str().into())).collect();
    let terminal = state.add_terminal(title, Files::new(files, Pane::default()));
    terminal.opened_by = Some(request);
    if is_compiled {
        terminal.phase = Phase::Starting;
    }
    let worker = terminal.worker;
    state.spawn(worker, out);
}

fn refusal(state: &State) -> Option<String> {
    match &state.load {
        Load::Unsupported => Some("this browser has no WebAssembly.Suspending, which Python needs here".to_owned()),
        Load::Failed { why } => Some(format!("Python could not be loaded: {why}")),
        _ if state.terminals.len() >= TERMINALS => {
            Some(format!("a page has at most {TERMINALS} terminals, and they are all open"))
        }
        _ => None,
    }
}

fn too_many(files: &[(String, String)]) -> Option<String> {
    (files.len() > Files::LIMIT).then(|| format!("a terminal has at most {} files", Files::LIMIT))
}

fn wrong_name(name: &str) -> Option<String> {
    fault(name).map(|fault| format!("a file cannot be called {name:?}: {}", say(Language::English, fault, &[])))
}

fn enqueue(terminal: &mut Terminal, request: RequestId, job: Job, out: &mut Vec<Effect>) {
    if let Some(answer) = gone(terminal) {
        out.push(Effect::Answer { request, answer });
        return;
    }
    terminal.queue.push_back(job);
    job::start_next(terminal, out);
}

fn ask_threads(terminal: &mut Terminal, request: RequestId, out: &mut Vec<Effect>) {
    match gone(terminal) {
        Some(answer) => out.push(Effect::Answer { request, answer }),
        None => {
            terminal.inspection.asked.push(request);
            if terminal.has_process() {
                out.push(Effect::Post { worker: terminal.worker, message: PageToWorker::ListThreads });
            }
        }
    }
}

fn gone(terminal: &Terminal) -> Option<Result<Answer, String>> {
    match &terminal.phase {
        Phase::Ended(ended) => Some(Err(format!(
            "the process of terminal {:?} has ended: {}",
            terminal.title,
            ended.words(Language::English)
        ))),
        _ => None,
    }
}

/// Text for `sys.stdin`, whether it is asked for yet or not; the terminal shows it, as a kernel's terminal echoes.
fn write(terminal: &mut Terminal, request: RequestId, text: &str, out: &mut Vec<Effect>) {
    let answer = gone(terminal).unwrap_or(Ok(Answer::Done));
    if answer.is_ok() {
        let text = text.strip_suffix('\n').unwrap_or(text);
        match terminal.phase {
            Phase::Loading | Phase::Starting => hold(terminal, text),
            _ => feed(terminal, text, out),
        }
    }
    out.push(Effect::Answer { request, answer });
}

fn hold(terminal: &mut Terminal, text: &str) {
    let text = format!("{text}\n");
    terminal.scrollback.write(Kind::Input, &text);
    terminal.early_input.push_str(&text);
}

/// What was asked before the process was ready, except for runs: these are in the queue.
pub(super) fn catch_up(terminal: &mut Terminal, out: &mut Vec<Effect>) {
    let worker = terminal.worker;
    for (name, content) in terminal.files.iter() {
        let message = PageToWorker::WriteFile { name: name.to_owned(), content: content.clone() };
        out.push(Effect::Post { worker, message });
    }
    if !terminal.early_input.is_empty() {
        let text = std::mem::take(&mut terminal.early_input);
        out.push(Effect::Post { worker, message: PageToWorker::Input { text } });
    }
    if let Some(request) = terminal.opened_by.take() {
        out.push(Effect::Answer { request, answer: Ok(Answer::Opened(terminal.id)) });
    }
}

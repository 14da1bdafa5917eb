//! Looking into a process: its threads, and stepping through their lines.

use super::files;
use crate::effect::{Answer, Effect, News, ThreadNow};
use crate::event::Look;
use crate::language::Language;
use crate::state::inspection::{Line, MAIN_THREAD, awaited_words};
use crate::state::{Phase, State, Terminal};
use sockbox_message::{Pace, PageToWorker, Thread};

/// Somebody looks, or wants the lines to run otherwise.
pub(super) fn looked(terminal: &mut Terminal, look: Look, out: &mut Vec<Effect>) {
    let worker = terminal.worker;
    let is_up = matches!(terminal.phase, Phase::Ready | Phase::Running(_));
    let mut post = |message| out.extend(is_up.then_some(Effect::Post { worker, message }));
    let inspection = &mut terminal.inspection;
    match look {
        Look::Opened => inspection.is_open = true,
        Look::Closed => inspection.is_open = false,
        Look::ChoseThread(thread) => inspection.chosen = thread,
        Look::SetPace(pace) => {
            inspection.pace = pace;
            if pace == Pace::Full {
                inspection.lines.clear();
            }
            post(PageToWorker::SetPace { pace });
        }
        Look::Stepped => post(PageToWorker::Step { thread: inspection.chosen }),
    }
}

/// A process is up: it runs at the pace that was chosen meanwhile, and tells its threads if somebody has asked for them.
pub(super) fn catch_up(terminal: &Terminal, out: &mut Vec<Effect>) {
    if terminal.inspection.pace != Pace::Full {
        let message = PageToWorker::SetPace { pace: terminal.inspection.pace };
        out.push(Effect::Post { worker: terminal.worker, message });
    }
    if !terminal.inspection.asked.is_empty() {
        out.push(Effect::Post { worker: terminal.worker, message: PageToWorker::ListThreads });
    }
}

/// The worker told its threads.
pub(super) fn threads_told(terminal: &mut Terminal, threads: Vec<Thread>, language: Language, out: &mut Vec<Effect>) {
    let inspection = &mut terminal.inspection;
    let is_alive = |id: u64| threads.iter().any(|thread| thread.id == id);
    inspection.lines.retain(|id, _| is_alive(*id));
    if !is_alive(inspection.chosen) {
        inspection.chosen = MAIN_THREAD;
    }
    for request in inspection.asked.drain(..) {
        let now = threads.iter().map(|thread| in_words(thread, language)).collect();
        out.push(Effect::Answer { request, answer: Ok(Answer::Threads(now)) });
    }
    inspection.threads = threads;
    inspection.is_asked = false;
}

fn in_words(thread: &Thread, language: Language) -> ThreadNow {
    let Thread { id, name, daemon, waiting, place } = thread.clone();
    ThreadNow { id, name, daemon, waiting: waiting.map(|awaited| awaited_words(&awaited, language)), place }
}

/// A thread is about to run a line.
pub(super) fn line_told(terminal: &mut Terminal, thread: u64, line: Line, out: &mut Vec<Effect>) {
    let Line { place, variables, sockets } = line.clone();
    out.push(Effect::Emit { terminal: terminal.id, news: News::Line { thread, place, variables, sockets } });
    if terminal.inspection.pace != Pace::Full {
        terminal.inspection.lines.insert(thread, line);
        follow(terminal, thread, out);
    }
}

/// The file of the line that is stepped to is shown, where files are.
fn follow(terminal: &mut Terminal, thread: u64, out: &mut Vec<Effect>) {
    let file = terminal.running_line().map(|(file, _)| file.to_owned());
    let shown = terminal.files.pane.active.as_ref();
    if let Some(file) = file.filter(|file| terminal.inspection.chosen == thread && shown != Some(file))
        && terminal.files.pane.is_open
    {
        files::show(terminal, &file, out);
    }
}

/// Whether somebody looks at the threads of a process that is up, or at its files while it runs.
pub(super) fn is_watched(terminal: &Terminal) -> bool {
    match terminal.phase {
        Phase::Ready => terminal.inspection.is_open,
        Phase::Running(_) => terminal.inspection.is_open || terminal.files.pane.is_open,
        Phase::Loading | Phase::Starting | Phase::Ended(_) => false,
    }
}

/// Asks again for the threads that somebody looks at.
pub(super) fn ask_again(state: &mut State, out: &mut Vec<Effect>) {
    for terminal in state.terminals.iter_mut().filter(|terminal| is_watched(terminal)) {
        // One that does not answer, as in a long native call, is not asked ever more.
        if std::mem::replace(&mut terminal.inspection.is_asked, true) {
            continue;
        }
        out.push(Effect::Post { worker: terminal.worker, message: PageToWorker::ListThreads });
    }
}

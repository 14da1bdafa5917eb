//! A person at a terminal.

use super::process::{end, interrupt, leave_entry, remove, restart, set_entry};
use super::{files, inspection, job, terminal_mut};
use crate::effect::Effect;
use crate::event::Action;
use crate::state::{Ended, Job, Kind, Phase, State, Terminal, TerminalId};
use sockbox_message::{ExitReason, PageToWorker};

pub(super) fn acted(state: &mut State, id: TerminalId, action: Action, out: &mut Vec<Effect>) {
    let Some(terminal) = terminal_mut(state, id) else { return };
    match action {
        Action::Edited(text) => edit(terminal, text, out),
        // One key goes on.
        Action::Submitted(_) if matches!(terminal.phase, Phase::Ended(_)) => begin_anew(state, id, out),
        Action::Submitted(text) => submit(terminal, text, out),
        Action::Interrupted => press_ctrl_c(state, id, out),
        Action::Stopped => interrupt(state, id, out),
        Action::EndedInput => end_input(state, id, out),
        Action::Cleared => terminal.scrollback.clear(),
        Action::WentOlder => walk(terminal, |terminal| terminal.history.older(&terminal.draft).map(str::to_owned), out),
        Action::WentNewer => walk(terminal, |terminal| terminal.history.newer(), out),
        Action::CompletionAsked { request, before } => ask_completion(terminal, request, before, out),
        Action::HistoryAsked => {
            out.push(Effect::OfferHistory { terminal: id, entries: terminal.history.entries().to_vec() });
        }
        Action::Chose(text) => out.push(Effect::InsertEntry { terminal: id, text }),
        Action::Looked(look) => inspection::looked(terminal, look, out),
        Action::Restarted => begin_anew(state, id, out),
        Action::Closed => remove(state, id, out),
        Action::File(action) => files::acted(state, id, action, out),
    }
}

fn edit(terminal: &mut Terminal, text: String, out: &mut Vec<Effect>) {
    terminal.history.stay();
    terminal.draft.clone_from(&text);
    out.push(Effect::SaveDraft { title: terminal.title.clone(), text });
}

/// Enter. What cannot be used at once waits, as in a real terminal: for the next read of `sys.stdin`, or the prompt.
fn submit(terminal: &mut Terminal, text: String, out: &mut Vec<Effect>) {
    match terminal.phase {
        Phase::Running(ref run) if run.input_wanted => {
            set_entry(terminal, String::new(), out);
            feed(terminal, &text, out);
        }
        _ => {
            let source = without_last_indentation(text);
            set_entry(terminal, String::new(), out);
            job::remember(terminal, &source, out);
            terminal.queue.push_back(Job::Typed { source });
            job::start_next(terminal, out);
        }
    }
}

/// A new process in the place of the old one. What was typed after `exit()` was meant for the old one: the history has it.
fn begin_anew(state: &mut State, id: TerminalId, out: &mut Vec<Effect>) {
    let Some(terminal) = terminal_mut(state, id) else { return };
    let has_left = matches!(terminal.phase, Phase::Ended(Ended::Left(ExitReason::Exit { .. })));
    if has_left && !terminal.draft.is_empty() {
        let draft = terminal.draft.clone();
        job::remember(terminal, &draft, out);
        set_entry(terminal, String::new(), out);
    }
    restart(state, id, out);
}

/// The editor indents a new line; if nothing was written there, it is the blank line that ends a block.
fn without_last_indentation(mut text: String) -> String {
    if let Some(at) = text.rfind('\n').filter(|at| text[*at..].trim().is_empty()) {
        text.truncate(at + 1);
    }
    text
}

/// Gives a line to the read that waits.
pub(super) fn feed(terminal: &mut Terminal, line: &str, out: &mut Vec<Effect>) {
    let text = format!("{line}\n");
    terminal.scrollback.write(Kind::Input, &text);
    if let Some(run) = terminal.run_mut() {
        run.input_wanted = false;
    }
    out.push(Effect::Post { worker: terminal.worker, message: PageToWorker::Input { text } });
}

/// Only a process at its prompt can tell what may follow.
fn ask_completion(terminal: &Terminal, request: u64, before: String, out: &mut Vec<Effect>) {
    if terminal.phase == Phase::Ready {
        out.push(Effect::Post { worker: terminal.worker, message: PageToWorker::Complete { request, before } });
    } else {
        out.push(Effect::Offer { terminal: terminal.id, request, replaced: 0, options: Vec::new() });
    }
}

fn press_ctrl_c(state: &mut State, id: TerminalId, out: &mut Vec<Effect>) {
    let Some(terminal) = terminal_mut(state, id) else { return };
    match terminal.phase {
        Phase::Running(_) => interrupt(state, id, out),
        Phase::Ready => leave_entry(terminal, out),
        Phase::Loading | Phase::Starting => drop(terminal.take_typed_ahead()),
        Phase::Ended(_) => {}
    }
}

/// Ctrl-D: the end of the input for what runs, else of the process.
fn end_input(state: &mut State, id: TerminalId, out: &mut Vec<Effect>) {
    let Some(terminal) = terminal_mut(state, id) else { return };
    let worker = terminal.worker;
    match &mut terminal.phase {
        Phase::Running(run) => {
            run.input_wanted = false;
            out.push(Effect::Post { worker, message: PageToWorker::EndOfInput });
        }
        Phase::Ready => end(state, worker, Ended::Left(ExitReason::Exit { status: 0 }), out),
        Phase::Loading | Phase::Starting | Phase::Ended(_) => {}
    }
}

fn walk(terminal: &mut Terminal, step: impl Fn(&mut Terminal) -> Option<String>, out: &mut Vec<Effect>) {
    if terminal.is_input_wanted() {
        return;
    }
    if let Some(text) = step(terminal) {
        set_entry(terminal, text, out);
    }
}

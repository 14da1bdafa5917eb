//! The life of a process: interrupted, ended, replaced.

use super::{answer_ready, job, terminal_mut, terminal_of};
use crate::effect::{Effect, News};
use crate::language::{Language, say};
use crate::state::{Ended, Kind, Load, Phase, State, Terminal, TerminalId, WorkerId};
use sockbox_message::{ExitReason, PageToWorker};

/// Milliseconds in which a second Ctrl-C ends a process that goes on after the first.
const SECOND_PRESS: f64 = 2_000.0;

/// Ctrl-C while something runs. As in a real terminal, what was typed ahead is lost with it; the history has it. A second one
/// soon after ends the process, whatever it is in.
pub(super) fn interrupt(state: &mut State, id: TerminalId, out: &mut Vec<Effect>) {
    let now = state.now;
    let Some(terminal) = terminal_mut(state, id) else { return };
    let worker = terminal.worker;
    let Some(run) = terminal.run_mut() else { return };
    let last = run.interrupted_at.replace(now);
    if last.is_some_and(|last| now - last < SECOND_PRESS) {
        return end(state, worker, Ended::Killed, out);
    }
    let cell = run.cell;
    out.push(Effect::Post { worker, message: PageToWorker::Interrupt });
    out.push(Effect::WatchInterrupt { worker, cell });
    terminal.take_typed_ahead();
}

/// Says what may be done when an interrupt had no effect.
pub(super) fn remark_overdue(state: &mut State, worker: WorkerId, cell: u64) {
    let language = state.language;
    let Some(terminal) = terminal_of(state, worker) else { return };
    if terminal.run().is_some_and(|run| run.cell == cell && !run.input_wanted) {
        terminal.scrollback.notice(&say(language, "interrupt-overdue", &[]));
    }
}

/// Ends a process for this reason, and says so in its terminal.
pub(super) fn end(state: &mut State, worker: WorkerId, ended: Ended, out: &mut Vec<Effect>) {
    let language = state.language;
    let Some(terminal) = terminal_of(state, worker) else { return };
    if !matches!(terminal.phase, Phase::Ended(_)) {
        terminal.scrollback.notice(&farewell(&ended, language));
        close(state, worker, ended, out);
    }
}

/// A new process in the place of the old one, which is ended if need be.
pub(super) fn restart(state: &mut State, id: TerminalId, out: &mut Vec<Effect>) {
    let language = state.language;
    let Some(terminal) = terminal_mut(state, id) else { return };
    if !terminal.is_restartable() {
        return;
    }
    terminal.scrollback.notice(&say(language, "new-process", &[]));
    let old = terminal.worker;
    close(state, old, Ended::Killed, out);
    let worker = state.take_worker_id();
    let phase = if state.load == Load::Compiled { Phase::Starting } else { Phase::Loading };
    if let Some(terminal) = terminal_mut(state, id) {
        terminal.worker = worker;
        terminal.phase = phase;
        terminal.next_cell = 1;
        terminal.early_input.clear();
        terminal.unreached = None;
        terminal.has_received = false;
        terminal.inspection.forget_process();
    }
    state.spawn(worker, out);
}

/// Takes a terminal off the page, and its process down.
pub(super) fn remove(state: &mut State, id: TerminalId, out: &mut Vec<Effect>) {
    let Some(terminal) = state.terminal(id).filter(|_| state.is_closable(id)) else { return };
    close(state, terminal.worker, Ended::Killed, out);
    state.terminals.retain(|terminal| terminal.id != id);
    if state.current == id {
        state.current = state.terminals[0].id;
    }
    out.push(Effect::DropTerminal { terminal: id });
}

/// Takes a process down, unless it is over already. What was typed ahead goes back into the entry line.
fn close(state: &mut State, worker: WorkerId, ended: Ended, out: &mut Vec<Effect>) {
    let Some(terminal) = terminal_of(state, worker) else { return };
    if matches!(terminal.phase, Phase::Ended(_)) {
        return;
    }
    job::reject_all(terminal, &ended, out);
    for request in terminal.inspection.asked.drain(..) {
        out.push(Effect::Answer { request, answer: Err(ended.words(Language::English)) });
    }
    give_back(terminal, out);
    out.push(Effect::Terminate { worker });
    out.push(Effect::Emit { terminal: terminal.id, news: exit_news(&ended) });
    terminal.phase = Phase::Ended(ended.clone());
    state.timeline.abandon(worker);
    state.sockets.abandon(worker, state.now);
    answer_ready(state, Err(format!("a process ended before it was ready: {}", ended.words(Language::English))), out);
}

fn give_back(terminal: &mut Terminal, out: &mut Vec<Effect>) {
    let typed = terminal.take_typed_ahead();
    if typed.is_empty() {
        return;
    }
    let draft = &terminal.draft;
    let text = if draft.is_empty() { typed } else { format!("{typed}\n{draft}") };
    set_entry(terminal, text, out);
}

/// The only writer of a draft besides the person at the keyboard.
pub(super) fn set_entry(terminal: &mut Terminal, text: String, out: &mut Vec<Effect>) {
    terminal.draft.clone_from(&text);
    out.push(Effect::SaveDraft { title: terminal.title.clone(), text: text.clone() });
    out.push(Effect::SetEntry { terminal: terminal.id, text });
}

/// What a person who presses Ctrl-C at the prompt sees: the entry is left, nothing is run.
pub(super) fn leave_entry(terminal: &mut Terminal, out: &mut Vec<Effect>) {
    let draft = terminal.draft.clone();
    terminal.scrollback.enter(&draft);
    terminal.scrollback.write(Kind::Stderr, "KeyboardInterrupt\n");
    set_entry(terminal, String::new(), out);
}

fn farewell(ended: &Ended, language: Language) -> String {
    let id = match ended {
        Ended::Killed | Ended::Left(ExitReason::Exit { .. }) => "farewell-new",
        Ended::Left(ExitReason::RelayLost { .. } | ExitReason::RelayClosed { .. }) => "farewell-connect",
        Ended::Left(ExitReason::Crashed { .. }) => "farewell-crashed",
    };
    let why = ended.words(language);
    say(language, id, &[("why", why.trim_end_matches(['.', '。']).into())])
}

fn exit_news(ended: &Ended) -> News {
    let (reason, status) = match ended {
        Ended::Left(ExitReason::Exit { status }) => ("exit", Some(*status)),
        Ended::Left(ExitReason::RelayLost { .. }) => ("relay_lost", None),
        Ended::Left(ExitReason::RelayClosed { .. }) => ("relay_closed", None),
        Ended::Left(ExitReason::Crashed { .. }) => ("crashed", None),
        Ended::Killed => ("killed", None),
    };
    News::Exit { reason, text: ended.words(Language::English), status }
}

//! Runs: from the queue to the worker, and back with an answer.

use crate::effect::{Answer, Effect};
use crate::language::Language;
use crate::state::{Collected, Ended, Job, Line, Phase, Run, Terminal};
use sockbox_message::{End, Entry, PageToWorker};

/// Lines of the end of a terminal that a traceback is looked for in.
const TRACEBACK_LINES: usize = 60;

/// Gives the worker the next job that waits, if it is free.
pub(super) fn start_next(terminal: &mut Terminal, out: &mut Vec<Effect>) {
    while terminal.phase == Phase::Ready {
        let Some(job) = terminal.queue.pop_front() else { return };
        match job {
            Job::Typed { source } if source.trim().is_empty() => drop(terminal.scrollback.enter("")),
            job => start(terminal, job, out),
        }
    }
}

fn start(terminal: &mut Terminal, job: Job, out: &mut Vec<Effect>) {
    let cell = terminal.next_cell;
    terminal.next_cell += 1;
    let echo = match &job {
        Job::Typed { source } | Job::Cell { source, .. } => Some(terminal.scrollback.enter(source)),
        Job::File { name, argv, .. } => {
            terminal.scrollback.notice(&command_line(name, argv));
            None
        }
    };
    terminal.inspection.forget_places();
    out.push(Effect::Post { worker: terminal.worker, message: order(&job, cell) });
    terminal.phase = Phase::Running(Run::new(cell, job, echo));
}

fn order(job: &Job, cell: u64) -> PageToWorker {
    match job.clone() {
        Job::Typed { source } => PageToWorker::RunCell { cell, source, entry: Entry::Typed },
        Job::Cell { source, .. } => PageToWorker::RunCell { cell, source, entry: Entry::Whole },
        Job::File { name, argv, .. } => PageToWorker::RunFile { cell, name, argv },
    }
}

fn command_line(name: &str, argv: &[String]) -> String {
    let words = std::iter::once(name).chain(argv.iter().map(String::as_str));
    // Only a NUL cannot be quoted.
    format!("$ python {}", shlex::try_join(words.clone()).unwrap_or_else(|_| words.collect::<Vec<_>>().join(" ")))
}

/// The worker needs more lines: they come from what was typed ahead, else the entry line gets everything back.
pub(super) fn go_on(terminal: &mut Terminal, cell: u64, out: &mut Vec<Effect>) {
    let Some(run) = take_run(terminal, cell) else { return };
    let Job::Typed { source } = run.job else { return };
    if let Some(echo) = run.echo {
        terminal.scrollback.retract(echo);
    }
    forget(terminal, &source, out);
    match terminal.queue.pop_front_if(|next| matches!(next, Job::Typed { .. })) {
        Some(Job::Typed { source: line }) => {
            forget(terminal, &line, out);
            let source = joined(&source, &line);
            remember(terminal, &source, out);
            start(terminal, Job::Typed { source }, out);
        }
        _ => {
            out.push(Effect::ResumeEntry { terminal: terminal.id, source });
            start_next(terminal, out);
        }
    }
}

/// Two lines that were typed one after the other. Who types ahead has no help from the editor: a block's first line is
/// indented here, since without it the line could only be an error.
fn joined(source: &str, line: &str) -> String {
    let opener = source.trim_end().ends_with(':') && !line.trim().is_empty() && !line.starts_with([' ', '\t']);
    let last = source.lines().last().unwrap_or_default();
    let indentation: String = last.chars().take_while(|c| *c == ' ').collect();
    if opener { format!("{source}\n{indentation}    {line}") } else { format!("{source}\n{line}") }
}

/// The worker is done with a cell or a file.
pub(super) fn finish(terminal: &mut Terminal, cell: u64, end: End, value: Option<String>, out: &mut Vec<Effect>) {
    let Some(run) = take_run(terminal, cell) else { return };
    if let Some(request) = run.job.request() {
        let answer = Ok(answer(&run.job, end, value, run.collected));
        out.push(Effect::Answer { request, answer });
    }
    // A cell that exits takes the process with it, which the worker says next.
    let leaves = matches!(end, End::Exited { .. }) && !matches!(run.job, Job::File { .. });
    if !leaves {
        start_next(terminal, out);
    }
}

/// Under a traceback stands why the call failed that caused it, or what the mistake was, where that is known.
pub(super) fn explain(terminal: &mut Terminal, cell: u64, end: End, language: Language) {
    let Some(run) = terminal.run().filter(|run| run.cell == cell && end == End::Raised) else { return };
    let traceback = traceback(terminal);
    let last = traceback.trim_end().lines().next_back().unwrap_or_default();
    let of_call =
        run.refusal.as_ref().filter(|(exception, _)| last.trim_end() == exception).map(|(_, why)| why.clone());
    let why = of_call.or_else(|| Some(sockbox_core::mistake(&traceback, terminal.has_received)?.text(language)));
    if let Some(why) = why {
        terminal.scrollback.explain(&why);
    }
}

/// The last one of the terminal, if it is among the last lines.
fn traceback(terminal: &Terminal) -> String {
    let lines: Vec<String> = terminal.scrollback.lines().iter().rev().take(TRACEBACK_LINES).map(Line::text).collect();
    // What cannot be compiled has no call that led to it.
    let is_of_syntax =
        lines.iter().find(|line| !line.trim().is_empty()).is_some_and(|line| line.starts_with("SyntaxError: "));
    let head = if is_of_syntax { "  File " } else { "Traceback " };
    let begin = lines.iter().position(|line| line.starts_with(head)).unwrap_or(0);
    lines.iter().take(begin + 1).rev().flat_map(|line| [line.as_str(), "\n"]).collect()
}

fn answer(job: &Job, end: End, value: Option<String>, collected: Collected) -> Answer {
    let Collected { stdout, stderr } = collected;
    match (job, end) {
        (Job::File { .. }, End::Completed) => Answer::Started { exit_code: 0, stdout, stderr },
        (Job::File { .. }, End::Raised) => Answer::Started { exit_code: 1, stdout, stderr },
        (Job::File { .. }, End::Exited { status }) => Answer::Started { exit_code: status, stdout, stderr },
        (_, end) => Answer::Ran { ok: end == End::Completed, stdout, stderr, value },
    }
}

/// Takes the run of this cell out of the terminal, which is ready then.
fn take_run(terminal: &mut Terminal, cell: u64) -> Option<Run> {
    terminal.run().filter(|run| run.cell == cell)?;
    match std::mem::replace(&mut terminal.phase, Phase::Ready) {
        Phase::Running(run) => Some(run),
        _ => None,
    }
}

/// Rejects all promises of runs that can no longer end.
pub(super) fn reject_all(terminal: &mut Terminal, ended: &Ended, out: &mut Vec<Effect>) {
    let running = terminal.run().and_then(|run| run.job.request());
    let queued = terminal.queue.iter().filter_map(Job::request);
    let requests: Vec<_> = running.into_iter().chain(queued).chain(terminal.opened_by).collect();
    let why = format!("the process of terminal {:?} has ended: {}", terminal.title, ended.words(Language::English));
    for request in requests {
        out.push(Effect::Answer { request, answer: Err(why.clone()) });
    }
    terminal.opened_by = None;
    terminal.queue.retain(|job| job.request().is_none());
}

pub(super) fn remember(terminal: &mut Terminal, entry: &str, out: &mut Vec<Effect>) {
    terminal.history.remember(entry);
    if !entry.trim().is_empty() {
        out.push(Effect::Remember { title: terminal.title.clone(), entry: entry.to_owned() });
    }
}

fn forget(terminal: &mut Terminal, entry: &str, out: &mut Vec<Effect>) {
    terminal.history.forget(entry);
    if !entry.trim().is_empty() {
        out.push(Effect::Forget { title: terminal.title.clone(), entry: entry.to_owned() });
    }
}

//! What the workers say.

use super::{answer_ready, files, inspection, job, process, room, terminal_of, typing, wish};
use crate::effect::{Effect, News};
use crate::state::inspection::Line;
use crate::state::{After, CallRow, CallState, Ended, Isolation, Job, Judge, Kind, Phase, State, Terminal, WorkerId};
use sockbox_core::Explanation;
use sockbox_message::{ExitReason, Stream, WorkerToPage};

pub(super) fn said(state: &mut State, worker: WorkerId, message: WorkerToPage, out: &mut Vec<Effect>) {
    let language = state.language;
    let Some(terminal) = terminal_of(state, worker) else { return };
    match message {
        WorkerToPage::Ready { isolated, .. } => ready(state, worker, isolated, out),
        WorkerToPage::Output { stream, text } => show(terminal, stream, text, out),
        WorkerToPage::Incomplete { cell } => job::go_on(terminal, cell, out),
        WorkerToPage::Finished { cell, end, value } => {
            job::explain(terminal, cell, end, language);
            job::finish(terminal, cell, end, value, out);
        }
        WorkerToPage::FileWritten { name, content } => files::written(terminal, name, content, language, out),
        WorkerToPage::FileRemoved { name } => files::removed(terminal, &name, out),
        WorkerToPage::Completed { request, replaced, options } => {
            out.push(Effect::Offer { terminal: terminal.id, request, replaced, options });
        }
        WorkerToPage::InputWanted => want_input(terminal, out),
        WorkerToPage::InputAbandoned => terminal.run_mut().into_iter().for_each(|run| run.input_wanted = false),
        WorkerToPage::Threads { threads } => inspection::threads_told(terminal, threads, language, out),
        WorkerToPage::Line { thread, place, variables, sockets } => {
            inspection::line_told(terminal, thread, Line { place, variables, sockets }, out);
        }
        begun @ WorkerToPage::CallBegun { .. } => begin_call(state, worker, begun, out),
        ended @ WorkerToPage::CallEnded { .. } => end_call(state, worker, ended, out),
        WorkerToPage::SocketChanged { socket } => {
            let owner = (worker, terminal.id);
            state.sockets.change(owner, *socket);
        }
        WorkerToPage::SocketClosed { socket } => state.sockets.close(worker, socket, state.now),
        WorkerToPage::Exited { reason: ExitReason::RelayLost { why } } if terminal.phase == Phase::Starting => {
            terminal.unreached = Some(why);
            out.push(Effect::AskRelay { worker });
        }
        WorkerToPage::Exited { reason } => process::end(state, worker, Ended::Left(reason), out),
    }
}

/// The relay has told why it did not take a process that never reached it, or has not.
pub(super) fn refused(state: &mut State, worker: WorkerId, why: Option<Explanation>, out: &mut Vec<Effect>) {
    let Some(lost) = terminal_of(state, worker).and_then(|terminal| terminal.unreached.take()) else { return };
    let reason = match why {
        Some(why) => ExitReason::RelayClosed { why },
        None => ExitReason::RelayLost { why: lost },
    };
    process::end(state, worker, Ended::Left(reason), out);
}

/// A worker that failed without a word has crashed.
pub(super) fn failed(state: &mut State, worker: WorkerId, why: String, out: &mut Vec<Effect>) {
    process::end(state, worker, Ended::Left(ExitReason::Crashed { why }), out);
}

fn ready(state: &mut State, worker: WorkerId, isolated: bool, out: &mut Vec<Effect>) {
    state.isolation = if isolated { Isolation::Room } else { Isolation::HostLoopback };
    room::join(state, out);
    if let Some(terminal) = terminal_of(state, worker) {
        terminal.phase = Phase::Ready;
        wish::catch_up(terminal, out);
        inspection::catch_up(terminal, out);
        job::start_next(terminal, out);
    }
    let waits = |terminal: &Terminal| matches!(terminal.phase, Phase::Loading | Phase::Starting);
    if !state.terminals.iter().any(waits) {
        answer_ready(state, Ok(()), out);
    }
}

fn show(terminal: &mut Terminal, stream: Stream, text: String, out: &mut Vec<Effect>) {
    let (kind, name) = match stream {
        Stream::Stdout => (Kind::Stdout, "stdout"),
        Stream::Stderr => (Kind::Stderr, "stderr"),
    };
    terminal.scrollback.write(kind, &text);
    if let Some(run) = terminal.run_mut() {
        run.has_printed |= stream == Stream::Stdout;
        if run.job.request().is_some() {
            run.collected.add(stream, &text);
        }
    }
    out.push(Effect::Emit { terminal: terminal.id, news: News::Output { stream: name, text } });
}

/// A read waits: a line that was typed ahead is what it gets.
fn want_input(terminal: &mut Terminal, out: &mut Vec<Effect>) {
    let Some(run) = terminal.run_mut() else { return };
    run.input_wanted = true;
    if let Some(Job::Typed { source }) = terminal.queue.pop_front_if(|next| matches!(next, Job::Typed { .. })) {
        typing::feed(terminal, &source, out);
    }
}

fn begin_call(state: &mut State, worker: WorkerId, begun: WorkerToPage, out: &mut Vec<Effect>) {
    let WorkerToPage::CallBegun { call, fd, text, place, at, socket, waits, payload } = begun else { return };
    let Some(terminal) = terminal_of(state, worker).map(|terminal| terminal.id) else { return };
    let news = News::CallBegun { state: "begun", call, text: text.clone(), fd, place: place.clone(), at };
    out.push(Effect::Emit { terminal, news });
    let running = CallState::Running { elapsed: 0.0 };
    let row = CallRow {
        key: 0,
        version: 0,
        terminal,
        text,
        fd,
        place,
        at,
        waits,
        payload,
        before: socket.and_then(|socket| state.sockets.now(worker, socket)),
        state: running,
        after: None,
    };
    state.timeline.begin(worker, call, row);
}

fn end_call(state: &mut State, worker: WorkerId, ended: WorkerToPage, out: &mut Vec<Effect>) {
    let WorkerToPage::CallEnded { call, result, took, refused, why, socket, payload, traffic, predicted } = ended
    else {
        return;
    };
    let words = why.as_ref().map(|why| why.text(state.language));
    let Some(terminal) = terminal_of(state, worker) else { return };
    terminal.has_received |= traffic.received > 0;
    let (value, exception) = match result {
        Ok(value) => (Some(value), None),
        Err(exception) => (None, Some(exception)),
    };
    if let (Some(run), Some(exception), Some(words)) = (terminal.run_mut(), &exception, &words) {
        run.refusal = Some((exception.clone(), words.clone()));
    }
    let judge = if refused { Judge::Model } else { Judge::Kernel };
    let outcome = match exception.clone() {
        Some(exception) => CallState::Raised { exception, took, judge },
        None => CallState::Returned { value: value.clone().unwrap_or_default(), took },
    };
    let news = News::CallEnded { state: "ended", call, value, exception, took, refused, why: words };
    out.push(Effect::Emit { terminal: terminal.id, news });
    if let Some(socket) = socket {
        state.sockets.end_call(worker, socket, traffic, predicted.clone());
    }
    let socket = socket.and_then(|socket| state.sockets.now(worker, socket));
    state.timeline.end(worker, call, outcome, After { socket, payload, why, predicted });
}

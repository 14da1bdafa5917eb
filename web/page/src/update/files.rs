//! The file pane: what a person does to files, and what programs do to them.

use super::process::restart;
use super::{job, terminal_mut};
use crate::effect::Effect;
use crate::event::FileAction;
use crate::language::{Language, say};
use crate::state::{Files, Job, Phase, State, Terminal, TerminalId, fault};
use sockbox_message::{Content, PageToWorker};

pub(super) fn acted(state: &mut State, id: TerminalId, action: FileAction, out: &mut Vec<Effect>) {
    let language = state.language;
    let Some(terminal) = terminal_mut(state, id) else { return };
    terminal.files.problem = None;
    match action {
        FileAction::Toggled => toggle(terminal, out),
        FileAction::Chosen(name) => show(terminal, &name, out),
        FileAction::Created => create(terminal, language, out),
        FileAction::Added { name, content } => add(terminal, &name, content, language, out),
        FileAction::Edited { name, text } => edit(terminal, &name, text, out),
        FileAction::Renamed { from, to } => rename(terminal, &from, to.trim(), language, out),
        FileAction::Deleted(name) => delete(terminal, &name, out),
        FileAction::NotKept(name) => {
            let words = say(language, "file-not-kept", &[("name", name.as_str().into())]);
            tell_once(terminal, &name, &words);
            terminal.files.problem = Some(words);
        }
        FileAction::ArgumentsEdited(arguments) => {
            terminal.files.pane.arguments = arguments;
            save_pane(terminal, out);
        }
        FileAction::LinkFollowed { name, line } => follow(terminal, &name, line, out),
        FileAction::Ran => run(state, id, out),
    }
}

fn toggle(terminal: &mut Terminal, out: &mut Vec<Effect>) {
    terminal.files.pane.is_open = !terminal.files.pane.is_open;
    save_pane(terminal, out);
    if terminal.files.pane.is_open {
        show_active(terminal, out);
    }
}

pub(super) fn show(terminal: &mut Terminal, name: &str, out: &mut Vec<Effect>) {
    if terminal.files.get(name).is_some() {
        terminal.files.pane.is_open = true;
        terminal.files.pane.active = Some(name.to_owned());
        save_pane(terminal, out);
        show_active(terminal, out);
    }
}

/// Has the editor show the file that the pane shows.
pub(super) fn show_active(terminal: &Terminal, out: &mut Vec<Effect>) {
    let Some((name, content)) = terminal.files.active() else { return };
    if let Some(text) = content.text() {
        out.push(Effect::ShowFile { terminal: terminal.id, name: name.to_owned(), text: text.to_owned() });
    }
}

/// In the output, which is seen where the pane is closed.
fn tell_once(terminal: &mut Terminal, name: &str, words: &str) {
    if !terminal.files.is_told_unkept(name) {
        terminal.scrollback.notice(words);
    }
}

fn too_many(name: &str, language: Language) -> String {
    say(language, "file-too-many", &[("name", name.into()), ("limit", Files::LIMIT.into())])
}

fn create(terminal: &mut Terminal, language: Language, out: &mut Vec<Effect>) {
    let name = terminal.files.new_name();
    if terminal.files.is_full(&name) {
        terminal.files.problem = Some(too_many(&name, language));
        return;
    }
    put(terminal, &name, "".into(), out);
    show(terminal, &name, out);
}

/// A file from elsewhere: one of the same name stays, unless it is the same.
pub(super) fn add(terminal: &mut Terminal, name: &str, content: Content, language: Language, out: &mut Vec<Effect>) {
    if let Content::TooLarge { size } = content {
        let values = [("name", name.into()), ("size", size.into()), ("limit", (Content::LIMIT >> 20).into())];
        terminal.files.problem = Some(say(language, "file-too-large", &values));
        return;
    }
    if let Some(fault) = fault(name) {
        terminal.files.problem = Some(say(language, fault, &[]));
        return;
    }
    if terminal.files.is_full(name) {
        terminal.files.problem = Some(too_many(name, language));
        return;
    }
    let is_same = terminal.files.get(name) == Some(&content);
    let name = if is_same { name.to_owned() } else { terminal.files.free_name(name) };
    if !is_same {
        put(terminal, &name, content, out);
    }
    show(terminal, &name, out);
}

/// The arguments were meant for another program.
pub(super) fn clear_arguments(terminal: &mut Terminal, out: &mut Vec<Effect>) {
    terminal.files.pane.arguments.clear();
    save_pane(terminal, out);
}

fn edit(terminal: &mut Terminal, name: &str, text: String, out: &mut Vec<Effect>) {
    if terminal.files.get(name).is_some() {
        put(terminal, name, Content::Text(text), out);
    }
}

fn rename(terminal: &mut Terminal, from: &str, to: &str, language: Language, out: &mut Vec<Effect>) {
    if from == to {
        return;
    }
    let problem = match fault(to) {
        Some(fault) => Some(say(language, fault, &[])),
        None if terminal.files.get(to).is_some() => Some(say(language, "file-name-taken", &[("name", to.into())])),
        // The process alone has it.
        None if matches!(terminal.files.get(from), Some(Content::TooLarge { .. })) => {
            Some(say(language, "file-large-rename", &[("name", from.into())]))
        }
        None => None,
    };
    if problem.is_some() {
        terminal.files.problem = problem;
        return;
    }
    let was_active = terminal.files.pane.active.as_deref() == Some(from);
    let Some(content) = terminal.files.get(from).cloned() else { return };
    // The new one first, so that a crash in between loses nothing.
    put(terminal, to, content, out);
    forget(terminal, from, out);
    if was_active {
        show(terminal, to, out);
    }
}

fn delete(terminal: &mut Terminal, name: &str, out: &mut Vec<Effect>) {
    forget(terminal, name, out);
    show_active(terminal, out);
}

/// A line of a traceback was chosen.
fn follow(terminal: &mut Terminal, name: &str, line: u32, out: &mut Vec<Effect>) {
    show(terminal, name, out);
    if terminal.files.get(name).is_some() {
        out.push(Effect::GoToLine { terminal: terminal.id, line });
    }
}

/// Runs the file that is shown, as `python -i` does: in a new process, unless this one has done nothing yet.
fn run(state: &mut State, id: TerminalId, out: &mut Vec<Effect>) {
    let language = state.language;
    // The other program of an example is not begun any more: whoever runs one now may mean another.
    state.examples.client_waits = false;
    let Some(terminal) = terminal_mut(state, id) else { return };
    let Some((name, _)) = terminal.files.active() else { return };
    let name = name.to_owned();
    let Some(argv) = shlex::split(&terminal.files.pane.arguments) else {
        terminal.files.problem = Some(say(language, "arguments-quote", &[]));
        return;
    };
    let is_used = !matches!(terminal.phase, Phase::Loading | Phase::Starting) && terminal.is_used();
    if is_used {
        restart(state, id, out);
    }
    if let Some(terminal) = terminal_mut(state, id) {
        // A second press before the process is there means the same run.
        terminal.queue.retain(|job| !matches!(job, Job::File { request: None, .. }));
        terminal.queue.push_front(Job::File { request: None, name, argv });
        job::start_next(terminal, out);
    }
}

/// A program has written a file. One that has outgrown the limit is no longer kept: what it was before is not what it is.
pub(super) fn written(
    terminal: &mut Terminal,
    name: String,
    content: Content,
    language: Language,
    out: &mut Vec<Effect>,
) {
    if terminal.files.is_full(&name) {
        // One word for all of them, under a name that no file can have.
        tell_once(terminal, "", &too_many(&name, language));
        return;
    }
    let title = terminal.title.clone();
    let is_active = terminal.files.pane.active.as_deref() == Some(&name);
    if let Some(text) = content.text() {
        let text = text.to_owned();
        out.push(Effect::ReplaceFile { terminal: terminal.id, name: name.clone(), text });
    }
    if let Content::TooLarge { size } = content {
        let limit = Content::LIMIT >> 20;
        let values = [("name", name.as_str().into()), ("size", size.into()), ("limit", limit.into())];
        tell_once(terminal, &name, &say(language, "file-outgrown", &values));
        out.push(Effect::RemoveStoredFile { terminal: terminal.id, title, name: name.clone() });
    } else {
        out.push(Effect::SaveFile { terminal: terminal.id, title, name: name.clone(), content: content.clone() });
    }
    terminal.files.put(&name, content);
    if is_active || terminal.files.pane.active.as_deref() == Some(&name) {
        show_active(terminal, out);
    }
}

/// A program has removed a file.
pub(super) fn removed(terminal: &mut Terminal, name: &str, out: &mut Vec<Effect>) {
    terminal.files.remove(name);
    out.push(Effect::RemoveStoredFile { terminal: terminal.id, title: terminal.title.clone(), name: name.to_owned() });
    show_active(terminal, out);
}

/// Gives a file to the pane, the process and the storage.
fn put(terminal: &mut Terminal, name: &str, content: Content, out: &mut Vec<Effect>) {
    terminal.files.put(name, content.clone());
    if terminal.has_process() {
        let message = PageToWorker::WriteFile { name: name.to_owned(), content: content.clone() };
        out.push(Effect::Post { worker: terminal.worker, message });
    }
    let (title, name) = (terminal.title.clone(), name.to_owned());
    out.push(Effect::SaveFile { terminal: terminal.id, title, name, content });
}

fn forget(terminal: &mut Terminal, name: &str, out: &mut Vec<Effect>) {
    terminal.files.remove(name);
    if terminal.has_process() {
        let message = PageToWorker::RemoveFile { name: name.to_owned() };
        out.push(Effect::Post { worker: terminal.worker, message });
    }
    out.push(Effect::RemoveStoredFile { terminal: terminal.id, title: terminal.title.clone(), name: name.to_owned() });
    save_pane(terminal, out);
}

fn save_pane(terminal: &Terminal, out: &mut Vec<Effect>) {
    out.push(Effect::SavePane { title: terminal.title.clone(), pane: terminal.files.pane.clone() });
}

//! Effects, done.

use crate::api::answer::settle;
use crate::api::listeners::{PEOPLE, Subject};
use crate::effect::{Effect, PATIENCE, TICK};
use crate::event::{Action, Event, FileAction, RoomEvent};
use crate::page::Page;
use crate::room::RoomSocket;
use crate::state::{TerminalId, WorkerId};
use crate::worker::PythonWorker;
use crate::{examples, python, relay, speech};
use leptos::prelude::request_animation_frame;
use sockbox_core::Explanation;
use sockbox_core::wire::{NAME_MAX, PageToRelay};
use sockbox_message::PageToWorker;
use wasm_bindgen_futures::spawn_local;

/// WebSocket's code where there was no end of one, RFC 6455 section 7.4.1.
const NOT_MADE: u16 = 1006;

pub(crate) fn perform(page: Page, effect: Effect) {
    match effect {
        Effect::LoadExamples => examples::load(page),
        Effect::LoadPython => python::load(page),
        Effect::Spawn { worker } => spawn(page, worker),
        Effect::Start { worker } => start(page, worker),
        Effect::Post { worker, message } => post(page, worker, &message),
        Effect::Terminate { worker } => drop(page.hands().workers.borrow_mut().remove(&worker)),
        Effect::DropTerminal { terminal } => drop_terminal(page, terminal),
        Effect::SetEntry { terminal, text } => with_editor(page, terminal, |editor| editor.set_text(&text)),
        Effect::InsertEntry { terminal, text } => with_editor(page, terminal, |editor| {
            editor.insert(&text);
            editor.focus();
        }),
        Effect::ResumeEntry { terminal, source } => with_editor(page, terminal, |editor| editor.resume(&source)),
        Effect::Offer { terminal, request, replaced, options } => {
            with_editor(page, terminal, |editor| editor.offer(request, replaced, &options));
        }
        Effect::OfferHistory { terminal, entries } => {
            with_editor(page, terminal, |editor| editor.offer_history(&entries));
        }
        Effect::SaveDraft { title, text } => tell_unless(page, page.hands().storage.save_draft(&title, &text)),
        Effect::Remember { title, entry } => tell_unless(page, page.hands().storage.remember(&title, &entry)),
        Effect::Forget { title, entry } => page.hands().storage.forget(&title, &entry),
        Effect::KeepLanguage { language } => speech::keep(language),
        Effect::ShowFile { terminal, name, text } => {
            with_file_editor(page, terminal, |editor| editor.show(&name, &text))
        }
        Effect::ReplaceFile { terminal, name, text } => {
            with_file_editor(page, terminal, |editor| editor.replace(&name, &text));
        }
        Effect::GoToLine { terminal, line } => go_to_line(page, terminal, line),
        Effect::SaveFile { terminal, title, name, content } => {
            if !page.hands().storage.save_file(&title, &name, &content) {
                page.dispatch(Event::Acted { terminal, action: Action::File(FileAction::NotKept(name)) });
            }
        }
        Effect::RemoveStoredFile { terminal, title, name } => {
            page.hands().storage.remove_file(&title, &name);
            with_file_editor(page, terminal, |editor| editor.forget(&name));
        }
        Effect::SavePane { title, pane } => page.hands().storage.save_pane(&title, &pane),
        Effect::Answer { request, answer } => settle(page, request, answer),
        Effect::Emit { terminal, news } => {
            page.hands().api.listeners.tell(Subject::Process(terminal), news.event(), &news)
        }
        Effect::TellPeople { people } => page.hands().api.listeners.tell(Subject::Page, PEOPLE, &people),
        Effect::AskRelay { worker } => ask_relay(page, worker),
        Effect::JoinRoom => join_room(page),
        Effect::SetValidation { validation } => say_to_room(page, &PageToRelay::Validation { validation }),
        Effect::LeaveRoom => drop(page.hands().room.take()),
        Effect::RetryRoom { milliseconds } => retry_room(page, milliseconds.into()),
        Effect::Tick => page.dispatch_later(Event::Ticked, TICK),
        Effect::WatchInterrupt { worker, cell } => {
            page.dispatch_later(Event::InterruptOverdue { worker, cell }, PATIENCE);
        }
    }
}

fn say_to_room(page: Page, message: &PageToRelay) {
    if let Some(room) = &*page.hands().room.borrow() {
        room.say(message);
    }
}

/// Not all pages of a relay that was away come back at once.
fn retry_room(page: Page, milliseconds: f64) {
    let spread = 0.75 + js_sys::Math::random() / 2.0;
    page.dispatch_later(Event::Room(RoomEvent::RetryDue), (milliseconds * spread) as i32);
}

/// The storage may have had no room for what was typed.
fn tell_unless(page: Page, is_kept: bool) {
    if !is_kept {
        page.dispatch(Event::EntryNotKept);
    }
}

fn spawn(page: Page, id: WorkerId) {
    let hands = page.hands();
    match PythonWorker::spawn(page, id) {
        Ok(worker) => drop(hands.workers.borrow_mut().insert(id, worker)),
        Err(why) => page.dispatch(Event::WorkerFailed { worker: id, why }),
    }
}

fn start(page: Page, id: WorkerId) {
    let hands = page.hands();
    let (workers, module) = (hands.workers.borrow(), hands.module.borrow());
    if let (Some(worker), Some(module)) = (workers.get(&id), module.as_ref()) {
        let (relay, name) = (hands.place.process_socket(), name_in_room(page, id));
        let access_token = hands.place.access_token.clone();
        worker.start(module, &PageToWorker::Start { relay, name, page: hands.name.clone(), access_token });
    }
}

/// The title of the terminal, as much of it as the relay takes.
fn name_in_room(page: Page, id: WorkerId) -> String {
    page.with_untracked(|state| {
        let title = state.terminals.iter().find(|terminal| terminal.worker == id).map_or("", |found| &found.title);
        title[..title.floor_char_boundary(NAME_MAX)].to_owned()
    })
}

/// The new connection takes the place of the old one, which is over.
fn join_room(page: Page) {
    let hands = page.hands();
    match RoomSocket::connect(page, &hands.place, &hands.name) {
        Ok(socket) => drop(hands.room.replace(Some(socket))),
        Err(why) => {
            page.dispatch(Event::Room(RoomEvent::Lost { code: NOT_MADE, why: Explanation::verbatim(why) }));
        }
    }
}

fn ask_relay(page: Page, worker: WorkerId) {
    let hands = page.hands();
    spawn_local(async move {
        let why = relay::refusal(&hands.place, &hands.place.process_socket()).await;
        page.dispatch(Event::RelayAnswered { worker, why });
    });
}

/// A worker that is gone has said so, or was ended by the page: nobody waits for what it is not told.
fn post(page: Page, id: WorkerId, message: &PageToWorker) {
    if let Some(worker) = page.hands().workers.borrow().get(&id) {
        worker.post(message);
    }
}

fn drop_terminal(page: Page, terminal: TerminalId) {
    let hands = page.hands();
    hands.editors.borrow_mut().remove(&terminal);
    hands.file_editors.borrow_mut().remove(&terminal);
    hands.api.listeners.forget(Subject::Process(terminal));
}

/// The editor may answer at once with an event of its own, so nothing is borrowed meanwhile.
fn with_editor(page: Page, terminal: TerminalId, act: impl FnOnce(&crate::editor::Editor)) {
    if let Some(editor) = page.hands().editor(terminal) {
        act(&editor);
    }
}

/// As above.
fn with_file_editor(page: Page, terminal: TerminalId, act: impl FnOnce(&crate::editor::FileEditor)) {
    if let Some(editor) = page.hands().file_editor(terminal) {
        act(&editor);
    }
}

/// A pane that is only now opening has its size after the next frame.
fn go_to_line(page: Page, terminal: TerminalId, line: u32) {
    request_animation_frame(move || {
        request_animation_frame(move || with_file_editor(page, terminal, |editor| editor.go_to(line)));
    });
}

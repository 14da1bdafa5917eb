//! Effects, done.

use crate::api::answer::settle;
use crate::effect::{Effect, PATIENCE, TICK};
use crate::event::Event;
use crate::page::Page;
use crate::state::{TerminalId, WorkerId};
use crate::worker::PythonWorker;
use crate::{python, storage};
use sockbox_message::PageToWorker;

pub(crate) fn perform(page: Page, effect: Effect) {
    match effect {
        Effect::LoadPython => python::load(page),
        Effect::Spawn { worker } => spawn(page, worker),
        Effect::Start { worker } => start(page, worker),
        Effect::Post { worker, message } => post(page, worker, &message),
        Effect::Terminate { worker } => drop(page.hands().workers.borrow_mut().remove(&worker)),
        Effect::SetEntry { terminal, text } => with_editor(page, terminal, |editor| editor.set_text(&text)),
        Effect::InsertEntry { terminal, text } => with_editor(page, terminal, |editor| {
            editor.insert(&text);
            editor.focus();
        }),
        Effect::ResumeEntry { terminal, source } => with_editor(page, terminal, |editor| editor.resume(&source)),
        Effect::SaveDraft { title, text } => storage::save_draft(&title, &text),
        Effect::Remember { title, entry } => storage::remember(&title, &entry),
        Effect::Forget { title, entry } => storage::forget(&title, &entry),
        Effect::Answer { request, answer } => settle(page, request, answer),
        Effect::Emit { terminal, news } => page.hands().api.listeners.tell(terminal, &news),
        Effect::Tick => page.dispatch_later(Event::Ticked, TICK),
        Effect::WatchInterrupt { worker, cell } => {
            page.dispatch_later(Event::InterruptOverdue { worker, cell }, PATIENCE);
        }
    }
}

fn spawn(page: Page, id: WorkerId) {
    let hands = page.hands();
    match PythonWorker::spawn(page, id, &hands.place.assets) {
        Ok(worker) => drop(hands.workers.borrow_mut().insert(id, worker)),
        Err(why) => page.dispatch(Event::WorkerFailed { worker: id, why }),
    }
}

fn start(page: Page, id: WorkerId) {
    let hands = page.hands();
    let (workers, module) = (hands.workers.borrow(), hands.module.borrow());
    if let (Some(worker), Some(module)) = (workers.get(&id), module.as_ref()) {
        worker.start(module, &PageToWorker::Start { relay: hands.place.relay.clone() });
    }
}

/// A worker that is gone has said so, or was ended by the page: nobody waits for what it is not told.
fn post(page: Page, id: WorkerId, message: &PageToWorker) {
    if let Some(worker) = page.hands().workers.borrow().get(&id) {
        worker.post(message);
    }
}

/// The editor may answer at once with an event of its own, so nothing is borrowed meanwhile.
fn with_editor(page: Page, terminal: TerminalId, act: impl FnOnce(&crate::editor::Editor)) {
    if let Some(editor) = page.hands().editor(terminal) {
        act(&editor);
    }
}

//! Threads, and stepping through their lines.

use super::{Desk, SERVER};
use crate::effect::{Answer, Effect, News, ThreadNow};
use crate::event::{Action, Event, FileAction, Look, Wish};
use crate::language::Language;
use crate::state::RequestId;
use sockbox_message::{Awaited, Pace, PageToWorker, Place, Thread, WorkerToPage};

fn thread(id: u64) -> Thread {
    Thread { id, name: format!("Thread-{id}"), daemon: false, waiting: None, place: None }
}

fn place() -> Place {
    Place { file: "main.py".to_owned(), line: 3, function: "<module>".to_owned() }
}

#[test]
fn whoever_asks_for_the_threads_gets_them() {
    let mut desk = Desk::ready();
    desk.ask(Wish::Threads { request: RequestId(7) });
    assert_eq!(desk.posted(), [&PageToWorker::ListThreads]);
    desk.happen(Event::LanguageChosen { language: Language::SimplifiedChinese });
    let waiting = Some(Awaited::Lock { owner: Some("MainThread".to_owned()) });
    desk.say(WorkerToPage::Threads { threads: vec![Thread { waiting, ..thread(1) }] });
    let Thread { id, name, daemon, place, .. } = thread(1);
    let now = ThreadNow { id, name, daemon, waiting: Some("MainThread 持有的锁".to_owned()), place };
    let answer = Effect::Answer { request: RequestId(7), answer: Ok(Answer::Threads(vec![now])) };
    assert!(desk.effects.contains(&answer), "{:?}", desk.effects);
}

#[test]
fn whoever_asks_for_the_threads_too_early_gets_them_once_there_are_any() {
    let mut desk = Desk::loading();
    desk.ask(Wish::Threads { request: RequestId(7) });
    assert_eq!(desk.posted(), Vec::<&PageToWorker>::new());
    desk.happen(Event::PythonCompiled);
    desk.become_ready(SERVER);
    assert_eq!(desk.posted(), [&PageToWorker::ListThreads]);
}

#[test]
fn who_asks_for_the_threads_of_a_process_that_ends_is_told() {
    let mut desk = Desk::ready();
    desk.ask(Wish::Threads { request: RequestId(7) });
    desk.ask(Wish::Kill);
    let is_refusal = |effect: &Effect| matches!(effect, Effect::Answer { request: RequestId(7), answer: Err(_) });
    assert!(desk.effects.iter().any(is_refusal));
}

#[test]
fn threads_are_asked_for_again_while_somebody_looks() {
    let mut desk = Desk::ready();
    desk.act(Action::Looked(Look::Opened));
    assert!(desk.effects.contains(&Effect::Tick));
    desk.happen(Event::Ticked);
    assert_eq!(desk.posted(), [&PageToWorker::ListThreads]);
    desk.act(Action::Looked(Look::Closed));
    desk.effects.clear();
    desk.happen(Event::Ticked);
    assert!(desk.effects.is_empty(), "{:?}", desk.effects);
}

#[test]
fn a_line_is_kept_while_the_program_is_stepped_through() {
    let mut desk = Desk::ready();
    desk.act(Action::Looked(Look::SetPace(Pace::Paused)));
    desk.say(WorkerToPage::Line { thread: 1, place: place(), variables: Vec::new(), sockets: Vec::new() });
    assert_eq!(desk.server().inspection.line().map(|line| &line.place), Some(&place()));
    let is_news =
        |effect: &Effect| matches!(effect, Effect::Emit { terminal: SERVER, news: News::Line { thread: 1, .. } });
    assert!(desk.effects.iter().any(is_news));
    desk.act(Action::Looked(Look::Stepped));
    assert_eq!(desk.posted().last(), Some(&&PageToWorker::Step { thread: 1 }));
    desk.act(Action::Looked(Look::SetPace(Pace::Full)));
    assert_eq!(desk.server().inspection.line(), None);
}

#[test]
fn a_thread_that_is_over_is_no_longer_looked_at() {
    let mut desk = Desk::ready();
    desk.act(Action::Looked(Look::ChoseThread(5)));
    desk.say(WorkerToPage::Threads { threads: vec![thread(1), thread(5)] });
    assert_eq!(desk.server().inspection.chosen, 5);
    desk.say(WorkerToPage::Threads { threads: vec![thread(1)] });
    assert_eq!(desk.server().inspection.chosen, 1);
}

#[test]
fn a_new_process_runs_at_the_pace_that_was_chosen_where_that_can_be_seen() {
    let mut desk = Desk::ready();
    for (look, pace) in [(Look::Closed, Pace::Full), (Look::Opened, Pace::Paused)] {
        desk.act(Action::Looked(look));
        desk.act(Action::Looked(Look::SetPace(Pace::Paused)));
        desk.act(Action::Restarted);
        assert_eq!(desk.server().inspection.pace, pace);
        desk.effects.clear();
        desk.become_ready(super::SERVER);
        assert_eq!(desk.posted().contains(&&PageToWorker::SetPace { pace }), pace == Pace::Paused);
    }
}

#[test]
fn the_line_that_runs_is_asked_for_while_its_file_is_open() {
    let mut desk = with_file();
    desk.submit("import main");
    desk.effects.clear();
    desk.happen(Event::Ticked);
    desk.happen(Event::Ticked);
    assert_eq!(desk.posted(), [&PageToWorker::ListThreads], "once, until it has answered");
    let at_its_line = Thread { place: Some(place()), ..thread(1) };
    desk.say(WorkerToPage::Threads { threads: vec![at_its_line] });
    assert_eq!(desk.server().running_line(), Some(("main.py", 3)));
    desk.finish(1);
    assert_eq!(desk.server().running_line(), None);
    desk.submit("1");
    assert_eq!(desk.server().running_line(), None, "where the last run was is over");
}

#[test]
fn stepping_into_a_file_shows_it() {
    let mut desk = with_file();
    let other = FileAction::Added { name: "other.py".to_owned(), content: "".into() };
    desk.act(Action::File(other));
    desk.submit("import main");
    desk.act(Action::Looked(Look::SetPace(Pace::Paused)));
    desk.say(WorkerToPage::Line { thread: 2, place: place(), variables: Vec::new(), sockets: Vec::new() });
    assert_eq!(desk.server().files.pane.active.as_deref(), Some("other.py"), "another thread is looked at");
    desk.say(WorkerToPage::Line { thread: 1, place: place(), variables: Vec::new(), sockets: Vec::new() });
    assert_eq!(desk.server().files.pane.active.as_deref(), Some("main.py"));
}

/// A page whose server has `main.py` open.
fn with_file() -> Desk {
    let mut desk = Desk::ready();
    let file = FileAction::Added { name: "main.py".to_owned(), content: "1\n2\n3\n".into() };
    desk.act(Action::File(file));
    desk.effects.clear();
    desk
}

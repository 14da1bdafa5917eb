use super::{Desk, SERVER};
use crate::effect::Effect;
use crate::event::{Action, Event, ExampleEvent, FileAction};
use crate::state::{Example, ExampleList, Files, Pane, Restored, Wording};
use sockbox_message::{Content, End, PageToWorker, Stream, WorkerToPage};

fn file(desk: &mut Desk, action: FileAction) {
    desk.act(Action::File(action));
}

fn create(desk: &mut Desk, name: &str, text: &str) {
    file(desk, FileAction::Added { name: name.to_owned(), content: text.into() });
}

fn wording(text: &str) -> Wording {
    Wording([("en".to_owned(), text.to_owned())].into())
}

fn names(files: &Files) -> Vec<&str> {
    files.iter().map(|(name, _)| name).collect()
}

fn written(name: &str, text: &str) -> PageToWorker {
    PageToWorker::WriteFile { name: name.to_owned(), content: text.into() }
}

#[test]
fn a_new_file_is_shown_kept_and_given_to_the_process() {
    let mut desk = Desk::ready();
    file(&mut desk, FileAction::Created);
    let files = &desk.server().files;
    assert_eq!(files.active().map(|(name, _)| name), Some("program.py"));
    assert!(files.pane.is_open);
    assert_eq!(desk.posted(), [&written("program.py", "")]);
    let kept = |effect: &Effect| matches!(effect, Effect::SaveFile { title, name, .. } if title == "server" && name == "program.py");
    assert!(desk.effects.iter().any(kept));
}

#[test]
fn what_is_typed_reaches_process_and_storage_at_once() {
    let mut desk = Desk::ready();
    create(&mut desk, "a.py", "");
    desk.effects.clear();
    file(&mut desk, FileAction::Edited { name: "a.py".to_owned(), text: "x = 1".to_owned() });
    assert_eq!(desk.posted(), [&written("a.py", "x = 1")]);
    assert!(matches!(&desk.effects[1], Effect::SaveFile { content, .. } if content.text() == Some("x = 1")));
}

#[test]
fn run_uses_a_fresh_process_as_it_is_and_replaces_one_that_was_used() {
    let mut desk = Desk::ready();
    create(&mut desk, "a.py", "x = 1");
    file(&mut desk, FileAction::ArgumentsEdited("one 'two words'".to_owned()));
    let first = desk.server().worker;
    desk.effects.clear();
    file(&mut desk, FileAction::Ran);
    let argv = vec!["one".to_owned(), "two words".to_owned()];
    assert_eq!(desk.posted(), [&PageToWorker::RunFile { cell: 1, name: "a.py".to_owned(), argv: argv.clone() }]);
    assert!(!desk.has_terminated(first));
    desk.say(WorkerToPage::Finished { cell: 1, end: End::Completed, value: None });

    desk.effects.clear();
    file(&mut desk, FileAction::Ran);
    assert!(desk.has_terminated(first), "its sockets must be closed before the program runs again");
    assert_eq!(desk.posted(), Vec::<&PageToWorker>::new());
    desk.become_ready(SERVER);
    let order = PageToWorker::RunFile { cell: 1, name: "a.py".to_owned(), argv };
    assert_eq!(desk.posted(), [&written("a.py", "x = 1"), &order]);
}

#[test]
fn a_program_that_runs_is_ended_by_the_next_run_and_two_presses_are_one() {
    let mut desk = Desk::ready();
    create(&mut desk, "a.py", "x = 1");
    for _ in 0..3 {
        file(&mut desk, FileAction::Ran);
    }
    desk.effects.clear();
    desk.become_ready(SERVER);
    let runs = desk.posted().into_iter().filter(|message| matches!(message, PageToWorker::RunFile { .. })).count();
    assert_eq!(runs, 1);
}

#[test]
fn an_open_quote_in_the_arguments_is_told_and_nothing_runs() {
    let mut desk = Desk::ready();
    create(&mut desk, "a.py", "");
    file(&mut desk, FileAction::ArgumentsEdited("'one".to_owned()));
    file(&mut desk, FileAction::Ran);
    assert!(desk.server().files.problem.is_some());
    assert!(desk.server().run().is_none());
}

#[test]
fn a_file_can_be_renamed_but_not_onto_another() {
    let mut desk = Desk::ready();
    create(&mut desk, "a.py", "1");
    create(&mut desk, "b.py", "2");
    desk.effects.clear();
    let rename = |to: &str| FileAction::Renamed { from: "a.py".to_owned(), to: to.to_owned() };
    file(&mut desk, rename("b.py"));
    assert_eq!(names(&desk.server().files), ["a.py", "b.py"]);
    assert!(desk.server().files.problem.is_some());
    file(&mut desk, rename(" lib/a.py "));
    assert_eq!(names(&desk.server().files), ["b.py", "lib/a.py"]);
    assert_eq!(desk.posted(), [&written("lib/a.py", "1"), &PageToWorker::RemoveFile { name: "a.py".to_owned() }]);
}

#[test]
fn what_a_program_writes_appears_and_is_kept_but_not_sent_back() {
    let mut desk = Desk::ready();
    desk.say(WorkerToPage::FileWritten { name: "out.csv".to_owned(), content: "1,2".into() });
    assert_eq!(names(&desk.server().files), ["out.csv"]);
    assert_eq!(desk.posted(), Vec::<&PageToWorker>::new());
    assert!(desk.effects.iter().any(|effect| matches!(effect, Effect::SaveFile { .. })));
    desk.say(WorkerToPage::FileRemoved { name: "out.csv".to_owned() });
    assert_eq!(names(&desk.server().files), Vec::<&str>::new());
}

#[test]
fn an_upload_never_overwrites_and_says_when_it_is_too_large() {
    let mut desk = Desk::ready();
    create(&mut desk, "a.py", "mine");
    create(&mut desk, "a.py", "other");
    create(&mut desk, "a.py", "mine");
    assert_eq!(names(&desk.server().files), ["a-2.py", "a.py"]);
    file(&mut desk, FileAction::Added { name: "big".to_owned(), content: Content::TooLarge { size: 9 << 20 } });
    assert!(desk.server().files.problem.as_ref().is_some_and(|words| words.contains("big")));
}

#[test]
fn an_upload_under_a_name_that_no_file_can_have_is_refused() {
    let mut desk = Desk::ready();
    for name in ["", "tmp"] {
        create(&mut desk, name, "1");
        assert_eq!(names(&desk.server().files), Vec::<&str>::new());
        assert!(desk.server().files.problem.is_some(), "{name:?}");
    }
}

#[test]
fn files_come_back_with_the_next_visit() {
    let mut desk = Desk::loading();
    let files = vec![("a.py".to_owned(), Content::from("x"))];
    let pane = Pane { is_open: true, active: Some("a.py".to_owned()), arguments: "1".to_owned() };
    let restored = vec![Restored { files, pane: pane.clone(), ..Restored::default() }];
    desk.happen(Event::Booted { jspi: crate::event::Jspi::Present, restored });
    assert_eq!(desk.server().files.pane, pane);
    desk.effects.clear();
    desk.happen(Event::PythonCompiled);
    desk.become_ready(SERVER);
    assert_eq!(desk.posted(), [&written("a.py", "x")]);
}

#[test]
fn an_example_opens_on_both_sides_and_leaves_what_is_there() {
    let mut desk = Desk::ready();
    create(&mut desk, "echo_server.py", "changed by me");
    desk.happen(Event::Examples(ExampleEvent::Asked));
    assert!(desk.effects.contains(&Effect::LoadExamples));
    let text = |text: &str| text.to_owned();
    let example = Example {
        name: text("echo"),
        title: wording("Echo"),
        look: wording("look"),
        server: text("s"),
        client: text("c"),
    };
    desk.happen(Event::Examples(ExampleEvent::Came(Ok(vec![example]))));
    assert!(matches!(desk.state.examples.list, ExampleList::Here(_)));
    desk.happen(Event::Examples(ExampleEvent::Chosen("echo".to_owned())));
    assert_eq!(names(&desk.server().files), ["echo_server-2.py", "echo_server.py"]);
    assert_eq!(desk.server().files.active().map(|(name, _)| name), Some("echo_server-2.py"));
    assert_eq!(desk.terminal(super::CLIENT).files.active(), Some(("echo_client.py", &Content::from("c"))));
    assert_eq!(desk.state.examples.told, Some((wording("Echo"), wording("look"))));
}

/// Programs in the panes of both sides, and both asked to run.
fn run_pair() -> Desk {
    let mut desk = Desk::ready();
    create(&mut desk, "server.py", "s");
    let action = Action::File(FileAction::Added { name: "client.py".to_owned(), content: Content::from("c") });
    desk.happen(Event::Acted { terminal: super::CLIENT, action });
    desk.happen(Event::Examples(ExampleEvent::Ran));
    desk
}

/// The names of the programs that were begun.
fn programs(desk: &Desk) -> Vec<&str> {
    let mut names = Vec::new();
    for message in desk.posted() {
        if let PageToWorker::RunFile { name, .. } = message {
            names.push(name.as_str());
        }
    }
    names
}

#[test]
fn of_a_pair_the_client_begins_when_the_server_has_spoken_or_waits() {
    let mut desk = run_pair();
    desk.print(Stream::Stderr, "a warning\n");
    assert_eq!(programs(&desk), ["server.py"]);
    desk.print(Stream::Stdout, "listening\n");
    desk.print(Stream::Stdout, "more\n");
    assert_eq!(programs(&desk), ["server.py", "client.py"]);

    let mut desk = run_pair();
    desk.say(WorkerToPage::InputWanted);
    assert_eq!(programs(&desk), ["server.py", "client.py"]);
}

#[test]
fn of_a_pair_the_client_does_not_begin_without_a_server() {
    let mut desk = run_pair();
    desk.finish(1);
    desk.print(Stream::Stdout, "too late\n");
    assert_eq!(programs(&desk), ["server.py"]);
    assert!(desk.terminal(super::CLIENT).scrollback.text().contains("not begun"));
}

/// It would end the program that runs, to begin it again.
#[test]
fn of_a_pair_the_client_that_was_run_by_hand_does_not_begin_again() {
    let mut desk = run_pair();
    desk.happen(Event::Acted { terminal: super::CLIENT, action: Action::File(FileAction::Ran) });
    desk.print(Stream::Stdout, "listening\n");
    assert_eq!(programs(&desk), ["server.py", "client.py"]);
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Terminate { .. })));
}

#[test]
fn a_file_that_outgrows_the_limit_is_no_longer_kept_and_that_is_told_once() {
    let mut desk = Desk::ready();
    create(&mut desk, "log.txt", "short");
    for size in [3_000_000, 4_000_000] {
        desk.effects.clear();
        desk.say(WorkerToPage::FileWritten { name: "log.txt".to_owned(), content: Content::TooLarge { size } });
        let is_removed = |effect: &Effect| matches!(effect, Effect::RemoveStoredFile { name, .. } if name == "log.txt");
        assert!(desk.effects.iter().any(is_removed), "{:?}", desk.effects);
    }
    let told = "log.txt has grown to 3000000 bytes: above 2 MiB";
    assert_eq!(desk.server().scrollback.text().matches("log.txt has grown").count(), 1);
    assert!(desk.server().scrollback.text().contains(told));
    file(&mut desk, FileAction::Renamed { from: "log.txt".to_owned(), to: "other.txt".to_owned() });
    assert_eq!(names(&desk.server().files), ["log.txt"], "the process alone has it, under its name");
    assert!(desk.server().files.problem.is_some());
}

#[test]
fn files_beyond_the_limit_stay_in_the_process() {
    let mut desk = Desk::ready();
    for n in 0..=Files::LIMIT + 1 {
        desk.say(WorkerToPage::FileWritten { name: format!("{n:03}.txt"), content: "x".into() });
    }
    assert_eq!(desk.server().files.iter().count(), Files::LIMIT);
    assert_eq!(desk.server().scrollback.text().matches("has no place here").count(), 1);
    desk.say(WorkerToPage::FileWritten { name: "000.txt".to_owned(), content: "changed".into() });
    assert_eq!(desk.server().files.get("000.txt"), Some(&"changed".into()));
    file(&mut desk, FileAction::Created);
    assert_eq!(desk.server().files.iter().count(), Files::LIMIT);
    assert!(desk.server().files.problem.is_some());
}

#[test]
fn what_a_full_storage_does_not_take_is_told() {
    let mut desk = Desk::ready();
    create(&mut desk, "a.py", "x = 1");
    file(&mut desk, FileAction::NotKept("a.py".to_owned()));
    file(&mut desk, FileAction::NotKept("a.py".to_owned()));
    assert!(desk.server().files.problem.as_ref().is_some_and(|words| words.contains("a.py is not kept")));
    assert_eq!(desk.server().scrollback.text().matches("a.py is not kept").count(), 1);
    desk.happen(Event::EntryNotKept);
    desk.happen(Event::EntryNotKept);
    assert_eq!(desk.state.room.notices.len(), 1);
}

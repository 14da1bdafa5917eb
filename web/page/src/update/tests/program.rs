use super::{CLIENT, Desk, SERVER};
use crate::effect::{Answer, Effect, News};
use crate::event::{Action, Event, Wish};
use crate::state::{Collected, RequestId, TerminalId};
use crate::update::wish::TERMINALS;
use sockbox_message::{End, PageToWorker, Stream, WorkerToPage};

fn ran(ok: bool, stdout: &str, stderr: &str, value: Option<&str>) -> Result<Answer, String> {
    let value = value.map(str::to_owned);
    Ok(Answer::Ran { ok, stdout: stdout.to_owned(), stderr: stderr.to_owned(), value })
}

#[test]
fn run_is_answered_with_what_was_written_meanwhile() {
    let mut desk = Desk::ready();
    desk.print(Stream::Stdout, "before\n");
    desk.ask_run(7, "print(1); 2");
    desk.print(Stream::Stdout, "1\n2\n");
    desk.print(Stream::Stderr, "warning\n");
    desk.say(WorkerToPage::Finished { cell: 1, end: End::Completed, value: Some("2".to_owned()) });
    assert_eq!(desk.answer(7), Some(&ran(true, "1\n2\n", "warning\n", Some("2"))));
    assert!(desk.output().contains(">>> print(1); 2\n"), "whoever looks on sees it");
}

#[test]
fn a_run_that_raises_is_answered_and_not_rejected() {
    let mut desk = Desk::ready();
    desk.ask_run(7, "1/0");
    desk.say(WorkerToPage::Finished { cell: 1, end: End::Raised, value: None });
    assert_eq!(desk.answer(7), Some(&ran(false, "", "", None)));
}

#[test]
fn a_run_waits_for_the_one_before() {
    let mut desk = Desk::ready();
    desk.submit("s.accept()");
    desk.ask_run(7, "c");
    assert_eq!(desk.sources(), ["s.accept()"]);
    desk.finish(1);
    assert_eq!(desk.sources(), ["s.accept()", "c"]);
}

#[test]
fn a_run_that_waits_does_not_become_input() {
    let mut desk = Desk::ready();
    desk.submit("input()");
    desk.ask_run(7, "x");
    desk.say(WorkerToPage::InputWanted);
    assert!(desk.server().is_input_wanted());
}

#[test]
fn start_is_answered_with_the_exit_status() {
    let mut desk = Desk::ready();
    desk.ask(Wish::Start { request: RequestId(7), name: "server.py".to_owned(), argv: vec!["8001".to_owned()] });
    let order = PageToWorker::RunFile { cell: 1, name: "server.py".to_owned(), argv: vec!["8001".to_owned()] };
    assert_eq!(desk.posted(), [&order]);
    desk.say(WorkerToPage::Finished { cell: 1, end: End::Exited { status: 3 }, value: None });
    let answer = Ok(Answer::Started { exit_code: 3, stdout: String::new(), stderr: String::new() });
    assert_eq!(desk.answer(7), Some(&answer));
    assert_eq!(desk.status(), "ready", "a file that exits leaves the process");
}

#[test]
fn the_end_of_the_process_rejects_every_run() {
    let mut desk = Desk::ready();
    desk.ask_run(7, "running");
    desk.ask_run(8, "waiting");
    desk.ask(Wish::Kill);
    desk.ask_run(9, "too late");
    for request in 7..=9 {
        let why = "the process of terminal \"server\" has ended: killed".to_owned();
        assert_eq!(desk.answer(request), Some(&Err(why)));
    }
}

#[test]
fn write_reaches_input_whenever_it_comes() {
    let mut desk = Desk::loading();
    desk.ask(Wish::Write { request: RequestId(7), text: "early".to_owned() });
    desk.happen(Event::PythonCompiled);
    desk.become_ready(SERVER);
    assert_eq!(desk.posted(), [&PageToWorker::Input { text: "early\n".to_owned() }]);
    desk.ask(Wish::Write { request: RequestId(8), text: "late\n".to_owned() });
    assert_eq!(desk.posted().last(), Some(&&PageToWorker::Input { text: "late\n".to_owned() }));
    assert_eq!(desk.answer(8), Some(&Ok(Answer::Done)));
}

#[test]
fn ready_is_answered_once_when_both_terminals_are() {
    let mut desk = Desk::loading();
    desk.happen(Event::PythonCompiled);
    desk.become_ready(SERVER);
    assert_eq!(desk.answer(0), None);
    desk.become_ready(CLIENT);
    assert_eq!(desk.answer(0), Some(&Ok(Answer::Done)));
    desk.effects.clear();
    desk.act(Action::Restarted);
    desk.become_ready(SERVER);
    assert_eq!(desk.answer(0), None);
}

#[test]
fn open_adds_a_terminal_and_is_answered_when_its_files_are_written() {
    let mut desk = Desk::ready();
    let files = vec![("a.py".to_owned(), "print(1)".to_owned())];
    desk.happen(Event::OpenAsked { request: RequestId(7), title: Some("third".to_owned()), files });
    let third = TerminalId(3);
    assert_eq!(desk.answer(7), None);
    desk.become_ready(third);
    let file = PageToWorker::WriteFile { name: "a.py".to_owned(), content: "print(1)".into() };
    assert_eq!(desk.posted(), [&file]);
    assert_eq!(desk.answer(7), Some(&Ok(Answer::Opened(third))));
}

#[test]
fn open_refuses_names_that_no_file_can_have() {
    let mut desk = Desk::ready();
    for (request, name) in [(7, ""), (8, "tmp"), (9, "../a.py")] {
        let files = vec![(name.to_owned(), String::new())];
        desk.happen(Event::OpenAsked { request: RequestId(request), title: None, files });
        assert!(matches!(desk.answer(request), Some(Err(_))), "{name:?}");
    }
}

#[test]
fn the_number_of_terminals_is_limited_and_the_limit_names_itself() {
    let mut desk = Desk::ready();
    for request in 3..=TERMINALS as u64 + 1 {
        desk.happen(Event::OpenAsked { request: RequestId(request), title: None, files: Vec::new() });
    }
    let why = desk.answer(TERMINALS as u64 + 1).and_then(|answer| answer.as_ref().err());
    assert!(why.is_some_and(|why| why.contains("at most 8")), "{why:?}");
}

#[test]
fn collected_output_is_limited_and_says_so() {
    let mut collected = Collected::default();
    for _ in 0..3 {
        collected.add(Stream::Stdout, &"x".repeat(Collected::LIMIT / 2 + 1));
    }
    assert!(collected.stdout.len() < Collected::LIMIT + 1_000);
    assert!(collected.stdout.contains("16 MiB"));
}

#[test]
fn listeners_hear_of_output_calls_and_states() {
    let mut desk = Desk::ready();
    desk.ask_run(7, "s.close()");
    desk.print(Stream::Stdout, "text");
    desk.begin_call(1, "close()", None);
    let told: Vec<_> = desk
        .effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Emit { news, .. } => Some(news),
            _ => None,
        })
        .collect();
    assert!(matches!(
        told[..],
        [News::State(_), News::Output { stream: "stdout", .. }, News::CallBegun { state: "begun", call: 1, .. }]
    ));
}

use super::{CLIENT, Desk, SERVER};
use crate::effect::{Effect, News};
use crate::event::{Action, Event, Jspi};
use crate::state::{CallState, Isolation, Load, Phase, Restored, State};
use crate::update::update;
use sockbox_core::Explanation;
use sockbox_message::{End, Excerpt, ExitReason, PageToWorker, Stream, Traffic, WorkerToPage};

fn lose_relay(desk: &mut Desk) {
    desk.say(WorkerToPage::Exited { reason: ExitReason::RelayLost { why: "connection closed".to_owned() } });
}

#[test]
fn at_boot_workers_are_made_while_python_is_fetched_and_started_when_it_is_there() {
    let mut desk = Desk::loading();
    assert_eq!(desk.effects.iter().filter(|effect| matches!(effect, Effect::Spawn { .. })).count(), 2);
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Start { .. })));
    desk.happen(Event::PythonCompiled);
    assert_eq!(desk.effects.iter().filter(|effect| matches!(effect, Effect::Start { .. })).count(), 2);
    assert_eq!(desk.status(), "starting Python");
}

#[test]
fn a_browser_without_jspi_fetches_nothing() {
    let mut state = State::new(1);
    let effects = update(&mut state, Event::Booted { jspi: Jspi::Missing, restored: Vec::new() }, 0.0);
    assert_eq!(state.load, Load::Unsupported);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::LoadPython | Effect::Spawn { .. })));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Answer { answer: Err(_), .. })));
}

#[test]
fn what_the_storage_has_comes_back() {
    let mut state = State::new(1);
    let restored = vec![Restored { history: vec!["old".to_owned()], draft: "half".to_owned(), ..Restored::default() }];
    update(&mut state, Event::Booted { jspi: Jspi::Present, restored }, 0.0);
    assert_eq!(state.terminals[0].draft, "half");
    assert_eq!(state.terminals[0].history.entries(), ["old"]);
}

#[test]
fn a_failed_load_can_be_tried_again() {
    let mut desk = Desk::loading();
    desk.happen(Event::PythonFailed { why: "offline".to_owned() });
    assert_eq!(desk.status(), "Python could not be loaded");
    desk.effects.clear();
    desk.happen(Event::LoadRetried);
    assert!(desk.effects.contains(&Effect::LoadPython));
    assert_eq!(desk.state.load, Load::Fetching { loaded: 0, total: 1_000 });
}

#[test]
fn a_call_that_does_not_come_back_is_shown_with_its_address() {
    let mut desk = Desk::ready();
    desk.submit("s.accept()");
    desk.begin_call(1, "accept()", Some("127.0.0.1:8001"));
    assert_eq!(desk.status(), "running");
    desk.wait(150.0);
    assert_eq!(desk.status(), "blocked in accept() on 127.0.0.1:8001");
}

fn refuse_accept(desk: &mut Desk) {
    desk.submit("s.accept()");
    desk.begin_call(1, "accept()", None);
    let exception = "OSError: [Errno 22] Invalid argument".to_owned();
    let why = Some(Explanation::verbatim("the socket is bound: listen() is missing"));
    desk.say(WorkerToPage::CallEnded {
        call: 1,
        result: Err(exception),
        took: 0.0,
        refused: true,
        why,
        socket: None,
        payload: Excerpt::default(),
        traffic: Traffic::default(),
        predicted: None,
    });
}

#[test]
fn the_reason_of_a_refusal_stands_under_its_traceback() {
    let mut desk = Desk::ready();
    refuse_accept(&mut desk);
    desk.print(Stream::Stderr, "Traceback\nOSError: [Errno 22] Invalid argument\n");
    desk.say(WorkerToPage::Finished { cell: 1, end: End::Raised, value: None });
    assert!(desk.output().ends_with("Invalid argument\nthe socket is bound: listen() is missing\n"));
}

#[test]
fn a_refusal_that_the_program_handled_is_not_explained() {
    let mut desk = Desk::ready();
    refuse_accept(&mut desk);
    desk.print(Stream::Stderr, "Traceback\nKeyError: 1\n");
    desk.say(WorkerToPage::Finished { cell: 1, end: End::Raised, value: None });
    assert!(!desk.output().contains("is missing"));
}

#[test]
fn a_mistake_that_python_found_is_explained_under_its_traceback() {
    let mut desk = Desk::ready();
    desk.submit("s.send('hello')");
    let traceback = "Traceback (most recent call last):\n  File \"<python-input-0>\", line 1, in <module>\n    \
                     s.send('hello')\nTypeError: a bytes-like object is required, not 'str'\n";
    desk.print(Stream::Stderr, traceback);
    desk.say(WorkerToPage::Finished { cell: 1, end: End::Raised, value: None });
    assert!(desk.output().ends_with("Write b'hello', or call .encode() on the text.\n"), "{}", desk.output());
}

/// A file can end in the middle of a character too, and `recv` has nothing to do with it.
#[test]
fn what_is_wrong_with_bytes_is_explained_once_some_were_received() {
    let mut desk = Desk::ready();
    let mut explained = |cell| {
        desk.submit("data.decode()");
        let exception =
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe4 in position 0: unexpected end of data";
        let traceback =
            format!("Traceback (most recent call last):\n  File \"<stdin>\", line 1\n    data.decode()\n{exception}\n");
        desk.print(Stream::Stderr, &traceback);
        desk.say(WorkerToPage::Finished { cell, end: End::Raised, value: None });
        let is_explained = !desk.output().ends_with(&traceback);
        desk.begin_call(cell, "recv(1)", None);
        desk.say(WorkerToPage::CallEnded {
            call: cell,
            result: Ok("b'\\xe4'".to_owned()),
            took: 0.0,
            refused: false,
            why: None,
            socket: None,
            payload: Excerpt::default(),
            traffic: Traffic { sent: 0, received: 1 },
            predicted: None,
        });
        is_explained
    };
    assert!(!explained(1));
    assert!(explained(2));
}

#[test]
fn time_is_looked_at_only_while_something_runs() {
    let mut desk = Desk::ready();
    desk.submit("x");
    assert_eq!(desk.effects.iter().filter(|effect| **effect == Effect::Tick).count(), 1);
    desk.finish(1);
    desk.effects.clear();
    desk.wait(150.0);
    assert_eq!(desk.effects, []);
}

#[test]
fn a_lost_relay_ends_the_process_and_keeps_the_text() {
    let mut desk = Desk::ready();
    desk.submit("s.accept()");
    desk.submit("print('next')");
    desk.act(Action::Edited("half".to_owned()));
    desk.begin_call(1, "accept()", None);
    lose_relay(&mut desk);
    assert_eq!(desk.status(), "ended: no connection to the relay");
    assert!(desk.output().starts_with(">>> s.accept()\n"));
    assert!(desk.output().contains("(connection closed)"));
    assert_eq!(desk.server().draft, "print('next')\nhalf");
    assert_eq!(desk.state.timeline.rows()[0].state, CallState::Abandoned);
}

#[test]
fn a_relay_that_ends_a_process_is_quoted() {
    let mut desk = Desk::ready();
    let why = "This room may have at most 64 processes, and has them".to_owned();
    desk.say(WorkerToPage::Exited { reason: ExitReason::RelayClosed { why: Explanation::verbatim(why.clone()) } });
    assert_eq!(desk.status(), format!("ended: {why}"));
    assert!(desk.output().ends_with("and has them. All text stays. Enter connects again.\n"));
    let told = |effect: &Effect| matches!(effect, Effect::Emit { news: News::Exit { reason: "relay_closed", .. }, .. });
    assert!(desk.effects.iter().any(told));
}

fn fail_to_reach(answer: Option<&str>) -> Desk {
    let mut desk = Desk::loading();
    desk.happen(Event::PythonCompiled);
    let worker = desk.server().worker;
    desk.say(WorkerToPage::Exited { reason: ExitReason::RelayLost { why: "cannot be reached".to_owned() } });
    assert!(desk.effects.contains(&Effect::AskRelay { worker }));
    assert_eq!(desk.status(), "starting Python");
    desk.happen(Event::RelayAnswered { worker, why: answer.map(Explanation::verbatim) });
    desk
}

#[test]
fn a_process_that_was_not_let_in_says_why() {
    let desk = fail_to_reach(Some("This relay may have at most 256 rooms, and has them"));
    assert_eq!(desk.status(), "ended: This relay may have at most 256 rooms, and has them");
}

#[test]
fn a_relay_that_answers_nothing_cannot_be_reached() {
    let desk = fail_to_reach(None);
    assert_eq!(desk.status(), "ended: no connection to the relay");
    assert!(desk.output().contains("(cannot be reached)"));
}

#[test]
fn a_line_without_a_terminal_goes_where_the_keyboard_was() {
    let mut desk = Desk::ready();
    desk.happen(Event::Focused { terminal: CLIENT });
    desk.happen(Event::LineChosen { text: "x".to_owned() });
    assert_eq!(desk.effects, [Effect::InsertEntry { terminal: CLIENT, text: "x".to_owned() }]);
}

#[test]
fn restart_makes_a_new_worker_and_keeps_the_output() {
    let mut desk = Desk::ready();
    desk.submit("print('kept')");
    lose_relay(&mut desk);
    let old = desk.server().worker;
    desk.effects.clear();
    desk.act(Action::Restarted);
    let new = desk.server().worker;
    assert_ne!(new, old);
    let made: Vec<_> =
        desk.effects.iter().filter(|effect| matches!(effect, Effect::Spawn { .. } | Effect::Start { .. })).collect();
    assert_eq!(made, [&Effect::Spawn { worker: new }, &Effect::Start { worker: new }]);
    desk.become_ready(SERVER);
    assert_eq!(desk.status(), "ready");
    assert!(desk.output().contains("print('kept')"));
}

#[test]
fn what_a_replaced_worker_still_says_is_ignored() {
    let mut desk = Desk::ready();
    let old = desk.server().worker;
    desk.act(Action::Restarted);
    assert!(desk.has_terminated(old));
    let before = desk.output();
    desk.happen(Event::Said { worker: old, message: WorkerToPage::InputWanted });
    desk.happen(Event::WorkerFailed { worker: old, why: "late".to_owned() });
    assert_eq!(desk.output(), before);
    assert_eq!(desk.server().phase, Phase::Starting);
}

#[test]
fn a_worker_that_fails_without_a_word_has_crashed() {
    let mut desk = Desk::ready();
    desk.happen(Event::WorkerFailed { worker: desk.server().worker, why: "out of memory".to_owned() });
    assert_eq!(desk.status(), "ended: Python crashed");
    let told = |effect: &Effect| matches!(effect, Effect::Emit { news: News::Exit { reason: "crashed", .. }, .. });
    assert!(desk.effects.iter().any(told));
    assert_eq!(desk.terminal(CLIENT).phase, Phase::Ready, "the other terminal goes on");
}

#[test]
fn an_interrupt_without_effect_is_remarked_upon() {
    let mut desk = Desk::ready();
    desk.submit("sum(range(10**12))");
    desk.act(Action::Interrupted);
    assert_eq!(desk.posted().last(), Some(&&PageToWorker::Interrupt));
    desk.happen(Event::InterruptOverdue { worker: desk.server().worker, cell: 1 });
    assert!(desk.output().contains("Restart ends it"));
}

#[test]
fn a_second_interrupt_soon_after_ends_the_process() {
    let mut desk = Desk::ready();
    desk.submit("sum(range(10**12))");
    desk.act(Action::Interrupted);
    desk.now += 1_999.0;
    desk.act(Action::Stopped);
    assert_eq!(desk.status(), "ended: killed");
    let is_end = |effect: &Effect| matches!(effect, Effect::Terminate { .. });
    assert!(desk.effects.iter().any(is_end));
}

#[test]
fn a_second_interrupt_much_later_is_one_like_the_first() {
    let mut desk = Desk::ready();
    desk.submit("serve_for_ever()");
    desk.act(Action::Interrupted);
    desk.now += 2_000.0;
    desk.act(Action::Interrupted);
    let interrupts = desk.posted().iter().filter(|message| ***message == PageToWorker::Interrupt).count();
    assert_eq!((interrupts, desk.server().is_interruptible()), (2, true));
}

#[test]
fn an_interrupt_that_worked_is_not_remarked_upon() {
    let mut desk = Desk::ready();
    desk.submit("s.accept()");
    desk.act(Action::Interrupted);
    desk.finish(1);
    let before = desk.output();
    desk.happen(Event::InterruptOverdue { worker: desk.server().worker, cell: 1 });
    assert_eq!(desk.output(), before);
}

#[test]
fn a_relay_without_rooms_is_known() {
    let mut desk = Desk::ready();
    assert_eq!(desk.state.isolation, Isolation::Room);
    desk.say(WorkerToPage::Ready { python: "3.14.0".to_owned(), isolated: false });
    assert_eq!(desk.state.isolation, Isolation::HostLoopback);
}

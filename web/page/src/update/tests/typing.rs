use super::{Desk, SERVER};
use crate::effect::Effect;
use crate::event::Action;
use sockbox_message::{PageToWorker, Stream, WorkerToPage};

#[test]
fn enter_runs_the_entry_and_shows_it_with_its_prompt() {
    let mut desk = Desk::ready();
    desk.submit("1 + 1");
    assert_eq!(desk.sources(), ["1 + 1"]);
    desk.print(Stream::Stdout, "2\n");
    desk.finish(1);
    assert_eq!(desk.output(), ">>> 1 + 1\n2\n");
    assert_eq!(desk.status(), "ready");
}

#[test]
fn enter_on_nothing_shows_a_prompt_and_runs_nothing() {
    let mut desk = Desk::ready();
    desk.submit("");
    assert_eq!(desk.sources(), Vec::<&str>::new());
    assert_eq!(desk.output(), ">>> \n");
}

#[test]
fn an_incomplete_entry_goes_back_into_the_editor() {
    let mut desk = Desk::ready();
    desk.submit("for n in x:");
    desk.say(WorkerToPage::Incomplete { cell: 1 });
    let source = "for n in x:".to_owned();
    assert!(desk.effects.contains(&Effect::ResumeEntry { terminal: SERVER, source }));
    assert_eq!(desk.output(), "", "the echo is taken back");
    assert_eq!(desk.server().history.entries(), Vec::<String>::new(), "half an entry is not history");
}

#[test]
fn an_indented_line_with_nothing_on_it_is_blank() {
    let mut desk = Desk::ready();
    desk.submit("if True:\n    x\n    ");
    assert_eq!(desk.sources(), ["if True:\n    x\n"]);
}

#[test]
fn lines_typed_while_python_loads_run_in_order_when_it_is_ready() {
    let mut desk = Desk::loading();
    desk.submit("a = 1");
    desk.submit("a");
    assert_eq!(desk.status(), "loading Python, 2 entries wait");
    desk.happen(crate::event::Event::PythonCompiled);
    desk.become_ready(SERVER);
    desk.finish(1);
    assert_eq!(desk.sources(), ["a = 1", "a"]);
}

#[test]
fn a_block_typed_ahead_line_by_line_is_joined_and_indented() {
    let mut desk = Desk::loading();
    for line in ["if True:", "print(1)", ""] {
        desk.submit(line);
    }
    desk.happen(crate::event::Event::PythonCompiled);
    desk.become_ready(SERVER);
    desk.say(WorkerToPage::Incomplete { cell: 1 });
    desk.say(WorkerToPage::Incomplete { cell: 2 });
    assert_eq!(desk.sources(), ["if True:", "if True:\n    print(1)", "if True:\n    print(1)\n"]);
    assert_eq!(desk.server().history.entries(), ["if True:\n    print(1)\n"]);
}

#[test]
fn a_line_typed_while_input_waits_goes_to_the_program() {
    let mut desk = Desk::ready();
    desk.submit("name = input('name? ')");
    desk.print(Stream::Stdout, "name? ");
    desk.say(WorkerToPage::InputWanted);
    assert_eq!(desk.status(), "waiting for input");
    assert_eq!(desk.server().prompt().first, "name? ");
    desk.submit("Ada");
    assert_eq!(desk.posted().last(), Some(&&PageToWorker::Input { text: "Ada\n".to_owned() }));
    assert!(desk.output().ends_with("name? Ada\n"));
    assert_eq!(desk.server().history.entries().len(), 1, "an answer is not an entry");
}

#[test]
fn a_line_typed_ahead_is_what_input_reads() {
    let mut desk = Desk::ready();
    desk.submit("input()");
    desk.submit("ahead");
    desk.say(WorkerToPage::InputWanted);
    assert_eq!(desk.posted().last(), Some(&&PageToWorker::Input { text: "ahead\n".to_owned() }));
    assert!(!desk.server().is_input_wanted());
}

#[test]
fn ctrl_c_interrupts_what_runs_and_drops_what_was_typed_ahead() {
    let mut desk = Desk::ready();
    desk.submit("s.accept()");
    desk.submit("s.accept()");
    desk.act(Action::Interrupted);
    assert_eq!(desk.posted().last(), Some(&&PageToWorker::Interrupt));
    desk.finish(1);
    assert_eq!(desk.sources().len(), 1);
    assert_eq!(desk.server().history.entries(), ["s.accept()"]);
}

#[test]
fn ctrl_c_at_the_prompt_leaves_the_entry() {
    let mut desk = Desk::ready();
    desk.act(Action::Edited("for n in".to_owned()));
    desk.act(Action::Interrupted);
    assert_eq!(desk.output(), ">>> for n in\nKeyboardInterrupt\n");
    assert_eq!(desk.server().draft, "");
    assert!(desk.posted().is_empty());
}

#[test]
fn ctrl_d_ends_the_input_that_waits_and_not_the_process() {
    let mut desk = Desk::ready();
    desk.submit("input()");
    desk.say(WorkerToPage::InputWanted);
    desk.act(Action::EndedInput);
    assert_eq!(desk.posted().last(), Some(&&PageToWorker::EndOfInput));
    assert_eq!(desk.status(), "running");
}

#[test]
fn ctrl_d_at_the_prompt_ends_the_process() {
    let mut desk = Desk::ready();
    let worker = desk.server().worker;
    desk.act(Action::EndedInput);
    assert_eq!(desk.status(), "ended: exit status 0");
    assert!(desk.has_terminated(worker));
}

#[test]
fn up_and_down_walk_the_history_and_come_back_to_the_draft() {
    let mut desk = Desk::ready();
    desk.submit("one");
    desk.finish(1);
    desk.act(Action::Edited("draft".to_owned()));
    desk.act(Action::WentOlder);
    assert_eq!(desk.server().draft, "one");
    desk.act(Action::WentNewer);
    assert_eq!(desk.server().draft, "draft");
}

#[test]
fn every_edit_is_saved() {
    let mut desk = Desk::ready();
    desk.act(Action::Edited("s = ".to_owned()));
    let saved = Effect::SaveDraft { title: "server".to_owned(), text: "s = ".to_owned() };
    assert_eq!(desk.effects, [saved]);
}

#[test]
fn enter_in_an_ended_terminal_begins_a_new_process_and_the_history_has_the_text() {
    let mut desk = Desk::ready();
    desk.act(Action::EndedInput);
    assert!(desk.output().ends_with("Enter begins a new one.\n"));
    desk.act(Action::Edited("1 + 1".to_owned()));
    desk.effects.clear();
    desk.submit("1 + 1");
    let worker = desk.server().worker;
    assert!(desk.effects.contains(&Effect::Start { worker }));
    assert_eq!(desk.posted(), [] as [&PageToWorker; 0]);
    assert_eq!(desk.server().draft, "");
    assert_eq!(desk.server().history.entries(), ["1 + 1"]);
}

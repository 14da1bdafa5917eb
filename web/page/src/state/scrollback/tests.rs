use super::{Colour, Kind, Scrollback};

fn written(texts: &[&str]) -> Scrollback {
    let mut scrollback = Scrollback::default();
    texts.iter().for_each(|text| scrollback.write(Kind::Stdout, text));
    scrollback
}

#[test]
fn parts_of_lines_join() {
    let scrollback = written(&["he", "llo\nwor", "ld"]);
    assert_eq!(scrollback.text(), "hello\nworld");
    assert_eq!(scrollback.open_line().map(|line| line.text()).as_deref(), Some("world"));
    assert_eq!(scrollback.lines().len(), 2);
}

#[test]
fn an_empty_line_is_a_line() {
    assert_eq!(written(&["a\n\nb\n"]).text(), "a\n\nb\n");
}

#[test]
fn streams_stay_apart_within_a_line() {
    let mut scrollback = written(&["out "]);
    scrollback.write(Kind::Stderr, "err");
    let line = &scrollback.lines()[0];
    assert_eq!(line.pieces.len(), 2);
    assert!(line.has(Kind::Stderr));
}

#[test]
fn a_carriage_return_begins_the_line_anew_once_text_follows() {
    assert_eq!(written(&["10 %\r20 %"]).text(), "20 %");
    assert_eq!(written(&["10 %\r"]).text(), "10 %");
    assert_eq!(written(&["dos\r\n", "line\r", "\n"]).text(), "dos\nline\n");
}

#[test]
fn an_entry_stands_on_lines_of_its_own_with_its_prompts() {
    let mut scrollback = written(&["no line feed"]);
    scrollback.enter("for n in x:\n    n");
    assert_eq!(scrollback.text(), "no line feed\n>>> for n in x:\n...     n\n");
}

#[test]
fn an_entry_is_taken_back_whole() {
    let mut scrollback = written(&["before\n"]);
    let echo = scrollback.enter("a\nb");
    scrollback.retract(echo);
    assert_eq!(scrollback.text(), "before\n");
}

#[test]
fn an_entry_that_was_followed_by_output_stays() {
    let mut scrollback = Scrollback::default();
    let echo = scrollback.enter("a");
    scrollback.write(Kind::Stdout, "out\n");
    scrollback.retract(echo);
    assert_eq!(scrollback.text(), ">>> a\nout\n");
}

#[test]
fn keys_are_never_used_twice() {
    let mut scrollback = Scrollback::default();
    let echo = scrollback.enter("a");
    let taken = scrollback.lines()[0].key;
    scrollback.retract(echo);
    scrollback.enter("b");
    assert_ne!(scrollback.lines()[0].key, taken);
}

#[test]
fn a_changed_line_has_a_new_version() {
    let mut scrollback = written(&["a"]);
    let before = scrollback.lines()[0].version;
    scrollback.write(Kind::Stdout, "b");
    assert_ne!(scrollback.lines()[0].version, before);
}

#[test]
fn the_oldest_lines_beyond_the_limit_are_dropped_and_counted() {
    let mut scrollback = Scrollback::default();
    for n in 0..Scrollback::LINES + 7 {
        scrollback.write(Kind::Stdout, &format!("{n}\n"));
    }
    assert_eq!(scrollback.lines().len(), Scrollback::LINES);
    assert_eq!(scrollback.dropped(), 7);
    assert_eq!(scrollback.lines()[0].text(), "7");
}

#[test]
fn a_very_long_line_goes_on_in_the_next() {
    let scrollback = written(&["x".repeat(Scrollback::COLUMNS + 3).as_str(), "y"]);
    assert_eq!(scrollback.lines().len(), 2);
    assert_eq!(scrollback.lines()[1].text(), "xxxy");
}

#[test]
fn control_characters_become_visible() {
    assert_eq!(written(&["\x1b\tred\0"]).text(), "␛\tred␀");
}

#[test]
fn clearing_keeps_the_line_that_is_being_written() {
    let mut scrollback = written(&["old\nname? "]);
    scrollback.clear();
    assert_eq!(scrollback.text(), "name? ");
}

#[test]
fn colours_last_until_they_are_reset_even_across_writes() {
    let scrollback = written(&["a\x1b[3", "1mb", "c\x1b[0md"]);
    let pieces: Vec<_> = scrollback.lines()[0].pieces.iter().map(|p| (p.text.as_str(), p.style.colour)).collect();
    assert_eq!(pieces, [("a", None), ("bc", Some(Colour::Named(1))), ("d", None)]);
}

#[test]
fn a_program_does_not_colour_what_comes_after_it() {
    let mut scrollback = written(&["\x1b[31mred"]);
    scrollback.enter("1");
    scrollback.write(Kind::Stdout, "plain");
    assert_eq!(scrollback.lines().back().unwrap().pieces[0].style.colour, None);
}

#[test]
fn a_progress_line_that_erases_itself_is_shown_once() {
    assert_eq!(written(&["10 %", "\r\x1b[K20 %", "\r\x1b[K30 %\n"]).text(), "30 %\n");
}

#[test]
fn a_program_may_empty_the_screen() {
    assert_eq!(written(&["old\nold", "\x1b[H\x1b[2Jnew"]).text(), "new");
}

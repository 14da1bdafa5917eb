//! Text with control sequences (ECMA-48), in the parts that a scrollback can act upon.

/// A part of what a program wrote.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    /// To be shown.
    Text(&'t str),
    /// `ESC [ parameters m`.
    Look(&'t str),
    /// `ESC [ K`, `ESC [ 2 K`: the line is to be empty from the cursor on, or all of it.
    EraseLine,
    /// `ESC [ J`, `ESC [ 2 J`, `ESC [ 3 J`: so is the screen.
    EraseScreen,
    /// It says something that is of no use here: where the cursor shall be, a title, a link.
    Nothing,
    /// The beginning of a sequence whose rest has not come yet.
    Unfinished(&'t str),
}

/// Bytes of a sequence that may stay unfinished; more are text.
const LONGEST: usize = 256;

/// Takes the first part off `text`, which is not empty.
pub(super) fn next<'t>(text: &mut &'t str) -> Part<'t> {
    let whole = *text;
    match whole.find('\x1b') {
        Some(0) => sequence(text),
        at => {
            let (part, rest) = whole.split_at(at.unwrap_or(whole.len()));
            *text = rest;
            Part::Text(part)
        }
    }
}

fn sequence<'t>(text: &mut &'t str) -> Part<'t> {
    let whole = *text;
    let after = &whole[1..];
    let end = match after.chars().next() {
        Some('[') => control_sequence_end(after),
        Some(']') => command_end(after),
        Some(_) => Some(0),
        None => None,
    };
    let Some(end) = end else {
        *text = "";
        return if whole.len() > LONGEST { Part::Text(whole) } else { Part::Unfinished(whole) };
    };
    let (part, rest) = whole.split_at(1 + end);
    *text = rest;
    meaning(part)
}

/// Where `[ parameters final` ends; one that is broken off by something else ends after its bracket.
fn control_sequence_end(after: &str) -> Option<usize> {
    let end = after[1..].find(|c: char| !matches!(c, '\x20'..='\x3f'))? + 1;
    Some(if matches!(after.as_bytes()[end], 0x40..=0x7e) { end + 1 } else { 1 })
}

/// Where `] .. BEL` or `] .. ESC \` ends.
fn command_end(after: &str) -> Option<usize> {
    let bell = after.find('\x07').map(|at| at + 1);
    let terminator = after.find("\x1b\\").map(|at| at + 2);
    bell.into_iter().chain(terminator).min()
}

fn meaning(part: &str) -> Part<'_> {
    let inner = &part[1..];
    match (inner.chars().next(), inner.chars().next_back()) {
        (Some('['), Some('m')) => Part::Look(&inner[1..inner.len() - 1]),
        (Some('['), Some('K')) => Part::EraseLine,
        (Some('['), Some('J')) => Part::EraseScreen,
        (Some('['), Some('H' | 'f' | 'h' | 'l')) | (Some(']'), _) => Part::Nothing,
        // A learner should see what came.
        _ => Part::Text(part),
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, next};

    fn parts(mut text: &str) -> Vec<Part<'_>> {
        let mut parts = Vec::new();
        while !text.is_empty() {
            parts.push(next(&mut text));
        }
        parts
    }

    #[test]
    fn looks_and_erasures_are_told_from_text() {
        let found = parts("a\x1b[1;31mb\x1b[0m\x1b[2J\x1b[K");
        let expected =
            [Part::Text("a"), Part::Look("1;31"), Part::Text("b"), Part::Look("0"), Part::EraseScreen, Part::EraseLine];
        assert_eq!(found, expected);
    }

    #[test]
    fn titles_and_links_are_not_shown() {
        assert_eq!(parts("\x1b]0;title\x07x"), [Part::Nothing, Part::Text("x")]);
        assert_eq!(parts("\x1b]8;;http://a\x1b\\x"), [Part::Nothing, Part::Text("x")]);
    }

    #[test]
    fn what_is_no_sequence_is_text() {
        assert_eq!(parts("\x1bx"), [Part::Text("\x1b"), Part::Text("x")]);
        assert_eq!(parts("\x1b[1\n"), [Part::Text("\x1b["), Part::Text("1\n")]);
        assert_eq!(parts("\x1b[5A"), [Part::Text("\x1b[5A")]);
    }

    #[test]
    fn a_sequence_may_come_in_two_writes() {
        assert_eq!(parts("a\x1b[3"), [Part::Text("a"), Part::Unfinished("\x1b[3")]);
        assert_eq!(parts("\x1b"), [Part::Unfinished("\x1b")]);
    }
}

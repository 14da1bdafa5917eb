//! What the services say by themselves.

use std::time::SystemTime;

/// The printing characters of ASCII, in their order.
const FIRST: u8 = b' ';
const COUNT: usize = 95;
/// Characters of a line of chargen.
const LINE: usize = 72;

/// Lines of chargen as RFC 864 has them, each a character further than the one before, and back at the beginning after the last.
pub(super) fn lines() -> Vec<u8> {
    (0..COUNT).flat_map(line).collect()
}

/// The time as a line, RFC 867; the words are up to the server.
pub(super) fn daytime() -> String {
    format!("{}\r\n", humantime::format_rfc3339_seconds(SystemTime::now()))
}

fn line(start: usize) -> impl Iterator<Item = u8> {
    (start..start + LINE).map(|place| FIRST + (place % COUNT) as u8).chain(*b"\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_turn_through_the_printing_characters() {
        let all = lines();
        let text = String::from_utf8(all).expect("it is ASCII");
        let lines: Vec<_> = text.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), 95);
        assert!(lines[0].starts_with(" !\"#$") && lines[1].starts_with("!\"#$%") && lines[94].starts_with("~ !"));
        assert!(lines.iter().all(|line| line.len() == 72));
    }

    #[test]
    fn daytime_is_one_line() {
        let line = daytime();
        assert!(line.ends_with("Z\r\n") && line.len() == "2026-11-21T12:00:00Z\r\n".len(), "{line}");
    }
}

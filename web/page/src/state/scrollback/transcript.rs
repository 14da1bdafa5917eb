//! The lines with the times at which they began.

use super::Scrollback;
use std::fmt::Write;

impl Scrollback {
    /// Each line after the seconds since the first one.
    pub fn transcript(&self) -> String {
        let first = self.lines.front().map_or(0.0, |line| line.at);
        let mut text = String::new();
        for line in &self.lines {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{:10.3}  {}", (line.at - first) / 1000.0, line.text());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use crate::state::{Kind, Scrollback};

    #[test]
    fn each_line_has_the_time_of_its_beginning() {
        let mut scrollback = Scrollback::default();
        scrollback.set_time(5_000.0);
        scrollback.write(Kind::Stdout, "one\ntw");
        scrollback.set_time(6_250.0);
        scrollback.write(Kind::Stdout, "o\nthree");
        assert_eq!(scrollback.transcript(), "     0.000  one\n     0.000  two\n     1.250  three\n");
    }
}

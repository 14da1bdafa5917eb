//! The lines of Python's tracebacks, told apart.

/// What a line of a traceback is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TracebackLine<'l> {
    /// `  File "server.py", line 3, in f`.
    Place {
        /// `  File "`.
        before: &'l str,
        /// The name of the file.
        file: &'l str,
        /// `", line `.
        between: &'l str,
        /// From 1, as it is written.
        line: &'l str,
        /// What follows the number.
        after: &'l str,
    },
    /// The code of a place.
    Code(&'l str),
    /// `~~^~~` under the code.
    Carets(&'l str),
    /// `ValueError: words`.
    Exception {
        /// Its type, with its module.
        name: &'l str,
        /// A colon and its words, or nothing.
        words: &'l str,
    },
    /// Anything else.
    Other(&'l str),
}

impl<'l> TracebackLine<'l> {
    /// What this line is, by itself.
    pub fn of(line: &'l str) -> Self {
        if let Some(place) = place(line) {
            return place;
        }
        if let Some(code) = line.strip_prefix("    ") {
            let carets = code.trim();
            let is_marks = !carets.is_empty() && carets.chars().all(|c| matches!(c, '^' | '~' | ' '));
            return if is_marks { Self::Carets(line) } else { Self::Code(line) };
        }
        exception(line).unwrap_or(Self::Other(line))
    }
}

fn place(line: &str) -> Option<TracebackLine<'_>> {
    const BEFORE: &str = "  File \"";
    const BETWEEN: &str = "\", line ";
    let start = line.len() - line.trim_start_matches([' ', '|']).len();
    let rest = line[start..].strip_prefix(BEFORE.trim_start())?;
    let (file, rest) = rest.split_once(BETWEEN)?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if start < 2 || digits == 0 {
        return None;
    }
    let file_at = start + BEFORE.trim_start().len();
    let (number, after) = rest.split_at(digits);
    Some(TracebackLine::Place { before: &line[..file_at], file, between: BETWEEN, line: number, after })
}

fn exception(line: &str) -> Option<TracebackLine<'_>> {
    let end = line.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(line.len());
    let (name, words) = line.split_at(end);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_type = last.starts_with(char::is_uppercase) && (words.is_empty() || words.starts_with(": "));
    is_type.then_some(TracebackLine::Exception { name, words })
}

#[cfg(test)]
mod tests {
    use super::TracebackLine;

    #[test]
    fn a_place_is_told_with_its_file_and_line() {
        let line = "  File \"server.py\", line 12, in main";
        let place = TracebackLine::Place {
            before: "  File \"",
            file: "server.py",
            between: "\", line ",
            line: "12",
            after: ", in main",
        };
        assert_eq!(TracebackLine::of(line), place);
        let TracebackLine::Place { file, line, .. } = TracebackLine::of("  File \"a \\\"b.py\", line 3") else {
            panic!("a syntax error has a place too");
        };
        assert_eq!((file, line), ("a \\\"b.py", "3"));
    }

    #[test]
    fn code_carets_and_the_exception_are_told_apart() {
        assert_eq!(TracebackLine::of("    s.connect(x)"), TracebackLine::Code("    s.connect(x)"));
        assert_eq!(TracebackLine::of("    ~~~~~~~~~^^^"), TracebackLine::Carets("    ~~~~~~~~~^^^"));
        let refused = TracebackLine::of("ConnectionRefusedError: [Errno 111] Connection refused");
        let words = ": [Errno 111] Connection refused";
        assert_eq!(refused, TracebackLine::Exception { name: "ConnectionRefusedError", words });
        let own = TracebackLine::Exception { name: "json.decoder.JSONDecodeError", words: ": x" };
        assert_eq!(TracebackLine::of("json.decoder.JSONDecodeError: x"), own);
        assert_eq!(
            TracebackLine::of("KeyboardInterrupt"),
            TracebackLine::Exception { name: "KeyboardInterrupt", words: "" }
        );
    }

    #[test]
    fn other_words_are_just_words() {
        for line in ["Traceback (most recent call last):", "", "warning: x", "File \"x\", line 1", "Two words: x"] {
            assert_eq!(TracebackLine::of(line), TracebackLine::Other(line), "{line}");
        }
    }
}

//! What a terminal has shown: lines of pieces, capped, with keys by which a panel finds out what changed.
//!
//! Only the ends change: lines are added and taken back at the end, and dropped at the beginning.

mod escape;
mod style;
#[cfg(test)]
mod tests;
mod transcript;

pub use style::{Colour, Style};

use escape::Part;
use std::borrow::Cow;
use std::collections::VecDeque;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `>>> ` or `... ` before code.
    Prompt,
    /// Code, as it was entered.
    Code,
    /// From `sys.stdout`.
    Stdout,
    /// From `sys.stderr`.
    Stderr,
    /// Entered for `sys.stdin`.
    Input,
    /// From the page itself.
    Notice,
    /// From the page itself: why a call failed.
    Explanation,
}

/// Text of one kind, without line feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// How a program wants it to look.
    pub style: Style,
    /// The text.
    pub text: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Grows from line to line and is never used twice.
    pub key: u64,
    /// Grows when the line changes.
    pub version: u32,
    /// When it began: milliseconds since 1970.
    pub at: f64,
    /// From left to right.
    pub pieces: Vec<Piece>,
}

impl Line {
    /// The whole text of the line.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Whether any of it is of this kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.pieces.iter().any(|piece| piece.kind == kind)
    }

    fn push(&mut self, kind: Kind, style: Style, text: &str) {
        self.version += 1;
        match self.pieces.last_mut() {
            Some(last) if last.kind == kind && last.style == style => last.text.push_str(text),
            _ => self.pieces.push(Piece { kind, style, text: text.to_owned() }),
        }
    }

    fn chars(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.chars().count()).sum()
    }
}

/// The keys of the lines that show one entry, so that it can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Echo {
    first: u64,
    last: u64,
}

/// The lines of one terminal.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scrollback {
    lines: VecDeque<Line>,
    /// Whether the last line has not had its line feed.
    open: bool,
    /// Whether a carriage return waits for what follows it.
    returned: bool,
    next_key: u64,
    dropped: u64,
    /// How programs want what comes next to look.
    style: Style,
    /// The beginning of a control sequence whose rest has not come yet.
    unfinished: String,
    /// Now: milliseconds since 1970.
    now: f64,
}

impl Scrollback {
    /// Lines kept.
    pub const LINES: usize = 10_000;
    /// Characters of a line; a longer one goes on in the next.
    pub const COLUMNS: usize = 4_000;

    /// The lines that are kept, oldest first.
    pub fn lines(&self) -> &VecDeque<Line> {
        &self.lines
    }

    /// How many lines were dropped because of [`Self::LINES`].
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The text of the last line if it has not had its line feed: what a program asks with `input('name? ')`.
    pub fn open_line(&self) -> Option<&Line> {
        self.lines.back().filter(|_| self.open)
    }

    /// All lines that are kept, as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            line.pieces.iter().for_each(|piece| text.push_str(&piece.text));
            text.push('\n');
        }
        if self.open {
            text.pop();
        }
        text
    }

    /// From now on lines begin at this time: milliseconds since 1970.
    pub fn set_time(&mut self, now: f64) {
        self.now = now;
    }

    /// Adds text as it comes from a program: in parts of lines, with `\r`, control characters and sequences.
    pub fn write(&mut self, kind: Kind, text: &str) {
        if self.unfinished.is_empty() && !text.contains('\x1b') {
            return self.write_plain(kind, text);
        }
        let text = std::mem::take(&mut self.unfinished) + text;
        let mut rest = text.as_str();
        while !rest.is_empty() {
            match escape::next(&mut rest) {
                Part::Text(text) => self.write_plain(kind, text),
                Part::Look(parameters) => self.style = self.style.with(parameters),
                // What is erased after a carriage return is the line that would be written over.
                Part::EraseLine => self.wipe_if_returned(),
                Part::EraseScreen => self.erase(),
                Part::Nothing => {}
                Part::Unfinished(beginning) => self.unfinished = beginning.to_owned(),
            }
        }
    }

    fn write_plain(&mut self, kind: Kind, text: &str) {
        for (n, line) in text.split('\n').enumerate() {
            if n > 0 {
                self.feed();
            }
            for (n, part) in line.split('\r').enumerate() {
                self.returned |= n > 0;
                self.put(kind, part);
            }
        }
    }

    /// Adds an entry with its prompts, on lines of its own.
    pub(crate) fn enter(&mut self, source: &str) -> Echo {
        self.close();
        self.reset_look();
        let first = self.next_key;
        for (n, line) in source.split('\n').enumerate() {
            self.put(Kind::Prompt, if n == 0 { ">>> " } else { "... " });
            self.put(Kind::Code, line);
            self.feed();
        }
        Echo { first, last: self.next_key - 1 }
    }

    /// Takes an entry back, unless something else was shown since.
    pub(crate) fn retract(&mut self, echo: Echo) {
        if self.lines.back().is_some_and(|last| last.key == echo.last) {
            while self.lines.back().is_some_and(|line| line.key >= echo.first) {
                self.lines.pop_back();
            }
        }
    }

    /// Adds a line of the page's own.
    pub fn notice(&mut self, text: &str) {
        self.close();
        self.reset_look();
        self.write(Kind::Notice, text);
        self.feed();
    }

    /// Adds a line that says why a call failed.
    pub fn explain(&mut self, text: &str) {
        self.close();
        self.write(Kind::Explanation, text);
        self.feed();
    }

    /// Forgets all lines but an open one, which the program still writes.
    pub fn clear(&mut self) {
        let kept = usize::from(self.open);
        self.lines.drain(..self.lines.len() - kept);
        self.dropped = 0;
    }

    /// A program that has ended does not colour what comes after it.
    fn reset_look(&mut self) {
        self.style = Style::default();
        self.unfinished.clear();
    }

    /// Forgets all lines, as a program asks for an empty screen.
    fn erase(&mut self) {
        self.lines.clear();
        self.open = false;
        self.returned = false;
    }

    fn wipe_if_returned(&mut self) {
        if std::mem::take(&mut self.returned) {
            self.wipe();
        }
    }

    /// Ends the line that is open, if one is.
    pub fn close(&mut self) {
        if self.open {
            self.feed();
        }
    }

    fn feed(&mut self) {
        if !self.open {
            self.add_line();
        }
        self.open = false;
        self.returned = false;
    }

    fn put(&mut self, kind: Kind, text: &str) {
        if text.is_empty() {
            return;
        }
        self.wipe_if_returned();
        let visible = visible(text);
        let mut rest = &*visible;
        while !rest.is_empty() {
            rest = self.fill(kind, rest);
        }
    }

    /// Adds to the open line as much as it can take and returns the rest.
    fn fill<'t>(&mut self, kind: Kind, text: &'t str) -> &'t str {
        if !self.open {
            self.add_line();
            self.open = true;
        }
        let line = self.lines.back_mut().expect("a line is open");
        let room = Self::COLUMNS.saturating_sub(line.chars());
        // Most lines are short, and most of those are short in bytes too.
        let is_short = text.len() <= room;
        let cut = if is_short { text.len() } else { text.char_indices().nth(room).map_or(text.len(), |(at, _)| at) };
        if cut > 0 {
            line.push(kind, self.style, &text[..cut]);
        }
        if cut < text.len() {
            self.feed();
        }
        &text[cut..]
    }

    /// What a carriage return does once something follows: the line begins anew.
    fn wipe(&mut self) {
        if let Some(line) = self.lines.back_mut().filter(|_| self.open) {
            line.pieces.clear();
            line.version += 1;
        }
    }

    fn add_line(&mut self) {
        self.lines.push_back(Line { key: self.next_key, version: 0, at: self.now, pieces: Vec::new() });
        self.next_key += 1;
        if self.lines.len() > Self::LINES {
            self.lines.pop_front();
            self.dropped += 1;
        }
    }
}

/// Control characters as their pictures in Unicode: a learner should see which bytes came.
fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_ascii_control() && c != '\t') {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match c {
        '\t' => '\t',
        '\0'..='\x1f' => char::from_u32(0x2400 + c as u32).unwrap_or(c),
        '\x7f' => '\u{2421}',
        _ => c,
    };
    text.chars().map(picture).collect()
}

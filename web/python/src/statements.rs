//! Source at the prompt: whether a statement is still being typed, and where one ends and the next begins.

use ruff_text_size::Ranged;
use rustpython_vm::compiler::ast::Stmt;
use rustpython_vm::compiler::parser::{
    LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, parse_module, parse_unchecked,
};

/// What the parser says of a statement whose next line is missing, in part of its words.
const UNFINISHED: &[&str] = &["after decorator", "`finally`"];

/// Whether the last line leaves a statement open that the compiler does not know to be open: a block without its blank
/// line, a decorator, a `try` without `except`, a line that a backslash continues.
///
/// Lines are joined by line feeds, so that an empty last line is the blank line; spaces in it do not count.
pub(crate) fn is_open(source: &str) -> bool {
    let last = source.rsplit('\n').next().unwrap_or_default();
    if last.trim().is_empty() {
        return false;
    }
    match parse_module(source) {
        Ok(parsed) => parsed.syntax().body.last().is_some_and(is_compound),
        Err(error) => last.ends_with('\\') || is_unfinished(&error, source),
    }
}

/// Whether there is a character that no further line makes right, such as a bracket of a Chinese input method.
pub(crate) fn has_foreign_character(source: &str) -> bool {
    let is_foreign =
        |kind: &ParseErrorType| matches!(kind, ParseErrorType::Lexical(LexicalErrorType::UnrecognizedToken { .. }));
    parse_unchecked(source, ParseOptions::from(Mode::Module)).errors().iter().any(|error| is_foreign(&error.error))
}

fn is_compound(statement: &Stmt) -> bool {
    matches!(
        statement,
        Stmt::FunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::For(_)
            | Stmt::While(_)
            | Stmt::If(_)
            | Stmt::With(_)
            | Stmt::Match(_)
            | Stmt::Try(_)
    )
}

fn is_unfinished(error: &ParseError, source: &str) -> bool {
    let words = error.error.to_string();
    let is_at_end = error.location.start().to_usize() >= source.trim_end().len();
    is_at_end && UNFINISHED.iter().any(|unfinished| words.contains(unfinished))
}

/// The statements of a source that compiles. Each is preceded by as many empty lines as keep its line numbers.
pub(crate) fn split(source: &str) -> Vec<String> {
    let Ok(parsed) = parse_module(source) else { return Vec::new() };
    let body = parsed.syntax().body.iter();
    body.map(|statement| at_its_lines(source, statement.start().to_usize(), statement.end().to_usize())).collect()
}

fn at_its_lines(source: &str, start: usize, end: usize) -> String {
    let mut text = "\n".repeat(source[..start].matches('\n').count());
    text.push_str(&source[start..end]);
    text.push('\n');
    text
}

/// `name?` asks for help on it, as in IPython.
pub(crate) fn question(source: &str) -> Option<String> {
    let name = source.trim().strip_suffix('?')?.trim_end();
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    name.split('.').all(is_name).then(|| format!("help({name})"))
}

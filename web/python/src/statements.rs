//! Cutting source into what would be one entry each at the prompt.

use ruff_text_size::Ranged;
use rustpython_vm::compiler::parser::parse_module;

/// The interactive statements of a source that compiles. Each is preceded by as many empty lines as keep its line
/// numbers; simple statements that share a line stay together, as Python's grammar has it.
pub(crate) fn split(source: &str) -> Vec<String> {
    let Ok(parsed) = parse_module(source) else { return Vec::new() };
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for statement in &parsed.syntax().body {
        let (start, end) = (statement.start().to_usize(), statement.end().to_usize());
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[end..].find('\n').map_or(source.len(), |at| end + at);
        match pieces.last_mut() {
            Some((_, last_end)) if *last_end > line_start => *last_end = line_end,
            _ => pieces.push((line_start, line_end)),
        }
    }
    pieces.into_iter().map(|(start, end)| at_its_lines(source, start, end)).collect()
}

fn at_its_lines(source: &str, start: usize, end: usize) -> String {
    let mut text = "\n".repeat(source[..start].matches('\n').count());
    text.push_str(&source[start..end]);
    text.push('\n');
    text
}

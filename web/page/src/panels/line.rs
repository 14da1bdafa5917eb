//! One line of output as an element: its colours, and what tracebacks are made of.

use super::roll::element;
use crate::editor::highlight;
use crate::state::{Colour, Kind, Line, Piece, Style, TracebackLine};
use leptos::prelude::document;
use unicode_width::UnicodeWidthChar;
use web_sys::{Element, Node};

pub(super) fn build_line(line: &Line) -> Element {
    let class = match line {
        line if line.has(Kind::Stderr) => "line error",
        line if line.has(Kind::Notice) => "line notice",
        _ => "line",
    };
    let element = element("div", class, "");
    match line.pieces.as_slice() {
        [Piece { kind: Kind::Stderr, style, text }] if *style == Style::default() => build_traceback(&element, text),
        pieces => pieces.iter().for_each(|piece| append(&element, &build_piece(piece))),
    }
    element
}

/// Nodes of ours, fit for each other.
fn append(parent: &Element, node: &Node) {
    let _ = parent.append_child(node);
}

fn append_text(parent: &Element, class: &str, text: &str) {
    if class.is_empty() {
        append(parent, &document().create_text_node(text));
    } else {
        append(parent, &element("span", class, text));
    }
}

fn build_traceback(parent: &Element, text: &str) {
    match TracebackLine::of(text) {
        TracebackLine::Place { before, file, between, line, after } => {
            append_text(parent, "tb-place", before);
            append(parent, &link(file, between, line));
            append_text(parent, "tb-place", after);
        }
        TracebackLine::Code(code) => {
            parent.class_list().add_1("tb-code").unwrap_or_default();
            highlight(parent, code);
        }
        TracebackLine::Carets(carets) => append_text(parent, "tb-carets", carets),
        TracebackLine::Exception { name, words } => {
            append_text(parent, "tb-exception", name);
            append_text(parent, "", words);
        }
        TracebackLine::Other(text) => append_text(parent, "", text),
    }
}

/// A place in a file of the terminal leads into the editor: the terminal's panel listens for that. Python's own files, and what
/// was typed at the prompt, are not there.
fn link(file: &str, between: &str, line: &str) -> Node {
    if file.starts_with(['/', '<']) {
        return element("span", "tb-place", &format!("{file}{between}{line}")).into();
    }
    let link = element("a", "tb-link", &format!("{file}{between}{line}"));
    for (name, value) in [("href", "#"), ("data-file", file), ("data-line", line)] {
        // Any element takes any attribute.
        let _ = link.set_attribute(name, value);
    }
    link.into()
}

fn build_piece(piece: &Piece) -> Node {
    let class = match piece.kind {
        Kind::Stdout | Kind::Stderr | Kind::Notice | Kind::Explanation => return build_output(piece),
        Kind::Prompt => "prompt",
        Kind::Input => "input",
        Kind::Code => "code",
    };
    let span = element("span", class, "");
    match piece.kind {
        Kind::Code => highlight(&span, &piece.text),
        _ => span.set_text_content(Some(&piece.text)),
    }
    span.into()
}

fn build_output(piece: &Piece) -> Node {
    let is_plain = piece.style == Style::default();
    let is_narrow = piece.text.is_ascii() || !piece.text.chars().any(is_wide);
    if is_plain && is_narrow {
        return document().create_text_node(&piece.text).into();
    }
    let span = element("span", "", "");
    if !is_plain {
        dress(&span, piece.style);
    }
    if is_narrow {
        span.set_text_content(Some(&piece.text));
    } else {
        append_wide(&span, &piece.text);
    }
    span.into()
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// A wide character takes two columns, whatever font has it.
fn append_wide(parent: &Element, text: &str) {
    for part in text.split_inclusive(is_wide) {
        let last = part.chars().next_back().filter(|c| is_wide(*c));
        let narrow = &part[..part.len() - last.map_or(0, char::len_utf8)];
        if !narrow.is_empty() {
            append_text(parent, "", narrow);
        }
        if let Some(wide) = last {
            append_text(parent, "wide", wide.encode_utf8(&mut [0; 4]));
        }
    }
}

fn dress(span: &Element, style: Style) {
    let (front, back) = if style.inverse { (style.background, style.colour) } else { (style.colour, style.background) };
    let mut classes = Vec::new();
    let switches = [
        (style.bold, "bold"),
        (style.faint, "faint"),
        (style.italic, "italic"),
        (style.underlined, "underlined"),
        (style.struck, "struck"),
        (style.inverse, "inverse"),
    ];
    classes.extend(switches.iter().filter(|(is_on, _)| *is_on).map(|(_, class)| (*class).to_owned()));
    let mut own = String::new();
    for (colour, class, property) in [(front, "front", "color"), (back, "back", "background-color")] {
        match colour {
            Some(Colour::Named(n)) => classes.push(format!("{class}-{n}")),
            Some(Colour::Rgb(r, g, b)) => own += &format!("{property}:rgb({r},{g},{b});"),
            None => {}
        }
    }
    span.set_class_name(&classes.join(" "));
    if !own.is_empty() {
        // As above.
        let _ = span.set_attribute("style", &own);
    }
}

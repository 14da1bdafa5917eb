//! Tables that hardly any program looks at: those of the encodings of Chinese, Japanese and Korean, and the names of Unicode's
//! characters, together a quarter of the interpreter's constants. They are taken out of its wasm, and a worker fetches them when a
//! program first needs them (`web/python/src/tables.rs`).
//!
//! Their packages have them as statics in Rust sources. The compiled module has the same bytes somewhere in its data: they are found by
//! what they are, and become zeros, which nearly vanish when the file is compressed.
//!
//! ```text
//! encodings.bin, names.bin = for each table | u32 little-endian: address | u32: size | bytes |
//! ```

use crate::tree;
use anyhow::{Context, ensure};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Bytes below which a table is not worth the way.
const SIZE_MIN: usize = 1024;
/// The number of wasm's data section.
const DATA: u8 = 11;

/// Where the encodings are, in the package rustpython-common.
pub(crate) fn encodings(package: &Path) -> PathBuf {
    package.join("src/encodings/cjk")
}

/// Takes the tables of the sources in a folder out of a module, and tells what a worker needs to put them back.
///
/// # Errors
/// If a source or the module is not as expected.
pub(crate) fn take_out(module: &mut [u8], sources: &Path) -> anyhow::Result<Vec<u8>> {
    let mut tables = Vec::new();
    for (path, source) in tree::read_flat(sources)? {
        let source = String::from_utf8(source).with_context(|| format!("{} is not text", path.display()))?;
        tables.extend(statics(&source).with_context(|| format!("reading the tables of {}", path.display()))?);
    }
    let taken = take(module, &tables)?;
    ensure!(!taken.is_empty(), "the interpreter has no table of {}", sources.display());
    Ok(taken)
}

/// The larger arrays and texts among the statics of a Rust source, as they are in memory.
fn statics(source: &str) -> Option<Vec<Vec<u8>>> {
    let source = source.replace("&'static ", "&").replace(" as u32", "");
    let constants: BTreeMap<&str, u32> = source.split("const ").skip(1).filter_map(constant).collect();
    let mut tables = Vec::new();
    for declared in source.split("static ").skip(1) {
        let Some((name_and_kind, value)) = declared.split_once(" = ") else { continue };
        let Some((_, kind)) = name_and_kind.split_once(": ") else { continue };
        let element = kind.trim_start_matches(['&', '[']).split("; ").next()?.trim_end_matches(']');
        let table = match element {
            "str" => text(value),
            "char" => characters(value),
            "u8" => numbers(value, 1, &constants),
            "u16" | "(u16, u16)" => numbers(value, 2, &constants),
            "u32" => numbers(value, 4, &constants),
            _ => continue,
        };
        tables.extend(Some(table?).filter(|table| table.len() >= SIZE_MIN));
    }
    Some(tables)
}

/// `NOCHAR: u16 = 0xffff;` and what follows.
fn constant(text: &str) -> Option<(&str, u32)> {
    let (name, kind_and_value) = text.split_once(';')?.0.split_once(": ")?;
    Some((name, number(kind_and_value.split_once(" = ")?.1)?))
}

/// `[1, 0x2, NOCHAR];` or `&[(1, 2), (3, 4)];` and what follows; a number alone is a table of one. Each takes so many bytes.
fn numbers(value: &str, width: usize, constants: &BTreeMap<&str, u32>) -> Option<Vec<u8>> {
    let values = value.split_once(';')?.0.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let mut bytes = Vec::new();
    for value in values.filter(|value| !value.is_empty()) {
        let value = number(value).or_else(|| constants.get(value).copied())?;
        bytes.extend_from_slice(&value.to_le_bytes()[..width]);
    }
    Some(bytes)
}

fn number(text: &str) -> Option<u32> {
    match text.strip_prefix("0x") {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

/// `&['a', '\u{e0001}', '\''];` and what follows.
fn characters(value: &str) -> Option<Vec<u8>> {
    let mut rest = value.strip_prefix("&[")?.trim_start();
    let mut bytes = Vec::new();
    while let Some(literal) = rest.strip_prefix('\'') {
        let (character, after) = character(literal)?;
        bytes.extend(u32::from(character).to_le_bytes());
        rest = after.strip_prefix('\'')?.trim_start_matches(',').trim_start();
    }
    rest.starts_with(']').then_some(bytes)
}

/// What a literal begins with, and what comes after it.
fn character(literal: &str) -> Option<(char, &str)> {
    if let Some((code, after)) = literal.strip_prefix("\\u{").and_then(|code| code.split_once('}')) {
        return Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, after));
    }
    let mut characters = literal.strip_prefix('\\').unwrap_or(literal).chars();
    Some((characters.next()?, characters.as_str()))
}

/// `"...";` and what follows; a backslash at the end of a line takes the next one's indentation.
fn text(value: &str) -> Option<Vec<u8>> {
    let lines = value.strip_prefix('"')?.split_once("\";")?.0.split("\\\n");
    Some(lines.map(str::trim_start).collect::<String>().into_bytes())
}

fn take(module: &mut [u8], tables: &[Vec<u8>]) -> anyhow::Result<Vec<u8>> {
    let mut taken = Vec::new();
    for segment in segments(module).context("the module's data section cannot be read")? {
        let content = &mut module[segment.start..segment.start + segment.size];
        for table in tables {
            let Some(at) = find(content, table) else { continue };
            taken.extend((segment.address + u32::try_from(at)?).to_le_bytes());
            taken.extend(u32::try_from(table.len())?.to_le_bytes());
            taken.extend(table);
            content[at..at + table.len()].fill(0);
        }
    }
    Ok(taken)
}

/// Numbers of two bytes are at even addresses, and so are segments.
fn find(content: &[u8], table: &[u8]) -> Option<usize> {
    let (first, last) = (table.first_chunk::<8>()?, content.len().checked_sub(table.len())?);
    (0..=last).find(|&at| content[at..].first_chunk() == Some(first) && content[at..at + table.len()] == *table)
}

/// A part of the memory that a module fills when it begins.
struct Segment {
    address: u32,
    start: usize,
    size: usize,
}

/// The active segments, as WebAssembly's binary format has them.
fn segments(module: &[u8]) -> Option<Vec<Segment>> {
    let mut at = 8;
    let mut segments = Vec::new();
    while at < module.len() {
        let kind = module[at];
        at += 1;
        let size = unsigned(module, &mut at)? as usize;
        let end = at + size;
        if kind == DATA {
            for _ in 0..unsigned(module, &mut at)? {
                segments.push(segment(module, &mut at)?);
            }
        }
        at = end;
    }
    Some(segments)
}

/// Flags 0 for memory 0, `i32.const` with the address, `end`, then the bytes.
fn segment(module: &[u8], at: &mut usize) -> Option<Segment> {
    let head = module.get(*at..*at + 2)?;
    if head != [0x00, 0x41] {
        return None;
    }
    *at += 2;
    // Addresses are below 2 GiB, so that the signed number is the unsigned one.
    let address = unsigned(module, at)?;
    *at += usize::from(*module.get(*at)? == 0x0b);
    let size = unsigned(module, at)? as usize;
    let start = *at;
    *at += size;
    (*at <= module.len()).then_some(Segment { address, start, size })
}

/// LEB128.
fn unsigned(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let byte = *bytes.get(*at)?;
        *at += 1;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{statics, take};

    /// An empty module with one data segment at address 1024.
    fn module(content: &[u8]) -> Vec<u8> {
        let mut section = vec![1, 0x00, 0x41, 0x80, 0x08, 0x0b];
        section.extend([(content.len() & 0x7f) as u8 | 0x80, (content.len() >> 7) as u8]);
        section.extend(content);
        let size = [(section.len() & 0x7f) as u8 | 0x80, (section.len() >> 7) as u8];
        [b"\0asm\x01\0\0\0".as_slice(), &[11], &size, &section].concat()
    }

    #[test]
    fn arrays_are_read_with_the_constants_in_them() {
        let values = "1, 0x0203, NO,\n ".repeat(200);
        let source =
            format!("const NO: u16 = 0xfffe;\nstatic A_DATA: [u16; 600] = [\n {values}];\nstatic B: [Map; 1] = [X];");
        assert_eq!(statics(&source).unwrap(), [[1, 0, 3, 2, 0xfe, 0xff].repeat(200)]);
    }

    #[test]
    fn slices_of_pairs_and_of_characters_are_read() {
        let pairs = "(1, 2), (770, 65535), ".repeat(200);
        let source = format!("pub static A: &'static [(u16, u16)] = &[\n {pairs}];\npub static N: u64 = 7;");
        assert_eq!(statics(&source).unwrap(), [[1, 0, 2, 0, 2, 3, 0xff, 0xff].repeat(200)]);
        let characters = r"'\'', ']', ',', '\u{e0001}',".to_owned() + "\n '中', ";
        let source = format!("pub static A: &'static [char] = &[\n {}];", characters.repeat(100));
        let codes: Vec<u8> = [0x27, 0x5d, 0x2c, 0xe_0001, 0x4e2d].into_iter().flat_map(u32::to_le_bytes).collect();
        assert_eq!(statics(&source).unwrap(), [codes.repeat(100)]);
    }

    #[test]
    fn a_text_is_read_over_its_lines() {
        let source = format!("pub static A: &'static str = \"\\\n    {}\";\n", "ABC\\\n    DEF".repeat(200));
        assert_eq!(statics(&source).unwrap(), [b"ABCDEF".repeat(200)]);
    }

    #[test]
    fn a_table_is_taken_out_and_its_place_is_told() {
        let table: Vec<u8> = (0..1024u32).map(|n| (n * 7) as u8 | 1).collect();
        let mut wasm = module(&[&[9; 6], &table[..], &[9; 6]].concat());
        let taken = take(&mut wasm, std::slice::from_ref(&table)).unwrap();
        assert_eq!(taken[..8], [[6, 4, 0, 0], [0, 4, 0, 0]].concat());
        assert_eq!(taken[8..], table);
        assert!(wasm.ends_with(&[&[0; 1024][..], &[9; 6]].concat()));
    }
}

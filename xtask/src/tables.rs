//! The tables of the encodings of Chinese, Japanese and Korean: more than half a megabyte of the interpreter's constants, which
//! hardly any program looks at. They are taken out of its wasm, and a worker fetches them when a program first uses such an encoding
//! (`web/python/src/tables.rs`).
//!
//! RustPython has them as arrays in its source. The compiled module has the same bytes somewhere in its data: they are found by
//! what they are, and become zeros, which nearly vanish when the file is compressed.
//!
//! ```text
//! tables.bin = for each table | u32 little-endian: address | u32: size | bytes |
//! ```

use crate::tree;
use anyhow::{Context, ensure};
use std::collections::BTreeMap;
use std::path::Path;

/// Where the arrays are, in the package rustpython-common.
const SOURCES: &str = "src/encodings/cjk";
/// Bytes below which a table is not worth the way.
const SIZE_MIN: usize = 1024;
/// The number of wasm's data section.
const DATA: u8 = 11;

/// Takes the tables out of a module, and tells what a worker needs to put them back.
///
/// # Errors
/// If the source or the module is not as expected.
pub(crate) fn take_out(module: &mut [u8], package: &Path) -> anyhow::Result<Vec<u8>> {
    let mut tables = Vec::new();
    for (path, source) in tree::read_flat(&package.join(SOURCES))? {
        let source = String::from_utf8(source).with_context(|| format!("{} is not text", path.display()))?;
        tables.extend(arrays(&source).with_context(|| format!("reading the arrays of {}", path.display()))?);
    }
    ensure!(!tables.is_empty(), "{} has no tables", package.display());
    take(module, &tables)
}

/// The larger arrays of numbers in a Rust source, as they are in memory.
fn arrays(source: &str) -> Option<Vec<Vec<u8>>> {
    let constants: BTreeMap<&str, u16> = source.split("const ").skip(1).filter_map(constant).collect();
    let mut arrays = Vec::new();
    for array in source.split("static ").skip(1) {
        let Some((kind, values)) = array.split_once("] = [") else { continue };
        let width = match kind.rsplit_once(": [")?.1.split_once("; ")?.0 {
            "u8" => 1,
            "u16" => 2,
            _ => continue,
        };
        let values = values.split_once("];")?.0.split(',').map(str::trim).filter(|value| !value.is_empty());
        let mut bytes = Vec::new();
        for value in values {
            let value = number(value).or_else(|| constants.get(value).copied())?;
            bytes.extend_from_slice(&value.to_le_bytes()[..width]);
        }
        arrays.extend(Some(bytes).filter(|bytes| bytes.len() >= SIZE_MIN));
    }
    Some(arrays)
}

/// `NOCHAR: u16 = 0xffff;` and what follows.
fn constant(text: &str) -> Option<(&str, u16)> {
    let (name, value) = text.split_once(';')?.0.split_once(": u16 = ")?;
    Some((name, number(value)?))
}

fn number(text: &str) -> Option<u16> {
    match text.strip_prefix("0x") {
        Some(digits) => u16::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
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
    use super::{arrays, take};

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
        assert_eq!(arrays(&source).unwrap(), [[1, 0, 3, 2, 0xfe, 0xff].repeat(200)]);
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

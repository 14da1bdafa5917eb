//! The rest of Python's library: what is not frozen into the interpreter, in one file that a worker fetches when a program
//! first imports any of it.
//!
//! ```text
//! library.bin = | u32 little-endian: length of the index | index: JSON, {module: [start, size, package]} | sources |
//! ```
//!
//! `start` counts bytes from the end of the index. The names of the outermost modules are frozen into the interpreter, so that
//! a module that does not exist is known not to without a download.

use crate::frozen;
use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::Context;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where the file is built.
pub(crate) fn path(workspace: &Workspace) -> PathBuf {
    workspace.target("library/library.bin")
}

/// Writes the file for all modules of `library` that are neither `frozen` nor in `web/python/left_out.txt`, and tells the
/// source of the module that names the outermost of them.
///
/// # Errors
/// If the library cannot be read.
pub(crate) fn prepare(workspace: &Workspace, library: &Path, frozen: &Tree) -> anyhow::Result<Vec<u8>> {
    let list = workspace.path("web/python/left_out.txt");
    let list = std::fs::read_to_string(&list).with_context(|| format!("reading {}", list.display()))?;
    let left_out: BTreeSet<&str> = frozen::names(&list).collect();
    let mut modules = tree::read(library)?;
    modules.retain(|path, _| {
        is_module(path) && !frozen.contains_key(path) && !left_out.contains(outermost(path).as_str())
    });
    tree::write_if_changed(&path(workspace), &archive(&modules))?;
    Ok(names(&modules))
}

fn archive(modules: &Tree) -> Vec<u8> {
    let mut index = Map::new();
    let mut sources = Vec::new();
    for (path, source) in modules {
        let is_package = path.ends_with("__init__.py");
        index.insert(module_name(path), json!([sources.len(), source.len(), is_package]));
        sources.extend_from_slice(source);
    }
    let index = Value::Object(index).to_string().into_bytes();
    // Far below 4 GiB: it is all of Python's library.
    [&(index.len() as u32).to_le_bytes()[..], &index, &sources].concat()
}

/// Python source: a set of strings.
fn names(modules: &Tree) -> Vec<u8> {
    let names: BTreeSet<String> = modules.keys().map(|path| outermost(path)).collect();
    let names: Vec<String> = names.into_iter().map(|name| format!("'{name}'")).collect();
    format!("OUTERMOST = frozenset(({}))\n", names.join(", ")).into_bytes()
}

fn is_module(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}

/// `json.tool` of `json/tool.py`, `json` of `json/__init__.py`.
fn module_name(path: &Path) -> String {
    let path = if path.ends_with("__init__.py") { path.parent().unwrap_or(path) } else { path };
    path.with_extension("").to_string_lossy().replace(std::path::MAIN_SEPARATOR, ".")
}

/// `json` of any of its modules.
fn outermost(path: &Path) -> String {
    module_name(path).split('.').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{archive, names};
    use crate::tree::Tree;
    use serde_json::{Value, json};

    fn modules() -> Tree {
        let files = [("abc.py", "a"), ("json/__init__.py", "bc"), ("json/tool.py", "def")];
        files.into_iter().map(|(path, source)| (path.into(), source.as_bytes().to_vec())).collect()
    }

    #[test]
    fn every_module_is_found_by_the_index() {
        let archive = archive(&modules());
        let (length, rest) = archive.split_first_chunk::<4>().unwrap();
        let (index, sources) = rest.split_at(u32::from_le_bytes(*length) as usize);
        let index: Value = serde_json::from_slice(index).unwrap();
        assert_eq!(index, json!({ "abc": [0, 1, false], "json": [1, 2, true], "json.tool": [3, 3, false] }));
        assert_eq!(sources, b"abcdef");
    }

    #[test]
    fn the_outermost_modules_are_named_once() {
        assert_eq!(names(&modules()), b"OUTERMOST = frozenset(('abc', 'json'))\n");
    }
}

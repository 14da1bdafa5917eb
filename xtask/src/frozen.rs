//! The part of Python's library that is frozen into the interpreter: `target/python-lib`.
//!
//! Which modules those are stands in `web/python/frozen.txt`: one dotted name a line, `#` begins a comment. Our own
//! modules, all of `web/python/lib`, come on top and win over modules of the same name. What is not frozen can be fetched: see
//! [`library`].

use crate::digest::Digest;
use crate::library;
use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// Fills the folder, and tells what it holds by a digest.
///
/// # Errors
/// If the list names modules that do not exist.
pub(crate) fn prepare(workspace: &Workspace, library: &Path) -> anyhow::Result<Digest> {
    let list = workspace.path("web/python/frozen.txt");
    let list = std::fs::read_to_string(&list).with_context(|| format!("reading {}", list.display()))?;
    let source = library.join("Lib");
    let mut modules = select(&list, &source)?;
    let names = library::prepare(workspace, &source, &modules)?;
    modules.insert("_library_names.py".into(), names);
    modules.extend(own_modules(&workspace.path("web/python/lib"))?);
    tree::mirror(&workspace.target("python-lib"), &modules)?;
    let names = modules.keys().map(|path| path.as_os_str().as_encoded_bytes());
    Ok(Digest::of(names.chain(modules.values().map(Vec::as_slice))))
}

fn select(list: &str, library: &Path) -> anyhow::Result<Tree> {
    let mut modules = Tree::new();
    let mut missing = Vec::new();
    for name in names(list) {
        match find(name, library) {
            Some(path) => {
                let content = std::fs::read(library.join(&path)).with_context(|| format!("reading {name}"))?;
                modules.insert(path, content);
            }
            None => missing.push(name),
        }
    }
    if !missing.is_empty() {
        bail!("web/python/frozen.txt names modules that Python's library does not have: {}", missing.join(", "));
    }
    Ok(modules)
}

/// The names of a list: one a line, `#` begins a comment.
pub(crate) fn names(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|name| !name.is_empty())
}

/// The file of a module, relative to the library: `json/decoder.py`, or `json/__init__.py` for a package.
fn find(name: &str, library: &Path) -> Option<PathBuf> {
    let path = name.replace('.', "/");
    let candidates = [format!("{path}.py"), format!("{path}/__init__.py")];
    candidates.into_iter().map(PathBuf::from).find(|path| library.join(path).is_file())
}

fn own_modules(folder: &Path) -> anyhow::Result<Tree> {
    let mut modules = tree::read(folder)?;
    modules.retain(|path, _| path.extension().is_some_and(|extension| extension == "py"));
    Ok(modules)
}

#[cfg(test)]
mod tests {
    use super::{names, select};
    use std::fs;
    use std::path::PathBuf;
    use tempfile::TempDir;

    fn library() -> TempDir {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("json")).unwrap();
        for file in ["abc.py", "json/__init__.py", "json/decoder.py"] {
            fs::write(folder.path().join(file), file).unwrap();
        }
        folder
    }

    #[test]
    fn comments_and_blank_lines_name_nothing() {
        assert_eq!(names("# all\nabc\n\n  json  # why\n").collect::<Vec<_>>(), ["abc", "json"]);
    }

    #[test]
    fn modules_packages_and_submodules_are_found() {
        let library = library();
        let selected = select("abc\njson\njson.decoder\n", library.path()).unwrap();
        let paths: Vec<PathBuf> = selected.into_keys().collect();
        assert_eq!(paths, ["abc.py", "json/__init__.py", "json/decoder.py"].map(PathBuf::from));
    }

    #[test]
    fn a_package_alone_brings_none_of_its_submodules() {
        let library = library();
        assert_eq!(select("json\n", library.path()).unwrap().len(), 1);
    }

    #[test]
    fn modules_that_do_not_exist_are_named() {
        let library = library();
        let error = select("abc\nabd\njson.encode\n", library.path()).unwrap_err();
        assert!(error.to_string().ends_with("abd, json.encode"), "{error}");
    }
}

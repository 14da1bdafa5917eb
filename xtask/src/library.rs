//! Python's library, divided by when a worker needs it: the folders of `target/python-lib`.
//!
//! ```text
//! frozen/   the prompt and `import socket`: part of the interpreter's wasm     web/python/frozen.txt, web/python/lib/
//! common/   what programs around sockets import: fetched once the prompt is up web/python/common.txt, web/python/lib/common/
//! rest/     fetched when a program first imports any of it                     everything else but web/python/left_out.txt
//! ```
//!
//! The lists have one dotted name a line, `#` begins a comment. Our own modules win over modules of the same name. The
//! build script of `web/python` compiles the folders; [`code`] are the two files it makes for the web. [`sources`] are there
//! too, one by one, for the lines that a traceback shows.

use crate::digest::Digest;
use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const FOLDERS: [&str; 3] = ["frozen", "common", "rest"];

/// The files that a worker fetches: the first one right after its prompt is up.
pub(crate) const FETCHED: [&str; 2] = ["common.bin", "rest.bin"];

/// Fills the folders, and tells what they hold by a digest.
///
/// # Errors
/// If a list names modules that do not exist.
pub(crate) fn prepare(workspace: &Workspace, package: &Path) -> anyhow::Result<Digest> {
    let library = package.join("Lib");
    let mut modules = tree::read(&library)?;
    modules.retain(|path, _| path.extension().is_some_and(|extension| extension == "py"));
    leave_out(&read_list(workspace, "left_out.txt")?, &mut modules);
    let mut frozen = take(&read_list(workspace, "frozen.txt")?, &mut modules)?;
    let mut common = take(&read_list(workspace, "common.txt")?, &mut modules)?;
    for (path, content) in own_modules(&workspace.path("web/python/lib"))? {
        let (path, folder) = match path.strip_prefix("common") {
            Ok(path) => (path.to_owned(), &mut common),
            Err(_) => (path, &mut frozen),
        };
        modules.remove(&path);
        folder.insert(path, content);
    }
    let folders = [frozen, common, modules];
    for (name, folder) in FOLDERS.iter().zip(&folders) {
        tree::mirror(&workspace.target(&format!("python-lib/{name}")), folder)?;
    }
    Ok(digest(&folders))
}

/// All modules, by their paths in the library.
///
/// # Errors
/// If [`prepare`] did not run before.
pub(crate) fn sources(workspace: &Workspace) -> anyhow::Result<Tree> {
    let mut sources = Tree::new();
    for name in FOLDERS {
        sources.extend(tree::read(&workspace.target(&format!("python-lib/{name}")))?);
    }
    Ok(sources)
}

/// The files of compiled modules, out of the folder of `web/python`'s build script.
///
/// # Errors
/// If they are not there.
pub(crate) fn code(compiled: &Path) -> anyhow::Result<Tree> {
    FETCHED
        .iter()
        .map(|name| {
            let path = compiled.join(name);
            let content = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            Ok((PathBuf::from(name), content))
        })
        .collect()
}

fn read_list(workspace: &Workspace, name: &str) -> anyhow::Result<String> {
    let path = workspace.path(&format!("web/python/{name}"));
    std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

/// The names of a list: one a line, `#` begins a comment.
fn names(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|name| !name.is_empty())
}

fn leave_out(list: &str, modules: &mut Tree) {
    let left_out: BTreeSet<&str> = names(list).collect();
    let outermost = |path: &Path| path.iter().next().map(|name| Path::new(name).with_extension("")).unwrap_or_default();
    modules.retain(|path, _| outermost(path).to_str().is_some_and(|name| !left_out.contains(name)));
}

/// Moves the modules that the list names.
fn take(list: &str, modules: &mut Tree) -> anyhow::Result<Tree> {
    let mut taken = Tree::new();
    let mut missing = Vec::new();
    for name in names(list) {
        match files(name).into_iter().find_map(|path| modules.remove_entry(&path)) {
            Some((path, content)) => drop(taken.insert(path, content)),
            None => missing.push(name),
        }
    }
    if !missing.is_empty() {
        bail!(
            "a list in web/python names modules that Python's library does not have, or that another list has: {}",
            missing.join(", ")
        );
    }
    Ok(taken)
}

/// Where the source of a module may be: `json/decoder.py`, or `json/__init__.py` for a package.
fn files(name: &str) -> [PathBuf; 2] {
    let path = name.replace('.', "/");
    [format!("{path}.py"), format!("{path}/__init__.py")].map(PathBuf::from)
}

fn own_modules(folder: &Path) -> anyhow::Result<Tree> {
    let mut modules = tree::read(folder)?;
    modules.retain(|path, _| path.extension().is_some_and(|extension| extension == "py"));
    Ok(modules)
}

fn digest(folders: &[Tree]) -> Digest {
    let names = folders.iter().flat_map(Tree::keys).map(|path| path.as_os_str().as_encoded_bytes());
    let sizes: Vec<_> = folders.iter().map(|folder| folder.len().to_le_bytes()).collect();
    let contents = folders.iter().flat_map(Tree::values).map(Vec::as_slice);
    Digest::of(sizes.iter().map(|size| &size[..]).chain(names).chain(contents))
}

#[cfg(test)]
mod tests {
    use super::{leave_out, names, take};
    use crate::tree::Tree;
    use std::path::{Path, PathBuf};

    fn library() -> Tree {
        ["abc.py", "json/__init__.py", "json/decoder.py"].map(|path| (path.into(), path.as_bytes().to_vec())).into()
    }

    #[test]
    fn comments_and_blank_lines_name_nothing() {
        assert_eq!(names("# all\nabc\n\n  json  # why\n").collect::<Vec<_>>(), ["abc", "json"]);
    }

    #[test]
    fn modules_packages_and_submodules_are_taken() {
        let mut library = library();
        let taken = take("abc\njson\njson.decoder\n", &mut library).unwrap();
        let paths: Vec<PathBuf> = taken.into_keys().collect();
        assert_eq!(paths, ["abc.py", "json/__init__.py", "json/decoder.py"].map(PathBuf::from));
        assert!(library.is_empty());
    }

    #[test]
    fn a_package_alone_brings_none_of_its_submodules() {
        assert_eq!(take("json\n", &mut library()).unwrap().len(), 1);
    }

    #[test]
    fn modules_that_do_not_exist_are_named() {
        let error = take("abc\nabd\njson.encode\n", &mut library()).unwrap_err();
        assert!(error.to_string().ends_with("abd, json.encode"), "{error}");
    }

    #[test]
    fn a_package_that_is_left_out_takes_its_submodules_along() {
        let mut library = library();
        leave_out("json\n", &mut library);
        assert_eq!(library.keys().collect::<Vec<_>>(), [Path::new("abc.py")]);
    }
}

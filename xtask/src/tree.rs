//! Folders of generated files: read as a whole, written only where they differ, so that Cargo, which goes by
//! modification times, sees no change where there is none.

use anyhow::Context;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The files below a folder, by their paths relative to it.
pub(crate) type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// All files below a folder.
///
/// # Errors
/// If one cannot be read.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Tree> {
    let mut tree = Tree::new();
    for relative in list(folder)? {
        let path = folder.join(&relative);
        let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        tree.insert(relative, content);
    }
    Ok(tree)
}

/// The files of a folder itself, without those of the folders in it.
///
/// # Errors
/// If one cannot be read.
pub(crate) fn read_flat(folder: &Path) -> anyhow::Result<Tree> {
    let mut tree = Tree::new();
    for entry in fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        if path.is_file() {
            let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            tree.insert(path.file_name().unwrap_or_default().into(), content);
        }
    }
    Ok(tree)
}

/// Makes a folder hold exactly these files, touching only those that differ.
///
/// # Errors
/// If the folder cannot be written.
pub(crate) fn mirror(folder: &Path, tree: &Tree) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    for stale in list(folder)?.into_iter().filter(|path| !tree.contains_key(path)) {
        remove(folder, &stale)?;
    }
    for (relative, content) in tree {
        write_if_changed(&folder.join(relative), content)?;
    }
    Ok(())
}

/// Writes a file unless it already holds this.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn write_if_changed(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).is_ok_and(|present| present == content) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("writing {}", path.display()))
}

fn list(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(relative) = folders.pop() {
        let path = folder.join(&relative);
        for entry in fs::read_dir(&path).with_context(|| format!("listing {}", path.display()))? {
            let entry = entry?;
            let relative = relative.join(entry.file_name());
            // Links count as what they lead to.
            if entry.path().is_dir() { folders.push(relative) } else { files.push(relative) }
        }
    }
    Ok(files)
}

/// Removes a file and the folders that it leaves empty.
fn remove(folder: &Path, relative: &Path) -> anyhow::Result<()> {
    let path = folder.join(relative);
    fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
    for parent in relative.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
        // Fails where other files are left, and then so do all folders above.
        if fs::remove_dir(folder.join(parent)).is_err() {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! `NOTICES.txt`: the licences of the third-party software that the binary carries.
//!
//! The texts are taken from the packages themselves. A package that brings none is listed with its authors beside the
//! text that its licence's name stands for.

mod crates;
mod npm;

use crate::digest::{self, Digest};
use crate::registry::Sources;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

const RULE: &str = "--------------------------------------------------------------------------------";

/// What one package asks to be said of it.
struct Notice {
    /// Its name and version.
    package: String,
    /// The name of its licence, as its manifest has it.
    licence: String,
    /// Who wrote it, for packages that bring no text; may be empty.
    authors: String,
    /// The texts that it brings.
    texts: Vec<String>,
}

/// Collects the notices, and tells in which file. Asks the packages again only when a lock file changed.
///
/// # Errors
/// If Cargo cannot list the packages.
pub(crate) fn collect(workspace: &Workspace, toolchain: &Toolchain, sources: &Sources) -> anyhow::Result<PathBuf> {
    let locks = ["Cargo.lock", "web/python/Cargo.lock", "web/editor/package-lock.json"];
    let locks = locks.map(|lock| fs::read(workspace.path(lock)).unwrap_or_default());
    let file = workspace.target("notices/NOTICES.txt");
    digest::unless_done(&workspace.target("notices/stamp"), &Digest::of(locks.iter().map(Vec::as_slice)), || {
        let mut notices = vec![python_library(sources)?];
        notices.extend(crates::of_the_web(workspace, toolchain)?);
        notices.extend(crates::of_the_relay(workspace)?);
        notices.extend(npm::of_the_editor(workspace)?);
        let mit = fs::read_to_string(workspace.path("LICENSE-MIT")).context("reading LICENSE-MIT")?;
        fs::create_dir_all(workspace.target("notices"))?;
        Ok(fs::write(&file, text(&notices, &mit))?)
    })?;
    Ok(file)
}

/// Python's own library is no dependency: its files are copied out of this package.
fn python_library(sources: &Sources) -> anyhow::Result<Notice> {
    let file = sources.library.join("Lib/PSF-LICENSE");
    Ok(Notice {
        package: "Python's standard library, as it comes with RustPython".to_owned(),
        licence: "PSF-2.0".to_owned(),
        authors: "Python Software Foundation".to_owned(),
        texts: vec![fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?],
    })
}

/// The licence files of a package's folder. Where the package leaves the choice and has a file for MIT, that one.
fn texts(folder: &Path, licence: &str) -> anyhow::Result<Vec<String>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("listing {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && names_a_licence(path))
        .collect();
    files.sort();
    let is_for_mit = |path: &PathBuf| path.to_string_lossy().to_ascii_uppercase().ends_with("MIT");
    if licence.contains("OR") && files.iter().any(is_for_mit) {
        files.retain(is_for_mit);
    }
    // A text in another encoding is still worth having.
    Ok(files.iter().filter_map(|path| fs::read(path).ok()).map(|b| String::from_utf8_lossy(&b).into_owned()).collect())
}

fn names_a_licence(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
    ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"].iter().any(|word| name.starts_with(word))
}

fn text(notices: &[Notice], mit: &str) -> String {
    let mut by_text: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for notice in notices {
        if notice.texts.is_empty() {
            by_text.entry(mit).or_default().insert(line(notice));
        }
        for text in &notice.texts {
            by_text.entry(text.trim()).or_default().insert(line(notice));
        }
    }
    let mut whole = String::from("sockbox carries the following software. Its licences are below each list.\n");
    let mut groups: Vec<_> = by_text.into_iter().map(|(text, packages)| (packages, text)).collect();
    groups.sort();
    for (packages, text) in groups {
        write!(whole, "\n{RULE}\n").expect("a String takes all that is written");
        packages.iter().for_each(|package| whole.extend([package, "\n"]));
        whole.extend(["\n", text.trim(), "\n"]);
    }
    whole
}

fn line(notice: &Notice) -> String {
    let Notice { package, licence, authors, texts } = notice;
    if texts.is_empty() { format!("{package} ({licence}), by {authors}") } else { format!("{package} ({licence})") }
}

#[cfg(test)]
mod tests {
    use super::{Notice, text};

    fn notice(package: &str, texts: &[&str]) -> Notice {
        let texts = texts.iter().map(ToString::to_string).collect();
        Notice { package: package.to_owned(), licence: "MIT".to_owned(), authors: "A. Uthor".to_owned(), texts }
    }

    #[test]
    fn packages_with_the_same_text_share_it() {
        let text = text(&[notice("one 1.0", &["Do as you like."]), notice("two 2.0", &["Do as you like.\n"])], "");
        assert_eq!(text.matches("Do as you like.").count(), 1);
        assert!(text.contains("one 1.0 (MIT)\ntwo 2.0 (MIT)\n"), "{text}");
    }

    #[test]
    fn a_package_without_a_text_names_its_authors() {
        let text = text(&[notice("one 1.0", &[])], "The MIT text.");
        assert!(text.contains("one 1.0 (MIT), by A. Uthor\n\nThe MIT text.\n"), "{text}");
    }
}

//! The interpreter with our patch: `target/patched/rustpython-vm-0.6.0`.
//!
//! Only the patch is kept in the project, never the patched source.

use crate::registry::RUSTPYTHON;
use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::{Context, bail};
use diffy::patch_set::{FileOperation, FilePatch, ParseOptions, PatchSet};
use std::path::{Path, PathBuf};

/// Where the patched package stands, as a dependency of `web/python`.
pub(crate) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.target(&format!("patched/rustpython-vm-{RUSTPYTHON}"))
}

/// Unpacks and patches the package. Files that are right already keep their modification times.
///
/// # Errors
/// If the patch does not fit the source.
pub(crate) fn prepare(workspace: &Workspace, source: &Path) -> anyhow::Result<()> {
    let patch = workspace.path(&format!("web/python/patches/rustpython-vm-{RUSTPYTHON}.patch"));
    let text = std::fs::read_to_string(&patch).with_context(|| format!("reading {}", patch.display()))?;
    let mut files = tree::read(source)?;
    apply(&text, &mut files).with_context(|| format!("applying {}", patch.display()))?;
    tree::mirror(&folder(workspace), &files)
}

fn apply(patch: &str, files: &mut Tree) -> anyhow::Result<()> {
    for change in PatchSet::parse(patch, ParseOptions::unidiff()) {
        apply_to_file(&change?, files)?;
    }
    Ok(())
}

fn apply_to_file(change: &FilePatch<'_, str>, files: &mut Tree) -> anyhow::Result<()> {
    let operation = change.operation().strip_prefix(1);
    let FileOperation::Modify { original, .. } = operation else {
        bail!("the patch may only change files, not {operation:?}");
    };
    let patch = change.patch().as_text().with_context(|| format!("{original} is not text"))?;
    let content =
        files.get_mut(Path::new(original.as_ref())).with_context(|| format!("the package has no {original}"))?;
    let text = std::str::from_utf8(content).with_context(|| format!("{original} is not text"))?;
    *content = diffy::apply(text, patch).with_context(|| format!("{original} is not as the patch expects"))?.into();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::tree::Tree;
    use std::path::PathBuf;

    const PATCH: &str = "--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n";

    fn package(content: &str) -> Tree {
        Tree::from([(PathBuf::from("src/lib.rs"), content.as_bytes().to_vec())])
    }

    #[test]
    fn a_fitting_patch_changes_the_file() {
        let mut files = package("one\ntwo\n");
        apply(PATCH, &mut files).unwrap();
        assert_eq!(files, package("one\nthree\n"));
    }

    #[test]
    fn a_patch_that_does_not_fit_names_the_file() {
        let error = apply(PATCH, &mut package("something\nelse\n")).unwrap_err();
        assert!(error.to_string().contains("src/lib.rs"), "{error}");
    }

    #[test]
    fn a_patch_of_a_missing_file_names_it() {
        let error = apply(PATCH, &mut Tree::new()).unwrap_err();
        assert!(error.to_string().contains("src/lib.rs"), "{error}");
    }
}

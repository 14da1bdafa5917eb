//! Packages with our patches: `target/patched/NAME-VERSION` for each `web/python/patches/NAME-VERSION.patch`.
//!
//! Only the patches are kept in the project, never the patched sources.

use crate::tree::{self, Tree};
use crate::workspace::Workspace;
use anyhow::{Context, bail};
use diffy::patch_set::{FileOperation, FilePatch, ParseOptions, PatchSet};
use std::path::{Path, PathBuf};

/// A patch to a package of the registry.
#[derive(Clone)]
pub(crate) struct Patch {
    /// The package, as Cargo knows it.
    pub(crate) package: String,
    /// The version that the patch is made for.
    pub(crate) version: String,
}

impl Patch {
    /// Where the patched package stands, as a dependency of `web/python`.
    pub(crate) fn folder(&self, workspace: &Workspace) -> PathBuf {
        workspace.target(&format!("patched/{}-{}", self.package, self.version))
    }

    fn file(&self, workspace: &Workspace) -> PathBuf {
        workspace.path(&format!("web/python/patches/{}-{}.patch", self.package, self.version))
    }
}

/// All patches, by the names of their files.
///
/// # Errors
/// If a file is not named for a package and a version.
pub(crate) fn patches(workspace: &Workspace) -> anyhow::Result<Vec<Patch>> {
    let files = tree::read_flat(&workspace.path("web/python/patches"))?;
    files.keys().map(|path| named(path).with_context(|| format!("{} names no package", path.display()))).collect()
}

fn named(path: &Path) -> Option<Patch> {
    let (package, version) = path.to_str()?.strip_suffix(".patch")?.rsplit_once('-')?;
    Some(Patch { package: package.to_owned(), version: version.to_owned() })
}

/// Unpacks and patches the packages. Files that are right already keep their modification times.
///
/// # Errors
/// If a patch does not fit its source.
pub(crate) fn prepare(workspace: &Workspace, packages: &[(Patch, PathBuf)]) -> anyhow::Result<()> {
    packages.iter().try_for_each(|(patch, source)| prepare_one(workspace, patch, source))
}

fn prepare_one(workspace: &Workspace, patch: &Patch, source: &Path) -> anyhow::Result<()> {
    let file = patch.file(workspace);
    let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let mut files = tree::read(source)?;
    apply(&text, &mut files).with_context(|| format!("applying {}", file.display()))?;
    tree::mirror(&patch.folder(workspace), &files)
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
    use super::{apply, named};
    use crate::tree::Tree;
    use std::path::{Path, PathBuf};

    const PATCH: &str = "--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n";

    fn package(content: &str) -> Tree {
        Tree::from([(PathBuf::from("src/lib.rs"), content.as_bytes().to_vec())])
    }

    #[test]
    fn a_patch_is_named_for_a_package_and_its_version() {
        let patch = named(Path::new("parking_lot-0.12.5.patch")).unwrap();
        assert_eq!((patch.package.as_str(), patch.version.as_str()), ("parking_lot", "0.12.5"));
        assert!(named(Path::new("parking_lot.patch")).is_none());
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

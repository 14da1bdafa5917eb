//! Where Cargo unpacked the sources that the build reads: Python's library, and the packages that are patched.
//!
//! `web/python` cannot be asked: its manifest does not resolve before the patched packages are in place, which are made
//! from those sources. So a manifest that only names the packages is asked instead, with the same lock file: Cargo then
//! fetches the very versions that `web/python` is compiled with.

use crate::cargo;
use crate::digest::{self, Digest};
use crate::patched::{self, Patch};
use crate::process;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use anyhow::Context;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// The package of Python's standard library, and its version: RustPython's.
const LIBRARY: (&str, &str) = ("rustpython-pylib", "0.6.0");
/// The package of RustPython's encodings.
const COMMON: (&str, &str) = ("rustpython-common", "0.6.0");

/// The folders of the packages whose sources the build reads.
pub(crate) struct Sources {
    /// Those to be patched.
    pub(crate) patched: Vec<(Patch, PathBuf)>,
    /// Python's standard library.
    pub(crate) library: PathBuf,
    /// RustPython's encodings.
    pub(crate) common: PathBuf,
}

/// Fetches what is missing, and tells where it is.
///
/// # Errors
/// If crates.io cannot be reached and something is missing.
pub(crate) fn fetch(workspace: &Workspace, toolchain: &Toolchain) -> anyhow::Result<Sources> {
    let patches = patched::patches(workspace)?;
    prepare_manifest(workspace, &patches)?;
    let mut command = cargo::of_the_web(workspace, toolchain, "target/registry");
    command.args(["metadata", "--format-version", "1", "--filter-platform", TARGET]);
    let metadata: Value = serde_json::from_str(&process::output(&mut command)?)?;
    let folder = |name: &str, version: &str| {
        folder(&metadata, name, version).with_context(|| format!("Cargo does not know {name} {version}"))
    };
    let (library, common) = (folder(LIBRARY.0, LIBRARY.1)?, folder(COMMON.0, COMMON.1)?);
    let patched = patches.into_iter().map(|patch| Ok((patch.clone(), folder(&patch.package, &patch.version)?)));
    Ok(Sources { patched: patched.collect::<anyhow::Result<_>>()?, library, common })
}

fn prepare_manifest(workspace: &Workspace, patches: &[Patch]) -> anyhow::Result<()> {
    let mut manifest =
        "[package]\nname = \"registry\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n".to_owned();
    let packages = patches.iter().map(|patch| (patch.package.as_str(), patch.version.as_str()));
    for (name, version) in packages.chain([LIBRARY, COMMON]) {
        manifest.push_str(&format!("{name} = {{ version = \"={version}\", default-features = false }}\n"));
    }
    let lock = fs::read(workspace.path("web/python/Cargo.lock"))?;
    let inputs = Digest::of([manifest.as_bytes(), &lock]);
    // Cargo takes from the lock file what it needs and drops the rest, so it is not the same file afterwards.
    digest::unless_done(&workspace.target("registry/stamp"), &inputs, || {
        fs::create_dir_all(workspace.target("registry/src"))?;
        fs::write(workspace.target("registry/src/lib.rs"), "")?;
        fs::write(workspace.target("registry/Cargo.toml"), &manifest)?;
        fs::write(workspace.target("registry/Cargo.lock"), &lock)?;
        Ok(())
    })
}

fn folder(metadata: &Value, name: &str, version: &str) -> Option<PathBuf> {
    let packages = metadata["packages"].as_array()?;
    let package = packages.iter().find(|package| package["name"] == name && package["version"] == version)?;
    Some(PathBuf::from(package["manifest_path"].as_str()?).parent()?.to_owned())
}

//! Where Cargo unpacked the sources of RustPython.
//!
//! `web/python` cannot be asked: its manifest does not resolve before the patched package is in place, which is made
//! from those sources. So a manifest that only names the packages is asked instead, with the same lock file: Cargo then
//! fetches the very versions that `web/python` is compiled with.

use crate::cargo;
use crate::digest::{self, Digest};
use crate::process;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use anyhow::Context;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// The version of RustPython that the patch is made for.
pub(crate) const RUSTPYTHON: &str = "0.6.0";

/// The folders of the two packages whose sources the build reads.
pub(crate) struct Sources {
    /// The interpreter, to be patched.
    pub(crate) vm: PathBuf,
    /// Python's standard library.
    pub(crate) library: PathBuf,
}

/// Fetches what is missing, and tells where it is.
///
/// # Errors
/// If crates.io cannot be reached and something is missing.
pub(crate) fn fetch(workspace: &Workspace, toolchain: &Toolchain) -> anyhow::Result<Sources> {
    prepare_manifest(workspace)?;
    let mut command = cargo::of_the_web(workspace, toolchain, "target/registry");
    command.args(["metadata", "--format-version", "1", "--filter-platform", TARGET]);
    let metadata: Value = serde_json::from_str(&process::output(&mut command)?)?;
    let folder = |name: &str| folder(&metadata, name).with_context(|| format!("Cargo does not know {name}"));
    Ok(Sources { vm: folder("rustpython-vm")?, library: folder("rustpython-pylib")? })
}

fn prepare_manifest(workspace: &Workspace) -> anyhow::Result<()> {
    let manifest = format!(
        "[package]\nname = \"registry\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         rustpython-pylib = {{ version = \"={RUSTPYTHON}\", default-features = false }}\n\
         rustpython-vm = {{ version = \"={RUSTPYTHON}\", default-features = false }}\n"
    );
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

fn folder(metadata: &Value, name: &str) -> Option<PathBuf> {
    let packages = metadata["packages"].as_array()?;
    let package = packages.iter().find(|package| package["name"] == name && package["version"] == RUSTPYTHON)?;
    Some(PathBuf::from(package["manifest_path"].as_str()?).parent()?.to_owned())
}

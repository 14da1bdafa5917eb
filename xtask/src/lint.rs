//! `cargo xtask lint`: formatting, and clippy with warnings denied, over all packages of both workspaces.
//!
//! All of it by the web part's toolchain: it has clippy and rustfmt on every machine, in one version.

use crate::cargo;
use crate::library;
use crate::patched;
use crate::process;
use crate::progress::Progress;
use crate::registry;
use crate::toolchain::{TARGET, Toolchain};
use crate::wasm;
use crate::workspace::Workspace;
use std::process::Command;

/// Checks everything, the quick checks first.
///
/// # Errors
/// If anything is to be said against the code.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let mut progress = Progress::of_steps(5);
    let toolchain = progress.step("the web part's toolchain", || Toolchain::find_or_install(workspace))?;
    progress.step("formatting", || formatting(workspace, &toolchain))?;
    progress.step("clippy: the root's packages", || {
        let mut clippy = cargo::of_the_web(workspace, &toolchain, "");
        clippy.args(["clippy", "--workspace", "--all-targets"]).arg("--target-dir").arg(workspace.target(""));
        deny_warnings(&mut clippy)
    })?;
    progress.step("clippy: the page and the core on wasm32", || {
        let mut clippy = cargo::of_the_web(workspace, &toolchain, "");
        clippy.args(["clippy", "--package", "sockbox-core", "--package", "sockbox-page", "--target", TARGET]);
        // As `python` below: the profile of the build.
        clippy.args(["--profile", "web"]);
        deny_warnings(clippy.arg("--target-dir").arg(workspace.target("page")))
    })?;
    progress.step("clippy: Python on wasm32", || python(workspace, &toolchain))
}

fn formatting(workspace: &Workspace, toolchain: &Toolchain) -> anyhow::Result<()> {
    for folder in ["", "web/python"] {
        process::run(cargo::of_the_web(workspace, toolchain, folder).args(["fmt", "--all", "--check"]))?;
    }
    Ok(())
}

/// In the release profile, so that the build scripts and macros of the many dependencies are compiled once for both.
fn python(workspace: &Workspace, toolchain: &Toolchain) -> anyhow::Result<()> {
    let sources = registry::fetch(workspace, toolchain)?;
    patched::prepare(workspace, &sources.patched)?;
    let library = library::prepare(workspace, &sources.library)?;
    let mut clippy = wasm::python_cargo(workspace, toolchain, "clippy")?;
    clippy.arg("--release");
    wasm::to_python_target(workspace, &mut clippy, &library);
    deny_warnings(&mut clippy)
}

fn deny_warnings(clippy: &mut Command) -> anyhow::Result<()> {
    process::run(clippy.args(["--", "--deny", "warnings"]))
}

//! The two packages of the web part, compiled to wasm: `web/page` and `web/python`.

use crate::cargo;
use crate::digest::Digest;
use crate::patched;
use crate::process;
use crate::profile::Profile;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;

/// Compiles the page, and tells where its wasm is.
///
/// # Errors
/// If it does not compile.
pub(crate) fn build_page(workspace: &Workspace, toolchain: &Toolchain, profile: Profile) -> anyhow::Result<PathBuf> {
    let (cargo_profile, folder) = match profile {
        Profile::Release => ("web", "web"),
        Profile::Dev => ("dev", "debug"),
    };
    let mut command = cargo::of_the_web(workspace, toolchain, "");
    command.args(["build", "--package", "sockbox-page", "--target", TARGET, "--profile", cargo_profile]);
    command.arg("--target-dir").arg(workspace.target("page"));
    process::run_beside(&mut command)?;
    Ok(workspace.target(&format!("page/{TARGET}/{folder}/sockbox_page.wasm")))
}

/// Compiles the interpreter, and tells where its wasm is.
///
/// # Errors
/// If it does not compile.
pub(crate) fn build_python(
    workspace: &Workspace,
    toolchain: &Toolchain,
    profile: Profile,
    library: &Digest,
) -> anyhow::Result<PathBuf> {
    let (cargo_profile, folder) = match profile {
        Profile::Release => ("release", "release"),
        Profile::Dev => ("dev", "debug"),
    };
    let mut command = python_cargo(workspace, toolchain, "build");
    command.args(["--profile", cargo_profile]);
    to_python_target(workspace, &mut command, library);
    process::run_beside(&mut command)?;
    Ok(workspace.target(&format!("python/{TARGET}/{folder}/sockbox_python.wasm")))
}

/// Cargo for the interpreter's own workspace, with the patched package in place of the registry's.
pub(crate) fn python_cargo(workspace: &Workspace, toolchain: &Toolchain, subcommand: &str) -> Command {
    let mut command = cargo::of_the_web(workspace, toolchain, "web/python");
    let patch = patched::folder(workspace);
    command.arg(subcommand).arg("--config").arg(format!("patch.crates-io.rustpython-vm.path={patch:?}"));
    command
}

/// For the commands that compile: where to, and what the frozen library is.
pub(crate) fn to_python_target(workspace: &Workspace, command: &mut Command, library: &Digest) {
    command.arg("--target-dir").arg(workspace.target("python"));
    // The macro that freezes the library does not tell Cargo which files it read; the package reads this instead.
    command.env("SOCKBOX_FROZEN_LIBRARY", library.to_string());
}

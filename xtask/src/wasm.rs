//! The two packages of the web part, compiled to wasm: `web/page` and `web/python`.

use crate::cargo;
use crate::digest::Digest;
use crate::patched;
use crate::process;
use crate::profile::Profile;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use anyhow::Context;
use serde_json::Value;
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

/// What the interpreter is compiled to.
pub(crate) struct Python {
    /// The file.
    pub(crate) wasm: PathBuf,
    /// The folder of the library's parts that are not in it.
    pub(crate) library: PathBuf,
    /// The folder of the source that has the names of Unicode's characters.
    pub(crate) names: PathBuf,
}

/// Compiles the interpreter.
///
/// # Errors
/// If it does not compile.
pub(crate) fn build_python(
    workspace: &Workspace,
    toolchain: &Toolchain,
    profile: Profile,
    library: &Digest,
) -> anyhow::Result<Python> {
    let (cargo_profile, folder) = match profile {
        Profile::Release => ("release", "release"),
        Profile::Dev => ("dev", "debug"),
    };
    let mut command = python_cargo(workspace, toolchain, "build")?;
    command.args(["--profile", cargo_profile, "--message-format", "json-render-diagnostics"]);
    to_python_target(workspace, &mut command, library);
    let messages = process::output_beside(&mut command)?;
    let out_dir =
        |package| out_dir(&messages, package).with_context(|| format!("the build script of {package} did not run"));
    Ok(Python {
        wasm: workspace.target(&format!("python/{TARGET}/{folder}/sockbox_python.wasm")),
        library: out_dir("web/python#")?,
        names: out_dir("/unicode_names2-")?,
    })
}

/// The folder of a package's build script, out of what Cargo tells as JSON, one message a line.
fn out_dir(messages: &str, package: &str) -> Option<PathBuf> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut ran = messages.filter(|message| message["reason"] == "build-script-executed");
    let ours = ran.find(|message| message["package_id"].as_str().is_some_and(|id| id.contains(package)))?;
    Some(PathBuf::from(ours["out_dir"].as_str()?))
}

/// Cargo for the interpreter's own workspace, with the patched packages in place of the registry's.
///
/// # Errors
/// If the patches cannot be listed.
pub(crate) fn python_cargo(workspace: &Workspace, toolchain: &Toolchain, subcommand: &str) -> anyhow::Result<Command> {
    let mut command = cargo::of_the_web(workspace, toolchain, "web/python");
    // All settings behind the subcommand: clippy passes no others on, and Cargo forgets those in front where there are any behind.
    command.arg(subcommand).arg("--config").arg(cargo::without_paths(workspace));
    for patch in patched::patches(workspace)? {
        let (package, folder) = (&patch.package, patch.folder(workspace));
        command.arg("--config").arg(format!("patch.crates-io.{package}.path={folder:?}"));
    }
    Ok(command)
}

/// For the commands that compile: where to, and what Python's library is.
pub(crate) fn to_python_target(workspace: &Workspace, command: &mut Command, library: &Digest) {
    command.arg("--target-dir").arg(workspace.target("python"));
    // The package's build script does not tell Cargo which files it reads; it names this instead.
    command.env("SOCKBOX_PYTHON_LIBRARY", library.to_string());
}

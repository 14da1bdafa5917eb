//! The relay, with the web part embedded: `target/release/sockbox`.

use crate::cargo;
use crate::digest::Digest;
use crate::process;
use crate::workspace::Workspace;
use std::path::PathBuf;

/// Where the finished binary is.
pub(crate) fn binary(workspace: &Workspace) -> PathBuf {
    workspace.target("release/sockbox").with_extension(std::env::consts::EXE_EXTENSION)
}

/// Compiles the relay around this web part.
///
/// # Errors
/// If it does not compile.
pub(crate) fn build(workspace: &Workspace, web: &Digest) -> anyhow::Result<()> {
    let mut command = cargo::of_the_root(workspace);
    command.args(["build", "--release", "--package", "sockbox-relay", "--bin", "sockbox"]);
    command.arg("--target-dir").arg(workspace.target(""));
    // Cargo watches the embedded files, but only those that were there last time.
    command.env("SOCKBOX_WEB", web.to_string());
    process::run_beside(&mut command)
}

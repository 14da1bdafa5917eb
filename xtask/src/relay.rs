//! The relay, with the web part embedded: `target/release/sockbox`, or `target/quick/sockbox` in a development build.

use crate::cargo;
use crate::digest::Digest;
use crate::process;
use crate::profile::Profile;
use crate::workspace::Workspace;
use std::path::PathBuf;

/// Where the finished binary is.
pub(crate) fn binary(workspace: &Workspace, profile: Profile) -> PathBuf {
    workspace.target(&format!("{}/sockbox", cargo_profile(profile))).with_extension(std::env::consts::EXE_EXTENSION)
}

fn cargo_profile(profile: Profile) -> &'static str {
    match profile {
        Profile::Release => "release",
        Profile::Dev => "quick",
    }
}

/// Compiles the relay around this web part.
///
/// # Errors
/// If it does not compile.
pub(crate) fn build(workspace: &Workspace, profile: Profile, web: &Digest) -> anyhow::Result<()> {
    let mut command = cargo::of_the_root(workspace);
    command.args(["build", "--package", "sockbox-relay", "--bin", "sockbox", "--profile", cargo_profile(profile)]);
    command.arg("--target-dir").arg(workspace.target(""));
    // Cargo watches the embedded files, but only those that were there last time.
    command.env("SOCKBOX_WEB", web.to_string());
    process::run_beside(&mut command)
}

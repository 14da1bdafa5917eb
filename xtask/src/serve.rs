//! `cargo xtask serve`: builds everything, then becomes the relay.

use crate::profile::Profile;
use crate::workspace::Workspace;
use crate::{build, relay};
use anyhow::Context;
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// Builds, then starts the relay in place of this process: signals go straight to it, its standard output is ours.
///
/// # Errors
/// If the build fails. Otherwise it does not return.
pub(crate) fn run(workspace: &Workspace, profile: Profile, listen: SocketAddr) -> anyhow::Result<()> {
    build::run(workspace, profile)?;
    let binary = relay::binary(workspace, profile);
    let error = Command::new(&binary).args(["serve", "--listen", &listen.to_string()]).exec();
    Err(error).with_context(|| format!("starting {}", binary.display()))
}

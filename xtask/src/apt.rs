//! Debian's packages, for what a command needs and a machine lacks.

use crate::process;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether this is a Debian and we are its administrator.
pub(crate) fn is_permitted() -> bool {
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    is_root && Path::new("/etc/debian_version").exists()
}

/// What a person would type.
pub(crate) fn command(packages: &[&str]) -> String {
    format!("apt-get install {}", packages.join(" "))
}

/// Whether this system's lists have a package.
///
/// # Errors
/// If apt-get cannot read the lists anew.
pub(crate) fn has(package: &str) -> anyhow::Result<bool> {
    apt_get(&["update"])?;
    let known = Command::new("apt-cache").args(["show", package]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    Ok(known?.success())
}

/// Installs packages.
///
/// # Errors
/// If apt-get fails.
pub(crate) fn install(packages: &[&str]) -> anyhow::Result<()> {
    apt_get(&["update"])?;
    apt_get(&[&["install", "--no-install-recommends"], packages].concat())
}

fn apt_get(arguments: &[&str]) -> anyhow::Result<()> {
    let mut command = Command::new("apt-get");
    process::run_beside(command.args(["--quiet", "--yes"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
}

//! The Rust toolchain that the wasm is compiled with: installed when missing.
//!
//! It is named in `web/rust-toolchain.toml`, but it is installed here, since rustup may be told not to install
//! anything by itself (`RUSTUP_AUTO_INSTALL=0`).

use crate::process;
use crate::workspace::Workspace;
use anyhow::Context;
use std::process::Command;

/// What the web part is compiled to.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

const COMPONENTS: [&str; 2] = ["clippy", "rustfmt"];

const WITHOUT_RUSTUP: &str = "rustup is needed, see https://rustup.rs: it installs the toolchain of the web part";

/// A toolchain that is installed, with the target and the components that the project needs.
pub(crate) struct Toolchain {
    channel: String,
}

impl Toolchain {
    /// Finds the one that the web part names, or installs it.
    ///
    /// # Errors
    /// If rustup is missing, or may not install anything.
    pub(crate) fn find_or_install(workspace: &Workspace) -> anyhow::Result<Self> {
        let file = workspace.path("web/rust-toolchain.toml");
        let text = std::fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
        let channel = channel(&text).with_context(|| format!("{} names no channel", file.display()))?.to_owned();
        process::output(Command::new("rustup").arg("--version")).context(WITHOUT_RUSTUP)?;
        if !is_installed(&channel) {
            install(&channel)?;
        }
        Ok(Self { channel })
    }

    /// Its name, as `rustup run` takes it: `1.96.0`.
    pub(crate) fn channel(&self) -> &str {
        &self.channel
    }
}

fn channel(toolchain_file: &str) -> Option<&str> {
    let value = toolchain_file.lines().find_map(|line| line.trim().strip_prefix("channel"))?;
    value.trim_start().strip_prefix('=')?.trim().strip_prefix('"')?.strip_suffix('"')
}

/// Whether the toolchain and all that belongs to it are there. Asks only the disk, never the network.
fn is_installed(channel: &str) -> bool {
    let lists = |what: &str| {
        process::output(Command::new("rustup").args([what, "list", "--installed", "--toolchain", channel]))
            .unwrap_or_default()
    };
    let (targets, components) = (lists("target"), lists("component"));
    targets.lines().any(|line| line == TARGET)
        && COMPONENTS.iter().all(|component| components.lines().any(|line| line.starts_with(component)))
}

fn install(channel: &str) -> anyhow::Result<()> {
    let mut rustup = Command::new("rustup");
    rustup.args(["toolchain", "install", channel, "--profile", "minimal", "--target", TARGET]);
    for component in COMPONENTS {
        rustup.args(["--component", component]);
    }
    process::run_beside(&mut rustup).with_context(|| {
        format!("Rust {channel} for {TARGET} is needed and could not be installed; is static.rust-lang.org reachable?")
    })
}

#[cfg(test)]
mod tests {
    use super::channel;

    #[test]
    fn the_channel_is_read_from_the_toolchain_file() {
        let text = "# Why.\n[toolchain]\nchannel = \"1.96.0\"\nprofile = \"minimal\"\n";
        assert_eq!(channel(text), Some("1.96.0"));
    }

    #[test]
    fn a_file_without_a_channel_names_none() {
        assert_eq!(channel("[toolchain]\nprofile = \"minimal\"\n"), None);
    }
}

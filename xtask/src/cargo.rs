//! Cargo, in the two toolchains of the project: the one that runs this program, for the root's packages, and the one
//! that `web/rust-toolchain.toml` names, for all that becomes wasm.

use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// What the Cargo that runs this program leaves in the environment. It would lead the other toolchain's Cargo to the
/// wrong compiler.
const OF_THE_OUTER_CARGO: [&str; 5] = ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "RUST_RECURSION_COUNT"];

/// Cargo at the root, of the toolchain that runs this program.
pub(crate) fn of_the_root(workspace: &Workspace) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(workspace.path(""));
    command
}

/// Cargo of the web's toolchain, in a folder of the checkout.
pub(crate) fn of_the_web(workspace: &Workspace, toolchain: &Toolchain, folder: &str) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", toolchain.channel(), "cargo"]).current_dir(workspace.path(folder));
    command.arg("--config").arg(without_paths(workspace));
    for variable in OF_THE_OUTER_CARGO {
        command.env_remove(variable);
    }
    command
}

/// Paths of sources stand in what is compiled, for panics. With these options of rustc a page does not tell where it was built, and its
/// size does not depend on that. A value for Cargo's `--config`.
pub(crate) fn without_paths(workspace: &Workspace) -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registry = home.map(|home| format!("--remap-path-prefix={}=registry", home.join("registry/src").display()));
    let checkout = format!("--remap-path-prefix={}=sockbox", workspace.path("").display());
    let flags: Vec<String> = registry.into_iter().chain([checkout]).collect();
    format!("target.{TARGET}.rustflags={flags:?}")
}

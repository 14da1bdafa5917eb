//! The editor, the only part from npm: CodeMirror bundled into one file by esbuild, in `web/editor`.

use crate::digest::{self, Digest};
use crate::process;
use crate::tree;
use crate::workspace::Workspace;
use anyhow::Context;
use std::path::{Path, PathBuf};
use std::process::Command;

const WITHOUT_NODE: &str = "Node.js 20 or newer with npm is needed, see https://nodejs.org: it bundles the editor";

/// Bundles the editor, and tells where the bundle is.
///
/// # Errors
/// If Node.js is missing, the npm registry cannot be reached, or the bundling fails.
pub(crate) fn build(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let bundle = workspace.target("editor/editor.js");
    let stamp = workspace.target("editor/stamp");
    digest::unless_done(&stamp, &sources(workspace)?, || {
        install(workspace)?;
        process::run_beside(npm(workspace).args(["run", "--silent", "build", "--"]).arg(&bundle))
    })?;
    Ok(bundle)
}

/// Makes each script and style sheet in a folder smaller, by the same esbuild.
///
/// # Errors
/// If one of them is not well-formed.
pub(crate) fn minify(workspace: &Workspace, folder: &Path) -> anyhow::Result<()> {
    process::run_beside(npm(workspace).args(["run", "--silent", "minify", "--"]).arg(folder))
}

/// Installs what the lock file names, unless the last installation was of the same lock file.
fn install(workspace: &Workspace) -> anyhow::Result<()> {
    process::output(npm(workspace).arg("--version")).context(WITHOUT_NODE)?;
    let lock = std::fs::read(workspace.path("web/editor/package-lock.json")).context("reading package-lock.json")?;
    // The stamp stands beside what it vouches for, so that both are removed together.
    let stamp = workspace.path("web/editor/node_modules/.sockbox-stamp");
    digest::unless_done(&stamp, &Digest::of([lock.as_slice()]), || {
        process::run_beside(npm(workspace).args(["ci", "--no-audit", "--no-fund"]))
            .context("could not install the editor's packages; is registry.npmjs.org reachable?")
    })
}

fn npm(workspace: &Workspace) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(workspace.path("web/editor"));
    command
}

/// All files of the folder itself; what npm installed follows from the lock file among them.
fn sources(workspace: &Workspace) -> anyhow::Result<Digest> {
    let files = tree::read_flat(&workspace.path("web/editor"))?;
    let names = files.keys().map(|path| path.as_os_str().as_encoded_bytes());
    Ok(Digest::of(names.chain(files.values().map(Vec::as_slice))))
}

//! The packages from npm that are bundled into the editor: those of the lock file that are not for development only.

use super::{Notice, texts};
use crate::workspace::Workspace;
use anyhow::Context;
use serde_json::Value;

/// All packages in the editor's bundle.
///
/// # Errors
/// If the lock file cannot be read or a package is not installed.
pub(super) fn of_the_editor(workspace: &Workspace) -> anyhow::Result<Vec<Notice>> {
    let lock = std::fs::read(workspace.path("web/editor/package-lock.json")).context("reading package-lock.json")?;
    let lock: Value = serde_json::from_slice(&lock).context("package-lock.json is not JSON")?;
    let packages = lock["packages"].as_object().context("package-lock.json lists no packages")?;
    let bundled = packages.iter().filter(|(path, package)| !path.is_empty() && package["dev"] != true);
    bundled.map(|(path, package)| notice(workspace, path, package)).collect()
}

fn notice(workspace: &Workspace, path: &str, package: &Value) -> anyhow::Result<Notice> {
    let name = path.trim_start_matches("node_modules/");
    let licence = package["license"].as_str().unwrap_or("see its text");
    Ok(Notice {
        package: format!("{name} {}", package["version"].as_str().unwrap_or_default()),
        licence: licence.to_owned(),
        authors: format!("the authors of https://www.npmjs.com/package/{name}"),
        texts: texts(&workspace.path("web/editor").join(path), licence)?,
    })
}

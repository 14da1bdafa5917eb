//! Python scripts that stand in a folder.

use anyhow::Context;
use std::collections::BTreeMap;
use std::path::Path;

/// Their names and texts.
///
/// # Errors
/// If the folder or one of them cannot be read.
pub fn scripts(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut scripts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "py") {
            let name = path.file_name().context("a script has a name")?.to_string_lossy().into_owned();
            scripts.insert(name, std::fs::read_to_string(&path)?);
        }
    }
    Ok(scripts)
}

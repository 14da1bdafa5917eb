//! wasm-bindgen: from the wasm that the compiler made to the wasm and the JavaScript that a browser loads.

use crate::digest::{self, Digest};
use crate::profile::Profile;
use crate::workspace::Workspace;
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// Generates `NAME.js` and `NAME_bg.wasm`, and tells in which folder.
///
/// # Errors
/// If the wasm was made for another version of wasm-bindgen.
pub(crate) fn generate(workspace: &Workspace, wasm: &Path, name: &str, profile: Profile) -> anyhow::Result<PathBuf> {
    let folder = workspace.target(&format!("bindings/{name}"));
    let module = fs::read(wasm).with_context(|| format!("reading {}", wasm.display()))?;
    let names: &[u8] = if keeps_names(profile) { b"web, named" } else { b"web" };
    let inputs = Digest::of([names, &module]);
    digest::unless_done(&workspace.target(&format!("bindings/{name}.stamp")), &inputs, || {
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        bindgen(name, module, profile)?.generate(&folder)
    })?;
    Ok(folder)
}

fn bindgen(name: &str, module: Vec<u8>, profile: Profile) -> anyhow::Result<Bindgen> {
    let mut bindgen = Bindgen::new();
    bindgen
        .web(true)?
        .input_bytes(name, module)
        .typescript(false)
        .omit_default_module_path(false)
        .remove_name_section(!keeps_names(profile))
        .remove_producers_section(!keeps_names(profile));
    Ok(bindgen)
}

/// Function names make a stack trace readable, and the download larger.
fn keeps_names(profile: Profile) -> bool {
    profile == Profile::Dev
}

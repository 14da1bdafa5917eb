//! The packages from crates.io that are compiled into the web part and the relay: Cargo's graph of ordinary
//! dependencies, without what only builds or tests.

use super::{Notice, texts};
use crate::process;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;
use crate::{cargo, wasm};
use anyhow::Context;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Of the page and the interpreter.
///
/// # Errors
/// If Cargo cannot list the packages.
pub(super) fn of_the_web(workspace: &Workspace, toolchain: &Toolchain) -> anyhow::Result<Vec<Notice>> {
    let mut page = cargo::of_the_web(workspace, toolchain, "");
    page.args(["metadata", "--filter-platform", TARGET]);
    let mut notices = of_package("sockbox-page", &mut page)?;
    let mut python = wasm::python_cargo(workspace, toolchain, "metadata")?;
    python.args(["--filter-platform", TARGET]);
    notices.extend(of_package("sockbox-python", &mut python)?);
    Ok(notices)
}

/// Of the relay, on every platform.
///
/// # Errors
/// If Cargo cannot list the packages.
pub(super) fn of_the_relay(workspace: &Workspace) -> anyhow::Result<Vec<Notice>> {
    of_package("sockbox-relay", cargo::of_the_root(workspace).arg("metadata"))
}

fn of_package(name: &str, metadata: &mut Command) -> anyhow::Result<Vec<Notice>> {
    let metadata: Value = serde_json::from_str(&process::output(metadata.args(["--format-version", "1"]))?)?;
    let ids = linked_into(name, &metadata).with_context(|| format!("Cargo does not know {name}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    // Without a source it is our own.
    let foreign = packages.filter(|package| !package["source"].is_null() || is_patched(package));
    foreign.filter(|package| package["id"].as_str().is_some_and(|id| ids.contains(id))).map(notice).collect()
}

/// It comes from a folder, since it is patched, but it is not ours.
fn is_patched(package: &Value) -> bool {
    let manifest = Path::new(package["manifest_path"].as_str().unwrap_or_default());
    manifest.components().any(|folder| folder.as_os_str() == "patched")
}

/// The ids of all packages that end up in what the named package is compiled to.
fn linked_into<'a>(name: &str, metadata: &'a Value) -> Option<BTreeSet<&'a str>> {
    let packages = metadata["packages"].as_array()?;
    let root = packages.iter().find(|package| package["name"] == name)?["id"].as_str()?;
    // A macro runs in the compiler, and so does what it depends on.
    let mut found: BTreeSet<&str> = packages.iter().filter(|package| is_macro(package)).filter_map(id).collect();
    let macros = found.clone();
    let nodes = metadata["resolve"]["nodes"].as_array()?;
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if found.insert(id) {
            let node = nodes.iter().find(|node| node["id"] == id)?;
            open.extend(ordinary_dependencies(node));
        }
    }
    Some(found.difference(&macros).copied().collect())
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().into_iter().flatten();
    targets.filter_map(|target| target["kind"].as_array()).flatten().any(|kind| kind == "proc-macro")
}

fn id(package: &Value) -> Option<&str> {
    package["id"].as_str()
}

fn ordinary_dependencies(node: &Value) -> impl Iterator<Item = &str> {
    let is_ordinary = |dependency: &&Value| {
        dependency["dep_kinds"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
    };
    node["deps"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(is_ordinary)
        .filter_map(|dependency| dependency["pkg"].as_str())
}

fn notice(package: &Value) -> anyhow::Result<Notice> {
    let field = |name: &str| package[name].as_str().unwrap_or_default();
    let folder = Path::new(field("manifest_path")).parent().context("a manifest stands in a folder")?;
    let authors: Vec<&str> =
        package["authors"].as_array().into_iter().flatten().filter_map(|author| author.as_str()).collect();
    let licence = package["license"].as_str().unwrap_or("see its text");
    Ok(Notice {
        package: format!("{} {}", field("name"), field("version")),
        licence: licence.to_owned(),
        authors: if authors.is_empty() { field("repository").to_owned() } else { authors.join(", ") },
        texts: texts(folder, licence)?,
    })
}

#[cfg(test)]
mod tests {
    use super::linked_into;
    use serde_json::json;

    #[test]
    fn what_only_builds_expands_or_tests_is_not_linked() {
        let dependency = |package: &str, kind: Option<&str>| json!({ "pkg": package, "dep_kinds": [{ "kind": kind }] });
        let metadata = json!({
            "packages": [
                { "name": "ours", "id": "1", "targets": [{ "kind": ["lib"] }] },
                { "name": "macro", "id": "6", "targets": [{ "kind": ["proc-macro"] }] },
            ],
            "resolve": { "nodes": [
                { "id": "1", "deps": [dependency("2", None), dependency("3", Some("dev")), dependency("4", Some("build"))] },
                { "id": "2", "deps": [dependency("5", None), dependency("6", None)] },
                { "id": "3", "deps": [] }, { "id": "4", "deps": [] }, { "id": "5", "deps": [dependency("2", None)] },
                { "id": "6", "deps": [dependency("7", None)] }, { "id": "7", "deps": [] },
            ] },
        });
        let found: Vec<&str> = linked_into("ours", &metadata).unwrap().into_iter().collect();
        assert_eq!(found, ["1", "2", "5"]);
    }
}

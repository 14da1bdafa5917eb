//! The examples, `web/examples`, as the one file that the page fetches.
//!
//! `list.json` gives their order, titles and what to look at, in each language; the folder of each name holds its two programs, and, for
//! the tests, what they print (`.out`) and are told (`.in`).

use crate::workspace::Workspace;
use anyhow::Context;
use serde_json::{Value, json};

/// The file: JSON, an array of `{name, title, look, server, client}`.
///
/// # Errors
/// If the list is none, or a program is missing.
pub(crate) fn collect(workspace: &Workspace) -> anyhow::Result<Vec<u8>> {
    let list: Vec<Value> = serde_json::from_str(&read(workspace, "list.json")?).context("web/examples/list.json")?;
    let examples = list.into_iter().map(|example| with_programs(workspace, example));
    let examples: Vec<Value> = examples.collect::<anyhow::Result<_>>()?;
    Ok(json!(examples).to_string().into_bytes())
}

fn with_programs(workspace: &Workspace, mut example: Value) -> anyhow::Result<Value> {
    let name = example["name"].as_str().context("an example without a name in web/examples/list.json")?.to_owned();
    for side in ["server", "client"] {
        example[side] = read(workspace, &format!("{name}/{side}.py"))?.into();
    }
    Ok(example)
}

fn read(workspace: &Workspace, file: &str) -> anyhow::Result<String> {
    let path = workspace.path("web/examples").join(file);
    std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

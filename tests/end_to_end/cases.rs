//! The scripts of `tests/cases` print in the browser what they print under CPython: `name.out` holds what CPython printed.

use anyhow::{Context, Result};
use rstest::rstest;
use serde_json::json;
use sockbox_tests::BrowserKind::{self, Chromium, Firefox};
use sockbox_tests::{Page, Relay, scripts};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[rstest]
#[tokio::test]
async fn scripts_print_what_they_print_under_cpython(#[values(Chromium, Firefox)] browser: BrowserKind) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;
    let scripts = scripts(&folder())?;
    assert!(!scripts.is_empty(), "no script was found");

    open_terminal(&page, &scripts).await?;
    let mut differences = Vec::new();
    for name in scripts.keys() {
        let ended = page.evaluate("return await window.cases.start(args[0])", &[json!(name)]).await;
        let ended = ended.with_context(|| name.clone())?;
        let expected = std::fs::read_to_string(folder().join(name).with_extension("out"))?;
        if ended["stdout"] != json!(expected) || ended["exitCode"] != json!(0) {
            differences.push(format!("{name}: expected\n{expected}\nbut it ended as {ended:#}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
    Ok(())
}

/// One terminal for all of them, with every script as a file.
async fn open_terminal(page: &Page, scripts: &BTreeMap<String, String>) -> Result<()> {
    let body = "window.cases = await window.sockbox.open({ title: 'cases', files: args[0] })";
    page.evaluate(body, &[json!(scripts)]).await.map(drop)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

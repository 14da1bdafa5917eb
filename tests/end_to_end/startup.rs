//! What is fetched, and when.

use anyhow::Result;
use serde_json::json;
use sockbox_tests::{Page, Relay};

#[tokio::test]
async fn a_second_visit_fetches_nothing_but_the_page() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.server().printed("import queue").await?;
    page.reload().await?;
    let body = "const entries = performance.getEntriesByType('resource');
        return entries.filter(entry => entry.transferSize > 0).map(entry => entry.name)";
    assert_eq!(page.evaluate(body, &[]).await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn the_prompt_does_not_wait_for_the_rest_of_the_library() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let source = "import socket, enum, os, queue
print([module.__loader__.__name__ for module in (socket, enum, os, queue)])
import asyncio
print(asyncio.__file__)";
    assert_eq!(
        page.server().printed(source).await?,
        "['FrozenImporter', 'FrozenImporter', 'FrozenImporter', 'Finder']\n/usr/lib/python3.14/asyncio/__init__.py\n"
    );
    Ok(())
}

#[tokio::test]
async fn tracebacks_show_the_lines_of_the_library() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let ran = page.server().run("import json; json.loads('{')").await?;
    assert!(ran.stderr.contains("File \"/usr/lib/python3.14/json/decoder.py\", line "), "{}", ran.stderr);
    assert!(ran.stderr.contains("obj, end = self.scan_once(s, idx)"), "fetched: {}", ran.stderr);
    let ran = page.server().run("import socket; socket.create_connection(('127.0.0.1', 1))").await?;
    assert!(ran.stderr.contains("File \"/usr/lib/python3.14/socket.py\", line "), "{}", ran.stderr);
    assert!(ran.stderr.contains("sock.connect(sa)"), "part of the worker: {}", ran.stderr);
    Ok(())
}

#[tokio::test]
async fn hashes_and_random_numbers_differ_from_process_to_process() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let source = "import random; print(hash('sockbox'), random.random())";
    let (one, other) = (page.server().printed(source).await?, page.client().printed(source).await?);
    for (one, other) in one.split_whitespace().zip(other.split_whitespace()) {
        assert_ne!(one, other);
    }
    Ok(())
}

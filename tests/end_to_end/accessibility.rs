//! What assistive technology finds: axe-core, from npm, looks at the page in the states that people bring it into.

use anyhow::Result;
use rstest::rstest;
use serde_json::{Value, json};
use sockbox_tests::{Page, Relay};
use std::path::Path;

/// A prompt, a mistake with its explanation, a program that is stepped through, the list of examples, and a lost relay.
#[rstest]
#[tokio::test]
async fn axe_finds_nothing_serious(#[values(360, 1280)] width: u32) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.browser().client().set_window_size(width, 900).await?;
    load_axe(&page).await?;
    let (server, client) = (page.server(), page.client());
    let mut found = found(&page, "at the prompt").await?;

    server.run("import socket; s = socket.socket(); s.accept()").await?;
    server.shows("accept() needs a listening socket").await?;
    found.extend(self::found(&page, "after a mistake").await?);

    page.opens_example("chat_threads").await?;
    server.presses("Run").await?;
    server.shows("waiting for somebody to talk to").await?;
    client.presses("Run").await?;
    client.in_state("waiting for input").await?;
    server.opens_threads().await?;
    client.opens_threads().await?;
    client.sets_pace("Pause").await?;
    client.types("hello\n").await?;
    client.line_shows("chat_threads_client.py:17").await?;
    found.extend(self::found(&page, "while it is stepped through").await?);

    page.presses("Examples").await?;
    found.extend(self::found(&page, "with the list of examples").await?);

    relay.terminate().await?;
    server.in_state("ended").await?;
    found.extend(self::found(&page, "after the relay went").await?);
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

/// Installed with the editor's packages, by the build.
async fn load_axe(page: &Page) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/editor/node_modules/axe-core/axe.min.js");
    page.evaluate("window.eval(args[0])", &[json!(std::fs::read_to_string(path)?)]).await.map(drop)
}

/// What it finds of serious or critical rank: the rule, and the element.
async fn found(page: &Page, when: &str) -> Result<Vec<Value>> {
    page.draws().await?;
    // What appears has its colours when it is there; cards of closed sockets are leaving.
    let body = "const passing = document.getAnimations().filter(one => one.effect.getTiming().iterations === 1);
        await Promise.allSettled(passing.map(one => one.finished));
        const { violations } = await axe.run({ exclude: ['.card.closed'] }, { resultTypes: ['violations'] });
        const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
        return grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${args[0]}: ${id}: ${html}`))";
    let found = page.evaluate(body, &[json!(when)]).await?;
    Ok(serde_json::from_value(found)?)
}

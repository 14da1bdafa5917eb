//! Keys of the console that a terminal has.

use anyhow::Result;
use sockbox_tests::{Page, Relay};

/// WebDriver's Control, and the arrows.
const CONTROL: &str = "\u{e009}";
const UP: &str = "\u{e013}";
const DOWN: &str = "\u{e015}";

#[tokio::test]
async fn ctrl_l_clears_the_screen_and_leaves_the_process() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    client.types("kept = 'still here'; print('to be ' + 'cleared')\n").await?;
    client.shows("to be cleared").await?;
    client.types(&format!("half an entry{CONTROL}l{CONTROL}")).await?;
    client.shows_no_more("to be cleared").await?;
    assert_eq!(client.entry().await?, "half an entry");
    assert_eq!(client.printed("print(kept)").await?, "still here\n");
    Ok(())
}

#[tokio::test]
async fn ctrl_d_ends_the_input_of_a_program_and_a_process_at_its_empty_prompt() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let ctrl_d = format!("{CONTROL}d{CONTROL}");
    client.begin("import sys; lines = sys.stdin.read()").await?;
    client.in_state("waiting for input").await?;
    client.types("one\n").await?;
    client.in_state("waiting for input").await?;
    client.types(&ctrl_d).await?;
    assert!(client.ended().await?.ok);
    assert_eq!(client.printed("lines").await?, "'one\\n'\n");
    client.begin("input()").await?;
    client.in_state("waiting for input").await?;
    client.types(&ctrl_d).await?;
    assert!(client.ended().await?.stderr.contains("EOFError"));

    client.types(&format!("1{ctrl_d}")).await?;
    client.types("\n").await?;
    client.shows("1").await?;
    client.in_state("ready").await?;
    client.types(&ctrl_d).await?;
    client.in_state("ended: exit status 0").await?;
    client.types("\n").await?;
    client.in_state("ready").await
}

#[tokio::test]
async fn entries_of_an_earlier_visit_come_back_by_arrows_and_by_search() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    for entry in ["first = 1", "second = 2", "third = 3"] {
        client.types(&format!("{entry}\n")).await?;
        client.in_state("ready").await?;
    }
    page.reload().await?;
    client.types(&format!("draft{UP}")).await?;
    client.entry_shows("third = 3").await?;
    client.types(UP).await?;
    client.entry_shows("second = 2").await?;
    client.types(&format!("{DOWN}{DOWN}")).await?;
    client.entry_shows("draft").await?;
    page.server().types(UP).await?;
    assert_eq!(page.server().entry().await?, "", "each terminal has its own");

    client.types(&format!("{CONTROL}a{CONTROL}\u{e017}{CONTROL}r{CONTROL}")).await?;
    page.shows_offer("second = 2").await?;
    // A click would close the list.
    client.keys("irs\u{e007}").await?;
    client.entry_shows("first = 1").await
}

#[tokio::test]
async fn the_list_for_a_word_at_the_begin_of_the_line_is_in_sight() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    for terminal in [page.server(), page.client()] {
        terminal.types("in\u{e004}").await?;
        page.shows_offer("input").await?;
        terminal.keys("\u{e00c}").await?;
    }
    Ok(())
}

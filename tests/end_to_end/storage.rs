//! What of the files is kept in the browser, and what is told where it cannot be.

use anyhow::Result;
use serde_json::json;
use sockbox_tests::{BrowserKind, Page, Relay};

#[tokio::test]
async fn a_file_is_uploaded_and_kept_and_one_that_is_too_large_is_refused() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, folder) = (page.server(), tempfile::tempdir()?);
    let (small, large) = (folder.path().join("lines.txt"), folder.path().join("large.bin"));
    std::fs::write(&small, "one\ntwo 中文\n")?;
    std::fs::write(&large, vec![0xff; (2 << 20) + 1])?;

    server.presses("Files").await?;
    server.files().uploads(&small).await?;
    server.files().shows("two 中文").await?;
    assert_eq!(server.printed("print(open('lines.txt').read(), end='')").await?, "one\ntwo 中文\n");
    server.files().uploads(&large).await?;
    server.files().complains("large.bin has 2097153 bytes").await?;
    page.reload().await?;
    server.files().shows("two 中文").await?;
    assert_eq!(server.files().tabs().await?, json!(["lines.txt"]));
    Ok(())
}

#[tokio::test]
async fn a_file_that_outgrows_the_limit_does_not_come_back_as_it_was() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    client.printed("with open('log', 'w') as log: log.write('short')\n").await?;
    client.files().has("log").await?;
    client.printed("with open('log', 'w') as log: log.write('x' * 3_000_000)\n").await?;
    client.shows("log has grown to 3000000 bytes").await?;
    page.reload().await?;
    assert_eq!(client.printed("import os; print(os.path.exists('log'))").await?, "False\n");
    Ok(())
}

#[tokio::test]
async fn files_without_end_are_limited_and_the_process_has_them_all() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    let source = "for n in range(230):\n    with open(f'{n:03}.txt', 'w') as file: file.write('x')\n";
    client.printed(source).await?;
    client.shows("a terminal shows and keeps 200 files").await?;
    assert_eq!(client.printed("import glob; print(len(glob.glob('*.txt')))").await?, "230\n");
    Ok(())
}

#[tokio::test]
async fn what_a_full_storage_does_not_take_is_told_and_kept_once_there_is_room() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    server.presses("Files").await?;
    server.files().begins("kept.py").await?;
    server.files().types("first = 1").await?;
    let fill = "let size = 1 << 20, n = 0;
        while (size >= 1) try { localStorage.setItem(`filler ${n}`, 'x'.repeat(size)); n++; } catch { size >>= 1; }";
    page.evaluate(fill, &[]).await?;
    server.files().types("\nsecond = 2").await?;
    server.shows("kept.py is not kept across a reload").await?;
    server.files().complains("kept.py is not kept across a reload").await?;
    server.types("print(first, second)\n").await?;
    page.shows_notice("storage for this site is full").await?;

    let free =
        "for (const key of Object.keys(localStorage)) if (key.startsWith('filler')) localStorage.removeItem(key)";
    page.evaluate(free, &[]).await?;
    server.files().types("\nthird = 3").await?;
    page.reload().await?;
    server.files().shows("third = 3").await
}

#[tokio::test]
async fn a_browser_that_keeps_nothing_is_told_of_and_all_else_works() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(BrowserKind::ChromiumWithoutStorage, relay.url()).await?;
    let server = page.server();
    page.shows_notice("This browser lets the page keep nothing here").await?;
    server.presses("Files").await?;
    server.files().begins("lost.py").await?;
    server.files().types("print('it runs')").await?;
    server.files().runs_by_keyboard().await?;
    server.shows("it runs").await?;
    server.types("1 + 1\n").await?;
    server.shows("2").await
}

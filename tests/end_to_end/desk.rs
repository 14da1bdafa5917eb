//! The desk: what has room, what is in sight, and where the keyboard goes.

use anyhow::Result;
use serde_json::{Value, json};
use sockbox_tests::{Page, Relay};

/// WebDriver's Escape, and Control.
const ESCAPE: &str = "\u{e00c}";
const CONTROL: &str = "\u{e009}";

#[tokio::test]
async fn a_closed_terminal_leaves_the_keyboard_to_the_one_before_and_throws_nothing() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let body = "const errors = [], find = selector => document.querySelector(selector);
        addEventListener('error', event => errors.push(event.message));
        await window.sockbox.open({ title: 'third' });
        const frame = () => new Promise(requestAnimationFrame);
        while (!find('[data-terminal=third] .entry [contenteditable]')) await frame();
        const buttons = [...document.querySelectorAll('[data-terminal=third] .buttons button')];
        const close = buttons.find(button => button.textContent === 'Close');
        close.focus();
        close.click();
        while (find('[data-terminal=third]')) await frame();
        await frame();
        await frame();
        return [document.activeElement.closest('[data-terminal]')?.dataset.terminal, errors]";
    assert_eq!(page.evaluate(body, &[]).await?, json!(["client", []]));
    Ok(())
}

#[tokio::test]
async fn the_question_before_a_deletion_takes_the_keyboard_and_gives_it_back() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    server.presses("Files").await?;
    server.files().begins("kept.py").await?;
    server.presses("Delete").await?;
    waits_until(&page, "document.activeElement.textContent === 'Keep'").await?;
    server.keys(ESCAPE).await?;
    waits_until(&page, "!document.querySelector('.question')").await?;
    waits_until(&page, "document.activeElement.textContent === 'Delete'").await?;
    assert_eq!(server.files().tabs().await?, json!(["kept.py"]));
    server.files().deletes().await?;
    waits_until(&page, "!document.querySelector('.question, .tab')").await?;
    waits_until(&page, "document.activeElement.textContent === 'Delete'").await
}

#[tokio::test]
async fn the_tab_of_the_file_that_is_shown_is_in_sight() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    server.printed("for n in range(20): open(f'file_{n:02}.py', 'w').close()").await?;
    server.files().has("file_19.py").await?;
    server.presses("Files").await?;
    for name in ["file_19.py", "file_00.py"] {
        server.files().chooses(name).await?;
        let in_sight = "const tab = document.querySelector('.tab.active'), row = tab.parentElement;
            const inner = tab.getBoundingClientRect(), outer = row.getBoundingClientRect();
            return tab.textContent === args[0] && inner.left >= outer.left - 1 && inner.right <= outer.right + 1";
        waits_for(&page, in_sight, &[json!(name)]).await?;
    }
    Ok(())
}

#[tokio::test]
async fn code_keeps_eight_lines_among_four_terminals() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.evaluate("for (const title of ['third', 'fourth']) await window.sockbox.open({ title })", &[]).await?;
    page.server().presses("Files").await?;
    page.server().files().begins("main.py").await?;
    waits_until(&page, "document.querySelectorAll('.terminal').length === 4").await?;
    let body = "const code = document.querySelector('.fileeditor .cm-scroller');
        return code.clientHeight / parseFloat(getComputedStyle(code).lineHeight)";
    let lines = page.evaluate(body, &[]).await?;
    assert!(lines.as_f64().is_some_and(|lines| lines >= 8.0), "{lines} lines");
    Ok(())
}

#[tokio::test]
async fn the_search_in_a_file_speaks_the_language_of_the_page() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let files = page.server().files();
    page.server().presses("Files").await?;
    files.begins("main.py").await?;
    files.types(&format!("{CONTROL}f{CONTROL}")).await?;
    waits_until(&page, "document.querySelector('.cm-search')?.textContent.includes('match case')").await?;
    page.chooses_language("zh-Hans").await?;
    waits_until(&page, "document.querySelector('.cm-search')?.textContent.includes('区分大小写')").await
}

/// Waits until an expression of the page is true.
async fn waits_until(page: &Page, expression: &str) -> Result<()> {
    waits_for(page, &format!("return {expression}"), &[]).await
}

/// Waits until the body of a function returns true.
async fn waits_for(page: &Page, look: &str, args: &[Value]) -> Result<()> {
    let body = format!("while (!(() => {{ {look} }})()) await new Promise(requestAnimationFrame)");
    page.evaluate(&body, args).await.map(drop)
}

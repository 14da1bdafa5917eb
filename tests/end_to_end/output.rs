//! What a terminal has shown: however much it is, as a file, and copied.

use anyhow::Result;
use serde_json::json;
use sockbox_tests::{Page, Relay};

/// The other terminal is asked again and again while a million lines are printed: the page hands on each of its questions.
#[tokio::test]
async fn a_million_lines_leave_the_page_alive_and_the_first_are_dropped_with_a_word() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let body = "const [printer, other] = window.sockbox.processes;
        let isOver = false, longest = 0, asked = 0;
        const printed = printer.run('for n in range(1000000): print(n)').then(ran => { isOver = true; return ran; });
        while (!isOver) {
            const begun = performance.now();
            await other.run('1');
            longest = Math.max(longest, performance.now() - begun);
            asked++;
        }
        const { ok } = await printed;
        const lines = printer.output.split('\\n').filter(line => /^\\d+$/.test(line));
        return { ok, longest, asked, lines: lines.length, last: lines.at(-1) }";
    let seen = page.evaluate(body, &[]).await?;
    assert_eq!((&seen["ok"], &seen["last"]), (&json!(true), &json!("999999")), "{seen}");
    assert!(seen["lines"].as_u64().is_some_and(|lines| (9_000..=10_000).contains(&lines)), "{seen}");
    assert!(seen["asked"].as_u64() > Some(3) && seen["longest"].as_f64() < Some(3_000.0), "{seen}");
    page.server().shows("999999").await?;
    page.server().drops("a terminal keeps its last 10000").await
}

#[tokio::test]
async fn output_is_saved_as_text_and_with_its_times() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    server.printed("import time; print('one'); time.sleep(0.3); print('two 中文')").await?;
    server.shows("two 中文").await?;
    let text = server.saves("Output as text").await?;
    assert!(text.contains(">>> import time; print('one')") && text.contains("\none\ntwo 中文\n"), "{text}");
    let transcript = server.saves("Transcript with times").await?;
    let seconds = |line: &str| {
        let line = transcript.lines().find(|found| found.ends_with(line));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok())
    };
    let (one, two) = (seconds("  one"), seconds("  two 中文"));
    assert!(two.zip(one).is_some_and(|(two, one)| two - one >= 0.2), "{transcript}");
    Ok(())
}

#[tokio::test]
async fn selected_output_is_copied_and_pasted_and_interrupts_nothing() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());
    server.printed("for n in range(2): print('print(', n, ')')").await?;
    server.begin("name = input()").await?;
    server.in_state("waiting for input").await?;
    server.copies_lines("print( ").await?;
    client.types("\u{e009}v\u{e009}\n").await?;
    client.shows("01").await?;
    server.in_state("waiting for input").await?;
    server.write("Ada").await?;
    assert!(server.ended().await?.ok);
    Ok(())
}

/// The mark `aria-live` at the moment when lines are added decides what a screen reader reads out.
#[tokio::test]
async fn a_screen_reader_is_not_flooded() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    let flood = "const log = document.querySelector('[data-terminal=server] [role=log]');
        let spoken = 0;
        const count = records => {
            if (log.getAttribute('aria-live') !== 'off') spoken += records.flatMap(record => [...record.addedNodes]).length;
        };
        const observer = new MutationObserver(count);
        observer.observe(log, { childList: true });
        const begun = performance.now();
        await process.run('for n in range(100_000): print(n)');
        while (log.children.length < 9_000) await new Promise(requestAnimationFrame);
        const seconds = (performance.now() - begun) / 1_000, flooded = spoken;
        while (spoken === flooded) {
            await process.run('print(1)');
            await new Promise(requestAnimationFrame);
        }
        return { seconds, flooded }";
    let seen = server.script(flood, &[]).await?;
    let most = 40.0 + 10.0 * seen["seconds"].as_f64().unwrap_or_default();
    assert!(seen["flooded"].as_f64().is_some_and(|flooded| flooded <= most), "{seen}");
    Ok(())
}

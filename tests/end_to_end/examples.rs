//! Every example runs as its files `.out` say: opened by one click, run in both terminals, told what its `.in` has.
//! `tests/under_cpython` runs the same under CPython.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sockbox_tests::{Page, Relay, Terminal};
use std::path::{Path, PathBuf};

#[tokio::test]
async fn every_example_prints_what_it_should() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let examples: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(folder().join("list.json"))?)?;
    assert!(examples.len() >= 20, "there are {} examples", examples.len());
    for example in &examples {
        let name = example["name"].as_str().context("an example has a name")?;
        for (text, tag) in ["title", "look"].iter().flat_map(|text| ["en", "zh-Hans", "zh-Hant"].map(|tag| (text, tag)))
        {
            assert!(example[text][tag].is_string(), "{name} has no {text} in {tag}");
        }
        let ran = tokio::time::timeout(std::time::Duration::from_secs(60), run(&page, name)).await;
        ran.with_context(|| format!("{name} never ended"))?.with_context(|| name.to_owned())?;
    }
    Ok(())
}

#[tokio::test]
async fn examples_are_told_in_the_language_of_the_page() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.chooses_language("zh-Hans").await?;
    page.opens_example("tcp_echo").await?;
    page.shows_notice("TCP 回显 accept() 会一直等到有客户端连接").await?;
    page.chooses_language("zh-Hant").await?;
    page.shows_notice("TCP 回應（echo） accept() 會一直等到有用戶端連線").await?;
    page.chooses_language("en").await?;
    page.shows_notice("TCP echo accept() waits until a client calls").await
}

#[tokio::test]
async fn both_programs_of_an_example_run_by_one_press() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.opens_example("tcp_echo").await?;
    // The second time each terminal has a process that is used.
    for _ in 0..2 {
        page.presses("Run both").await?;
        page.client().shows(text("tcp_echo", "client.out")?.lines().last().context("the client prints")?).await?;
        page.server().in_state("ready").await?;
        page.client().in_state("ready").await?;
        page.client().types("\u{e009}l\u{e009}").await?;
    }
    Ok(())
}

async fn run(page: &Page, name: &str) -> Result<()> {
    let (server, client) = (page.server(), page.client());
    page.opens_example(name).await?;
    let (server_out, client_out) = (text(name, "server.out")?, text(name, "client.out")?);
    begin(server).await?;
    let first = server_out.lines().next().context("a server says when it is ready")?;
    printed(server, &format!("{first}\n")).await?;
    tell(server, &text(name, "server.in")?).await?;
    begin(client).await?;
    tell(client, &text(name, "client.in")?).await?;
    ended(client).await?;
    printed(server, server_out.trim_end_matches("no more\n").trim_end_matches("closed\n")).await?;
    if text(name, "server.py")?.contains("Ctrl-C") {
        server.call("interrupt").await?;
    }
    ended(server).await?;
    assert_eq!(stdout(client).await?, client_out);
    assert_eq!(stdout(server).await?, server_out);
    Ok(())
}

/// Listens to what the program writes, and runs it.
async fn begin(terminal: Terminal<'_>) -> Result<()> {
    let body = "process.printed = ''; process.stop?.();
        process.stop = process.on('output', ({stream, text}) => {
            if (stream === 'stdout') process.printed += text;
            process.look?.();
        })";
    terminal.script(body, &[]).await?;
    terminal.presses("Run").await
}

/// Waits until the program has written this.
async fn printed(terminal: Terminal<'_>, expected: &str) -> Result<()> {
    let body = "await new Promise(done => {
            process.look = () => { if (process.printed.startsWith(rest[0])) done(); };
            process.look();
        })";
    terminal.script(body, &[json!(expected)]).await.map(drop)
}

/// Waits until the program has ended, which leaves a prompt.
async fn ended(terminal: Terminal<'_>) -> Result<()> {
    terminal.run("pass").await.map(drop)
}

async fn tell(terminal: Terminal<'_>, lines: &str) -> Result<()> {
    for line in lines.lines() {
        terminal.write(line).await?;
    }
    Ok(())
}

async fn stdout(terminal: Terminal<'_>) -> Result<String> {
    let printed = terminal.script("return process.printed", &[]).await?;
    Ok(printed.as_str().unwrap_or_default().to_owned())
}

/// Empty where there is no such file.
fn text(name: &str, file: &str) -> Result<String> {
    let path = folder().join(name).join(file);
    if path.exists() || !file.ends_with(".in") {
        return std::fs::read_to_string(&path).with_context(|| path.display().to_string());
    }
    Ok(String::new())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/examples")
}

//! The programs of Python's own documentation run in the page: taken out of the installed pages as the table
//! `tests/documentation/programs.toml` says, which has to name every block of them.

mod table;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use sockbox_tests::{Page, Relay, Terminal};
use std::path::PathBuf;
use table::{Blocks, Program, Run, Table};

#[tokio::test]
async fn the_programs_of_pythons_documentation_run() -> Result<()> {
    let Some(folder) = folder() else { return Ok(()) };
    let (relay, table) = (Relay::start().await?, Table::read()?);
    let page = Page::open(&relay).await?;
    let blocks = blocks(&page, &table, folder).await?;
    for group in &table.run {
        run(&page, group, &blocks[&group.page]).await.with_context(|| format!("{}: {}", group.page, group.what))?;
    }
    Ok(())
}

#[tokio::test]
async fn the_table_names_every_block_of_pythons_documentation() -> Result<()> {
    let Some(folder) = folder() else { return Ok(()) };
    let table = Table::read()?;
    let browser = Page::visit("about:blank").await?;
    let blocks = blocks(&browser, &table, folder).await?;
    let named = table.named();
    for (page, blocks) in &blocks {
        assert_eq!(blocks.len(), table.blocks[page], "blocks of {page}");
        for number in 1..=blocks.len() {
            let is_named = named.get(&(page, number)).is_some_and(|[run, left_out]| (*run > 0) != (*left_out > 0));
            assert!(
                is_named,
                "{page}: block {number} should stand in the table, as run or as left out:\n{}",
                blocks[number - 1]
            );
        }
    }
    let known =
        |(page, number): &(&str, usize)| table.blocks.get(*page).is_some_and(|most| (1..=*most).contains(number));
    assert!(named.keys().all(known), "the table names a block that is not there");
    Ok(())
}

/// Where the pages are.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("SOCKBOX_PYTHON_DOCUMENTATION").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: SOCKBOX_PYTHON_DOCUMENTATION names no pages; `cargo xtask test` finds or installs them");
    }
    folder
}

/// The texts of all `<pre>` of the pages, which the browser reads.
async fn blocks(browser: &Page, table: &Table, folder: PathBuf) -> Result<Blocks> {
    let body = "const pre = new DOMParser().parseFromString(args[0], 'text/html').querySelectorAll('pre');
        return [...pre].map(block => block.textContent)";
    let mut blocks = Blocks::new();
    for page in table.blocks.keys() {
        let path = folder.join(page).with_extension("html");
        let html = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        blocks.insert(page.clone(), serde_json::from_value(browser.evaluate(body, &[json!(html)]).await?)?);
    }
    Ok(blocks)
}

async fn run(page: &Page, group: &Run, blocks: &[String]) -> Result<()> {
    if let Some(server) = &group.server {
        begin(page.server(), server, blocks).await?;
        is_ready(page.server(), server).await.context("the server")?;
    }
    for client in &group.client {
        if client.at_prompt {
            at_prompt(page.client(), &client.text(blocks)?).await?;
        } else {
            begin(page.client(), client, blocks).await?;
            ends(page.client(), client, blocks).await.context("the client")?;
        }
    }
    match &group.server {
        Some(server) => ends(page.server(), server, blocks).await.context("the server"),
        None => Ok(()),
    }
}

/// Starts a program, and listens to what it prints and waits for.
async fn begin(terminal: Terminal<'_>, program: &Program, blocks: &[String]) -> Result<()> {
    let body = "process.look = () => {};
        process.printed ?? process.on('output', ({ text }) => { process.printed += text; process.look(); });
        process.printed ?? process.on('state', ({ text }) => { process.state = text; process.look(); });
        const write = `with open('program.py', 'w') as file: file.write(${JSON.stringify(rest[0])})`;
        await process.run(write);
        process.printed = process.state = '';
        process.ended = process.start('program.py', rest[1]);
        process.ended.catch(() => {}).then(() => { process.isOver = true; process.look(); });
        process.isOver = false;";
    terminal.script(body, &[json!(program.text(blocks)?), json!(program.arguments)]).await.map(drop)
}

/// Waits until a server waits for clients.
async fn is_ready(terminal: Terminal<'_>, server: &Program) -> Result<()> {
    let body = "await new Promise(done => {
            process.look = () => { if (process.isOver || process.state.startsWith(rest[0])) done(); };
            process.look();
        });
        return process.isOver ? process.printed : null";
    let ready = server.ready.as_deref().context("the table says when a server is ready")?;
    let printed = terminal.script(body, &[json!(ready)]).await?;
    ensure!(printed.is_null(), "it ended before it was {ready:?}: {printed}");
    Ok(())
}

/// The status of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// How a program ended, and whether it printed what it should.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ended {
    exit_code: i32,
    stdout: String,
    #[expect(dead_code, reason = "it is shown if the test fails")]
    stderr: String,
    has_printed: bool,
}

/// Waits until a program has printed what it should, then for its end, by Ctrl-C if its table says so.
async fn ends(terminal: Terminal<'_>, program: &Program, blocks: &[String]) -> Result<()> {
    let body = "const hasPrinted = () => {
            let at = 0;
            return rest[0].every(text => {
                const found = process.printed.indexOf(text, at);
                at = found + text.length;
                return found >= 0;
            });
        };
        await new Promise(done => {
            process.look = () => { if (process.isOver || hasPrinted()) done(); };
            process.look();
        });
        if (rest[1]) process.interrupt();
        const { exitCode, stdout, stderr } = await process.ended;
        return { exitCode, stdout, stderr, hasPrinted: hasPrinted() }";
    let prints = program.prints(blocks)?;
    let ended = terminal.script(body, &[json!(prints), json!(program.stops)]).await?;
    let ended: Ended = serde_json::from_value(ended)?;
    ensure!(ended.has_printed, "it should have printed {prints:?}: {ended:#?}");
    let exit_code = if program.stops { INTERRUPTED } else { program.exit_code };
    ensure!(ended.exit_code == exit_code, "it should have ended with {exit_code}: {ended:#?}");
    let is_in = |session: &str| !ended.stdout.is_empty() && session.contains(&ended.stdout);
    ensure!(program.session(blocks)?.is_none_or(is_in), "the page shows other output: {ended:#?}");
    Ok(())
}

/// Types what follows each `>>> ` and expects the lines in between for answers.
async fn at_prompt(terminal: Terminal<'_>, shown: &str) -> Result<()> {
    let mut entries = Vec::<(&str, String)>::new();
    for line in shown.lines() {
        match (line.strip_prefix(">>> "), entries.last_mut()) {
            (Some(entry), _) => entries.push((entry, String::new())),
            (None, Some((_, answer))) => *answer += &format!("{line}\n"),
            (None, None) => {}
        }
    }
    ensure!(!entries.is_empty(), "nothing is typed in\n{shown}");
    for (entry, answer) in entries {
        ensure!(terminal.printed(entry).await? == answer, "{entry} should have answered {answer:?}");
    }
    Ok(())
}

//! The console, by the keyboard.

use anyhow::Result;
use rstest::rstest;
use serde_json::json;
use sockbox_tests::BrowserKind::{self, Chromium, Firefox};
use sockbox_tests::{Page, Relay};

#[rstest]
#[tokio::test]
async fn statements_typed_call_by_call_answer_as_python_does(
    #[values(Chromium, Firefox)] browser: BrowserKind,
) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;
    let (server, client) = (page.server(), page.client());

    for line in ["import socket", "s = socket.socket()", "s.bind(('127.0.0.1', 8001))", "s.listen(5)"] {
        server.types(&format!("{line}\n")).await?;
    }
    server.types("c, a = s.accept()\n").await?;
    server.blocked_in("accept() on 127.0.0.1:8001").await?;
    for line in ["import socket", "s = socket.socket()", "s.connect(('127.0.0.1', 8001))", "s.sendall(b'hello')"] {
        client.types(&format!("{line}\n")).await?;
    }
    server.in_state("ready").await?;
    server.types("c.recv(1024)\n").await?;
    server.shows("b'hello'").await?;
    Ok(())
}

#[tokio::test]
async fn a_block_is_entered_line_by_line() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    // The editor indents the second line by itself.
    page.client().types("for n in range(3):\nprint('n is', n)\n\n").await?;
    page.client().shows("n is 2").await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn input_reads_a_line_from_the_terminal(#[values(Chromium, Firefox)] browser: BrowserKind) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;

    let client = page.client();
    client.begin("name = input('Your name: ')\nprint('Hello,', name, 'from', input('Where? '))").await?;
    client.in_state("waiting for input").await?;
    client.types("Ada\n").await?;
    client.write("London").await?;
    let ran = client.ended().await?;
    assert!(ran.stdout.contains("Hello, Ada from London"), "{}", ran.stdout);
    Ok(())
}

#[tokio::test]
async fn every_thread_that_reads_gets_a_line() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let client = page.client();
    let source = "from threading import Thread
readers = [Thread(target=lambda: print('got', input())) for _ in range(2)]
[reader.start() for reader in readers]; [reader.join() for reader in readers]; None";
    client.begin(source).await?;
    client.in_state("waiting for input").await?;
    client.types("Ada\n").await?;
    client.shows("got Ada").await?;
    client.in_state("waiting for input").await?;
    client.types("Grace\n").await?;
    let ran = client.ended().await?;
    assert!(ran.stdout.contains("got Grace"), "{}", ran.stdout);
    Ok(())
}

#[tokio::test]
async fn a_program_that_gave_up_waiting_for_input_waits_no_more() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let client = page.client();
    client.begin("import select, sys\nprint(select.select([sys.stdin], [], [], 0.01))\nwhile True: pass\n").await?;
    client.shows("([], [], [])").await?;
    client.in_state("running").await?;
    client.call("interrupt").await?;
    assert!(!client.ended().await?.ok);
    Ok(())
}

#[tokio::test]
async fn what_the_tutorials_import_is_there() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let source = "import socket, time, sys, os, errno, struct, json, select, selectors, threading, queue, re, random
import math, datetime, contextlib, collections, itertools, functools, traceback
print(errno.errorcode[111], struct.pack('!H', 8001), json.dumps([1]))";
    assert_eq!(page.server().printed(source).await?, "ECONNREFUSED b'\\x1fA' [1]\n");
    Ok(())
}

#[tokio::test]
async fn a_traceback_shows_the_source_line() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let ran = page.server().run("def half(n):\n    return n / 0\n\nhalf(3)").await?;
    assert!(ran.stderr.contains("return n / 0"), "{}", ran.stderr);
    assert!(ran.stderr.contains("ZeroDivisionError"), "{}", ran.stderr);
    Ok(())
}

#[tokio::test]
async fn only_the_last_value_of_a_pasted_program_is_shown() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let source =
        "import socket\na, b = socket.socketpair()\na.send(b'one')\nfor n in range(2):\n    a.send(b'x')\n\nb.recv(10)";
    let ran = page.server().run(source).await?;
    assert_eq!(ran.stdout, "b'onexx'\n", "as in Python's own console since 3.13");
    assert_eq!(ran.value.as_deref(), Some("b'onexx'"));
    assert_eq!(page.server().printed("_").await?, "b'onexx'\n");
    assert_eq!(page.server().printed("1; 2").await?, "2\n");
    Ok(())
}

#[tokio::test]
async fn tab_and_ctrl_r_offer_what_may_follow() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();

    client.types("import socket\n").await?;
    client.shows("import socket").await?;
    client.in_state("ready").await?;
    client.types("socket.AF_UN\u{e004}").await?;
    page.shows_offer("AF_UNSPEC").await?;
    client.types("\n").await?;
    client.entry_shows("socket.AF_UNIX").await?;
    client.types("\n").await?;
    client.shows("AddressFamily.AF_UNIX").await?;

    // A module of the library that has not been fetched.
    client.types("import asynci\u{e004}").await?;
    client.entry_shows("import asyncio").await?;
    client.types("\n").await?;
    client.shows("import asyncio").await?;
    client.in_state("ready").await?;

    client.types("socket.create_conn\u{e004}").await?;
    client.entry_shows("socket.create_connection").await?;
    client.types("?\n").await?;
    client.shows("create_connection(address").await?;

    let help = client.printed("help(socket.socket.bind)").await?;
    assert!(help.contains("(address, /)") && help.contains("local address"), "{help}");

    // Ctrl-R, then part of an entry.
    client.types("\u{e009}r\u{e009}").await?;
    page.shows_offer("import socket").await?;
    client.types("rt so\n").await?;
    client.entry_shows("import socket").await?;
    Ok(())
}

#[tokio::test]
async fn output_has_its_colours_and_columns() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    page.client().printed("print('\\x1b[1;31mred\\x1b[0m plain 中文')").await?;
    page.client().shows("red plain 中文").await?;
    let body = "const text = selector => [...document.querySelectorAll(selector)].map(found => found.textContent);
        return [text('.bold.front-1'), text('.wide')]";
    assert_eq!(page.evaluate(body, &[]).await?, json!([["red"], ["中", "文"]]));
    Ok(())
}

#[tokio::test]
async fn a_terminal_that_was_opened_can_be_closed() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let body = "const opened = await sockbox.open({ title: 'third' });
        const shown = () => document.querySelectorAll('.terminal').length;
        const before = [sockbox.processes.length, shown()];
        const waiting = opened.run('import time; time.sleep(3600)').catch(String);
        await opened.close();
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        const first = await sockbox.processes[0].close().catch(error => error.message);
        return [before, sockbox.processes.length, shown(), await waiting, await opened.run('1').catch(String), first]";
    let ended = "Error: the process of terminal \"third\" has ended: killed";
    let expected = json!([[3, 3], 2, 2, ended, "Error: the terminal was closed", "the first two terminals stay"]);
    assert_eq!(page.evaluate(body, &[]).await?, expected);
    Ok(())
}

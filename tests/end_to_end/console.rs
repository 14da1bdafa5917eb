//! The console, by the keyboard.

use anyhow::Result;
use sockbox_tests::{Page, Relay};

#[tokio::test]
async fn statements_typed_call_by_call_answer_as_python_does() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
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

#[tokio::test]
async fn input_reads_a_line_from_the_terminal() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

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

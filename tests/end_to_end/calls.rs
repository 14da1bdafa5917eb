//! Socket calls, made in the page and performed by the kernel.

use anyhow::Result;
use rstest::rstest;
use sockbox_tests::BrowserKind::{self, Chromium, Firefox};
use sockbox_tests::{Page, Relay};

#[rstest]
#[tokio::test]
async fn six_steps_of_a_server_and_four_of_a_client(#[values(Chromium, Firefox)] browser: BrowserKind) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;
    let (server, client) = (page.server(), page.client());

    server.printed("import socket").await?;
    server.printed("s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)").await?;
    server.printed("s.bind(('127.0.0.1', 8001))").await?;
    server.printed("s.listen(5)").await?;
    server.begin("c, a = s.accept()").await?;
    server.blocked_in("accept() on 127.0.0.1:8001").await?;

    client.printed("import socket").await?;
    client.printed("s = socket.socket()").await?;
    client.printed("s.connect(('127.0.0.1', 8001))").await?;
    assert!(server.ended().await?.ok, "the connection ends the wait in accept()");
    client.printed("s.sendall(b'hello')").await?;

    assert_eq!(server.printed("c.recv(1024)").await?, "b'hello'\n");
    assert_eq!(server.printed("c.send(b'HELLO')").await?, "5\n");
    assert_eq!(client.printed("s.recv(1024)").await?, "b'HELLO'\n");
    assert_eq!(server.printed("a == c.getpeername()").await?, "True\n");
    client.printed("s.close()").await?;
    assert_eq!(server.printed("c.recv(1024)").await?, "b''\n");
    server.printed("c.close(); s.close()").await?;
    Ok(())
}

#[tokio::test]
async fn a_recv_with_nothing_to_read_blocks_its_own_terminal_only() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());

    server.printed("import socket; s = socket.create_server(('127.0.0.1', 0)); p = s.getsockname()[1]").await?;
    let port = server.printed("print(p)").await?;
    client.printed(&format!("import socket; c = socket.create_connection(('127.0.0.1', {}))", port.trim())).await?;
    client.begin("c.recv(1024)").await?;
    client.blocked_in("recv(1024)").await?;

    assert_eq!(server.printed("6 * 7").await?, "42\n");
    server.printed("s.accept()[0].sendall(b'at last')").await?;
    assert_eq!(client.ended().await?.stdout, "b'at last'\n");
    Ok(())
}

#[tokio::test]
async fn a_connection_nobody_listens_for_is_refused() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let ran = page.client().run("import socket\nsocket.socket().connect(('127.0.0.1', 9))").await?;
    assert!(!ran.ok);
    let last = ran.stderr.trim_end().lines().last().unwrap_or_default().to_owned();
    assert_eq!(last, "ConnectionRefusedError: [Errno 111] Connection refused");
    assert!(ran.stderr.contains("socket.socket().connect"), "the traceback shows the line: {}", ran.stderr);
    assert_eq!(page.client().printed("socket.socket().connect_ex(('127.0.0.1', 9))").await?, "111\n");
    Ok(())
}

#[tokio::test]
async fn datagrams_go_both_ways() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());

    server.printed("import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)").await?;
    server.printed("s.bind(('127.0.0.1', 8002))").await?;
    server.begin("data, address = s.recvfrom(1024)").await?;
    server.blocked_in("recvfrom(1024) on 127.0.0.1:8002").await?;

    client.printed("import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)").await?;
    assert_eq!(client.printed("s.sendto(b'ping', ('127.0.0.1', 8002))").await?, "4\n");
    assert!(server.ended().await?.ok);
    assert_eq!(server.printed("s.sendto(data.upper(), address)").await?, "4\n");
    assert_eq!(client.printed("s.recvfrom(1024)").await?, "(b'PING', ('127.0.0.1', 8002))\n");
    Ok(())
}

#[tokio::test]
async fn a_timeout_raises_timeout_error() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let server = page.server();
    server.printed("import socket; s = socket.create_server(('127.0.0.1', 0)); s.settimeout(0.05)").await?;
    let ran = server.run("s.accept()").await?;
    assert_eq!(ran.stderr.trim_end().lines().last(), Some("TimeoutError: timed out"));
    assert_eq!(server.printed("s.gettimeout()").await?, "0.05\n");
    Ok(())
}

#[tokio::test]
async fn two_hundred_round_trips_in_a_loop() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());

    server.printed("import socket; s = socket.create_server(('127.0.0.1', 8003))").await?;
    server.begin("c, _ = s.accept()\nwhile data := c.recv(64):\n    c.sendall(data)\n").await?;
    client.printed("import socket; c = socket.create_connection(('127.0.0.1', 8003))").await?;
    let source = "seen = 0
for n in range(200):
    message = b'round %d' % n
    c.sendall(message)
    seen += c.recv(64) == message

print(seen)
c.close()
";
    assert_eq!(client.printed(source).await?, "200\n");
    assert!(server.ended().await?.ok, "the end of the stream ends the loop");
    Ok(())
}

#[tokio::test]
async fn a_call_out_of_order_is_refused_in_the_browser_with_its_reason() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let server = page.server();
    server.printed("import socket; s = socket.socket(); s.bind(('127.0.0.1', 8004))").await?;
    let ran = server.run("s.accept()").await?;
    assert_eq!(ran.stderr.trim_end().lines().last(), Some("OSError: [Errno 22] Invalid argument"));
    let timeline = page.timeline().await?;
    assert!(timeline.contains("listen()"), "the timeline names the missing call: {timeline}");
    Ok(())
}

/// Frames of processes that the relay has counted: their bytes, and how many calls of a kind.
async fn arrived(page: &Page, call: &str) -> Result<(String, usize)> {
    let text = page.evaluate("return await (await fetch('/metrics')).text()", &[]).await?;
    let text = text.as_str().unwrap_or_default();
    let bytes = text.lines().find(|line| line.starts_with(r#"sockbox_frame_bytes_total{direction="in"}"#));
    let of_call = format!(r#"sockbox_calls_total{{call="{call}""#);
    Ok((bytes.unwrap_or_default().to_owned(), text.lines().filter(|line| line.starts_with(&of_call)).count()))
}

#[tokio::test]
async fn a_call_that_the_model_refuses_does_not_travel() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    server.printed("import socket; s = socket.socket(); s.bind(('127.0.0.1', 8006))").await?;
    let before = arrived(&page, "accept").await?;
    assert!(before.0.ends_with(|last: char| last.is_ascii_digit()) && before.1 == 0, "{before:?}");

    assert!(!server.run("s.accept()").await?.ok, "it is refused");
    assert_eq!(arrived(&page, "accept").await?, before, "no frame came");
    assert!(!server.run("s.recv(1)").await?.ok, "so is this");
    assert_eq!(arrived(&page, "recv").await?, before, "no frame came");

    server.printed("s.getsockname()").await?;
    assert_ne!(arrived(&page, "getsockname").await?, before, "what the kernel has to be asked travels");
    Ok(())
}

#[tokio::test]
async fn a_call_that_the_kernel_fails_is_explained_too() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let client = page.client();
    client.types("import socket\nsocket.socket().shutdown(socket.SHUT_WR)\n").await?;
    client.shows("OSError: [Errno 107] Transport endpoint is not connected").await?;
    client.shows("Call connect() first.").await?;
    Ok(())
}

#[tokio::test]
async fn a_flood_of_calls_is_in_the_timeline_when_it_is_over() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let program =
        "import socket\ns = socket.socket()\nfor option in range(1500):\n    s.fileno(), s.getsockname()\ns.close()";
    page.client().printed(program).await?;
    // As many as are kept, the last of them in sight.
    let drawn = "const drawn = () => {
            const calls = document.querySelector('.calls'), rows = calls.querySelectorAll('[data-key]');
            if (rows.length !== 1000 || !rows[999].textContent.includes('close()')) return false;
            return rows[999].getBoundingClientRect().bottom <= calls.getBoundingClientRect().bottom + 1;
        };
        await new Promise(done => {
            const look = () => drawn() ? done() : requestAnimationFrame(look);
            look();
        })";
    page.evaluate(drawn, &[]).await?;
    Ok(())
}

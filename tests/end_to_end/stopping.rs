//! Ctrl-C, Stop and Restart.

use anyhow::Result;
use sockbox_tests::{Page, Relay};

#[tokio::test]
async fn a_blocked_accept_is_interrupted_and_the_process_goes_on() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let server = page.server();
    server.printed("import socket; s = socket.create_server(('127.0.0.1', 8001))").await?;
    server.begin("s.accept()").await?;
    server.blocked_in("accept() on 127.0.0.1:8001").await?;
    server.presses("Stop").await?;
    let ran = server.ended().await?;
    assert!(!ran.ok);
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    assert_eq!(server.printed("s.getsockname()").await?, "('127.0.0.1', 8001)\n");
    Ok(())
}

#[tokio::test]
async fn an_endless_loop_is_interrupted() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let client = page.client();
    client.begin("while True: pass\n").await?;
    client.in_state("running").await?;
    client.call("interrupt").await?;
    let ran = client.ended().await?;
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    assert_eq!(client.printed("1 + 1").await?, "2\n");
    Ok(())
}

#[tokio::test]
async fn sleep_and_input_are_interrupted() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let client = page.client();
    client.begin("import time; time.sleep(3600)").await?;
    client.in_state("running").await?;
    client.call("interrupt").await?;
    assert!(client.ended().await?.stderr.trim_end().ends_with("KeyboardInterrupt"));
    client.begin("input('name: ')").await?;
    client.in_state("waiting for input").await?;
    client.call("interrupt").await?;
    assert!(client.ended().await?.stderr.trim_end().ends_with("KeyboardInterrupt"));
    Ok(())
}

#[tokio::test]
async fn exit_ends_the_process_and_closes_its_sockets() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());

    server.printed("import socket; s = socket.create_server(('127.0.0.1', 8001))").await?;
    client.printed("import socket; c = socket.create_connection(('127.0.0.1', 8001))").await?;
    server.printed("c, _ = s.accept()").await?;
    client.begin("c.recv(1)").await?;
    client.blocked_in("recv(1)").await?;
    server.types("exit()\n").await?;
    server.in_state("ended").await?;
    assert_eq!(client.ended().await?.stdout, "b''\n", "the peer sees the end of the stream");

    server.presses("Restart").await?;
    server.in_state("ready").await?;
    server.printed("import socket; s = socket.socket()").await?;
    server.printed("s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)").await?;
    server.printed("s.bind(('127.0.0.1', 8001))").await?;
    Ok(())
}

#[tokio::test]
async fn an_endless_print_is_interrupted() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let client = page.client();
    client.printed("for i in range(100_000): print('line', i)\n").await?;
    client.begin("while True: print('x' * 50)\n").await?;
    client.shows("xxxxxxxxxx").await?;
    client.presses("Stop").await?;
    let ran = client.ended().await?;
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    Ok(())
}

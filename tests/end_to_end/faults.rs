//! The relay goes away.

use anyhow::Result;
use sockbox_tests::{Page, Relay};

#[tokio::test]
async fn a_lost_relay_is_told_in_every_terminal_and_restart_connects_again() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let address = relay.address().to_owned();

    page.server().printed("print('kept')").await?;
    page.server().begin("import socket; s = socket.create_server(('127.0.0.1', 0)); s.accept()").await?;
    page.server().blocked_in("accept()").await?;
    let status = relay.terminate().await?;
    assert!(status.success(), "SIGTERM is a clean end: {status}");
    for terminal in [page.server(), page.client()] {
        terminal.in_state("ended").await?;
    }
    assert!(page.server().output().await?.contains("kept"));

    let relay = Relay::start_at(&address).await?;
    page.server().presses("Restart").await?;
    page.server().in_state("ready").await?;
    assert!(page.server().output().await?.contains("kept"), "what was shown stays");
    assert_eq!(page.server().printed("2 ** 10").await?, "1024\n");
    drop(relay);
    Ok(())
}

//! Threads: many at once, and what each waits for. `tests/cases/torture_*.py` has their collisions.

use anyhow::Result;
use rstest::rstest;
use serde_json::{Value, json};
use sockbox_tests::BrowserKind::{self, Chromium, Firefox};
use sockbox_tests::{Page, Relay, crowd};

/// Of the same load that `cargo xtask bench crowd` keeps up for half a minute.
const SECONDS: f64 = 3.0;

#[rstest]
#[tokio::test]
async fn fifty_threads_serve_fifty_threads_of_another_terminal(
    #[values(Chromium, Firefox)] browser: BrowserKind,
) -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_in(browser, relay.url()).await?;
    let crowd = crowd(&page, 50, SECONDS).await?;
    assert!(crowd.fewest > 0, "{crowd:?}");
    Ok(())
}

#[tokio::test]
async fn each_thread_says_what_it_waits_for() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let source = "import socket, threading, time
s = socket.create_server(('127.0.0.1', 8001))
lock = threading.Lock()
lock.acquire()
for name, work in ('accepting', s.accept), ('locking', lock.acquire), ('sleeping', lambda: time.sleep(1000)):
    threading.Thread(target=work, name=name, daemon=True).start()
";
    page.server().printed(source).await?;
    page.server().begin("input()").await?;
    page.server().in_state("waiting for input").await?;

    // What was begun last may not have come to its wait yet.
    let body = "const process = window.sockbox.processes[0];
        for (;;) {
            const threads = await process.threads();
            if (threads.length === 4 && threads.every(thread => thread.waiting)) return threads;
        }";
    let threads: Vec<Value> = serde_json::from_value(page.evaluate(body, &[]).await?)?;
    let told: Vec<_> = threads.iter().map(|thread| (&thread["name"], &thread["waiting"])).collect();
    let expected = [
        ("MainThread", "a line of input"),
        ("accepting", "accept() on 127.0.0.1:8001"),
        ("locking", "a lock that MainThread has"),
        ("sleeping", "1000 seconds to pass"),
    ];
    assert_eq!(
        told,
        expected.map(|(name, waiting)| (json!(name), json!(waiting))).iter().map(|(a, b)| (a, b)).collect::<Vec<_>>()
    );
    assert_eq!(threads[3]["place"]["line"], json!(5), "the line of its program: {threads:#?}");
    Ok(())
}

#[tokio::test]
async fn what_a_thread_waits_for_is_said_in_the_language_of_the_page() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.chooses_language("zh-Hans").await?;
    let server = page.server();
    server.begin("input()").await?;
    server.in_state("等待输入").await?;
    let waiting = server.script("return (await process.threads())[0].waiting", &[]).await?;
    assert_eq!(waiting, json!("一行输入"));
    server.opens_threads().await?;
    server.shows_thread("在等待：一行输入").await?;
    page.chooses_language("en").await?;
    server.shows_thread("waits for a line of input").await
}

//! Rooms: a network for whoever has the link, and for nobody else.

use anyhow::Result;
use serde_json::json;
use sockbox_tests::{Page, Relay, Site};

/// What stands where the people of a room are listed, as long as there is only one.
const INVITATION: &str = "Whoever opens this link joins your network";

#[tokio::test]
async fn whoever_opens_the_link_joins_the_network() -> Result<()> {
    let relay = Relay::start().await?;
    let teacher = Page::open(&relay).await?;
    let student = Page::open_at(&teacher.room_url().await?).await?;
    assert_eq!(teacher.room().await?["id"], student.room().await?["id"]);

    teacher.server().printed("import socket; s = socket.create_server(('127.0.0.1', 8001))").await?;
    teacher.server().begin("c, a = s.accept()").await?;
    teacher.server().blocked_in("accept() on 127.0.0.1:8001").await?;
    student.client().printed("import socket; c = socket.create_connection(('127.0.0.1', 8001))").await?;
    assert!(teacher.server().ended().await?.ok);
    student.client().printed("c.sendall(b'from afar')").await?;
    assert_eq!(teacher.server().printed("c.recv(1024)").await?, "b'from afar'\n");
    Ok(())
}

#[tokio::test]
async fn each_new_page_has_a_network_of_its_own() -> Result<()> {
    let relay = Relay::start().await?;
    let pages = [Page::open(&relay).await?, Page::open(&relay).await?];
    assert_ne!(pages[0].room().await?["id"], pages[1].room().await?["id"]);
    for page in &pages {
        page.server().printed("import socket; s = socket.create_server(('127.0.0.1', 8001))").await?;
        assert_eq!(page.server().printed("s.getsockname()").await?, "('127.0.0.1', 8001)\n");
    }
    pages[0].client().printed("import socket; c = socket.create_connection(('127.0.0.1', 8001))").await?;
    let local = pages[0].client().printed("c.getsockname()").await?;
    assert_eq!(pages[0].server().printed("s.accept()[1]").await?, local, "it was this room's server");
    Ok(())
}

#[tokio::test]
async fn who_comes_and_goes_is_shown() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.shows_people(INVITATION).await?;
    page.evaluate("window.seen = []; window.sockbox.on('people', people => window.seen.push(people.length))", &[])
        .await?;

    let guest = Page::open_at(&page.room_url().await?).await?;
    // A page's processes come in any order.
    page.shows_people("guest 2: ").await?;
    page.shows_people("2 people here").await?;
    guest.shows_people("guest 1: ").await?;
    let everybody = "const people = window.sockbox.room.people; \
                     return people.map(({ number, you, processes }) => [number, you, [...processes].sort()])";
    let people = page.evaluate(everybody, &[]).await?;
    assert_eq!(people, json!([[1, true, ["client", "server"]], [2, false, ["client", "server"]]]));

    drop(guest);
    page.shows_people(INVITATION).await?;
    let seen = page.evaluate("return [Math.max(...window.seen), window.seen.at(-1)]", &[]).await?;
    assert_eq!(seen, json!([2, 1]));
    Ok(())
}

#[tokio::test]
async fn a_reload_keeps_the_room_and_its_texts() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open_at(&format!("{}/?lesson=3#part", relay.url())).await?;
    let room = page.room().await?["id"].clone();
    let address = page.evaluate("return location.href", &[]).await?;
    let expected = format!("{}/rooms/{}?lesson=3#part", relay.url(), room.as_str().unwrap_or_default());
    assert_eq!(address, json!(expected), "the rest of the address stays");

    page.server().types("1 + 1\n").await?;
    page.server().shows("2").await?;
    page.server().types("half a li").await?;
    page.reload().await?;
    assert_eq!(page.room().await?["id"], room);
    assert_eq!(page.server().entry().await?, "half a li");
    page.server().types("\u{e003}".repeat(9).as_str()).await?;
    page.server().types("\u{e013}\n").await?;
    page.server().shows(">>> 1 + 1").await?;
    Ok(())
}

#[tokio::test]
async fn a_page_from_elsewhere_finds_the_relay_by_its_address() -> Result<()> {
    let source = Relay::start().await?;
    let site = Site::of(&source).await?;
    let relay = Relay::start_with(&["--allow-origin", site.origin()]).await?;
    let page = Page::open_at(&format!("{}/?relay=ws://{}", site.origin(), relay.address())).await?;

    assert_eq!(page.evaluate("return window.sockbox.relay", &[]).await?, json!(format!("ws://{}", relay.address())));
    let url = page.room_url().await?;
    let room = page.room().await?["id"].clone();
    assert!(url.contains(&format!("room={}", room.as_str().unwrap_or_default())), "{url}");
    let guest = Page::open_at(&url).await?;
    page.shows_people("2 people here").await?;
    guest.server().printed("import socket; s = socket.create_server(('127.0.0.1', 8001))").await?;
    page.client().printed("import socket; c = socket.create_connection(('127.0.0.1', 8001))").await?;
    Ok(())
}

#[tokio::test]
async fn an_address_that_leads_nowhere_says_so() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::visit(&format!("{}/?relay=elsewhere.example", relay.url())).await?;
    page.shows_notice("This address leads nowhere.").await?;
    let error = page.evaluate("await window.sockbox.ready", &[]).await.expect_err("there is no page");
    assert!(error.to_string().contains("is no relay: its address begins with wss:"), "{error}");
    let new_room = page.evaluate("return document.querySelector('.notice a').href", &[]).await?;
    assert_eq!(new_room, json!(format!("{}/", relay.url())));
    Ok(())
}

#[tokio::test]
async fn a_full_room_says_which_limit_and_enter_tries_again() -> Result<()> {
    let relay = Relay::start_with(&["--room-processes", "2"]).await?;
    let first = Page::open(&relay).await?;
    let second = Page::visit(&first.room_url().await?).await?;
    second.server().in_state("ended: This room may have at most 2 processes").await?;
    second.server().shows("--room-processes").await?;

    drop(first);
    second.shows_people(INVITATION).await?;
    second.server().types("\n").await?;
    second.server().in_state("ready").await?;
    assert_eq!(second.server().printed("6 * 7").await?, "42\n");
    Ok(())
}

#[tokio::test]
async fn a_page_from_elsewhere_is_told_the_limit_too() -> Result<()> {
    let source = Relay::start().await?;
    let site = Site::of(&source).await?;
    let relay = Relay::start_with(&["--allow-origin", site.origin(), "--room-processes", "0"]).await?;
    let page = Page::visit(&format!("{}/?relay=ws://{}", site.origin(), relay.address())).await?;
    page.server().in_state("ended: This room may have at most 0 processes").await?;
    Ok(())
}

#[tokio::test]
async fn a_program_that_is_slowed_down_is_told_so() -> Result<()> {
    let relay = Relay::start_with(&["--process-calls-per-second", "5"]).await?;
    let page = Page::open(&relay).await?;
    let program = "import socket; s = socket.socket(); n = [s.getsockname() for _ in range(12)]";
    page.server().printed(program).await?;
    page.shows_notice("\"server\" is slowed down. This process may have at most 5 calls a second.").await?;
    Ok(())
}

#[tokio::test]
async fn the_practice_services_answer_the_lines_of_the_panel() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let lines = page.service_lines().await?;
    let answers =
        [("echo", "b'hello'\n"), ("discard", ""), ("daytime", "b'"), ("chargen", "b' !\"#$%&"), ("http", "b'HTTP/1.")];
    assert_eq!(lines.len(), answers.len());
    for (service, answer) in answers {
        let printed = page.server().printed(&lines[service]).await?;
        assert!(printed.starts_with(answer), "{service}: {printed}");
    }
    Ok(())
}

#[tokio::test]
async fn a_line_of_the_panel_goes_where_the_keyboard_was() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;

    let echo = page.service_lines().await?.remove("echo").unwrap_or_default();
    page.client().types("x = 1\n").await?;
    page.presses("This network").await?;
    page.presses(&echo).await?;
    assert_eq!(page.client().entry().await?, echo);
    assert_eq!(page.server().entry().await?, "");
    Ok(())
}

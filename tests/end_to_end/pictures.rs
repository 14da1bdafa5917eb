//! The pictures of the sockets, the calls in full, and the languages they are told in.

use anyhow::{Context, Result};
use sockbox_tests::{Page, Relay};

#[tokio::test]
async fn every_socket_has_a_card_that_follows_its_calls() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());
    let (listener, connection) = ("server, fd 3, TCP · IPv4", "server, fd 4, TCP · IPv4");
    let peer = "client, fd 3, TCP · IPv4";

    server.printed("import socket; s = socket.socket()").await?;
    page.shows_states(&[(listener, "created")]).await?;
    server.printed("s.bind(('127.0.0.1', 8001))").await?;
    page.shows_states(&[(listener, "bound")]).await?;
    server.printed("s.listen()").await?;
    server.begin("c, a = s.accept()").await?;
    server.blocked_in("accept()").await?;
    page.shows_states(&[(listener, "listening")]).await?;
    assert!(page.cards().await?[0].text.contains("in accept()"), "{:?}", page.cards().await?);

    client.printed("import socket, threading; s = socket.create_connection(('127.0.0.1', 8001))").await?;
    assert!(server.ended().await?.ok);
    page.shows_states(&[(listener, "listening"), (peer, "connected"), (connection, "connected")]).await?;
    client.printed("t = threading.Thread(target=s.sendall, args=(b'hello',)); t.start(); t.join()").await?;
    assert!(text_of(&page, connection).await?.contains("5 bytes wait"), "{:?}", page.cards().await?);
    server.printed("c.recv(2)").await?;
    assert!(text_of(&page, connection).await?.contains("3 bytes wait"), "{:?}", page.cards().await?);

    client.printed("s.shutdown(socket.SHUT_WR)").await?;
    server.printed("d = c.dup(); c.close()").await?;
    let both = "server, fd 5, TCP · IPv4";
    page.shows_states(&[(listener, "listening"), (peer, "write shut"), (both, "connected")]).await?;
    server.printed("s.close(); d.close()").await?;
    client.call("kill").await?;
    page.shows_states(&[]).await
}

/// What stands on the card of this label.
async fn text_of(page: &Page, label: &str) -> Result<String> {
    let card = page.cards().await?.into_iter().find(|card| card.label == label);
    card.map(|card| card.text).context("it has a card")
}

#[tokio::test]
async fn a_call_is_shown_in_full_and_as_python_raised_it() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();

    server.printed("import socket; s, t = socket.socketpair()").await?;
    server.printed("s.sendall(b'GET /\\r\\n\\xff'); t.recv(100); t.close()").await?;
    let sent = page.opens_call("sendall").await?;
    assert!(sent.contains("connected=connected"), "{sent}");
    assert!(sent.contains("47 45 54 20 2f 0d 0a ff") && sent.contains("GET /..."), "{sent}");
    let closed = page.opens_call("close").await?;
    assert!(closed.contains("connected→closed"), "{closed}");

    server.begin("s.accept()").await?;
    assert!(!server.ended().await?.ok);
    server.begin("l = socket.create_server(('127.0.0.1', 0)); l.accept()").await?;
    server.blocked_in("accept()").await?;
    server.call("interrupt").await?;
    let ran = server.ended().await?;
    assert!(ran.stderr.trim_end().ends_with("KeyboardInterrupt"), "{}", ran.stderr);
    let timeline = page.timeline().await?;
    assert!(timeline.contains("KeyboardInterrupt") && !timeline.contains("InterruptedError"), "{timeline}");
    Ok(())
}

#[tokio::test]
async fn a_language_that_was_chosen_stays() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    assert_eq!(page.language().await?, "en");

    page.server().printed("import socket; s = socket.socket()").await?;
    page.chooses_language("zh-Hant").await?;
    page.heads_timeline("socket 呼叫").await?;
    page.shows_states(&[("server，fd 3，TCP · IPv4", "已建立")]).await?;
    page.reload().await?;
    page.heads_timeline("socket 呼叫").await?;
    assert_eq!(page.language().await?, "zh-Hant");
    Ok(())
}

#[tokio::test]
async fn a_room_that_only_explains_shows_the_models_answer_beside_the_kernels() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();

    server.printed("import socket; s = socket.socket()").await?;
    page.sets_validation("explain", "All calls are sent, mistakes too").await?;
    let answer = "The model had said the same: OSError: [Errno 22] Invalid argument";
    accepts_until_the_timeline_shows(&page, answer).await?;
    assert!(page.cards().await?[0].text.contains(answer), "{:?}", page.cards().await?);

    page.presses("Clear").await?;
    page.sets_validation("enforce", "").await?;
    accepts_until_the_timeline_shows(&page, "Refused before it was sent").await
}

/// accept(2) looks for a free descriptor before it looks at the socket, and the model knows of no process that has none left.
#[tokio::test]
async fn where_the_kernel_answers_otherwise_it_is_flagged_and_counted() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    page.server().printed("import socket; s = socket.socket()").await?;
    page.sets_validation("explain", "All calls are sent, mistakes too").await?;
    accepts_until_the_timeline_shows(&page, "The model had said the same").await?;

    let files = relay.limits_files(Some(0))?;
    let ran = page.server().run("s.accept()").await?;
    relay.limits_files(files)?;
    assert_eq!(ran.stderr.trim_end().lines().last(), Some("OSError: [Errno 24] Too many open files"));
    let flag = "⚑ The model had said: OSError: [Errno 22] Invalid argument";
    assert!(page.timeline().await?.contains(flag), "{}", page.timeline().await?);
    assert!(page.cards().await?[0].text.contains(flag), "{:?}", page.cards().await?);
    let metrics = relay.metrics().await?;
    assert!(metrics.contains(r#"sockbox_predictions_total{call="accept",agreed="false"} 1"#), "{metrics}");
    assert!(metrics.contains(r#"sockbox_predictions_total{call="accept",agreed="true"}"#), "{metrics}");
    Ok(())
}

#[tokio::test]
async fn what_the_relay_refuses_is_said_in_the_language_of_the_page() -> Result<()> {
    let relay = Relay::start_with(&["--process-descriptors", "2"]).await?;
    let page = Page::open(&relay).await?;
    let server = page.server();

    page.chooses_language("zh-Hans").await?;
    server.printed("import socket; s = [socket.socket(), socket.socket()]").await?;
    let ran = server.run("socket.socket()").await?;
    assert_eq!(ran.stderr.trim_end().lines().last(), Some("OSError: [Errno 24] Too many open files"));
    let simplified =
        "本进程最多只能有 2 个打开的套接字，现在已经满了。用 `sockbox serve --process-descriptors` 可以提高这个上限。";
    let output = server.output().await?;
    assert!(output.contains(simplified), "{output}");
    server.run("s[0].setsockopt(socket.SOL_SOCKET, 9999, 1)").await?;
    let output = server.output().await?;
    assert!(output.contains("这里不能使用层级 1 的选项 9999。"), "{output}");

    page.chooses_language("zh-Hant").await?;
    page.heads_timeline("socket 呼叫").await?;
    let timeline = page.timeline().await?;
    assert!(timeline.contains("本行程最多只能有 2 個開啟的 socket，現在已經滿了。"), "{timeline}");
    Ok(())
}

/// The setting comes to the page and to its processes by connections of their own, so a process may hear of it later.
async fn accepts_until_the_timeline_shows(page: &Page, text: &str) -> Result<()> {
    for _ in 0..50 {
        let ran = page.server().run("s.accept()").await?;
        assert_eq!(ran.stderr.trim_end().lines().last(), Some("OSError: [Errno 22] Invalid argument"));
        if page.timeline().await?.contains(text) {
            return Ok(());
        }
    }
    anyhow::bail!("never {text:?}: {}", page.timeline().await?)
}

#[tokio::test]
async fn a_socket_that_the_kernel_names_has_its_address_on_its_card() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());
    let listen = "import socket
l = socket.create_server(('127.0.0.1', 8001))
d = socket.socket(type=socket.SOCK_DGRAM)
d.bind(('127.0.0.1', 8001))";
    server.printed(listen).await?;
    let call = "import socket
s = socket.create_connection(('127.0.0.1', 8001))
u = socket.socket(type=socket.SOCK_DGRAM)
_ = u.sendto(b'x', ('127.0.0.1', 8001))";
    client.printed(call).await?;
    let ports = server.printed("print(l.accept()[1][1], d.recvfrom(1)[1][1])").await?;
    let (stream, datagrams) = ports.trim().split_once(' ').context("two ports")?;
    page.shows_on_card("client, fd 3, TCP · IPv4", &format!("127.0.0.1:{stream}")).await?;
    page.shows_on_card("client, fd 4, UDP · IPv4", &format!("0.0.0.0:{datagrams}")).await?;
    let timeline = page.timeline().await?;
    assert!(!timeline.contains("getsockname"), "the program made no such call: {timeline}");
    Ok(())
}

#[tokio::test]
async fn a_call_that_is_read_in_full_stays_through_a_flood_of_calls() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    server.printed("import socket; s, t = socket.socketpair(); s.sendall(b'opened')").await?;
    let opened = page.opens_call("sendall").await?;
    let flood = "let isOver = false, missed = 0, looked = 0;
        const run = process.run('for n in range(2000): s.getsockname()').then(() => isOver = true);
        while (!isOver) {
            await new Promise(requestAnimationFrame);
            looked++;
            if (!document.querySelector('.calls .detail')) missed++;
        }
        return { missed, looked: looked > 2 }";
    assert_eq!(server.script(flood, &[]).await?, serde_json::json!({ "missed": 0, "looked": true }));
    assert_eq!(page.opened_call().await?, opened);
    let timeline = page.timeline().await?;
    assert!(timeline.contains("sendall(b'opened')") && timeline.contains("dropped"), "{timeline}");
    Ok(())
}

//! The page in a frame of another site, which asks it by `postMessage` as EMBEDDING.md says.

use anyhow::Result;
use serde_json::{Value, json};
use sockbox_tests::{Page, Relay, Site};

/// Embeds the address in args, and waits until the frame listens. `ask` is settled with a whole reply; `heard` has all messages.
const EMBED: &str =
    "const frame = document.createElement('iframe'), { origin } = new URL(args[0]), waiting = new Map();
    window.heard = [];
    window.say = message => frame.contentWindow.postMessage(message, origin);
    window.ask = (method, process, ...args) => new Promise(done => {
        const id = waiting.size;
        waiting.set(id, done);
        say({ sockbox: 1, id, method, process, args });
    });
    const listening = new Promise(done => addEventListener('message', ({ origin: from, data }) => {
        if (from !== origin) return;
        heard.push(data);
        if (data.event === 'listening') done();
        else if (!data.event) waiting.get(data.id)(data);
    }));
    frame.src = args[0];
    document.body.append(frame);
    await listening;";

/// A page of a site of its own, with the relay's page in a frame.
async fn embedded(relay: &Relay) -> Result<(Page, Site)> {
    let site = Site::of(relay).await?;
    let page = Page::visit(&format!("{}/course.html", site.origin())).await?;
    page.evaluate(EMBED, &[json!(relay.url())]).await?;
    Ok((page, site))
}

/// The reply to a request, without what every message has.
async fn asked(page: &Page, request: Value) -> Result<Value> {
    let body = "const { sockbox, id, ...reply } = await ask(...args[0]); return sockbox === 1 ? reply : sockbox";
    page.evaluate(body, &[request]).await
}

#[tokio::test]
async fn a_site_asks_the_page_in_its_frame() -> Result<()> {
    let relay = Relay::start().await?;
    let (page, _site) = embedded(&relay).await?;
    assert!(asked(&page, json!(["ready"])).await?.get("error").is_none());
    let processes = json!([{ "id": 1, "title": "server" }, { "id": 2, "title": "client" }]);
    assert_eq!(asked(&page, json!(["processes"])).await?["result"], processes);

    let listens = "import socket; s = socket.create_server(('127.0.0.1', 8001))";
    assert_eq!(asked(&page, json!(["run", "server", listens])).await?["result"]["ok"], json!(true));
    let files = json!({ "title": "guest", "files": { "name.py": "NAME = 'from a file'" } });
    let guest = asked(&page, json!(["open", null, files])).await?["result"]["id"].clone();
    let connects = "import name, socket; socket.create_connection(('127.0.0.1', 8001)).sendall(name.NAME.encode())";
    assert_eq!(asked(&page, json!(["run", guest, connects])).await?["result"]["ok"], json!(true));
    let receives = asked(&page, json!(["run", "server", "s.accept()[0].recv(100)"])).await?;
    assert_eq!(receives["result"]["value"], json!("b'from a file'"));
    Ok(())
}

#[tokio::test]
async fn news_is_posted_from_on_to_off() -> Result<()> {
    let relay = Relay::start().await?;
    let (page, _site) = embedded(&relay).await?;
    for request in [
        json!(["run", "server", "print('before')"]),
        json!(["on", "server", "output"]),
        json!(["run", "server", "print('between')"]),
        json!(["off", "server", "output"]),
        json!(["run", "server", "print('after')"]),
    ] {
        assert!(asked(&page, request).await?.get("error").is_none());
    }
    let news = page.evaluate("return heard.filter(({ event }) => event === 'output')", &[]).await?;
    let texts: Vec<_> =
        news.as_array().into_iter().flatten().filter_map(|news| news["data"]["text"].as_str()).collect();
    assert_eq!(texts.concat().matches("between").count(), 1, "{news}");
    assert!(!texts.concat().contains("before") && !texts.concat().contains("after"), "{news}");
    Ok(())
}

#[tokio::test]
async fn a_wrong_request_is_told_what_is_wrong() -> Result<()> {
    let relay = Relay::start().await?;
    let (page, _site) = embedded(&relay).await?;
    for (request, error) in [
        (json!(["launch"]), "there is no method \"launch\""),
        (json!(["launch", "server"]), "there is no method \"launch\""),
        (json!(["run"]), "process is missing: the id or the title of a process"),
        (json!(["run", "servant", "1"]), "there is no process \"servant\""),
        (json!(["run", 7, "1"]), "there is no process 7"),
    ] {
        assert_eq!(asked(&page, request).await?["error"], json!(error));
    }
    let on = asked(&page, json!(["on", "server", "weather"])).await?;
    assert!(on["error"].as_str().is_some_and(|error| error.contains("weather")), "{on}");

    // What is not of the form is somebody else's.
    page.evaluate(
        "for (const message of ['run', null, { sockbox: 2, id: 0, method: 'version' }, { id: 0 }]) say(message)",
        &[],
    )
    .await?;
    let count = page.evaluate("return heard.length", &[]).await?.as_u64();
    assert!(asked(&page, json!(["version"])).await?["result"].is_string());
    assert_eq!(page.evaluate("return heard.length", &[]).await?.as_u64(), count.map(|count| count + 1));
    Ok(())
}

//! Two terminals of one page that talk to each other: a small message to and fro, and much at once.

use crate::echo::Echo;
use crate::figure::{Figure, Goal, median};
use anyhow::{Context, ensure};
use serde_json::{Value, json};
use sockbox_core::wire::PROTOCOL_VERSION;
use sockbox_tests::{Browser, BrowserKind, Page, Relay};

/// Messages to and fro.
const COUNT: u32 = 1_000;
const ROUNDS: usize = 5;
/// Mebibytes sent at once.
const BULK: u32 = 64;

const SERVER: &str = "import hashlib, resource, socket, sys
with socket.create_server(('127.0.0.1', 8001)) as listener:
    print('listening', flush=True)
    connection, _ = listener.accept()
    with connection:
        if sys.argv[1] == 'echo':
            while data := connection.recv(1024):
                connection.sendall(data)
        else:
            digest, size = hashlib.sha256(), 0
            while data := connection.recv(1 << 20):
                digest.update(data)
                size += len(data)
            print(size, digest.hexdigest(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
";

const CLIENT: &str = "import hashlib, resource, socket, sys, time
with socket.create_connection(('127.0.0.1', 8001)) as connection:
    count = int(sys.argv[2])
    if sys.argv[1] == 'echo':
        message = b'x' * 100
        began = time.perf_counter()
        for _ in range(count):
            connection.sendall(message)
            assert connection.recv(1024) == message
        print(time.perf_counter() - began)
    else:
        data = bytes(range(256)) * (count * 4096)
        digest = hashlib.sha256(data).hexdigest()
        began = time.perf_counter()
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        took = time.perf_counter() - began
        print(len(data), digest, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, took)
";

/// Runs both programs to their ends; in args the way and how much. Meanwhile a third terminal counts what it can do.
const TALK: &str = "const [way, count, files] = args;
    const named = async title => window.sockbox.processes.find(process => process.title === title)
        ?? await window.sockbox.open({ title, files });
    const [server, client] = [await named('one'), await named('other')];
    const bystander = window.sockbox.processes[0];
    const listening = new Promise(done => server.on('output', ({ text }) => text.includes('listening') && done()));
    const served = server.start('server.py', [way, String(count)]);
    await listening;
    const asked = client.start('client.py', [way, String(count)]);
    let over = false, others = [];
    asked.finally(() => over = true);
    do {
        const before = performance.now();
        await bystander.run('1 + 1');
        others.push(performance.now() - before);
        await new Promise(done => setTimeout(done, 50));
    } while (!over && way !== 'echo');
    const ended = [await asked, await served];
    if (ended.some(end => end.exitCode !== 0)) throw new Error(JSON.stringify(ended));
    return { asked: ended[0].stdout, served: ended[1].stdout, others };";

/// The same count of messages to an echo and back over a WebSocket of the browser's own; milliseconds.
const BARE: &str = "const [url, count] = args;
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    await new Promise((done, fail) => { socket.onopen = done; socket.onerror = fail; });
    const message = new Uint8Array(100);
    const began = performance.now();
    for (let n = 0; n < count; n++)
        await new Promise(done => { socket.onmessage = done; socket.send(message); });
    const took = performance.now() - began;
    socket.close();
    return took;";

/// The calls of both programs by two workers that do nothing else; milliseconds.
const BARE_CALLS: &str = "const [url, version, port, count, code] = args;
    const script = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
    const [server, client] = [new Worker(script), new Worker(script)];
    const said = worker => new Promise((done, fail) => {
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = ({ message }) => fail(new Error(message));
    });
    server.postMessage(['server', url, version, port]);
    const first = await said(server);
    if (first !== 'listening') throw new Error(first);
    client.postMessage(['client', url, version, port, count]);
    const took = await said(client);
    [server, client].forEach(worker => worker.terminate());
    return took;";
const BARE_WORKER: &str = include_str!("bare_worker.js");

/// The round trips, as a ratio, and the bulk.
pub(crate) async fn measure() -> anyhow::Result<Vec<Figure>> {
    eprintln!("measuring two terminals in Chromium");
    let bare = Bare::start().await?;
    let options: Vec<&str> = crate::session::UNSLOWED.into_iter().chain(["--allow-origin", &bare.origin]).collect();
    let relay = Relay::start_with(&options).await?;
    let page = Page::open(&relay).await?;
    Ok(vec![round_trips(&relay, &page, &bare).await?, bulk(&relay, &page).await?])
}

/// A page that has nothing of ours, beside the echo.
struct Bare {
    echo: Echo,
    origin: String,
    browser: Browser,
}

impl Bare {
    async fn start() -> anyhow::Result<Self> {
        let (echo, browser) = (Echo::start().await?, Browser::start(BrowserKind::Chromium).await?);
        browser.client().goto(&echo.page()).await?;
        let origin = echo.page().trim_end_matches("/page").to_owned();
        Ok(Self { echo, origin, browser })
    }

    /// The milliseconds that the body of a function took, as it says itself.
    async fn time(&self, body: &str, args: Vec<Value>) -> anyhow::Result<f64> {
        let script = format!(
            "const args = Array.from(arguments), done = args.pop();
             (async () => {{ {body} }})().then(done, error => done(String(error)));"
        );
        let took = self.browser.client().execute_async(&script, args).await?;
        took.as_f64().with_context(|| took.to_string())
    }

    async fn echoes(&self) -> anyhow::Result<f64> {
        self.time(BARE, vec![json!(self.echo.url()), json!(COUNT)]).await
    }

    /// In a room of its own, on a port that no round before had.
    async fn calls(&self, relay: &Relay, port: usize) -> anyhow::Result<f64> {
        let url = format!("{}/rooms/{:032x}/process", relay.url().replacen("http", "ws", 1), 2);
        self.time(BARE_CALLS, vec![json!(url), json!(PROTOCOL_VERSION), json!(port), json!(COUNT), json!(BARE_WORKER)])
            .await
    }
}

async fn talk(page: &Page, way: &str, count: u32) -> anyhow::Result<Value> {
    let files = json!({ "server.py": SERVER, "client.py": CLIENT });
    page.evaluate(TALK, &[json!(way), json!(count), files]).await
}

async fn round_trips(relay: &Relay, page: &Page, bare: &Bare) -> anyhow::Result<Figure> {
    let (mut ours, mut calls, mut echoes) = (Vec::new(), Vec::new(), Vec::new());
    talk(page, "echo", COUNT).await?;
    for round in 0..ROUNDS {
        let asked = talk(page, "echo", COUNT).await?["asked"].as_str().unwrap_or_default().trim().parse::<f64>()?;
        ours.push(asked * 1e3);
        echoes.push(bare.echoes().await?);
        calls.push(bare.calls(relay, 8001 + round).await?);
    }
    let [ours, calls, echoes] = [&ours, &calls, &echoes].map(|times| median(times));
    Ok(Figure {
        name: "send + recv between terminals / bare WebSocket",
        value: ours / echoes,
        unit: "x",
        goal: Goal::AtMost(2.5),
        remark: format!(
            "{COUNT} messages of 100 bytes to and fro: {ours:.0} ms; bare {echoes:.0} ms, of which such a message needs two, one for \
             each way: {:.1} x; the same calls by workers without Python or panels {calls:.0} ms; medians of {ROUNDS}",
            ours / echoes / 2.0
        ),
    })
}

async fn bulk(relay: &Relay, page: &Page) -> anyhow::Result<Figure> {
    let ended = talk(page, "bulk", BULK).await?;
    let [asked, served] = ["asked", "served"].map(|who| ended[who].as_str().unwrap_or_default().to_owned());
    let sent: Vec<&str> = asked.split_whitespace().collect();
    let received: Vec<&str> = served.split_whitespace().skip(1).collect();
    ensure!(
        sent.len() == 4 && received.len() == 3 && sent[..2] == received[..2],
        "what was received is not what was sent: {ended}"
    );
    let seconds: f64 = sent[3].parse()?;
    // Of a worker it is the memory of its wasm, which never shrinks.
    let [sender, receiver] = [sent[2], received[2]].map(|kibibytes| kibibytes.parse::<f64>().map(|size| size / 1024.0));
    let (sender, receiver) = (sender?, receiver?);
    let others: Vec<f64> = serde_json::from_value(ended["others"].clone())?;
    let slowest = others.iter().copied().fold(0.0, f64::max);
    let relay_peak = peak_memory(relay.id()?)?;
    Ok(Figure {
        name: "sendall of 64 MiB between terminals",
        value: f64::from(BULK) / seconds,
        unit: "MiB/s",
        goal: Goal::AtLeast(10.0),
        remark: format!(
            "hashes equal after {seconds:.1} s; the relay's memory was at most {relay_peak:.0} MiB, the sending worker's, which has \
             all of the {BULK} MiB, {sender:.0} MiB, the receiving worker's {receiver:.0} MiB; a third terminal answered {} times \
             meanwhile, the slowest after {slowest:.0} ms",
            others.len()
        ),
    })
}

/// The most memory that a process has had, in mebibytes: `VmHWM` of proc(5).
fn peak_memory(process: u32) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("proc(5) has no VmHWM")?;
    let kibibytes: f64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes / 1024.0)
}

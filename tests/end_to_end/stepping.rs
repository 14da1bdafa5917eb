//! Stepping through the lines of a program, by script and by hand.

use anyhow::Result;
use serde_json::json;
use sockbox_tests::{Page, Relay};

#[tokio::test]
async fn a_paused_program_is_stepped_through_line_by_line() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let file = "def double(n):\n    result = n * 2\n    return result\n\ntotal = 0\nfor n in range(2):\n    total += double(n)\nprint(total)\n";
    let body = "const process = await window.sockbox.open({ title: 'steps', files: { 'steps.py': args[0] } });
        const lines = [];
        let wake = () => {};
        process.on('line', line => { lines.push(line); wake(); });
        const next = () => new Promise(done => wake = done);
        let came = next();
        process.pace('paused');
        const run = process.start('steps.py');
        let over = false;
        run.then(() => { over = true; wake(); });
        while (!over) { await came; came = next(); process.step(); }
        const { stdout } = await run;
        process.pace('full');
        return { stdout, lines: lines.map(({ place, variables }) =>
            [place.line, place.function, variables.filter(({ name }) => name !== 'double').map(({ name, value }) => name + '=' + value).join(' ')]) };";
    let stepped = page.evaluate(body, &[json!(file)]).await?;
    assert_eq!(stepped["stdout"], json!("2\n"));
    let expected = json!([
        [1, "<module>", ""],
        [5, "<module>", ""],
        [6, "<module>", "total=0"],
        [7, "<module>", "total=0 n=0"],
        [1, "double", "n=0"],
        [2, "double", "n=0"],
        [3, "double", "n=0 result=0"],
        [7, "<module>", "total=0 n=0"],
        [6, "<module>", "total=0 n=0"],
        [7, "<module>", "total=0 n=1"],
        [1, "double", "n=1"],
        [2, "double", "n=1"],
        [3, "double", "n=1 result=2"],
        [7, "<module>", "total=0 n=1"],
        [6, "<module>", "total=2 n=1"],
        [8, "<module>", "total=2 n=1"]
    ]);
    assert_eq!(stepped["lines"], expected, "{stepped:#}");
    Ok(())
}

#[tokio::test]
async fn a_paused_program_is_interrupted() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let body = "const process = window.sockbox.processes[0];
        const line = new Promise(done => process.on('line', done));
        process.pace('paused');
        const run = process.run('n = 1\\nm = 2');
        await line;
        process.interrupt();
        const { stderr } = await run;
        process.pace('full');
        return stderr";
    let stderr = page.evaluate(body, &[]).await?;
    assert!(stderr.as_str().is_some_and(|stderr| stderr.trim_end().ends_with("KeyboardInterrupt")), "{stderr}");
    assert_eq!(page.server().printed("1 + 1").await?, "2\n");
    Ok(())
}

#[tokio::test]
async fn a_pause_ends_with_another_pace_and_steps_of_nobody_are_forgotten() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let body = "const process = window.sockbox.processes[0];
        let lines = 0, wake;
        process.on('line', () => { lines++; if (wake) wake(); });
        process.pace('paused');
        process.step(1);
        let came = new Promise(done => wake = done);
        const run = process.run('n = 1\\nm = 2\\nprint(n + m)');
        await came;
        const { waiting } = (await process.threads())[0];
        const before = lines;
        process.pace(1);
        const { stdout } = await run;
        process.pace('full');
        return { waiting, before, stdout }";
    let told = page.evaluate(body, &[]).await?;
    assert_eq!(told, json!({ "waiting": "a step", "before": 1, "stdout": "3\n" }));
    Ok(())
}

/// A listener in an attribute, a pair in names and in a list, and a global one that a line names.
const HOLDS_SOCKETS: &str = "import socket
class Desk:
    def __init__(self):
        self.listener = socket.create_server(('127.0.0.1', 8001))
def serve(desk):
    a, b = socket.socketpair()
    pair = [a, b]
    print('here', spare)
spare = socket.socket()
serve(Desk())
";

#[tokio::test]
async fn the_sockets_that_a_paused_line_reaches_are_shown() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let client = page.client();
    page.evaluate(
        "const process = window.sockbox.processes[1];
        await process.run(`open('hold.py', 'w').write(${JSON.stringify(args[0])})`);
        process.pace('paused');
        window.running = process.start('hold.py');
        await new Promise(done => process.on('line', ({ place, sockets }) => {
            window.reached = sockets;
            place.line === 8 ? done() : process.step();
        }))",
        &[json!(HOLDS_SOCKETS)],
    )
    .await?;
    client.opens_threads().await?;
    client.reaches("desk.listenerfd 4 · TCP · IPv4 · listening · 127.0.0.1:8001").await?;
    client.reaches("afd 5 · UNIX stream · connected").await?;
    let reached = page.evaluate("return window.reached.map(({ name, fd }) => `${name}=${fd}`).join(' ')", &[]).await?;
    assert_eq!(reached, json!("desk.listener=4 a=5 b=6 pair[0]=5 pair[1]=6 spare=3"));
    let timeline = page.timeline().await?;
    assert!(!timeline.contains("getsockname"), "to look on makes no calls: {timeline}");

    client.sets_pace("Run").await?;
    page.evaluate("await window.running", &[]).await?;
    client.shows("here").await
}

#[tokio::test]
async fn a_thread_that_was_chosen_keeps_the_keyboard_while_it_is_stepped() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let server = page.server();
    server.opens_threads().await?;
    server.sets_pace("Pause").await?;
    server.begin("n = 1\nn = 2\nn = 3").await?;
    server.line_shows(":1 <module>").await?;
    server.shows_thread("MainThread").await?;
    server.focuses("MainThread").await?;
    for line in 2..=3 {
        server.call("step").await?;
        server.line_shows(&format!(":{line} <module>")).await?;
        assert_eq!(server.focused().await?, "MainThread");
    }
    server.sets_pace("Run").await?;
    server.ended().await.map(drop)
}

/// accept() has begun when the pause comes: the line after it is the first to wait at.
#[tokio::test]
async fn a_line_that_waits_when_the_pause_comes_is_not_stepped_to_again() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let (server, client) = (page.server(), page.client());
    let file = "import socket\nl = socket.create_server(('127.0.0.1', 8001))\nc, _ = l.accept()\nprint('accepted')\n";
    let start = "await process.run(`open('serve.py', 'w').write(${JSON.stringify(rest[0])})`);
        process.lines = [];
        process.on('line', ({ place }) => { process.lines.push(place.line); process.step(); });
        process.begun = process.start('serve.py')";
    server.script(start, &[json!(file)]).await?;
    server.blocked_in("accept()").await?;
    for pace in ["paused", "full", "paused"] {
        server.script("process.pace(rest[0])", &[json!(pace)]).await?;
    }
    client.printed("import socket; c = socket.create_connection(('127.0.0.1', 8001))").await?;
    let told = server.script("const { stdout } = await process.begun; return [process.lines, stdout]", &[]).await?;
    assert_eq!(told, json!([[4], "accepted\n"]));
    Ok(())
}

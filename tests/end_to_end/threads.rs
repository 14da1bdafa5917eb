//! Threads: many at once, what each waits for, and stepping through their lines. `tests/cases/torture_*.py` has their collisions.

use anyhow::Result;
use serde_json::{Value, json};
use sockbox_tests::{Page, Relay, crowd};

/// Of the same load that `cargo xtask bench crowd` keeps up for half a minute.
const SECONDS: f64 = 3.0;

#[tokio::test]
async fn fifty_threads_serve_fifty_threads_of_another_terminal() -> Result<()> {
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
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

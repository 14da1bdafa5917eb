//! How soon Ctrl-C is heard, in each kind of wait and while Python computes: from the page's call of `interrupt()` to the end of
//! what ran, which raised `KeyboardInterrupt`.

use crate::figure::{Figure, Goal, quantile};
use serde_json::json;
use sockbox_tests::{Page, Relay};

/// Of each kind.
const ROUNDS: usize = 40;
/// Of those that need a new process.
const FIRST_ROUNDS: usize = 5;

/// What is run once before any of it.
const PREPARATION: &str = "import concurrent.futures, queue, select, socket, threading, time
listener = socket.create_server(('127.0.0.1', 0))
left, right = socket.socketpair()
full, _peer = socket.socketpair()
full.setblocking(False)
try:
    while True: full.send(b'x' * 65536)
except BlockingIOError:
    full.setblocking(True)
datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
datagrams.bind(('127.0.0.1', 0))
polled = select.poll()
polled.register(left, select.POLLIN)
lock = threading.Lock()
lock.acquire()
sleeper = threading.Thread(target=time.sleep, args=(100_000,), daemon=True)
sleeper.start()
pool = concurrent.futures.ThreadPoolExecutor(1)
future = pool.submit(lock.acquire)
condition = threading.Condition()
";

/// Names as they stand in the table, and what is interrupted.
const KINDS: [(&str, &str); 17] = [
    ("Ctrl-C in input(), p99", "input()"),
    ("Ctrl-C in time.sleep(), p99", "time.sleep(1000)"),
    ("Ctrl-C in accept(), p99", "listener.accept()"),
    ("Ctrl-C in recv(), p99", "left.recv(1)"),
    ("Ctrl-C in recvfrom(), p99", "datagrams.recvfrom(1)"),
    ("Ctrl-C in sendall(), p99", "full.sendall(b'x' * 65536)"),
    ("Ctrl-C in readline() of a socket, p99", "left.makefile().readline()"),
    ("Ctrl-C in select(), p99", "select.select([left], [], [])"),
    ("Ctrl-C in poll(), p99", "polled.poll()"),
    ("Ctrl-C in Thread.join(), p99", "sleeper.join()"),
    ("Ctrl-C in Lock.acquire(), p99", "lock.acquire()"),
    ("Ctrl-C in Event.wait(), p99", "threading.Event().wait()"),
    ("Ctrl-C in Condition.wait(), p99", "with condition: condition.wait()"),
    ("Ctrl-C in Queue.get(), p99", "queue.Queue().get()"),
    ("Ctrl-C in Future.result(), p99", "future.result()"),
    ("Ctrl-C in while True: pass, p99", "while True: pass"),
    ("Ctrl-C in an endless print, p99", "while True: print('x' * 50)"),
];

/// A run, and the milliseconds from the interrupt to its end. It is interrupted somewhere in its first tenth of a second.
const ROUND: &str = "const process = window.sockbox.processes[0];
    const round = async source => {
        const run = process.run(source);
        await new Promise(done => setTimeout(done, 30 + 70 * Math.random()));
        const before = performance.now();
        process.interrupt();
        const { stderr } = await run;
        if (!stderr.trimEnd().endsWith('KeyboardInterrupt')) throw new Error(source + ': ' + stderr);
        return performance.now() - before;
    };";

/// One figure for each kind, and one for the first Ctrl-C of a process.
pub(crate) async fn measure() -> anyhow::Result<Vec<Figure>> {
    eprintln!("measuring Ctrl-C in Chromium");
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let mut figures = vec![first(&page).await?];
    page.server().printed(PREPARATION).await?;
    let body = format!(
        "{ROUND} const times = []; for (let n = 0; n < args[1]; n++) times.push(await round(args[0])); return times;"
    );
    for (name, source) in KINDS {
        let times = page.evaluate(&body, &[json!(source), json!(ROUNDS)]).await?;
        figures.push(figure(name, &serde_json::from_value::<Vec<f64>>(times)?));
        eprintln!("{name}: {}", figures[figures.len() - 1].remark);
    }
    Ok(figures)
}

/// As the first thing that a process does: nothing it needs has been loaded for an earlier one.
async fn first(page: &Page) -> anyhow::Result<Figure> {
    let mut times = Vec::new();
    for _ in 0..FIRST_ROUNDS {
        page.reload().await?;
        let time = page.evaluate(&format!("{ROUND} return await round('while True: pass')"), &[]).await?;
        times.push(serde_json::from_value(time)?);
    }
    Ok(figure("the first Ctrl-C of a process, p99", &times))
}

fn figure(name: &'static str, times: &[f64]) -> Figure {
    let [middle, late] = [0.5, 0.99].map(|part| quantile(times, part));
    let remark = format!("p50 {middle:.0} ms, p99 {late:.0} ms of {} runs", times.len());
    Figure { name, value: late, unit: "ms", goal: Goal::AtMost(100.0), remark }
}

//! How long a learner waits: from navigation to Python's first prompt, in a browser that was never here before,
//! against the same with Pyodide from npm, served from this machine too.

mod pyodide;

use crate::figure::{Figure, Goal, median};
use anyhow::Context;
use pyodide::Site;
use sockbox_tests::{Browser, BrowserKind, Relay};

const ROUNDS: usize = 7;

/// The first prompt of sockbox, then the first evaluated line, in milliseconds since navigation.
const SOCKBOX: &str = "await window.sockbox.ready;
    const prompt = performance.now();
    await window.sockbox.processes[0].run('1 + 1');
    return [prompt, performance.now()];";

/// The first evaluated line of Pyodide, in milliseconds since navigation.
const PYODIDE: &str = "return [await window.evaluated];";

/// A terminal more, from the call to its prompt, in milliseconds.
const AGAIN: &str = "await window.sockbox.ready;
    const before = performance.now();
    await window.sockbox.open({});
    return [performance.now() - before];";

/// Bytes that came over the network for the page, which has been here before.
const FETCHED: &str = "await window.sockbox.ready;
    const entries = performance.getEntriesByType('resource');
    return [entries.reduce((sum, entry) => sum + entry.transferSize, 0)];";

/// From the press of Restart to the next prompt, in turn out of a prompt and out of an endless loop; in milliseconds.
const RESTARTS: &str = "await window.sockbox.ready;
    const [process] = window.sockbox.processes;
    const buttons = [...document.querySelectorAll(`[data-terminal=${process.title}] .buttons button`)];
    const restart = buttons.find(button => button.textContent === 'Restart');
    const times = [];
    for (let n = 0; n < 10; n++) {
        if (n % 2) process.run('while True: pass').catch(() => {});
        const ready = new Promise(done => {
            const stop = process.on('state', ({ state }) => { if (state === 'ready') { stop(); done(); } });
        });
        const before = performance.now();
        restart.click();
        await ready;
        times.push(performance.now() - before);
    }
    return times;";

/// The times themselves, and the ratio to Pyodide's.
pub(crate) async fn measure() -> anyhow::Result<Vec<Figure>> {
    eprintln!("measuring the start in Chromium against Pyodide");
    let (relay, pyodide) = (Relay::start().await?, Site::start().await?);
    // The first visits warm the servers and the machine's file cache, and do not count.
    visit(relay.url(), SOCKBOX).await?;
    visit(pyodide.url(), PYODIDE).await?;
    let (mut prompts, mut ours, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..2 * ROUNDS {
        // ABBA: each goes first as often as the other.
        if matches!(round % 4, 0 | 3) {
            let times = visit(relay.url(), SOCKBOX).await?;
            prompts.push(times[0]);
            ours.push(times[1]);
        } else {
            theirs.push(visit(pyodide.url(), PYODIDE).await?[0]);
        }
    }
    let remark = format!("medians of {ROUNDS} visits each, each by a new browser with an empty cache");
    Ok(figures([median(&prompts), median(&ours), median(&theirs)], visit_again(relay.url()).await?, &remark))
}

/// The milliseconds are those until our prompt, and until the first evaluated line, ours and Pyodide's.
fn figures([prompt, ours, theirs]: [f64; 3], again: Again, visits: &str) -> Vec<Figure> {
    let Again { second, fetched, restart } = again;
    let remark =
        format!("first prompt {prompt:.0} ms, first evaluated line {ours:.0} ms, Pyodide's {theirs:.0} ms; {visits}");
    vec![
        Figure {
            name: "Restart, to its prompt",
            value: restart / 1e3,
            unit: "s",
            goal: Goal::AtMost(1.0),
            remark: "the slowest of ten, half of them out of an endless loop".to_owned(),
        },
        Figure {
            name: "a terminal more, to its prompt",
            value: second / 1e3,
            unit: "s",
            goal: Goal::AtMost(0.3),
            remark: format!("median of {ROUNDS}, each in a new page"),
        },
        Figure {
            name: "fetched by a second visit",
            value: fetched,
            unit: "B",
            goal: Goal::AtMost(0.0),
            remark: "the page itself apart, which is asked for again".to_owned(),
        },
        Figure {
            name: "navigation to the first prompt",
            value: prompt / 1e3,
            unit: "s",
            goal: Goal::AtMost(1.0),
            remark: "the only figure that depends on the machine".to_owned(),
        },
        Figure {
            name: "first evaluated line / Pyodide's",
            value: ours / theirs,
            unit: "x",
            goal: Goal::AtMost(0.4),
            remark,
        },
    ]
}

/// What a browser measures that was here before: milliseconds and bytes.
struct Again {
    second: f64,
    fetched: f64,
    restart: f64,
}

async fn visit_again(url: &str) -> anyhow::Result<Again> {
    let browser = Browser::start(BrowserKind::Chromium).await?;
    let mut seconds = Vec::new();
    for _ in 0..ROUNDS {
        seconds.push(evaluate(&browser, url, AGAIN).await?[0]);
    }
    let fetched = evaluate(&browser, url, FETCHED).await?[0];
    let restart = evaluate(&browser, url, RESTARTS).await?.into_iter().fold(0.0, f64::max);
    Ok(Again { second: median(&seconds), fetched, restart })
}

/// The milliseconds that a script in the page returns, in a browser that was never here before.
async fn visit(url: &str, script: &str) -> anyhow::Result<Vec<f64>> {
    evaluate(&Browser::start(BrowserKind::Chromium).await?, url, script).await
}

async fn evaluate(browser: &Browser, url: &str, script: &str) -> anyhow::Result<Vec<f64>> {
    browser.client().goto(url).await?;
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const loaded = document.readyState === 'complete' ? 0 : new Promise(done => addEventListener('load', done));
         (async () => {{ await loaded; {script} }})().then(done, error => done(String(error)));"
    );
    let times = browser.client().execute_async(&script, vec![]).await?;
    serde_json::from_value(times.clone()).with_context(|| format!("at {url}: {times}"))
}

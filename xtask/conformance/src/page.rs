//! The tests in a terminal of the page, by the page's own API.

use crate::run::{Place, Step};
use crate::suite::{DESCRIPTORS, Suite};
use serde_json::{Value, json};
use sockbox_tests::{Page, Relay};
use std::collections::VecDeque;
use std::time::Duration;

/// Opens a terminal with the files, and collects what its process prints.
const OPEN: &str = "
    const process = await window.sockbox.open({ title: 'conformance', files: args[0] });
    const run = window.conformance = { process, text: '', over: null, wake() {}, exited() {} };
    process.on('output', ({ text }) => { run.text += text; run.wake(); });
    process.on('exit', () => { run.hasEnded = true; run.exited(); });";

/// Begins the program in a process that nothing ran in yet.
const START: &str = "
    const run = window.conformance, { process } = run;
    if (run.start) {
        if (!run.hasEnded) {
            const exited = new Promise(done => run.exited = done);
            process.kill();
            await exited;
        }
        const buttons = [...document.querySelectorAll('[data-terminal=conformance] button')];
        buttons.find(button => button.textContent.trim().startsWith('Restart')).click();
    }
    // The promise of an earlier start may be rejected as late as now.
    const start = {};
    Object.assign(run, { start, hasEnded: false, text: '', over: null });
    const end = why => { if (run.start === start) { run.over = why; run.wake(); } };
    process.start('run_tests.py', args[0]).then(({ exitCode }) => end(`exit status ${exitCode}`), error => end(String(error)));";

/// What was printed since the last time, as soon as there is any.
const NEXT: &str = "
    const run = window.conformance;
    if (!run.text && run.over === null) {
        await new Promise(done => { run.wake = done; setTimeout(done, args[0]); });
    }
    const { text, over } = run;
    run.text = '';
    return { text, over };";

/// How long one script waits; a driver gives up on longer ones.
const SCRIPT: Duration = Duration::from_secs(10);

/// The place: a page, whose terminal gets a new process for each start.
pub(crate) struct InPage {
    page: Page,
    /// It ends with this value.
    _relay: Relay,
    lines: VecDeque<String>,
    unfinished: String,
}

impl InPage {
    /// # Errors
    /// If the relay, the browser or Python does not start.
    pub(crate) async fn open(suite: &Suite) -> anyhow::Result<InPage> {
        let relay = Relay::start_with(&["--process-descriptors", &DESCRIPTORS.to_string()]).await?;
        let page = Page::open(&relay).await?;
        page.evaluate(OPEN, &[json!(suite.files)]).await?;
        Ok(InPage { page, _relay: relay, lines: VecDeque::new(), unfinished: String::new() })
    }

    fn take(&mut self, text: &str) {
        self.unfinished.push_str(text);
        while let Some((line, rest)) = self.unfinished.split_once('\n') {
            self.lines.push_back(line.to_owned());
            self.unfinished = rest.to_owned();
        }
    }
}

impl Place for InPage {
    const NAME: &str = "in the page";

    async fn start(&mut self, arguments: &[String]) -> anyhow::Result<()> {
        self.lines.clear();
        self.unfinished.clear();
        self.page.evaluate(START, &[json!(arguments)]).await.map(drop)
    }

    async fn next(&mut self, patience: Duration) -> anyhow::Result<Step> {
        let mut waited = Duration::ZERO;
        loop {
            if let Some(line) = self.lines.pop_front() {
                return Ok(Step::Line(line));
            }
            if waited >= patience {
                return Ok(Step::Silence);
            }
            let news = self.page.evaluate(NEXT, &[json!(SCRIPT.as_millis() as u64)]).await?;
            let text = news["text"].as_str().unwrap_or_default();
            self.take(text);
            match &news["over"] {
                Value::String(why) if text.is_empty() => return Ok(Step::Over(why.clone())),
                _ => waited += if text.is_empty() { SCRIPT } else { Duration::ZERO },
            }
        }
    }
}

//! What stepping costs while no line is waited at: the hook looks at every instruction then. And what it costs once it is off again.

use crate::figure::{Figure, Goal, median};
use sockbox_tests::{Page, Relay};

const ROUNDS: usize = 9;

/// A line that computes, and the library, which is not stepped through; it tells the seconds that both took.
const WORK: &str = "import difflib, time
text = 'to be or not to be, that is the question ' * 12
def work():
    began = time.perf_counter()
    for n in range(400_000): n * n % 7
    difflib.SequenceMatcher(None, text, text[::-1]).ratio()
    return time.perf_counter() - began
";

/// Seconds in a process that was never stepped, in one that is, and in the same one when it is no longer; each as often as the others.
const COMPARE: &str = "const [stepped, plain] = window.sockbox.processes;
    const work = async process => Number((await process.run('work()')).value);
    await plain.run(args[0]);
    await stepped.run(args[0]);
    await work(plain);
    await work(stepped);
    const times = [[], [], []];
    for (let n = 0; n < args[1]; n++) {
        times[0].push(await work(plain));
        stepped.pace(1);
        times[1].push(await work(stepped));
        stepped.pace('full');
        times[2].push(await work(stepped));
    }
    return times;";

/// Both as ratios.
pub(crate) async fn measure() -> anyhow::Result<Vec<Figure>> {
    eprintln!("measuring what stepping costs");
    let relay = Relay::start().await?;
    let page = Page::open(&relay).await?;
    let times = page.evaluate(COMPARE, &[WORK.into(), ROUNDS.into()]).await?;
    let times: [Vec<f64>; 3] = serde_json::from_value(times)?;
    let [never, on, off] = times.map(|times| median(&times));
    let remark = format!(
        "{:.0} ms while it is on, {:.0} ms when it is off again, {:.0} ms in a process that was never stepped; medians of {ROUNDS}",
        on * 1e3,
        off * 1e3,
        never * 1e3
    );
    // Two processes that do the same differ by some hundredths.
    Ok(vec![
        Figure {
            name: "stepping off / never on",
            value: off / never,
            unit: "x",
            goal: Goal::AtMost(1.05),
            remark: remark.clone(),
        },
        Figure { name: "stepping on / never on", value: on / never, unit: "x", goal: Goal::AtMost(2.0), remark },
    ])
}

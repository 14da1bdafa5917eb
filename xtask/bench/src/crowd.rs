//! Fifty threads that serve fifty threads of another terminal.

use crate::figure::{Figure, Goal};
use sockbox_tests::{Page, Relay, crowd};

const CLIENTS: u32 = 50;
const SECONDS: f64 = 30.0;

/// Fails if anything goes wrong in it.
pub(crate) async fn measure() -> anyhow::Result<Vec<Figure>> {
    eprintln!("measuring {CLIENTS} threads against {CLIENTS} for {SECONDS} s in Chromium");
    let relay = Relay::start_with(&crate::session::UNSLOWED).await?;
    let page = Page::open(&relay).await?;
    let crowd = crowd(&page, CLIENTS, SECONDS).await?;
    Ok(vec![Figure {
        name: "answers to 50 threads by 50 threads",
        value: crowd.answers as f64 / SECONDS,
        unit: "/s",
        goal: Goal::AtLeast(f64::from(CLIENTS)),
        remark: format!("{} answers in {SECONDS} s without an error, at least {} to each", crowd.answers, crowd.fewest),
    }])
}

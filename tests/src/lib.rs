//! The vocabulary of the end-to-end tests, in three layers.
//!
//! - [`Relay`] and [`Browser`] start the real programs and end them; [`Site`] is a web site that has copied the page.
//! - [`Page`] opens the page; only it and [`Terminal`] know selectors and scripts.
//! - The tests themselves, in `end_to_end/`, say what a learner does and sees.
//!
//! `cargo xtask test` builds what they need and says where it is in `SOCKBOX_BINARY`, `SOCKBOX_CHROMIUM`,
//! `SOCKBOX_CHROMEDRIVER`, `SOCKBOX_FIREFOX` and `SOCKBOX_GECKODRIVER`.

mod browser;
mod crowd;
mod driver;
mod files;
mod output;
mod page;
mod pictures;
mod relay;
mod scripts;
mod site;
mod stepping;
mod terminal;

pub use browser::{Browser, BrowserKind};
pub use crowd::{Crowd, crowd};
pub use files::FilePane;
pub use page::Page;
pub use pictures::Card;
pub use relay::Relay;
pub use scripts::scripts;
pub use site::Site;
pub use terminal::{Ran, Terminal};

use anyhow::Context;
use std::path::PathBuf;

/// The program that an environment variable names.
fn program(variable: &str) -> anyhow::Result<PathBuf> {
    let path = std::env::var_os(variable)
        .with_context(|| format!("{variable} is not set: run the end-to-end tests by `cargo xtask test`"))?;
    Ok(path.into())
}

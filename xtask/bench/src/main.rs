//! The figures that sockbox is measured by, where they are about speed each a ratio within one run, so that they mean the same on every
//! machine.
//!
//! `cargo xtask bench` builds what is measured, installs what it is measured against, and says where everything is by
//! environment variables.

mod bulk;
mod crowd;
mod echo;
mod figure;
mod flood;
mod interrupts;
mod pair;
mod ping_pong;
mod rooms;
mod round_trip;
mod session;
mod sink;
mod start;
mod stepping;
mod terminals;
mod websockify;

use anyhow::Context;
use figure::Figure;
use std::path::PathBuf;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let ended = match std::env::args().nth(1).as_deref() {
        // The other end of the comparison in `round_trip`: this program again, in a process of its own as the relay is.
        Some(echo::ARGUMENT) => echo::serve().await,
        Some(part) => measure_part(part).await,
        None => measure_all().await,
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Tells each figure as soon as it is there, so that a later failure does not lose it, and all of them at the end.
async fn measure_all() -> anyhow::Result<()> {
    let mut figures = Vec::new();
    for figure in sessions().await? {
        eprintln!("{}: {}", figure.name, figure.remark);
        figures.push(figure);
    }
    figures.push(bulk::measure().await?);
    eprintln!("{}", figures.last().map_or("", |figure| &figure.remark));
    figures.extend(start::measure().await?);
    figures.extend(terminals::measure().await?);
    figures.extend(interrupts::measure().await?);
    figures.extend(stepping::measure().await?);
    print!("{}", figure::table(&figures));
    Ok(())
}

/// What the relay costs, without a browser.
async fn sessions() -> anyhow::Result<Vec<Figure>> {
    Ok(vec![round_trip::measure().await?, ping_pong::measure().await?, flood::measure().await?])
}

async fn measure_part(part: &str) -> anyhow::Result<()> {
    let figures = match part {
        "rooms" => rooms::measure().await?,
        "sessions" => sessions().await?,
        "start" => start::measure().await?,
        "interrupts" => interrupts::measure().await?,
        "stepping" => stepping::measure().await?,
        "terminals" => terminals::measure().await?,
        "crowd" => crowd::measure().await?,
        _ => anyhow::bail!("there is no part {part} to measure"),
    };
    print!("{}", figure::table(&figures));
    Ok(())
}

/// The program or folder that a variable names.
fn place(variable: &str) -> anyhow::Result<PathBuf> {
    let place =
        std::env::var_os(variable).with_context(|| format!("{variable} is not set: run `cargo xtask bench`"))?;
    Ok(place.into())
}

//! `cargo xtask bench`: builds what is measured, installs what it is measured against, and runs the package
//! `xtask/bench`, which measures.

use crate::browser::Browser;
use crate::build;
use crate::cargo;
use crate::digest::{self, Digest};
use crate::process;
use crate::profile::Profile;
use crate::progress::Progress;
use crate::relay;
use crate::workspace::Workspace;
use anyhow::Context;
use clap::ValueEnum;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// What sockbox is measured against, in the versions that the goals were set for.
const WEBSOCKIFY: &str = "websockify==0.13.0";
const PYODIDE: &str = "pyodide@314.0.7";

/// A part that can be measured by itself.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Only {
    /// What rooms cost: time, memory, a thousand of them; needs no browser
    Rooms,
    /// How long calls take and how fair the relay is under load, beside a bare WebSocket; needs no browser
    Sessions,
    /// What the model's check of a call costs; needs no browser
    Model,
    /// How long a learner waits for the prompt, beside Pyodide
    Start,
    /// How soon Ctrl-C is heard, in each kind of wait
    Interrupts,
    /// What it costs to be able to step through a program, and to do it
    Stepping,
    /// Two terminals that talk to each other, beside a bare WebSocket
    Terminals,
    /// Fifty threads in one terminal that serve fifty threads in another, for half a minute
    Crowd,
}

/// Measures and prints the table.
///
/// # Errors
/// If anything cannot be built, installed or measured; not if a goal is missed.
pub(crate) fn run(workspace: &Workspace) -> anyhow::Result<()> {
    let mut progress = Progress::of_steps(build::STEPS + 4);
    let browser = progress.step("Chromium and its driver", Browser::find_or_install)?;
    let websockify = progress.step("websockify from PyPI", || install_websockify(workspace))?;
    let pyodide = progress.step("Pyodide from npm", || install_pyodide(workspace))?;
    build::all(workspace, Profile::Release, &mut progress)?;
    progress.announce("measurements");
    let mut bench = program(workspace);
    bench.env("SOCKBOX_WEBSOCKIFY", &websockify).env("SOCKBOX_PYODIDE", &pyodide);
    process::run(browser.name_to(&mut bench))
}

/// Measures one part, and installs no more than it needs.
///
/// # Errors
/// As [`run`].
pub(crate) fn part(workspace: &Workspace, part: Only) -> anyhow::Result<()> {
    let mut progress = Progress::of_steps(build::STEPS + 3);
    let mut bench = program(workspace);
    bench.args(part.to_possible_value().map(|value| value.get_name().to_owned()));
    if !matches!(part, Only::Rooms | Only::Sessions) {
        progress.step("Chromium and its driver", Browser::find_or_install)?.name_to(&mut bench);
    }
    if part == Only::Start {
        bench.env("SOCKBOX_PYODIDE", progress.step("Pyodide from npm", || install_pyodide(workspace))?);
    }
    build::all(workspace, Profile::Release, &mut progress)?;
    progress.announce("measurements");
    process::run(&mut bench)
}

/// Measures what the model costs.
///
/// # Errors
/// If it cannot be built.
pub(crate) fn model(workspace: &Workspace) -> anyhow::Result<()> {
    let mut bench = cargo::of_the_root(workspace);
    bench
        .args(["bench", "--package", "sockbox-core", "--bench", "check"])
        .arg("--target-dir")
        .arg(workspace.target(""));
    process::run(&mut bench)
}

/// The program that measures, which the arguments are for.
fn program(workspace: &Workspace) -> Command {
    let mut bench = cargo::of_the_root(workspace);
    bench.args(["run", "--release", "--package", "sockbox-bench"]).arg("--target-dir").arg(workspace.target(""));
    bench.arg("--").env("SOCKBOX_BINARY", relay::binary(workspace, Profile::Release));
    bench
}

/// The program, in a virtual environment of its own.
fn install_websockify(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let folder = workspace.target("bench/websockify");
    digest::unless_done(&folder.join("stamp"), &Digest::of([WEBSOCKIFY.as_bytes()]), || {
        process::run_beside(Command::new("python3").args(["-m", "venv"]).arg(&folder))
            .context("Python 3 with its module venv is needed; on Debian: apt-get install python3-venv")?;
        let pip = folder.join("bin/pip");
        process::run_beside(Command::new(pip).args(["install", "--quiet", WEBSOCKIFY]))
            .context("could not install websockify; is pypi.org reachable?")
    })?;
    Ok(folder.join("bin/websockify"))
}

/// The folder of the package.
fn install_pyodide(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let folder = workspace.target("bench/pyodide");
    digest::unless_done(&folder.join("stamp"), &Digest::of([PYODIDE.as_bytes()]), || {
        fs::create_dir_all(&folder)?;
        let mut npm = Command::new("npm");
        npm.current_dir(&folder).args(["install", "--no-audit", "--no-fund", "--prefix", ".", PYODIDE]);
        process::run_beside(&mut npm).context("could not install Pyodide; is registry.npmjs.org reachable?")
    })?;
    Ok(folder.join("node_modules/pyodide"))
}

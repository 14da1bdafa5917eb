//! WebDriver's server for a browser, on a port that it chooses.

use crate::{BrowserKind, program};
use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process_group};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// How often a driver is started until one has a port.
const ATTEMPTS: usize = 5;
/// How long one may take to tell its port, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A driver. It and its browser end with this value.
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts one. Chromium's takes a port of IPv4 and then the same of IPv6, which another driver may have: it ends then, and
    /// the next one chooses anew.
    ///
    /// # Errors
    /// If it is missing or does not start.
    pub(crate) async fn start(kind: BrowserKind, profile: &Path) -> anyhow::Result<Self> {
        for _ in 1..ATTEMPTS {
            if let Ok(driver) = Self::try_start(kind, profile).await {
                return Ok(driver);
            }
        }
        Self::try_start(kind, profile).await
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn try_start(kind: BrowserKind, profile: &Path) -> anyhow::Result<Self> {
        let mut process = command(kind, profile)?
            .process_group(0)
            // Where it never tells its port there is no value yet that ends it.
            .kill_on_drop(true)
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting the driver of {kind}"))?;
        let stdout = process.stdout.take().context("the driver's standard output is a pipe")?;
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) =
            timeout(PATIENCE, lines.next_line()).await.context("the driver never told its port")??
        {
            if let Some((_, port)) = line.split_once(announcement(kind)) {
                let port = port.trim_end_matches('.').parse()?;
                // Firefox's driver ends when it can no longer say what it does.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { process, port });
            }
        }
        anyhow::bail!("the driver of {kind} ended before it told its port")
    }
}

impl Drop for Driver {
    /// A driver leaves its browser behind when it ends, so both end together, as one process group.
    fn drop(&mut self) {
        let group = self.process.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(group) = group {
            // Fails only if all of it is over already, which is what is wanted.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

fn command(kind: BrowserKind, profile: &Path) -> anyhow::Result<Command> {
    Ok(match kind {
        BrowserKind::Chromium | BrowserKind::ChromiumWithoutStorage => {
            let mut command = Command::new(program("SOCKBOX_CHROMEDRIVER")?);
            command.arg("--port=0");
            command
        }
        BrowserKind::Firefox => {
            let mut command = Command::new(program("SOCKBOX_GECKODRIVER")?);
            command.args(["--port=0", "--profile-root"]).arg(profile);
            command
        }
    })
}

/// What stands before the port, in the line of its standard output that tells it.
fn announcement(kind: BrowserKind) -> &'static str {
    match kind {
        BrowserKind::Chromium | BrowserKind::ChromiumWithoutStorage => "successfully on port ",
        BrowserKind::Firefox => "Listening on 127.0.0.1:",
    }
}

//! A headless Chromium, driven through WebDriver.

use crate::program;
use anyhow::Context;
use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::json;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// How long a script may wait for the page: a slow, shared machine, and Python to be compiled.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(120);

/// How often a driver is started until one has a port.
const ATTEMPTS: usize = 5;

/// A browser with an empty profile. It ends with this value.
pub struct Browser {
    client: Client,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts a driver on a free port and a browser under it.
    ///
    /// # Errors
    /// If either is missing or does not start.
    pub async fn start() -> anyhow::Result<Self> {
        let (driver, port) = start_driver().await?;
        let profile = TempDir::new()?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(&profile)?)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .context("starting Chromium")?;
        let timeouts = TimeoutConfiguration::new(Some(SCRIPT_TIMEOUT), None, None);
        client.update_timeouts(timeouts).await?;
        Ok(Self { client, driver, _profile: profile })
    }

    /// The WebDriver session.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

impl Drop for Browser {
    /// The driver leaves its browser behind when it ends, so both end together, as one process group.
    fn drop(&mut self) {
        let group = self.driver.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(group) = group {
            // Fails only if all of it is over already, which is what is wanted.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

/// A driver and its port. It takes one of IPv4 and then the same of IPv6, which another driver may have: it ends then, and
/// the next one chooses anew.
async fn start_driver() -> anyhow::Result<(Child, u16)> {
    for _ in 1..ATTEMPTS {
        if let Ok(started) = try_driver().await {
            return Ok(started);
        }
    }
    try_driver().await
}

/// The driver and the port it chose. It tells the port on its standard output.
async fn try_driver() -> anyhow::Result<(Child, u16)> {
    let mut driver = Command::new(program("SOCKBOX_CHROMEDRIVER")?)
        .arg("--port=0")
        .process_group(0)
        .stdout(Stdio::piped())
        .spawn()
        .context("starting the driver")?;
    let stdout = driver.stdout.take().context("the driver's standard output is a pipe")?;
    let mut lines = BufReader::new(stdout).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, port)) = line.split_once("successfully on port ") {
            let port = port.trim_end_matches('.').parse()?;
            return Ok((driver, port));
        }
    }
    anyhow::bail!("the driver ended before it told its port")
}

fn capabilities(profile: &TempDir) -> anyhow::Result<Capabilities> {
    let arguments = [
        "--headless",
        // Chromium's own sandbox does not start as root, which containers and CI often are.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--window-size=1280,900",
    ];
    let mut arguments: Vec<String> = arguments.map(String::from).into();
    arguments.push(format!("--user-data-dir={}", profile.path().display()));
    let options = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": program("SOCKBOX_CHROMIUM")?, "args": arguments },
    });
    Ok(serde_json::from_value(options)?)
}

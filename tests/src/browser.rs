//! A headless browser, driven through WebDriver.

use crate::driver::Driver;
use crate::program;
use anyhow::Context;
use fantoccini::wd::{Capabilities, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::fmt;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

/// How long a script may wait for the page: a slow, shared machine, and Python to be compiled.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(120);

/// Whose browser it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserKind {
    /// Chromium, as Chrome and Edge are
    Chromium,
    /// The same, of somebody who lets no site keep anything
    ChromiumWithoutStorage,
    /// Mozilla's
    Firefox,
}

impl fmt::Display for BrowserKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

/// A browser with an empty profile. It ends with this value.
pub struct Browser {
    client: Client,
    /// Both end before the profile is removed.
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a driver on a free port and a browser under it.
    ///
    /// # Errors
    /// If either is missing or does not start.
    pub async fn start(kind: BrowserKind) -> anyhow::Result<Self> {
        let profile = TempDir::new()?;
        let driver = Driver::start(kind, profile.path()).await?;
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(kind, profile.path())?)
            .connect(&driver.url())
            .await
            .with_context(|| format!("starting {kind}"))?;
        let timeouts = TimeoutConfiguration::new(Some(SCRIPT_TIMEOUT), None, None);
        client.update_timeouts(timeouts).await?;
        Ok(Self { client, _driver: driver, _profile: profile })
    }

    /// The WebDriver session.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

fn capabilities(kind: BrowserKind, profile: &Path) -> anyhow::Result<Capabilities> {
    let capabilities = match kind {
        BrowserKind::Chromium => chromium(&program("SOCKBOX_CHROMIUM")?, profile),
        BrowserKind::ChromiumWithoutStorage => {
            let mut capabilities = chromium(&program("SOCKBOX_CHROMIUM")?, profile);
            // What Chromium's settings call blocking all cookies.
            let blocked = json!({ "profile.default_content_setting_values.cookies": 2 });
            capabilities["goog:chromeOptions"]["prefs"] = blocked;
            capabilities
        }
        BrowserKind::Firefox => firefox(&program("SOCKBOX_FIREFOX")?),
    };
    Ok(serde_json::from_value(capabilities)?)
}

fn chromium(binary: &Path, profile: &Path) -> Value {
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
    arguments.push(format!("--user-data-dir={}", profile.display()));
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "binary": binary, "args": arguments },
    })
}

/// Its profile is made by its driver, in the folder that the driver was given, with what is asked of the outside turned off.
fn firefox(binary: &Path) -> Value {
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": { "binary": binary, "args": ["--headless", "--width=1280", "--height=900"] },
    })
}

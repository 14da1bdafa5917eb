//! The page as a whole.

use crate::{Browser, Relay, Terminal};
use anyhow::{Context, bail};
use serde_json::Value;

/// The page, open in a browser, with Python ready in both terminals.
pub struct Page {
    browser: Browser,
}

impl Page {
    /// Opens the page of `relay` and waits for [`window.sockbox.ready`](../../EMBEDDING.md).
    ///
    /// # Errors
    /// If there is no page, or Python does not become ready in it.
    pub async fn open(relay: &Relay) -> anyhow::Result<Self> {
        let page = Self { browser: Browser::start().await? };
        page.browser.client().goto(relay.url()).await?;
        page.evaluate("await window.sockbox.ready", &[]).await.context("waiting for Python")?;
        Ok(page)
    }

    /// The terminal titled `server`, open from the start.
    pub fn server(&self) -> Terminal<'_> {
        Terminal::new(self, "server")
    }

    /// The terminal titled `client`, open from the start.
    pub fn client(&self) -> Terminal<'_> {
        Terminal::new(self, "client")
    }

    /// The text of the timeline of calls.
    ///
    /// # Errors
    /// If the page has none.
    pub async fn timeline(&self) -> anyhow::Result<String> {
        let text = self.evaluate("return document.querySelector('.timeline').textContent", &[]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The browser, for what only it can do: keys, screenshots.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// Runs the body of an async function in the page; `args` stands for what is passed. Its value comes back as JSON.
    ///
    /// # Errors
    /// With the text of what the script throws.
    pub async fn evaluate(&self, body: &str, args: &[Value]) -> anyhow::Result<Value> {
        let script = format!(
            "const args = Array.from(arguments), done = args.pop();
             (async () => {{ {body} }})().then(
                 value => done({{ value: value === undefined ? null : value }}),
                 error => done({{ error: String(error) }}));"
        );
        let answer = self.browser.client().execute_async(&script, args.to_vec()).await?;
        if let Some(error) = answer.get("error") {
            bail!("in the page: {error}");
        }
        Ok(answer.get("value").cloned().unwrap_or_default())
    }
}

//! The page as a whole.

use crate::{Browser, BrowserKind, Relay, Terminal};
use anyhow::{Context, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// How long a page may take until its script has begun.
const PATIENCE: Duration = Duration::from_secs(60);

/// The page, open in a browser, with Python ready in both terminals.
pub struct Page {
    browser: Browser,
}

impl Page {
    /// Opens the page of `relay` in Chromium, and waits for [`window.sockbox.ready`](../../EMBEDDING.md).
    ///
    /// # Errors
    /// If there is no page, or Python does not become ready in it.
    pub async fn open(relay: &Relay) -> anyhow::Result<Self> {
        Self::open_at(relay.url()).await
    }

    /// Opens the page at an address, such as that of somebody else's room, in a browser of its own.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_at(url: &str) -> anyhow::Result<Self> {
        Self::open_in(BrowserKind::Chromium, url).await
    }

    /// Opens the page at an address in a browser of this kind.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_in(kind: BrowserKind, url: &str) -> anyhow::Result<Self> {
        let page = Self::visit_in(kind, url).await?;
        page.become_ready().await.with_context(|| kind.to_string())?;
        Ok(page)
    }

    /// Opens the page at an address where Python may never become ready.
    ///
    /// # Errors
    /// If there is no page.
    pub async fn visit(url: &str) -> anyhow::Result<Self> {
        Self::visit_in(BrowserKind::Chromium, url).await
    }

    async fn visit_in(kind: BrowserKind, url: &str) -> anyhow::Result<Self> {
        let page = Self { browser: Browser::start(kind).await? };
        page.browser.client().goto(url).await?;
        Ok(page)
    }

    /// Loads the page again.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn reload(&self) -> anyhow::Result<()> {
        self.browser.client().refresh().await?;
        self.become_ready().await
    }

    async fn become_ready(&self) -> anyhow::Result<()> {
        self.is_there().await?;
        self.evaluate("await window.sockbox.ready", &[]).await.context("waiting for Python").map(drop)
    }

    /// Under load a driver has said that the page was loaded where no `window.sockbox` was found; why is not known, and so it is told what
    /// was there instead, if it lasts.
    async fn is_there(&self) -> anyhow::Result<()> {
        let body = "const loaded = performance.getEntriesByType('resource').map(({ name, responseStatus }) => [name, responseStatus]);
            return { found: Boolean(window.sockbox), state: [document.URL, document.readyState, loaded] }";
        let deadline = Instant::now() + PATIENCE;
        loop {
            let seen = self.evaluate(body, &[]).await;
            match &seen {
                Ok(seen) if seen["found"] == json!(true) => return Ok(()),
                _ if Instant::now() > deadline => bail!("the page has no window.sockbox: {seen:?}"),
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }

    /// `window.sockbox.room`.
    ///
    /// # Errors
    /// If the page has no API.
    pub async fn room(&self) -> anyhow::Result<Value> {
        self.evaluate("return window.sockbox.room", &[]).await
    }

    /// The link to the room, as the page shows it.
    ///
    /// # Errors
    /// If the page shows none.
    pub async fn room_url(&self) -> anyhow::Result<String> {
        let url = self.evaluate("return document.querySelector('.invitation a').href", &[]).await?;
        Ok(url.as_str().context("a link has an address")?.to_owned())
    }

    /// Waits until the list of the people in the room has `text` in it.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows_people(&self, text: &str) -> anyhow::Result<()> {
        self.waits_for(".people", "includes", text).await
    }

    /// Waits until a notice has `text` in it.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows_notice(&self, text: &str) -> anyhow::Result<()> {
        self.waits_for(".notice", "includes", text).await
    }

    /// Presses the button with this text.
    ///
    /// # Errors
    /// If there is no such button.
    pub async fn presses(&self, text: &str) -> anyhow::Result<()> {
        let body = "[...document.querySelectorAll('button')].find(button => button.textContent === args[0]).click()";
        self.evaluate(body, &[json!(text)]).await.map(drop)
    }

    /// Waits until the list at an entry line offers `text`, and all of it is in sight.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows_offer(&self, text: &str) -> anyhow::Result<()> {
        self.waits_for(".cm-tooltip-autocomplete", "includes", text).await?;
        // Its editor hides a list by a place far above the window.
        let body = "const isInSight = () => {
                const box = document.querySelector('.cm-tooltip-autocomplete')?.getBoundingClientRect();
                return box?.height > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
            };
            while (!isInSight()) await new Promise(requestAnimationFrame)";
        self.evaluate(body, &[]).await.map(drop).context("the list at the entry line is out of sight")
    }

    /// Opens an example, on both sides.
    ///
    /// # Errors
    /// If the list does not come, or has no such example.
    pub async fn opens_example(&self, name: &str) -> anyhow::Result<()> {
        self.evaluate("document.querySelector('.opens-examples').click()", &[]).await?;
        self.waits_for(".examples", "includes", "").await?;
        let body = "document.querySelector(`[data-example=${args[0]}]`).click()";
        self.evaluate(body, &[json!(name)]).await.map(drop)
    }

    /// The lines of code that the panel on the network offers, by the practice service they talk to.
    ///
    /// # Errors
    /// If the page has no such panel.
    pub async fn service_lines(&self) -> anyhow::Result<BTreeMap<String, String>> {
        let body = "const items = [...document.querySelectorAll('#network li')];
            const text = (item, part) => item.querySelector(part).textContent;
            return Object.fromEntries(items.map(item => [text(item, 'b'), text(item, 'button')]))";
        Ok(serde_json::from_value(self.evaluate(body, &[]).await?)?)
    }

    /// Waits, woken by the page's own changes, until an element shows `text`, as the string method `test` finds it.
    pub(crate) async fn waits_for(&self, selector: &str, test: &str, text: &str) -> anyhow::Result<()> {
        let body = "await new Promise(done => {
                let observer;
                const look = () => {
                    const found = document.querySelector(args[0]);
                    if (found && found.textContent.trim()[args[1]](args[2])) { observer.disconnect(); done(); }
                };
                observer = new MutationObserver(look);
                observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
                look();
            })";
        let waited = self.evaluate(body, &[json!(selector), json!(test), json!(text)]).await;
        waited.map(drop).with_context(|| format!("{selector} never showed {text:?}"))
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
        self.draws().await?;
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

//! One terminal of the page, by the page's own API and by its keyboard.

use crate::{FilePane, Page};
use serde::Deserialize;
use serde_json::{Value, json};

/// How a cell ended, as `Process.run` tells it.
#[derive(Debug, Deserialize)]
pub struct Ran {
    /// No exception left it.
    pub ok: bool,
    /// What it wrote to `sys.stdout`.
    pub stdout: String,
    /// What it wrote to `sys.stderr`, a traceback included.
    pub stderr: String,
    /// `repr` of the last expression's value.
    pub value: Option<String>,
}

/// A terminal, found by its title.
#[derive(Clone, Copy)]
pub struct Terminal<'a> {
    page: &'a Page,
    title: &'static str,
}

impl<'a> Terminal<'a> {
    pub(crate) fn new(page: &'a Page, title: &'static str) -> Self {
        Self { page, title }
    }

    /// Runs source and waits for its end.
    ///
    /// # Errors
    /// If the process is over.
    pub async fn run(&self, source: &str) -> anyhow::Result<Ran> {
        let ran = self.script("return await process.run(rest[0])", &[json!(source)]).await?;
        Ok(serde_json::from_value(ran)?)
    }

    /// Runs source that must not fail, and returns what it printed.
    ///
    /// # Errors
    /// With the traceback.
    pub async fn printed(&self, source: &str) -> anyhow::Result<String> {
        let ran = self.run(source).await?;
        anyhow::ensure!(ran.ok, "{source} in `{}` failed: {}", self.title, ran.stderr);
        Ok(ran.stdout)
    }

    /// Starts running source and does not wait; the end is fetched by [`ended`](Self::ended).
    ///
    /// # Errors
    /// If the page has no such terminal.
    pub async fn begin(&self, source: &str) -> anyhow::Result<()> {
        let body = "process.begun = process.run(rest[0]); process.begun.catch(() => {})";
        self.script(body, &[json!(source)]).await.map(drop)
    }

    /// Waits for the end of what [`begin`](Self::begin) started.
    ///
    /// # Errors
    /// If the process is over.
    pub async fn ended(&self) -> anyhow::Result<Ran> {
        let ran = self.script("return await process.begun", &[]).await?;
        Ok(serde_json::from_value(ran)?)
    }

    /// Waits until the process blocks in a call whose text begins with `call`.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn blocked_in(&self, call: &str) -> anyhow::Result<()> {
        self.shown(STATE, "startsWith", &format!("blocked in {call}")).await
    }

    /// Waits until the state of the terminal, as it is shown, begins with `text`.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn in_state(&self, text: &str) -> anyhow::Result<()> {
        self.shown(STATE, "startsWith", text).await
    }

    /// Waits until the output, as it is shown, has `text` in it.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows(&self, text: &str) -> anyhow::Result<()> {
        self.shown(OUTPUT, "includes", text).await
    }

    /// Everything shown so far, as [`Process.output`](../../EMBEDDING.md) has it.
    ///
    /// # Errors
    /// If the page has no such terminal.
    pub async fn output(&self) -> anyhow::Result<String> {
        let output = self.script("return process.output", &[]).await?;
        Ok(output.as_str().unwrap_or_default().to_owned())
    }

    /// A method of the page's API without arguments: `interrupt`, `kill`.
    ///
    /// # Errors
    /// As the method says.
    pub async fn call(&self, method: &str) -> anyhow::Result<()> {
        self.script("await process[rest[0]]()", &[json!(method)]).await.map(drop)
    }

    /// A line for `input()`.
    ///
    /// # Errors
    /// If the process is over.
    pub async fn write(&self, text: &str) -> anyhow::Result<()> {
        self.script("await process.write(rest[0])", &[json!(text)]).await.map(drop)
    }

    /// Puts the keyboard's focus into the console and types; `\n` is Enter.
    ///
    /// # Errors
    /// If the page has no such console.
    pub async fn types(&self, text: &str) -> anyhow::Result<()> {
        let console = format!("{} {ENTRY}", self.section());
        let entry = self.page.browser().client().find(fantoccini::Locator::Css(&console)).await?;
        entry.click().await?;
        // WebDriver's Enter key is a character of its own.
        entry.send_keys(&text.replace('\n', "\u{e007}")).await?;
        Ok(())
    }

    /// Presses keys where the focus is.
    ///
    /// # Errors
    /// If nothing has it.
    pub async fn keys(&self, keys: &str) -> anyhow::Result<()> {
        Ok(self.page.browser().client().active_element().await?.send_keys(keys).await?)
    }

    /// Presses a button of this terminal by its label.
    ///
    /// # Errors
    /// If there is no such button.
    pub async fn presses(&self, label: &str) -> anyhow::Result<()> {
        let body = "const buttons = [...document.querySelectorAll(rest[0] + ' button')];
            buttons.find(button => button.textContent.trim().startsWith(rest[1])).click()";
        self.page.evaluate(&with_rest(body), &[json!(self.section()), json!(label)]).await.map(drop)
    }

    /// What stands in the entry line.
    ///
    /// # Errors
    /// If the page has no such console.
    pub async fn entry(&self) -> anyhow::Result<String> {
        let selector = format!("{} {ENTRY}", self.section());
        let text = self.page.evaluate("return document.querySelector(args[0]).textContent", &[json!(selector)]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the entry line shows this.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn entry_shows(&self, text: &str) -> anyhow::Result<()> {
        self.shown(ENTRY, "includes", text).await
    }

    /// The file pane.
    pub fn files(&self) -> FilePane<'a> {
        FilePane::new(self.page, *self, self.section())
    }

    /// Waits until an element of this terminal shows `text`, as the string method `test` finds it.
    pub(crate) async fn shown(&self, element: &str, test: &str, text: &str) -> anyhow::Result<()> {
        let selector = format!("{} {element}", self.section());
        match self.page.waits_for(&selector, test, text).await {
            Ok(()) => Ok(()),
            Err(error) => {
                let output = self.output().await.unwrap_or_default();
                Err(error.context(format!("`{}` never showed {text:?}; its output: {output}", self.title)))
            }
        }
    }

    fn section(&self) -> String {
        format!("[data-terminal=\"{}\"]", self.title)
    }

    /// Runs the body of an async function with `process`, and `rest` for the arguments.
    ///
    /// # Errors
    /// With the text of what the script throws.
    pub async fn script(&self, body: &str, rest: &[Value]) -> anyhow::Result<Value> {
        let mut args = vec![json!(self.title)];
        args.extend_from_slice(rest);
        let find = "const [title, ...rest] = args;
            const process = window.sockbox.processes.find(process => process.title === title);";
        self.page.evaluate(&format!("{find} {body}"), &args).await
    }
}

/// The state line of a terminal.
const STATE: &str = ".state";
/// The scrollback of a terminal.
const OUTPUT: &str = "[role=log]";
/// What the keyboard types into.
const ENTRY: &str = ".entry [contenteditable]";

fn with_rest(body: &str) -> String {
    format!("const rest = args; {body}")
}

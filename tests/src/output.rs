//! The output of a terminal, by mouse and keyboard.

use crate::Terminal;
use anyhow::Context;
use serde_json::json;

impl Terminal<'_> {
    /// Waits until `text` stands above the output, where lines were dropped.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn drops(&self, text: &str) -> anyhow::Result<()> {
        self.shown(".dropped", "includes", text).await
    }

    /// Presses a button of the menu Save, and returns what the browser is given to save.
    ///
    /// # Errors
    /// If it is given nothing.
    pub async fn saves(&self, label: &str) -> anyhow::Result<String> {
        let body = "const make = URL.createObjectURL;
            const saved = new Promise(done => { URL.createObjectURL = blob => { done(blob.text()); return make.call(URL, blob); }; });
            const menu = document.querySelector(`[data-terminal=\"${title}\"] .menu`);
            [...menu.querySelectorAll('button')].find(button => button.textContent.trim() === rest[0]).click();
            const text = await saved;
            URL.createObjectURL = make;
            return text";
        let text = self.script(body, &[json!(label)]).await?;
        Ok(text.as_str().context("what is saved is text")?.to_owned())
    }

    /// Selects the lines of output that begin with `text`, and presses Ctrl-C in the output.
    ///
    /// # Errors
    /// If there are none.
    pub async fn copies_lines(&self, text: &str) -> anyhow::Result<()> {
        let body = "const screen = document.querySelector(`[data-terminal=\"${title}\"] .screen`);
            const lines = [...screen.querySelectorAll('.line')].filter(line => line.textContent.startsWith(rest[0]));
            screen.focus();
            getSelection().setBaseAndExtent(lines[0], 0, lines.at(-1), lines.at(-1).childNodes.length)";
        self.script(body, &[json!(text)]).await?;
        self.keys("\u{e009}c\u{e009}").await
    }
}

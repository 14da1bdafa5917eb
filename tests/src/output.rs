//! The output of a terminal, by mouse and keyboard.

use crate::Terminal;
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
        self.gives_to_save(".menu", label).await.map(|(_, text)| text)
    }

    /// Presses a button that lets the browser save a file: the name and the text that it is given.
    pub(crate) async fn gives_to_save(&self, place: &str, label: &str) -> anyhow::Result<(String, String)> {
        let body = "const { createObjectURL } = URL, { click } = HTMLAnchorElement.prototype;
            const text = new Promise(done => { URL.createObjectURL = blob => { done(blob.text()); return createObjectURL.call(URL, blob); }; });
            const name = new Promise(done => { HTMLAnchorElement.prototype.click = function () { done(this.download); click.call(this); }; });
            const buttons = document.querySelectorAll(`[data-terminal=\"${title}\"] ${rest[0]} button`);
            [...buttons].find(button => button.textContent.trim() === rest[1]).click();
            const saved = [await name, await text];
            URL.createObjectURL = createObjectURL;
            HTMLAnchorElement.prototype.click = click;
            return saved";
        Ok(serde_json::from_value(self.script(body, &[json!(place), json!(label)]).await?)?)
    }

    /// Waits until the output, as it is shown, has `text` in it no more.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows_no_more(&self, text: &str) -> anyhow::Result<()> {
        let body = "const log = document.querySelector(`[data-terminal=\"${title}\"] [role=log]`);
            while (log.textContent.includes(rest[0])) await new Promise(requestAnimationFrame)";
        self.script(body, &[json!(text)]).await.map(drop)
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

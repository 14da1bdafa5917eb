//! The panel of a terminal's threads, by mouse and keyboard.

use crate::Terminal;
use serde_json::json;

impl Terminal<'_> {
    /// Opens the panel of threads.
    ///
    /// # Errors
    /// If there is none.
    pub async fn opens_threads(&self) -> anyhow::Result<()> {
        self.script(&format!("{SECTION}.querySelector('.threads summary').click()"), &[]).await.map(drop)
    }

    /// Waits until the panel has `text` in its list of threads.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows_thread(&self, text: &str) -> anyhow::Result<()> {
        self.shown(".threads ul", "includes", text).await
    }

    /// Waits until the panel has `text` in what it shows of the line that the chosen thread is at.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn line_shows(&self, text: &str) -> anyhow::Result<()> {
        self.shown(".line-now", "includes", text).await
    }

    /// Waits until the panel has `text` in the sockets that the line can reach: a name, and what the socket is.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn reaches(&self, text: &str) -> anyhow::Result<()> {
        self.shown(".held", "includes", text).await
    }

    /// Presses a button of the panel.
    ///
    /// # Errors
    /// If there is none with this text.
    pub async fn sets_pace(&self, label: &str) -> anyhow::Result<()> {
        let find = "find(button => button.textContent === rest[0]).click()";
        let body = format!("[...{SECTION}.querySelectorAll('.pace button')].{find}");
        self.script(&body, &[json!(label)]).await.map(drop)
    }

    /// Gives the keyboard to the button with this text.
    ///
    /// # Errors
    /// If there is none.
    pub async fn focuses(&self, label: &str) -> anyhow::Result<()> {
        let find = "find(button => button.textContent === rest[0]).focus()";
        let body = format!("[...{SECTION}.querySelectorAll('button')].{find}");
        self.script(&body, &[json!(label)]).await.map(drop)
    }

    /// The text of the element that has the keyboard; of the page's body if none has.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn focused(&self) -> anyhow::Result<String> {
        let text = self.script("return document.activeElement.textContent", &[]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }
}

/// Of this terminal, by its title.
const SECTION: &str = "document.querySelector(`[data-terminal=\"${title}\"]`)";

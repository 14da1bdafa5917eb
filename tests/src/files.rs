//! The file pane of a terminal, by mouse and keyboard.

use crate::{Page, Terminal};
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};
use std::path::Path;

/// Its editor.
const EDITOR: &str = ".fileeditor [contenteditable]";
/// WebDriver's Enter and Control.
const ENTER: &str = "\u{e007}";
const CONTROL: &str = "\u{e009}";

/// The pane.
pub struct FilePane<'a> {
    page: &'a Page,
    terminal: Terminal<'a>,
    section: String,
}

impl<'a> FilePane<'a> {
    pub(crate) fn new(page: &'a Page, terminal: Terminal<'a>, section: String) -> Self {
        Self { page, terminal, section }
    }

    /// Begins a file of this name, by the button and the field for its name.
    ///
    /// # Errors
    /// If the pane is closed.
    pub async fn begins(&self, name: &str) -> anyhow::Result<()> {
        self.terminal.presses("New").await?;
        self.names(name).await
    }

    /// Gives the file that is shown this name, by the button and the field for it.
    ///
    /// # Errors
    /// If no file is shown.
    pub async fn renames(&self, name: &str) -> anyhow::Result<()> {
        self.terminal.presses("Rename").await?;
        self.names(name).await
    }

    async fn names(&self, name: &str) -> anyhow::Result<()> {
        self.terminal.shown(".rename", "includes", "").await?;
        let field = self.element(".rename").await?;
        field.send_keys(&format!("{CONTROL}a{CONTROL}{name}{ENTER}")).await?;
        self.terminal.shown(".tab.active", "includes", name).await
    }

    /// Deletes the file that is shown, and is sure about it.
    ///
    /// # Errors
    /// If no file is shown.
    pub async fn deletes(&self) -> anyhow::Result<()> {
        self.terminal.presses("Delete").await?;
        self.complains("There is no way back").await?;
        let body = "document.querySelector(args[0] + ' .question button').click()";
        self.page.evaluate(body, &[json!(self.section)]).await.map(drop)
    }

    /// Lets the browser save the file that is shown: the name and the text that it is given.
    ///
    /// # Errors
    /// If no file is shown.
    pub async fn downloads(&self) -> anyhow::Result<(String, String)> {
        self.terminal.gives_to_save(".filemenu", "Download").await
    }

    /// Ctrl+F in the editor, then this text, and Enter.
    ///
    /// # Errors
    /// If no panel for it opens.
    pub async fn searches(&self, text: &str) -> anyhow::Result<()> {
        self.types(&format!("{CONTROL}f{CONTROL}")).await?;
        let field = self.element(".cm-search [name=search]").await?;
        Ok(field.send_keys(&format!("{text}{ENTER}")).await?)
    }

    /// Waits until the editor marks this as what was found.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn finds(&self, text: &str) -> anyhow::Result<()> {
        self.terminal.shown(".cm-searchMatch-selected", "includes", text).await
    }

    /// Types into the editor; `\n` is Enter.
    ///
    /// # Errors
    /// If it is not shown.
    pub async fn types(&self, text: &str) -> anyhow::Result<()> {
        let editor = self.element(EDITOR).await?;
        // Not by a click, which would move the cursor.
        let focus = "document.querySelector(args[0]).focus()";
        self.page.evaluate(focus, &[json!(format!("{} {EDITOR}", self.section))]).await?;
        editor.send_keys(&text.replace('\n', ENTER)).await?;
        Ok(())
    }

    /// Ctrl+Enter in the editor.
    ///
    /// # Errors
    /// If it is not shown.
    pub async fn runs_by_keyboard(&self) -> anyhow::Result<()> {
        self.types(&format!("{CONTROL}{ENTER}{CONTROL}")).await
    }

    /// Types into the line of arguments.
    ///
    /// # Errors
    /// If it is not shown.
    pub async fn types_arguments(&self, text: &str) -> anyhow::Result<()> {
        Ok(self.element(".arguments").await?.send_keys(text).await?)
    }

    /// Waits until the editor shows `text`.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows(&self, text: &str) -> anyhow::Result<()> {
        self.terminal.shown(EDITOR, "includes", text).await
    }

    /// Waits until there is a tab of this name.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn has(&self, name: &str) -> anyhow::Result<()> {
        self.terminal.shown(".tabs", "includes", name).await
    }

    /// Brings a file of this machine along, as the field of Upload does.
    ///
    /// # Errors
    /// If there is no such field.
    pub async fn uploads(&self, path: &Path) -> anyhow::Result<()> {
        let selector = format!("{} [type=file]", self.section);
        let field = self.page.browser().client().find(Locator::Css(&selector)).await?;
        Ok(field.send_keys(&path.to_string_lossy()).await?)
    }

    /// Waits until the pane says this of what could not be done.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn complains(&self, text: &str) -> anyhow::Result<()> {
        self.terminal.shown(".question", "includes", text).await
    }

    /// Chooses a tab.
    ///
    /// # Errors
    /// If there is none of this name.
    pub async fn chooses(&self, name: &str) -> anyhow::Result<()> {
        self.terminal.presses(name).await
    }

    /// Waits until the cursor is in a line with this text.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn is_at_line(&self, text: &str) -> anyhow::Result<()> {
        self.terminal.shown(".fileeditor .cm-activeLine", "includes", text).await
    }

    /// Follows the last link of the output whose text has `text` in it.
    ///
    /// # Errors
    /// If there is none.
    pub async fn follows_link(&self, text: &str) -> anyhow::Result<()> {
        let body = "const links = [...document.querySelectorAll(args[0] + ' a[data-line]')];
            links.findLast(link => link.textContent.includes(args[1])).click()";
        self.page.evaluate(body, &[json!(self.section), json!(text)]).await.map(drop)
    }

    /// Waits until the line with this text is marked as the one that runs.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn marks(&self, text: &str) -> anyhow::Result<()> {
        self.terminal.shown(".fileeditor .running-line", "includes", text).await
    }

    /// Waits until no line is marked.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn marks_nothing(&self) -> anyhow::Result<()> {
        let body = "while (document.querySelector(args[0])) await new Promise(requestAnimationFrame)";
        let selector = format!("{} .fileeditor .running-line", self.section);
        self.page.evaluate(body, &[json!(selector)]).await.map(drop)
    }

    /// The names of all files, in the order of the tabs.
    ///
    /// # Errors
    /// If there is no such pane.
    pub async fn tabs(&self) -> anyhow::Result<Value> {
        let body = "return [...document.querySelectorAll(args[0] + ' .tab')].map(tab => tab.textContent)";
        self.page.evaluate(body, &[json!(self.section)]).await
    }

    async fn element(&self, selector: &str) -> anyhow::Result<Element> {
        let selector = format!("{} {selector}", self.section);
        Ok(self.page.browser().client().find(Locator::Css(&selector)).await?)
    }
}

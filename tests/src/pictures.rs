//! What the page draws: the cards of the sockets, calls in full, the language.

use crate::Page;
use serde::Deserialize;
use serde_json::{Value, json};

/// A card, as it is shown.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Card {
    /// Terminal, descriptors, protocol: `server, fd 3, TCP · IPv4`.
    pub label: String,
    /// The word of its state.
    pub state: String,
    /// The word in the box that is lit in its picture.
    pub lit: Option<String>,
    /// All its text.
    pub text: String,
}

/// The cards of the sockets that are open, as JSON.
const CARDS: &str = "[...document.querySelectorAll('.card:not(.closed)')].map(card => ({
    label: card.getAttribute('aria-label'),
    state: card.querySelector('.now').textContent,
    lit: card.querySelector('.spot.lit text')?.textContent ?? null,
    text: card.textContent,
}))";

impl Page {
    /// The cards of the sockets that are open, once all that has happened is shown.
    ///
    /// # Errors
    /// If the page has other ones.
    pub async fn cards(&self) -> anyhow::Result<Vec<Card>> {
        self.draws().await?;
        Ok(serde_json::from_value(self.evaluate(&format!("return {CARDS}"), &[]).await?)?)
    }

    /// Waits until the open sockets are in these states, as their pictures show them: labels and words. Cards come in the order in
    /// which their processes tell of them, which is any.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows_states(&self, expected: &[(&str, &str)]) -> anyhow::Result<()> {
        let body = format!(
            "await new Promise(done => {{
                const wanted = JSON.stringify(args[0].sort());
                const look = () => {{
                    const shown = {CARDS}.map(card => [card.label, card.lit]);
                    JSON.stringify(shown.sort()) === wanted ? done() : requestAnimationFrame(look);
                }};
                look();
            }})"
        );
        let waited = self.evaluate(&body, &[json!(expected)]).await;
        match waited {
            Ok(_) => Ok(()),
            Err(error) => Err(error.context(format!("expected {expected:?}, shown {:?}", self.cards().await))),
        }
    }

    /// Waits until the card of this label has `text` on it.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn shows_on_card(&self, label: &str, text: &str) -> anyhow::Result<()> {
        let body = format!(
            "const has = card => card.label === args[0] && card.text.includes(args[1]);
            while (!{CARDS}.some(has)) await new Promise(requestAnimationFrame)"
        );
        let waited = self.evaluate(&body, &[json!(label), json!(text)]).await;
        match waited {
            Ok(_) => Ok(()),
            Err(error) => Err(error.context(format!("{label} never had {text:?}: {:?}", self.cards().await))),
        }
    }

    /// Opens the call whose text begins like this, the last of them, and tells what is shown of it then.
    ///
    /// # Errors
    /// If there is no such call.
    pub async fn opens_call(&self, text: &str) -> anyhow::Result<String> {
        let body = "const rows = [...document.querySelectorAll('.calls .opens')];
            rows.findLast(opener => opener.textContent.startsWith(args[0])).click();
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            return document.querySelector('.calls .detail').textContent";
        Ok(self.evaluate(body, &[json!(text)]).await?.as_str().unwrap_or_default().to_owned())
    }

    /// What is shown of the call that is open; nothing if none is.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn opened_call(&self) -> anyhow::Result<String> {
        self.draws().await?;
        let text = self.evaluate("return document.querySelector('.calls .detail')?.textContent", &[]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page has drawn what has happened so far, which it does once a frame.
    ///
    /// # Errors
    /// If the page is gone.
    pub async fn draws(&self) -> anyhow::Result<()> {
        let body = "for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)";
        self.evaluate(body, &[]).await.map(drop)
    }

    /// Chooses a language by its tag, in the page's header.
    ///
    /// # Errors
    /// If it is not offered.
    pub async fn chooses_language(&self, tag: &str) -> anyhow::Result<()> {
        let body = "const choice = document.querySelector('select.language');
            choice.value = args[0];
            if (choice.value !== args[0]) throw new Error('not offered');
            choice.dispatchEvent(new Event('change', { bubbles: true }))";
        self.evaluate(body, &[json!(tag)]).await.map(drop)
    }

    /// Chooses what becomes of calls that the model refuses, `enforce` or `explain`, and waits until the header says so.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn sets_validation(&self, setting: &str, badge: &str) -> anyhow::Result<()> {
        let body = "document.querySelector(`.validation input[value=${args[0]}]`).click();
            const shown = () => document.querySelector('.badge').textContent === args[1];
            while (!shown()) await new Promise(requestAnimationFrame)";
        self.evaluate(body, &[json!(setting), json!(badge)]).await.map(drop)
    }

    /// The language that the page tells the browser it speaks.
    ///
    /// # Errors
    /// If there is no page.
    pub async fn language(&self) -> anyhow::Result<Value> {
        self.evaluate("return document.documentElement.lang", &[]).await
    }

    /// Waits until the head of the timeline is this text.
    ///
    /// # Errors
    /// If that does not happen in the script's time.
    pub async fn heads_timeline(&self, text: &str) -> anyhow::Result<()> {
        self.waits_for("#timeline-heading", "startsWith", text).await
    }
}

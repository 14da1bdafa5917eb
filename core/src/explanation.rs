//! Explanations: what happened and what to do, as data. The words come with the language, so that a page can change it at any time.
//!
//! The texts stand in `explanation/*.ftl`, one file a language, in the syntax of Project Fluent. A test holds them to one another.

use serde::{Deserialize, Serialize};
use sockbox_language::{Language, Texts};
use std::borrow::Cow;

static TEXTS: Texts = Texts::new([
    include_str!("explanation/en.ftl"),
    include_str!("explanation/zh-Hans.ftl"),
    include_str!("explanation/zh-Hant.ftl"),
]);

#[cfg(test)]
mod tests;

/// Some sentences, in the order in which they are read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Explanation {
    sentences: Vec<Sentence>,
}

/// One message of the `.ftl` files, or words that came as words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sentence {
    /// Words of the relay, in the language they have.
    Verbatim(String),
    /// A message, and what stands at its places.
    Message {
        /// Its id in the `.ftl` files.
        id: Cow<'static, str>,
        /// Names and values.
        arguments: Vec<(Cow<'static, str>, String)>,
    },
}

impl Explanation {
    /// One that has only words.
    pub fn verbatim(words: impl Into<String>) -> Explanation {
        Explanation { sentences: vec![Sentence::Verbatim(words.into())] }
    }

    /// With one more sentence.
    pub(crate) fn then<const N: usize>(mut self, id: &'static str, arguments: [(&'static str, String); N]) -> Self {
        let arguments = arguments.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        self.sentences.push(Sentence::Message { id: Cow::Borrowed(id), arguments });
        self
    }

    /// With the sentences of another after its own.
    pub(crate) fn and(mut self, other: Explanation) -> Self {
        self.sentences.extend(other.sentences);
        self
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// The words.
    pub fn text(&self, language: Language) -> String {
        let between = match language {
            Language::English => " ",
            Language::SimplifiedChinese | Language::TraditionalChinese => "",
        };
        self.sentences.iter().map(|sentence| sentence.text(language)).collect::<Vec<_>>().join(between)
    }
}

impl Sentence {
    fn text(&self, language: Language) -> String {
        match self {
            Sentence::Verbatim(words) => words.clone(),
            Sentence::Message { id, arguments } => {
                let values: Vec<_> = arguments.iter().map(|(name, value)| (&**name, value.as_str().into())).collect();
                TEXTS.say(language, id, &values)
            }
        }
    }
}

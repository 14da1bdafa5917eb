//! Explanations: what happened and what to do, as data. The words come with the language, so that a page can change it at any time.
//!
//! The texts stand in `explanation/*.ftl`, one file a language, in the syntax of Project Fluent. A test holds them to one another.

use serde::{Deserialize, Serialize};
use sockbox_language::{Language, Texts, Value};
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
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// All of it in English, for who has not the texts: a client that is no page, or a page older than its relay. Empty where it does not
    /// come from elsewhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    english: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sentences: Vec<Sentence>,
}

/// One message of the `.ftl` files, and what stands at its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    /// Its id in the files.
    id: Cow<'static, str>,
    /// Names and values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    arguments: Vec<(Cow<'static, str>, String)>,
}

impl Explanation {
    /// One that has only words, in the language they have.
    pub fn verbatim(words: impl Into<String>) -> Explanation {
        Explanation { english: words.into(), sentences: Vec::new() }
    }

    /// With its words in English beside it, to travel to somebody who may not have the texts.
    pub fn with_english(mut self) -> Explanation {
        self.english = self.text(Language::English);
        self
    }

    /// With one more sentence.
    pub(crate) fn then<const N: usize>(mut self, id: &'static str, arguments: [(&'static str, String); N]) -> Self {
        let arguments = arguments.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        self.sentences.push(Sentence { id: Cow::Borrowed(id), arguments });
        self
    }

    /// With the sentences of another after its own.
    pub(crate) fn and(mut self, other: Explanation) -> Self {
        self.sentences.extend(other.sentences);
        self
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty() && self.english.is_empty()
    }

    /// The words. Where a text is missing, all of it is said in English, and at worst by its ids.
    pub fn text(&self, language: Language) -> String {
        let is_known = self.sentences.iter().all(|sentence| TEXTS.has(&sentence.id));
        if !self.english.is_empty() && (self.sentences.is_empty() || !is_known) {
            return self.english.clone();
        }
        let between = match language {
            Language::English => " ",
            Language::SimplifiedChinese | Language::TraditionalChinese => "",
        };
        self.sentences.iter().map(|sentence| sentence.text(language)).collect::<Vec<_>>().join(between)
    }
}

impl Sentence {
    fn text(&self, language: Language) -> String {
        let values: Vec<_> = self.arguments.iter().map(|(name, value)| (&**name, typed(value))).collect();
        TEXTS.say(language, &self.id, &values)
    }
}

/// A whole number as a number, so that a text can choose the singular.
fn typed(value: &str) -> Value<'_> {
    match value.parse::<u32>() {
        Ok(number) if number.to_string() == value => number.into(),
        _ => value.into(),
    }
}

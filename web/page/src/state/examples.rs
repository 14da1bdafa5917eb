//! Programs to try, in pairs. The texts come with the first look at the list.

use crate::language::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A pair of programs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Example {
    /// Part of the names of its files.
    pub name: String,
    /// For the list.
    pub title: Wording,
    /// What to look at.
    pub look: Wording,
    /// The program for the terminal `server`.
    pub server: String,
    /// The program for the terminal `client`.
    pub client: String,
}

/// A text in all languages, by their tags.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Wording(pub BTreeMap<String, String>);

impl Wording {
    /// The text in this language; in English if it is not written in it.
    pub fn in_language(&self, language: Language) -> &str {
        let found = self.0.get(language.tag()).or_else(|| self.0.get(Language::English.tag()));
        found.map_or("", String::as_str)
    }
}

/// How far the list has come, and which example was opened last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examples {
    /// The list.
    pub list: ExampleList,
    /// What is said about the example that was opened last: its title, and what to look at.
    pub told: Option<(Wording, Wording)>,
    /// Whether the program of the client is to begin when that of the server is there.
    pub(crate) client_waits: bool,
}

/// How far the list has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ExampleList {
    /// Nobody has asked for it.
    #[default]
    Unasked,
    /// It is on its way.
    Fetching,
    /// It is here.
    Here(Vec<Example>),
    /// It did not come: why, in words.
    Failed(String),
}

//! Programs to try, in pairs. The texts come with the first look at the list.

use serde::Deserialize;

/// A pair of programs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Example {
    /// Part of the names of its files.
    pub name: String,
    /// For the list.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// The program for the terminal `server`.
    pub server: String,
    /// The program for the terminal `client`.
    pub client: String,
}

/// How far the list has come, and which example was opened last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examples {
    /// The list.
    pub list: ExampleList,
    /// What is said about the example that was opened last: its title, and what to look at.
    pub told: Option<(String, String)>,
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

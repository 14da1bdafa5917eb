//! `tests/documentation/programs.toml` as data, and the programs that it makes of the blocks of a page.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The texts of the blocks of each page, `library/socket` and so on.
pub(super) type Blocks = BTreeMap<String, Vec<String>>;

/// The whole table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// How many blocks each page has.
    pub(super) blocks: BTreeMap<String, usize>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) run: Vec<Run>,
}

/// A block that is not run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeftOut {
    page: String,
    block: usize,
    because: String,
}

/// Programs that run together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Run {
    pub(super) page: String,
    pub(super) what: String,
    pub(super) server: Option<Program>,
    pub(super) client: Vec<Program>,
}

/// What one terminal runs.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Program {
    program: Vec<Part>,
    #[serde(default)]
    replaces: Vec<Replacement>,
    #[serde(default)]
    pub(super) arguments: Vec<String>,
    #[serde(default)]
    pub(super) at_prompt: bool,
    /// The state of the terminal in which it takes clients.
    pub(super) ready: Option<String>,
    #[serde(default)]
    pub(super) stops: bool,
    #[serde(default)]
    prints: Vec<Part>,
    session: Option<usize>,
    #[serde(default)]
    pub(super) exit_code: i32,
}

/// A part of a text: ours, or the page's.
#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Ours(String),
    Pages {
        block: usize,
        #[serde(default)]
        indent: usize,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replacement {
    text: String,
    by: String,
    because: String,
}

impl Table {
    pub(super) fn read() -> Result<Table> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("documentation/programs.toml");
        Ok(toml::from_str(&std::fs::read_to_string(path)?)?)
    }

    /// How often the table names each block, run or left out.
    pub(super) fn named(&self) -> BTreeMap<(&str, usize), [usize; 2]> {
        let mut named = BTreeMap::<_, [usize; 2]>::new();
        for run in &self.run {
            let programs = run.server.iter().chain(&run.client);
            let blocks = programs.flat_map(Program::blocks);
            blocks.for_each(|block| named.entry((run.page.as_str(), block)).or_default()[0] += 1);
        }
        let left_out = self.left_out.iter().filter(|left_out| !left_out.because.is_empty());
        left_out.for_each(|left_out| named.entry((left_out.page.as_str(), left_out.block)).or_default()[1] += 1);
        named
    }
}

impl Program {
    fn blocks(&self) -> impl Iterator<Item = usize> {
        let parts = self.program.iter().chain(&self.prints);
        parts.filter_map(Part::block).chain(self.session)
    }

    /// Its text, from the blocks of its page.
    pub(super) fn text(&self, blocks: &[String]) -> Result<String> {
        let parts = self.program.iter().map(|part| part.text(blocks)).collect::<Result<Vec<_>>>()?;
        self.replaces.iter().try_fold(parts.join("\n"), |text, Replacement { text: old, by, because }| {
            anyhow::ensure!(text.contains(old) && !because.is_empty(), "{old:?} cannot be replaced");
            Ok(text.replace(old, by))
        })
    }

    /// What its output has to have, in this order.
    pub(super) fn prints(&self, blocks: &[String]) -> Result<Vec<String>> {
        self.prints.iter().map(|part| Ok(part.text(blocks)?.trim_end().to_owned())).collect()
    }

    /// The text that has all its output in it, as the page shows it.
    pub(super) fn session<'a>(&self, blocks: &'a [String]) -> Result<Option<&'a str>> {
        self.session.map(|block| nth(blocks, block)).transpose()
    }
}

impl Part {
    fn block(&self) -> Option<usize> {
        match self {
            Part::Ours(_) => None,
            Part::Pages { block, .. } => Some(*block),
        }
    }

    fn text(&self, blocks: &[String]) -> Result<String> {
        match self {
            Part::Ours(text) => Ok(text.clone()),
            Part::Pages { block, indent } => {
                let lines = nth(blocks, *block)?.lines().map(|line| format!("{}{line}\n", " ".repeat(*indent)));
                Ok(lines.collect())
            }
        }
    }
}

fn nth(blocks: &[String], number: usize) -> Result<&str> {
    let block = number.checked_sub(1).and_then(|index| blocks.get(index));
    block.map(String::as_str).with_context(|| format!("the page has no block {number}"))
}

//! The tests of an installed CPython: which there are, and the files a terminal needs to run them.

use crate::MODULES;
use crate::outcome::News;
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// The program that runs tests, in both places.
const RUN_TESTS: &str = include_str!("../run_tests.py");

/// Descriptors that a process may have beside those of its terminal, in both places.
pub(crate) const DESCRIPTORS: u32 = 256;

/// The package `test` of a CPython.
pub struct Suite {
    /// The interpreter.
    pub(crate) python: PathBuf,
    /// `3.11`.
    pub version: String,
    /// All tests of [`MODULES`].
    pub names: Vec<String>,
    /// `test/support/__init__.py` and so on, and `run_tests.py`.
    pub(crate) files: BTreeMap<String, String>,
}

impl Suite {
    /// That of the interpreter that `SOCKBOX_PYTHON` names.
    ///
    /// # Errors
    /// If it has none.
    pub async fn find() -> anyhow::Result<Suite> {
        let python = std::env::var_os("SOCKBOX_PYTHON");
        let python = PathBuf::from(python.context("SOCKBOX_PYTHON is not set: run `cargo xtask conformance`")?);
        let say = "import sys, test; print('%d.%d' % sys.version_info[:2], test.__path__[0], sep='\\n')";
        let said = output(Command::new(&python).args(["-c", say])).await?;
        let (version, folder) = said.trim().split_once('\n').context("two lines were printed")?;
        let files = files(Path::new(folder))?;
        let names = names(&python).await?;
        Ok(Suite { python, version: version.to_owned(), names, files })
    }
}

/// The names in the order in which unittest has them.
async fn names(python: &Path) -> anyhow::Result<Vec<String>> {
    let listed = output(Command::new(python).args(["-c", RUN_TESTS, "list"]).args(MODULES)).await?;
    let news = listed.lines().filter_map(News::in_line);
    Ok(news.flat_map(|news| if let News::Names { names } = news { names } else { Vec::new() }).collect())
}

/// The tests' modules, and what they import that a terminal's Python does not have.
fn files(folder: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::from([("run_tests.py".to_owned(), RUN_TESTS.to_owned())]);
    let modules = MODULES.iter().map(|module| format!("{module}.py"));
    let mut wanted: Vec<String> = modules.chain(["__init__.py".to_owned()]).collect();
    for entry in std::fs::read_dir(folder.join("support"))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".py") {
            wanted.push(format!("support/{name}"));
        }
    }
    for name in wanted {
        let text =
            std::fs::read_to_string(folder.join(&name)).with_context(|| format!("{name} of the package test"))?;
        files.insert(format!("test/{name}"), text);
    }
    Ok(files)
}

/// What a program prints.
async fn output(command: &mut Command) -> anyhow::Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().await?;
    anyhow::ensure!(output.status.success(), "{:?} ended with {}", command.as_std().get_program(), output.status);
    Ok(String::from_utf8(output.stdout)?)
}

//! Chromium and its WebDriver, for the end-to-end tests and the bench: found, or installed where that is possible.

use crate::apt;
use crate::progress::Progress;
use anyhow::{Context, bail};
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// Their names on Debian.
const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// The two programs.
pub(crate) struct Browser {
    chromium: PathBuf,
    driver: PathBuf,
}

impl Browser {
    /// Finds them, or installs them where this is Debian and we may.
    ///
    /// # Errors
    /// If they are missing and cannot be installed, with the command that a person can give.
    pub(crate) fn find_or_install() -> anyhow::Result<Self> {
        if let Some(browser) = Self::find() {
            return Ok(browser);
        }
        let command = apt::command(&PACKAGES);
        if !apt::is_permitted() {
            bail!("Chromium and chromedriver are needed; on Debian: {command}");
        }
        Progress::remark(&format!("Chromium or its driver is missing: {command}"));
        apt::install(&PACKAGES)?;
        Self::find().with_context(|| format!("`{command}` brought no chromium and chromedriver"))
    }

    /// Tells a program where they are.
    pub(crate) fn name_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("SOCKBOX_CHROMIUM", &self.chromium).env("SOCKBOX_CHROMEDRIVER", &self.driver)
    }

    fn find() -> Option<Self> {
        let chromium = program("SOCKBOX_CHROMIUM", &["chromium", "chromium-browser", "google-chrome"])?;
        let driver = program("SOCKBOX_CHROMEDRIVER", &["chromedriver"])?;
        Some(Self { chromium, driver })
    }
}

/// What the variable names, or the first of the names that is in the search path.
pub(crate) fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    let search_path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&search_path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

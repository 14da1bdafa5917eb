//! Firefox and its WebDriver, for the tests that run in two browsers: found, or installed where that is possible.

use crate::apt;
use crate::browser::program;
use crate::cargo;
use crate::digest::{self, Digest};
use crate::process;
use crate::progress::Progress;
use crate::workspace::Workspace;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Its name on Debian.
const PACKAGE: &str = "firefox-esr";
/// The first version whose WebAssembly can suspend (JSPI).
const OLDEST: u32 = 153;
/// Debian has no package of the driver; crates.io has.
const DRIVER: &str = "geckodriver@0.37.1";

/// The two programs.
pub(crate) struct Firefox {
    firefox: PathBuf,
    driver: PathBuf,
}

impl Firefox {
    /// Finds them, or installs them: the browser where this is Debian and we may, the driver in the target folder.
    ///
    /// # Errors
    /// If they are missing and cannot be installed, with what a person can do.
    pub(crate) fn find_or_install(workspace: &Workspace) -> anyhow::Result<Self> {
        let driver = match program("SOCKBOX_GECKODRIVER", &["geckodriver"]) {
            Some(driver) => driver,
            None => install_driver(workspace)?,
        };
        Ok(Self { firefox: find_or_install_browser()?, driver })
    }

    /// Tells a program where they are.
    pub(crate) fn name_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("SOCKBOX_FIREFOX", &self.firefox).env("SOCKBOX_GECKODRIVER", &self.driver)
    }
}

fn find_or_install_browser() -> anyhow::Result<PathBuf> {
    let find = || program("SOCKBOX_FIREFOX", &["firefox-esr", "firefox"]).filter(|path| is_new_enough(path));
    if let Some(firefox) = find() {
        return Ok(firefox);
    }
    let command = apt::command(&[PACKAGE]);
    if !apt::is_permitted() {
        bail!("Firefox {OLDEST} or newer is needed; on Debian: {command}");
    }
    Progress::remark(&format!("there is no Firefox {OLDEST} or newer: {command}"));
    apt::install(&[PACKAGE])?;
    find().with_context(|| format!("`{command}` brought no Firefox {OLDEST} or newer"))
}

fn is_new_enough(firefox: &Path) -> bool {
    let said = process::output(Command::new(firefox).arg("--version")).unwrap_or_default();
    version(&said).is_some_and(|version| version >= OLDEST)
}

/// The first number of `Mozilla Firefox 153.7.0esr`.
fn version(said: &str) -> Option<u32> {
    said.split_whitespace().next_back()?.split('.').next()?.parse().ok()
}

fn install_driver(workspace: &Workspace) -> anyhow::Result<PathBuf> {
    let folder = workspace.target("geckodriver");
    digest::unless_done(&folder.join("stamp"), &Digest::of([DRIVER.as_bytes()]), || {
        Progress::remark("geckodriver is missing: compiling it takes a minute or two");
        let mut install = cargo::of_the_root(workspace);
        install.args(["install", "--locked", "--force", DRIVER, "--root"]).arg(&folder);
        process::run_beside(&mut install).context("could not install geckodriver; is crates.io reachable?")
    })?;
    Ok(folder.join("bin/geckodriver"))
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_read_from_what_firefox_says() {
        assert_eq!(version("Mozilla Firefox 153.7.0esr\n"), Some(153));
        assert_eq!(version("something else"), None);
    }
}

//! Chromium and its WebDriver, for the end-to-end tests and the bench: found, or installed where that is possible.

use crate::process;
use crate::progress::Progress;
use anyhow::{Context, bail};
use std::env;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const INSTALL: &str = "apt-get install chromium chromium-driver";

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
        if !may_install() {
            bail!("Chromium and chromedriver are needed; on Debian: {INSTALL}");
        }
        install()?;
        Self::find().with_context(|| format!("`{INSTALL}` brought no chromium and chromedriver"))
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
fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Some(path.into());
    }
    let search_path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&search_path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

/// Whether this is a Debian and we are its administrator.
fn may_install() -> bool {
    let is_root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
    is_root && Path::new("/etc/debian_version").exists()
}

fn install() -> anyhow::Result<()> {
    Progress::remark(&format!("Chromium or its driver is missing: {INSTALL}"));
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        process::run_beside(command.args(["--quiet", "--yes"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt_get(&["update"])?;
    apt_get(&["install", "--no-install-recommends", "chromium", "chromium-driver"])
}

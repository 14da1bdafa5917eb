//! The pages of Python's documentation, whose programs are run as tests: found, or installed where that is possible.

use crate::apt;
use crate::progress::Progress;
use std::env;
use std::path::PathBuf;
use std::process::Command;

/// Debian's package of them. `tests/documentation/programs.toml` is made for this version.
const PACKAGE: &str = "python3.11-doc";
const FOLDER: &str = "/usr/share/doc/python3.11/html";
const VARIABLE: &str = "SOCKBOX_PYTHON_DOCUMENTATION";

/// The pages, if they are to be had.
pub(crate) struct Documentation {
    folder: Option<PathBuf>,
}

impl Documentation {
    /// Finds them, or installs them. Where neither can be, the tests of their programs say that they are skipped.
    ///
    /// # Errors
    /// If this system has the package and it cannot be installed.
    pub(crate) fn find_or_install() -> anyhow::Result<Self> {
        if let Some(folder) = find() {
            return Ok(Self { folder: Some(folder) });
        }
        let command = apt::command(&[PACKAGE]);
        if !apt::is_permitted() || !apt::has(PACKAGE)? {
            Progress::remark(&format!(
                "Python's documentation is not here, its programs are not run; on Debian 12: {command}"
            ));
            return Ok(Self { folder: None });
        }
        Progress::remark(&format!("Python's documentation is missing: {command}"));
        apt::install(&[PACKAGE])?;
        let found = find().ok_or_else(|| anyhow::anyhow!("`{command}` brought no {FOLDER}"))?;
        Ok(Self { folder: Some(found) })
    }

    /// Tells a program where they are.
    pub(crate) fn name_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match &self.folder {
            Some(folder) => command.env(VARIABLE, folder),
            None => command.env_remove(VARIABLE),
        }
    }
}

fn find() -> Option<PathBuf> {
    let folder = env::var_os(VARIABLE).map_or_else(|| PathBuf::from(FOLDER), PathBuf::from);
    folder.join("library/socket.html").is_file().then_some(folder)
}

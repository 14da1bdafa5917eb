//! `cargo xtask conformance`: builds everything, finds the tests of an installed CPython, and runs the package `xtask/conformance`, which runs
//! them in a page and natively.

use crate::apt;
use crate::browser::Browser;
use crate::build;
use crate::cargo;
use crate::process;
use crate::profile::Profile;
use crate::progress::Progress;
use crate::relay;
use crate::workspace::Workspace;
use anyhow::bail;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What brings CPython's own tests on Debian.
const PACKAGES: [&str; 2] = ["python3", "libpython3-testsuite"];

/// Runs the tests whose names begin so, or all.
///
/// # Errors
/// If anything cannot be built or installed, or a test ends otherwise than the committed list has it.
pub(crate) fn run(workspace: &Workspace, profile: Profile, names: &[String]) -> anyhow::Result<()> {
    let mut progress = Progress::of_steps(build::STEPS + 3);
    let browser = progress.step("Chromium and its driver", Browser::find_or_install)?;
    let python = progress.step("the tests of CPython", CpythonTests::find_or_install)?;
    build::all(workspace, profile, &mut progress)?;
    progress.announce("CPython's tests, natively and in a page");
    let details = workspace.target("conformance");
    fs::create_dir_all(&details)?;
    let mut program = cargo::of_the_root(workspace);
    program.args(["run", "--package", "sockbox-conformance"]).arg("--target-dir").arg(workspace.target(""));
    program.arg("--").args(names);
    program
        .env("SOCKBOX_BINARY", relay::binary(workspace, profile))
        .env("SOCKBOX_DETAILS", details.join("details.txt"));
    process::run(browser.name_to(python.name_to(&mut program)))
}

/// A CPython that has its own tests.
pub(crate) struct CpythonTests {
    python: PathBuf,
}

impl CpythonTests {
    /// Finds one, or installs the tests of Debian's.
    ///
    /// # Errors
    /// If there is none and it cannot be installed, with the command that a person can give.
    pub(crate) fn find_or_install() -> anyhow::Result<Self> {
        if let Some(found) = Self::find() {
            return Ok(found);
        }
        let command = apt::command(&PACKAGES);
        if !apt::is_permitted() {
            bail!("a python3 with its package `test` is needed; on Debian: {command}");
        }
        Progress::remark(&format!("no python3 here has its package `test`: {command}"));
        apt::install(&PACKAGES)?;
        Self::find().ok_or_else(|| anyhow::anyhow!("`{command}` brought no tests of sockets"))
    }

    /// Tells a program where it is.
    pub(crate) fn name_to<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("SOCKBOX_PYTHON", &self.python)
    }

    /// Debian's own may have them where the first in the search path has not.
    fn find() -> Option<Self> {
        let named = env::var_os("SOCKBOX_PYTHON").map(PathBuf::from);
        let all = named.into_iter().chain(["python3".into(), "/usr/bin/python3".into()]);
        all.map(|python| Self { python }).find(Self::is_there)
    }

    fn is_there(&self) -> bool {
        let look = "import importlib.util, sys; sys.exit(importlib.util.find_spec('test.test_socket') is None)";
        let status = Command::new(&self.python).args(["-c", look]).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }
}

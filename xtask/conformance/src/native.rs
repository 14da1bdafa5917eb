//! The tests under CPython itself, in a network namespace of their own with nothing but a loopback interface, as a room is.

use crate::run::{Place, Step};
use crate::suite::{DESCRIPTORS, Suite};
use anyhow::Context;
use rustix::process::{Pid, Signal, kill_process_group};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// Brings the loopback interface up.
const IN_NAMESPACE: &str = include_str!("../in_namespace.py");
/// Standard input, output and error.
const TERMINAL: u32 = 3;
const UNSHARE: [&str; 3] = ["--user", "--map-root-user", "--net"];

/// Whether this machine lets a process have a network namespace, as unshare(1) finds it.
pub fn is_permitted() -> bool {
    let mut unshare = std::process::Command::new("unshare");
    unshare.args(UNSHARE).arg("true").stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The place, with a folder for what tests write.
pub(crate) struct Native {
    python: PathBuf,
    folder: TempDir,
    process: Option<Process>,
}

struct Process {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Native {
    /// # Errors
    /// If there can be no folder or no namespace.
    pub(crate) fn new(suite: &Suite) -> anyhow::Result<Native> {
        let hint = "CPython's tests run in a network namespace of their own, but `unshare --user --map-root-user --net` failed";
        anyhow::ensure!(is_permitted(), "{hint}");
        let folder = TempDir::new()?;
        std::fs::write(folder.path().join("in_namespace.py"), IN_NAMESPACE)?;
        std::fs::write(folder.path().join("run_tests.py"), &suite.files["run_tests.py"])?;
        Ok(Native { python: suite.python.clone(), folder, process: None })
    }
}

impl Place for Native {
    const NAME: &str = "natively";

    async fn start(&mut self, arguments: &[String]) -> anyhow::Result<()> {
        self.process = None;
        self.process = Some(Process::start(&self.python, self.folder.path(), arguments)?);
        Ok(())
    }

    async fn next(&mut self, patience: Duration) -> anyhow::Result<Step> {
        let process = self.process.as_mut().context("nothing was started")?;
        match tokio::time::timeout(patience, process.lines.next_line()).await {
            Ok(Ok(Some(line))) => Ok(Step::Line(line)),
            Ok(Ok(None)) => Ok(Step::Over(process.child.wait().await?.to_string())),
            Ok(Err(error)) => Ok(Step::Line(format!("(not UTF-8: {error})"))),
            Err(_) => Ok(Step::Silence),
        }
    }
}

impl Process {
    fn start(python: &Path, folder: &Path, arguments: &[String]) -> anyhow::Result<Process> {
        let mut command = Command::new("unshare");
        command
            .args(UNSHARE)
            .arg(python)
            .arg("in_namespace.py")
            .arg((DESCRIPTORS + TERMINAL).to_string())
            .arg(python)
            .arg("run_tests.py")
            .args(arguments);
        command.current_dir(folder).process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().context("starting CPython in a network namespace")?;
        let stdout = child.stdout.take().context("its standard output is a pipe")?;
        Ok(Process { child, lines: BufReader::new(stdout).lines() })
    }
}

impl Drop for Process {
    /// Tests start processes of their own, so they end as one process group.
    fn drop(&mut self) {
        let group = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(group) = group {
            // Fails only if all of it is over already, which is what is wanted.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

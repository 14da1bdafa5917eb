//! The examples run under CPython as they are, in a network namespace of their own: there they print what they print in the page.
//!
//! The test runs itself once more inside unshare(1). Where that, or Python 3, is not to be had, it says so and proves nothing.

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// Set for the run inside the namespace.
const INSIDE: &str = "SOCKBOX_EXAMPLES_INSIDE";
/// Far more than any example needs.
const PATIENCE: Duration = Duration::from_secs(60);
/// Brings the loopback interface up: SIOCSIFFLAGS with IFF_UP and IFF_RUNNING, netdevice(7).
const LOOPBACK_UP: &str = "import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    fcntl.ioctl(s, 0x8914, struct.pack('16sh22x', b'lo', 0x49))";

#[tokio::test]
async fn every_example_runs_under_cpython() -> Result<()> {
    if std::env::var_os(INSIDE).is_some() {
        return run_all().await;
    }
    if !can(Command::new("python3").arg("--version")).await || !can(unshared("true")).await {
        eprintln!("skipped: python3 or unshare(1) with a network namespace is not to be had");
        return Ok(());
    }
    let own = std::env::current_exe()?;
    let mut again = unshared(own);
    again.args(["--exact", "every_example_runs_under_cpython", "--nocapture"]).env(INSIDE, "1");
    let Output { status, stdout, stderr } = again.output().await?;
    let text = [String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)].concat();
    ensure!(status.success(), "{text}");
    Ok(())
}

fn unshared(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--net"]).arg(program);
    command
}

async fn can(mut command: impl std::borrow::BorrowMut<Command>) -> bool {
    let command = command.borrow_mut().stdout(Stdio::null()).stderr(Stdio::null());
    command.status().await.is_ok_and(|status| status.success())
}

async fn run_all() -> Result<()> {
    let up = Command::new("python3").args(["-c", LOOPBACK_UP]).output().await?;
    ensure!(up.status.success(), "{}", String::from_utf8_lossy(&up.stderr));
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(folder())?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    folders.retain(|path| path.is_dir());
    ensure!(folders.len() >= 20, "there are {} examples", folders.len());
    for example in folders {
        timeout(PATIENCE, run(&example))
            .await
            .map_err(anyhow::Error::from)
            .flatten()
            .with_context(|| example.display().to_string())?;
    }
    Ok(())
}

/// The server until it says that it is ready, then the client to its end, then the server, by Ctrl-C if its text says so.
async fn run(example: &Path) -> Result<()> {
    let places = (tempfile::tempdir()?, tempfile::tempdir()?);
    let mut server = begin(&example.join("server.py"), places.0.path())?;
    let mut printed = BufReader::new(server.stdout.take().context("a pipe")?);
    let mut text = String::new();
    printed.read_line(&mut text).await?;
    tell(&mut server, &example.join("server.in")).await?;
    let mut client = begin(&example.join("client.py"), places.1.path())?;
    tell(&mut client, &example.join("client.in")).await?;
    let client = client.wait_with_output().await?;
    ensure!(client.status.success(), "the client: {}", String::from_utf8_lossy(&client.stderr));
    // The others end by themselves.
    if std::fs::read_to_string(example.join("server.py"))?.contains("Ctrl-C") {
        let id = server.id().and_then(|id| Pid::from_raw(id.cast_signed())).context("it still runs")?;
        kill_process(id, Signal::INT)?;
    }
    printed.read_to_string(&mut text).await?;
    let server = server.wait_with_output().await?;
    ensure!(server.status.success(), "the server: {}", String::from_utf8_lossy(&server.stderr));
    assert_eq!(String::from_utf8(client.stdout)?, std::fs::read_to_string(example.join("client.out"))?, "the client");
    assert_eq!(text, std::fs::read_to_string(example.join("server.out"))?, "the server");
    Ok(())
}

fn begin(program: &Path, folder: &Path) -> Result<Child> {
    let mut command = Command::new("python3");
    command.args(["-u", "-B"]).arg(program).current_dir(folder).kill_on_drop(true);
    Ok(command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?)
}

/// What the file has for `sys.stdin`, if there is one.
async fn tell(program: &mut Child, lines: &Path) -> Result<()> {
    if lines.exists() {
        let stdin = program.stdin.as_mut().context("a pipe")?;
        stdin.write_all(&std::fs::read(lines)?).await?;
    }
    Ok(())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/examples")
}

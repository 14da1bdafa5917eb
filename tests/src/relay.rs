//! The relay's binary, started on a free port and ended with the test.

use crate::program;
use anyhow::{Context, bail};
use rustix::process::{Pid, Resource, Rlimit, Signal, kill_process, prlimit};
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// A running relay.
pub struct Relay {
    child: Child,
    url: String,
}

impl Relay {
    /// Starts one and waits until it listens.
    ///
    /// # Errors
    /// If it is not built, or ends before it listens.
    pub async fn start() -> anyhow::Result<Self> {
        Self::start_at("127.0.0.1:0").await
    }

    /// Starts one with further options of `sockbox serve`.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn start_with(options: &[&str]) -> anyhow::Result<Self> {
        Self::spawn("127.0.0.1:0", options).await
    }

    /// Starts one where an earlier one was.
    ///
    /// # Errors
    /// As [`start`](Self::start), or if the address is taken.
    pub async fn start_at(listen: &str) -> anyhow::Result<Self> {
        Self::spawn(listen, &[]).await
    }

    async fn spawn(listen: &str, options: &[&str]) -> anyhow::Result<Self> {
        let mut child = Command::new(program("SOCKBOX_BINARY")?)
            .args(["serve", "--listen", listen])
            .args(options)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("starting the relay")?;
        let stdout = child.stdout.take().context("the relay's standard output is a pipe")?;
        let first = BufReader::new(stdout).lines().next_line().await?;
        let Some(url) = first.as_deref().and_then(|line| line.strip_prefix("listening on ")) else {
            bail!("the relay's first line should say where it listens, not {first:?}");
        };
        Ok(Self { url: url.to_owned(), child })
    }

    /// The id of its process.
    ///
    /// # Errors
    /// If it is over.
    pub fn id(&self) -> anyhow::Result<u32> {
        self.child.id().context("the relay still runs")
    }

    /// Lets it have so many open files from now on, and tells how many it might have before. Those it has stay open; the kernel gives it no
    /// other where there are as many, getrlimit(2).
    ///
    /// # Errors
    /// If it is over.
    pub fn limits_files(&self, most: Option<u64>) -> anyhow::Result<Option<u64>> {
        let pid = Pid::from_raw(i32::try_from(self.id()?)?);
        let limit = |current| Rlimit { current, maximum: rustix::process::getrlimit(Resource::Nofile).maximum };
        Ok(prlimit(pid, Resource::Nofile, limit(most))?.current)
    }

    /// What it counts, as it stands at `/metrics`.
    ///
    /// # Errors
    /// If it does not answer.
    pub async fn metrics(&self) -> anyhow::Result<String> {
        let mut relay = TcpStream::connect(self.address()).await?;
        let request = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address());
        relay.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        relay.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    /// Where its page is, `http://127.0.0.1:PORT`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// Ends it as an operator would, by SIGTERM, and tells how it ended.
    ///
    /// # Errors
    /// If it was over before.
    pub async fn terminate(mut self) -> anyhow::Result<std::process::ExitStatus> {
        let id = self.child.id().context("the relay still runs")?;
        let pid = Pid::from_raw(i32::try_from(id)?).context("a process has an id above zero")?;
        kill_process(pid, Signal::TERM)?;
        Ok(self.child.wait().await?)
    }
}

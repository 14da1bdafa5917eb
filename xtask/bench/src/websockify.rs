//! websockify, the usual bridge from WebSockets to TCP.

use crate::place;
use anyhow::Context;
use std::net::{SocketAddr, TcpListener};
use std::os::fd::OwnedFd;
use std::process::Stdio;
use tokio::process::{Child, Command};

/// A running one, which ends with this value.
pub(crate) struct Websockify {
    _child: Child,
    url: String,
}

impl Websockify {
    /// Starts one that leads to this address. Connections wait in the listener's queue until it is up.
    pub(crate) fn start(target: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("ws://{}/", listener.local_addr()?);
        let child = Command::new(place("SOCKBOX_WEBSOCKIFY")?)
            .args(["--inetd", &target.to_string()])
            .stdin(Stdio::from(OwnedFd::from(listener)))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("starting websockify")?;
        Ok(Self { _child: child, url })
    }

    /// Where it is, `ws://...`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

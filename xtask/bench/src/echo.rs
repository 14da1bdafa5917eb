//! A bare WebSocket echo behind the same HTTP server, with the settings that the relay has.

use anyhow::{Context, bail};
use axum::Router;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::{Html, Response};
use axum::routing::get;
use axum::serve::ListenerExt;
use sockbox_core::wire::FRAME_MAX;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

/// Tells this program to be the echo.
pub(crate) const ARGUMENT: &str = "echo";

/// For a browser to connect from: it lets no page without an origin do so.
const PAGE: &str = "<!doctype html><title>Echo</title>";

/// What the relay sets, in bytes.
const READ_BUFFER: usize = 8 * 1024;

/// Serves until it is killed. Its first line of output is its address.
pub(crate) async fn serve() -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).expect("a fresh TCP socket takes TCP_NODELAY"));
    Ok(axum::serve(listener, Router::new().route("/", get(upgrade)).route("/page", get(|| async { Html(PAGE) })))
        .await?)
}

async fn upgrade(upgrade: WebSocketUpgrade) -> Response {
    let upgrade = upgrade.read_buffer_size(READ_BUFFER).write_buffer_size(0);
    upgrade.max_message_size(FRAME_MAX).max_frame_size(FRAME_MAX).on_upgrade(echo)
}

async fn echo(mut socket: WebSocket) {
    while let Some(Ok(message)) = socket.recv().await {
        if matches!(message, Message::Binary(_)) && socket.send(message).await.is_err() {
            break;
        }
    }
}

/// The echo in a process of its own, which ends with this value.
pub(crate) struct Echo {
    _child: Child,
    url: String,
}

impl Echo {
    /// Starts it and waits for its address.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(ARGUMENT)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("starting the echo")?;
        let stdout = child.stdout.take().context("the echo's standard output is a pipe")?;
        let Some(address) = BufReader::new(stdout).lines().next_line().await? else { bail!("the echo ended at once") };
        Ok(Self { _child: child, url: format!("ws://{address}/") })
    }

    /// A page of the same origin, `http://...`.
    pub(crate) fn page(&self) -> String {
        format!("{}page", self.url.replacen("ws", "http", 1))
    }

    /// Where it is, `ws://...`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

//! Another web site with the page: what a static host would serve.

use crate::Relay;
use anyhow::Context;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The header by which the relay's own page may talk to no other relay. A static host has no reason to send it.
const CONTENT_POLICY: &str = "content-security-policy:";

/// A site on an origin of its own. It ends with this value.
pub struct Site {
    origin: String,
    serving: JoinHandle<()>,
}

impl Site {
    /// Starts a site whose files are those of `relay`.
    ///
    /// # Errors
    /// If there is no free port.
    pub async fn of(relay: &Relay) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let address = relay.address().to_owned();
        let serving = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                // A browser that goes away in the middle of a file is no matter of this test.
                tokio::spawn(serve(browser, address.clone()));
            }
        });
        Ok(Self { origin, serving })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Answers one request as the relay answers it, without its content policy.
async fn serve(browser: TcpStream, relay: String) -> anyhow::Result<()> {
    let mut browser = BufReader::new(browser);
    let mut request = String::new();
    browser.read_line(&mut request).await?;
    let path = request.split(' ').nth(1).context("a request names a path")?;
    let mut relay = BufReader::new(TcpStream::connect(relay).await?);
    // Without HTTP/1.1 the relay closes the connection after its answer.
    relay.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).await?;
    while browser.read_line(&mut request).await? > 2 {}
    let mut answer = String::new();
    loop {
        let mut line = String::new();
        relay.read_line(&mut line).await?;
        if !line.to_ascii_lowercase().starts_with(CONTENT_POLICY) {
            answer.push_str(&line);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = Vec::new();
    relay.read_to_end(&mut body).await?;
    browser.write_all(answer.as_bytes()).await?;
    browser.write_all(&body).await?;
    Ok(browser.shutdown().await?)
}

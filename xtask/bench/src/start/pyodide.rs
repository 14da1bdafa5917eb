//! The smallest page with Pyodide, and a server for it.

use crate::place;
use anyhow::Context;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

const PAGE: &str = "<!doctype html><title>Pyodide</title><script type=module>
    import { loadPyodide } from '/pyodide/pyodide.mjs';
    const pyodide = await loadPyodide({ indexURL: '/pyodide/' });
    pyodide.runPython('1 + 1');
    window.done(performance.now());
    </script><script>window.evaluated = new Promise(done => { window.done = done; });</script>";

/// What a start needs of the npm package.
const FILES: [(&str, &str); 5] = [
    ("pyodide.mjs", "text/javascript"),
    ("pyodide.asm.mjs", "text/javascript"),
    ("pyodide.asm.wasm", "application/wasm"),
    ("python_stdlib.zip", "application/zip"),
    ("pyodide-lock.json", "application/json"),
];

/// A server of the page, which ends with this value.
pub(super) struct Site {
    url: String,
    server: JoinHandle<()>,
}

type Files = BTreeMap<&'static str, (&'static str, Vec<u8>)>;

impl Site {
    /// Starts it, with all files in memory.
    pub(super) async fn start() -> anyhow::Result<Self> {
        let folder = place("SOCKBOX_PYODIDE")?;
        let mut files = Files::new();
        for (name, kind) in FILES {
            let content = std::fs::read(folder.join(name)).with_context(|| format!("reading Pyodide's {name}"))?;
            files.insert(name, (kind, content));
        }
        let router = Router::new()
            .route("/", get(|| async { Html(PAGE) }))
            .route("/pyodide/{file}", get(file))
            .with_state(Arc::new(files));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let server = tokio::spawn(async { axum::serve(listener, router).await.expect("a listener can be served") });
        Ok(Self { url, server })
    }

    /// Where the page is.
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn file(State(files): State<Arc<Files>>, Path(name): Path<String>) -> Response {
    match files.get(name.as_str()) {
        Some((kind, content)) => ([(CONTENT_TYPE, *kind)], content.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

//! The small web server of a room.

use axum::Router;
use axum::body::Bytes;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use sockbox_core::hosts::{self, PRACTICE_SERVICES};
use std::fmt::Write;
use std::io;
use std::time::Duration;
use tokio::net::TcpStream;

/// The most bytes that a request may bring.
const BODY_MAX: usize = 64 * 1024;

/// The most bytes of a request's head.
const HEAD_MAX: usize = 16 * 1024;
/// How long a head may take: it may be typed by hand.
const HEAD_PATIENCE: Duration = Duration::from_secs(5 * 60);

/// Serves a connection until it ends.
pub(super) async fn serve(connection: TcpStream) -> io::Result<()> {
    let service = TowerToHyperService::new(site());
    let mut server = http1::Builder::new();
    server.max_buf_size(HEAD_MAX).timer(TokioTimer::new()).header_read_timeout(HEAD_PATIENCE);
    server.serve_connection(TokioIo::new(connection), service).await.map_err(io::Error::other)
}

fn site() -> Router {
    Router::new()
        .route("/", get(|| async { Html(about()) }))
        .route("/hello", get(|| async { "Hello!\n" }))
        .route("/headers", get(headers))
        .route("/echo", post(|body: Bytes| async { body }))
        .route("/moved", get(|| async { Redirect::permanent("/hello") }))
        .fallback(|uri: Uri| async move { (StatusCode::NOT_FOUND, format!("There is nothing at {}.\n", uri.path())) })
        .layer(DefaultBodyLimit::max(BODY_MAX))
}

/// The request as it was understood.
async fn headers(method: Method, uri: Uri, headers: HeaderMap) -> String {
    let mut text = format!("{method} {uri}\n");
    for (name, value) in &headers {
        let _ = writeln!(text, "{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    text
}

/// The page about the room.
fn about() -> String {
    let mut page = "<!DOCTYPE html>\n<html lang=\"en\">\n<title>This room</title>\n<h1>This room</h1>\n".to_owned();
    page += "<p>This page comes from a real web server, which listens in your room's own network.</p>\n<h2>Hosts</h2>\n<ul>\n";
    for (name, address) in hosts::entries() {
        let _ = writeln!(page, "<li>{name}: {address}</li>");
    }
    page += "</ul>\n<h2>Services</h2>\n<ul>\n";
    for service in PRACTICE_SERVICES {
        let protocols = if service.udp { "TCP and UDP" } else { "TCP" };
        let _ = writeln!(page, "<li>{} {}: {protocols}, {}</li>", service.port, service.name, service.source);
    }
    page += "</ul>\n<h2>Paths of this server</h2>\n<ul>\n<li>GET /hello</li>\n<li>GET /headers: your request</li>\n";
    page += "<li>POST /echo: what you send</li>\n<li>GET /moved: a redirect</li>\n</ul>\n</html>\n";
    page
}

//! The page and its files, as the web build left them: each one also compressed, with the names `.br` and `.gz` added.
//!
//! The path of a file under `/assets/` holds a hash of all of them, so it may be kept for ever; the page, which names that path, is asked
//! for again each time.

mod encoding;

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use encoding::Encoding;
use rust_embed::{Embed, EmbeddedFile};
use std::borrow::Cow;

/// The output of the web build. Empty until there is one, so that the relay compiles without.
#[derive(Embed)]
#[folder = "../target/web"]
#[allow_missing = true]
struct WebBuild;

/// `cargo xtask build` puts a digest of the web build here. Cargo knows the embedded files that were there last time; this tells it of new
/// ones.
const _: Option<&str> = option_env!("SOCKBOX_WEB");

/// Scripts and WebAssembly from here only; styles also inline, which the editor needs; any site may embed the page.
const CONTENT_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
);

/// What the page never asks for, even where a site that embeds it would let it.
const NO_PERMISSIONS: HeaderValue =
    HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()");

const MISSING_PAGE: &str = "<!doctype html>
<html lang=en>
<meta charset=utf-8>
<title>sockbox: not built</title>
<p>This relay was built without its page. Run <code>cargo xtask build</code> in the source tree, then start the relay it made.
";

/// Where files come from: a function from a path to what is there.
pub(crate) struct Assets {
    find: fn(&str) -> Option<EmbeddedFile>,
}

/// How long a browser may keep a file without asking.
#[derive(Clone, Copy)]
enum Lifetime {
    /// Its path names its content.
    ForEver,
    /// It is compared by its entity tag each time.
    AskAgain,
}

impl Assets {
    /// What the web build left.
    pub(crate) fn embedded() -> Self {
        Self { find: WebBuild::get }
    }

    /// The page itself.
    pub(crate) fn page(&self, request: &HeaderMap) -> Response {
        self.answer("index.html", Lifetime::AskAgain, request).unwrap_or_else(|| {
            (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, "text/html; charset=utf-8")], MISSING_PAGE)
                .into_response()
        })
    }

    /// A file under `/assets/`.
    pub(crate) fn asset(&self, path: &str, request: &HeaderMap) -> Response {
        self.answer(&format!("assets/{path}"), Lifetime::ForEver, request).unwrap_or_else(|| {
            (StatusCode::NOT_FOUND, format!("There is no file {path} in this build: reload the page.\n"))
                .into_response()
        })
    }

    /// The file in the best encoding the browser takes.
    fn answer(&self, path: &str, lifetime: Lifetime, request: &HeaderMap) -> Option<Response> {
        let mut found = encoding::accepted(request).filter_map(|encoding| Some((encoding, self.file(path, encoding)?)));
        let (encoding, file) = found.next()?;
        let tag = entity_tag(&file);
        let mut response = if request.get(IF_NONE_MATCH).is_some_and(|known| matches(known, &tag)) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            content(path, encoding, file.data)
        };
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, lifetime.header());
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(ETAG, tag);
        Some(response)
    }

    fn file(&self, path: &str, encoding: Encoding) -> Option<EmbeddedFile> {
        // Debug builds read from disk, where a path could climb.
        if path.split('/').any(|part| part == "..") {
            return None;
        }
        (self.find)(&format!("{path}{}", encoding.suffix()))
    }
}

impl Lifetime {
    fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::ForEver => "public, max-age=31536000, immutable",
            Self::AskAgain => "no-cache",
        })
    }
}

/// Adds the headers that every answer has, RFC 9110 and the Fetch and CSP standards. A worker's script brings its own policy, so it is not
/// enough that the page has one.
pub(crate) async fn with_security_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // The URL of a room is its key.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("permissions-policy", NO_PERMISSIONS);
    response
}

fn content(path: &str, encoding: Encoding, data: Cow<'static, [u8]>) -> Response {
    let bytes = match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    if let Some(name) = encoding.name() {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(name));
    }
    response
}

/// By the extensions the web build has. Browsers compile WebAssembly while it loads only if it has its own type.
fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Half of the file's hash: it tells versions apart, and encodings, which are files of their own.
fn entity_tag(file: &EmbeddedFile) -> HeaderValue {
    let hash = file.metadata.sha256_hash();
    let digits: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::try_from(format!("\"{digits}\"")).expect("quotes and hexadecimal digits are visible ASCII")
}

/// Whether `If-None-Match` names the tag, RFC 9110 section 13.1.2.
fn matches(known: &HeaderValue, tag: &HeaderValue) -> bool {
    let (Ok(known), Ok(tag)) = (known.to_str(), tag.to_str()) else { return false };
    known.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
}

#[cfg(test)]
mod tests;

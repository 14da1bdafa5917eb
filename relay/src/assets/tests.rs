//! Assets from a small build made for the purpose.

use super::*;
use axum::body::to_bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_LENGTH};
use rust_embed::Metadata;

/// The files of the build; the content of each is its path.
const FILES: [&str; 5] = [
    "index.html",
    "index.html.gz",
    "assets/1234/page_bg.wasm",
    "assets/1234/page_bg.wasm.br",
    "assets/1234/page_bg.wasm.gz",
];

fn file(path: &str) -> Option<EmbeddedFile> {
    let index = FILES.iter().position(|name| *name == path)?;
    let metadata = Metadata::__rust_embed_new([index as u8; 32], None, None);
    Some(EmbeddedFile { data: Cow::Borrowed(FILES[index].as_bytes()), metadata })
}

const BUILD: Assets = Assets { find: file };
const WASM: &str = "1234/page_bg.wasm";

fn request(headers: &[(axum::http::HeaderName, &'static str)]) -> HeaderMap {
    headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
}

fn header(response: &Response, name: axum::http::HeaderName) -> &str {
    response.headers().get(name).map_or("", |value| value.to_str().expect("our headers are ASCII"))
}

async fn body(response: Response) -> String {
    let bytes = to_bytes(response.into_body(), 10_000).await.expect("the body is in memory");
    String::from_utf8(bytes.to_vec()).expect("the files of the test are text")
}

async fn check(accept: &'static str, encoding: &str, path: &str) {
    let response = BUILD.asset(WASM, &request(&[(ACCEPT_ENCODING, accept)]));
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, CONTENT_ENCODING), encoding, "{accept:?}");
    assert_eq!(header(&response, CONTENT_TYPE), "application/wasm");
    assert_eq!(header(&response, VARY), "accept-encoding");
    assert_eq!(body(response).await, path, "{accept:?}");
}

#[tokio::test]
async fn the_smallest_encoding_the_browser_takes_is_served() {
    check("gzip, deflate, br, zstd", "br", "assets/1234/page_bg.wasm.br").await;
    check("gzip, deflate", "gzip", "assets/1234/page_bg.wasm.gz").await;
    check("br;q=0, GZIP;q=0.5", "gzip", "assets/1234/page_bg.wasm.gz").await;
    check("identity", "", "assets/1234/page_bg.wasm").await;
    check("", "", "assets/1234/page_bg.wasm").await;
}

#[tokio::test]
async fn an_encoding_that_was_not_built_is_passed_over() {
    let response = BUILD.page(&request(&[(ACCEPT_ENCODING, "br, gzip")]));
    assert_eq!(header(&response, CONTENT_ENCODING), "gzip");
    assert_eq!(header(&response, CONTENT_TYPE), "text/html; charset=utf-8");
    assert_eq!(body(response).await, "index.html.gz");
}

#[test]
fn assets_are_kept_for_ever_and_the_page_is_asked_for_again() {
    assert_eq!(header(&BUILD.asset(WASM, &request(&[])), CACHE_CONTROL), "public, max-age=31536000, immutable");
    assert_eq!(header(&BUILD.page(&request(&[])), CACHE_CONTROL), "no-cache");
}

#[tokio::test]
async fn a_page_that_is_known_is_not_sent_again() {
    let tag = header(&BUILD.page(&request(&[])), ETAG).to_owned();
    let mut headers = request(&[]);
    headers.insert(IF_NONE_MATCH, HeaderValue::try_from(format!("\"other\", W/{tag}")).expect("a tag is ASCII"));
    let response = BUILD.page(&headers);
    assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(header(&response, ETAG), tag);
    assert_eq!(header(&response, CONTENT_LENGTH), "");
    assert_eq!(body(response).await, "");
}

#[test]
fn what_is_not_there_is_said_in_words() {
    assert_eq!(BUILD.asset("1234/other.js", &request(&[])).status(), StatusCode::NOT_FOUND);
    assert_eq!(BUILD.asset("../index.html", &request(&[])).status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_web_build_the_page_names_the_command() {
    let response = Assets { find: |_| None }.page(&request(&[]));
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert!(body(response).await.contains("cargo xtask build"));
}

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let response = with_security_headers(StatusCode::NOT_FOUND.into_response()).await;
    assert_eq!(header(&response, X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(header(&response, CONTENT_SECURITY_POLICY).contains("script-src 'self' 'wasm-unsafe-eval';"));
}

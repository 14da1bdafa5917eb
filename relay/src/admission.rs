//! Who may open a WebSocket: pages this relay served, and programs that are not browsers.
//!
//! Browsers let any page open a WebSocket to any host and tell by `Origin` which page it was (RFC 6455 section 10.2). Without this check
//! every site a learner visits could use their relay. A program that is not a browser sends no `Origin`, and could send any.

use axum::extract::FromRequestParts;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};

/// Proof that a request did not come from a foreign page.
pub(crate) struct Admitted;

impl<S: Sync> FromRequestParts<S> for Admitted {
    type Rejection = (StatusCode, String);

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        match judge(&parts.headers) {
            Ok(()) => Ok(Self),
            Err(words) => Err((StatusCode::FORBIDDEN, words)),
        }
    }
}

fn judge(headers: &HeaderMap) -> Result<(), String> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or("?");
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if authority(origin).is_some_and(|from| from.eq_ignore_ascii_case(without_port(host, default_port(origin)))) {
        return Ok(());
    }
    Err(format!(
        "A page of {origin} may not use this relay ({host}): open the relay's own page, or embed it as a frame.\n"
    ))
}

/// Host and port of an origin; an opaque one, `null`, has neither.
fn authority(origin: &str) -> Option<&str> {
    let (_, authority) = origin.split_once("://")?;
    Some(without_port(authority, default_port(origin)))
}

/// The port that browsers leave out of an origin, and some proxies put into `Host`.
fn default_port(origin: &str) -> &'static str {
    if origin.starts_with("https:") { ":443" } else { ":80" }
}

fn without_port<'a>(authority: &'a str, port: &str) -> &'a str {
    authority.strip_suffix(port).unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(origin: &'static str, host: &'static str, admitted: bool) {
        let headers = HeaderMap::from_iter([(ORIGIN, origin.parse().unwrap()), (HOST, host.parse().unwrap())]);
        assert_eq!(judge(&headers).is_ok(), admitted, "{origin} at {host}");
    }

    #[test]
    fn a_page_of_this_host_is_admitted() {
        check("http://127.0.0.1:8080", "127.0.0.1:8080", true);
        check("https://Sockbox.example", "sockbox.example", true);
        check("https://sockbox.example", "sockbox.example:443", true);
        check("http://[::1]:8080", "[::1]:8080", true);
    }

    #[test]
    fn any_other_page_is_refused() {
        check("http://127.0.0.1:8081", "127.0.0.1:8080", false);
        check("http://localhost:8080", "127.0.0.1:8080", false);
        check("https://evil.example", "sockbox.example", false);
        check("https://sockbox.example.evil.example", "sockbox.example", false);
        check("null", "127.0.0.1:8080", false);
        check("", "", false);
    }

    #[test]
    fn a_program_without_an_origin_is_admitted() {
        assert_eq!(judge(&HeaderMap::new()), Ok(()));
    }
}

//! Who may open a WebSocket: pages this relay served, and programs that are not browsers.
//!
//! Browsers let any page open a WebSocket to any host and tell by `Origin` which page it was (RFC 6455 section 10.2). Without this check
//! every site a learner visits could use their relay. A program that is not a browser sends no `Origin`, and could send any.
//!
//! The `Host` is checked too: a site whose name was made to point at this machine (DNS rebinding) is its own origin, and only the name
//! gives it away.

use crate::routes::Relay;
use axum::extract::FromRequestParts;
use axum::http::header::{HOST, ORIGIN};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// Proof that a request did not come from a foreign page.
pub(crate) struct Admitted;

impl FromRequestParts<Arc<Relay>> for Admitted {
    type Rejection = (StatusCode, String);

    async fn from_request_parts(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Self, Self::Rejection> {
        match judge(&parts.headers, &relay.hosts) {
            Ok(()) => Ok(Self),
            Err(words) => {
                // Browsers keep the words from their page: without the log nobody would read them.
                tracing::warn!(words = words.trim_end(), "a WebSocket was refused");
                Err((StatusCode::FORBIDDEN, words))
            }
        }
    }
}

/// `hosts` are the names this relay is known by, beside `localhost` and addresses.
fn judge(headers: &HeaderMap, hosts: &[String]) -> Result<(), String> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or("?");
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_known(host, hosts) {
        return Err(format!(
            "This relay does not know itself as {host}: open it by its address, or start it with `--host` and that name.\n"
        ));
    }
    if authority(origin).is_some_and(|from| from.eq_ignore_ascii_case(without_port(host, default_port(origin)))) {
        return Ok(());
    }
    Err(format!(
        "A page of {origin} may not use this relay ({host}): open the relay's own page, or embed it as a frame.\n"
    ))
}

/// Whether a `Host` header names this relay. A name that a foreign site brings with it is neither an address nor known.
fn is_known(host: &str, hosts: &[String]) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let is_address = name.parse::<Ipv4Addr>().is_ok() || name.trim_matches(['[', ']']).parse::<Ipv6Addr>().is_ok();
    is_address || name.eq_ignore_ascii_case("localhost") || hosts.iter().any(|known| name.eq_ignore_ascii_case(known))
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
        let known = ["sockbox.example".to_owned()];
        assert_eq!(judge(&headers, &known).is_ok(), admitted, "{origin} at {host}");
    }

    #[test]
    fn a_page_of_this_host_is_admitted() {
        check("http://127.0.0.1:8080", "127.0.0.1:8080", true);
        check("https://Sockbox.example", "sockbox.example", true);
        check("https://sockbox.example", "sockbox.example:443", true);
        check("http://[::1]:8080", "[::1]:8080", true);
        check("http://localhost:8080", "localhost:8080", true);
    }

    #[test]
    fn any_other_page_is_refused() {
        check("http://127.0.0.1:8081", "127.0.0.1:8080", false);
        check("http://localhost:8080", "127.0.0.1:8080", false);
        check("https://evil.example", "sockbox.example", false);
        check("https://sockbox.example.evil.example", "sockbox.example", false);
        check("null", "127.0.0.1:8080", false);
        check("http://evil.example:8080", "evil.example:8080", false);
        check("http://127.0.0.1.evil.example", "127.0.0.1.evil.example", false);
        check("", "", false);
    }

    #[test]
    fn a_program_without_an_origin_is_admitted() {
        assert_eq!(judge(&HeaderMap::new(), &[]), Ok(()));
    }
}

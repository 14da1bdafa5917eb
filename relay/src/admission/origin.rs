//! Which pages may open a WebSocket: those this relay served, and those it was told of. Programs that are not browsers may, too.
//!
//! Browsers let any page open a WebSocket to any host and tell by `Origin` which page it was (RFC 6455 section 10.2). Without this check
//! every site a learner visits could use their relay. A program that is not a browser sends no `Origin`, and could send any.
//!
//! The `Host` is checked too: a site whose name was made to point at this machine (DNS rebinding) is its own origin, and only the name
//! gives it away.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::{Authority, Uri};
use sockbox_core::NotAdmitted;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// Where a page comes from: scheme, host, and port if it is not the scheme's own (RFC 6454).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// Whether an `Origin` header says this.
    pub(crate) fn is(&self, header: &str) -> bool {
        without_port(header, default_port(header)).eq_ignore_ascii_case(&self.0)
    }
}

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let words = "an origin is a scheme and a host, such as https://course.example";
        let text = text.strip_suffix('/').unwrap_or(text).to_ascii_lowercase();
        let uri: Uri = text.parse().map_err(|_| words)?;
        match (uri.scheme_str(), uri.authority(), uri.path_and_query().map(|path| path.as_str())) {
            (Some("http" | "https"), Some(authority), None | Some("/")) if !authority.as_str().contains('@') => {
                Ok(Self(without_port(&text, default_port(&text)).to_owned()))
            }
            _ => Err(words),
        }
    }
}

/// `hosts` are the names this relay is known by, beside `localhost` and addresses, and `origins` the pages from elsewhere that may use it.
pub(super) fn judge(headers: &HeaderMap, hosts: &[String], origins: &[Origin]) -> Result<(), NotAdmitted> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let origin = origin.to_str().unwrap_or("?");
    let host = host(headers);
    if !is_known(host, hosts) {
        return Err(NotAdmitted::UnknownHost { host: host.to_owned() });
    }
    if origins.iter().any(|told| told.is(origin)) {
        return Ok(());
    }
    if authority(origin).is_some_and(|from| from.eq_ignore_ascii_case(without_port(host, default_port(origin)))) {
        return Ok(());
    }
    Err(NotAdmitted::ForeignOrigin { origin: origin.to_owned(), host: host.to_owned() })
}

/// Whether a request was meant for this relay, and not for a name that a foreign site made to point here.
pub(super) fn is_for(headers: &HeaderMap, hosts: &[String]) -> bool {
    is_known(host(headers), hosts)
}

fn host(headers: &HeaderMap) -> &str {
    headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default()
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
        let told = ["https://course.example".parse().expect("an origin")];
        assert_eq!(judge(&headers, &known, &told).is_ok(), admitted, "{origin} at {host}");
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
    fn a_page_from_elsewhere_is_admitted_if_the_relay_was_told_of_it() {
        check("https://course.example", "sockbox.example", true);
        check("https://course.example:443", "sockbox.example", true);
        check("http://course.example", "sockbox.example", false);
        check("https://course.example:8443", "sockbox.example", false);
        check("https://course.example.evil.example", "sockbox.example", false);
        check("https://course.example", "evil.example", false);
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        for origin in
            ["https://course.example", "https://course.example/", "http://127.0.0.1:8080", "HTTPS://Course.example:443"]
        {
            assert!(origin.parse::<Origin>().is_ok(), "{origin}");
        }
        for other in [
            "*",
            "null",
            "course.example",
            "https://",
            "https://course.example/page",
            "file:///tmp",
            "https://me@course.example",
        ] {
            assert!(other.parse::<Origin>().is_err(), "{other}");
        }
        assert_eq!("HTTPS://Course.example:443".parse(), "https://course.example".parse::<Origin>());
    }

    #[test]
    fn a_program_without_an_origin_is_admitted() {
        assert_eq!(judge(&HeaderMap::new(), &[], &[]), Ok(()));
    }
}

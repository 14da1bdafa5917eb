//! The address that a request counts for.

use crate::listener::Connection;
use crate::quota::{AddressQuotas, Addresses};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// How the address of a client is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Addressing {
    /// It is the other end of the connection.
    Peer,
    /// The other end is a proxy, which adds the address it was asked from at the end of `X-Forwarded-For`.
    Forwarded,
}

/// The other end of a connection; the listener adds it to each request.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) address: IpAddr,
    /// The connection. A WebSocket keeps it when HTTP is over.
    pub(crate) connection: Arc<Connection>,
}

/// For whom a request counts.
#[derive(Clone)]
pub(crate) struct Client {
    /// What it uses, and may use.
    pub(crate) quotas: Arc<AddressQuotas>,
}

impl Client {
    pub(super) fn of(parts: &Parts, addressing: Addressing, addresses: &Addresses) -> Self {
        // Every request comes through the listener; one that did not would share its quotas with all others like it.
        let peer = parts.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.address);
        let address = match addressing {
            Addressing::Peer => peer,
            Addressing::Forwarded => forwarded(&parts.headers).unwrap_or(peer),
        };
        Self { quotas: addresses.quotas(address) }
    }
}

/// The last entry is the proxy's own; those before it came with the request and may say anything. Some proxies add a port.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    let bare = last.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| last.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&'static str], expect: Option<&str>) {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", axum::http::HeaderValue::from_static(line));
        }
        assert_eq!(forwarded(&headers), expect.map(|text| text.parse().expect("an address")), "{lines:?}");
    }

    #[test]
    fn only_the_last_entry_counts() {
        check(&["198.51.100.1"], Some("198.51.100.1"));
        check(&["203.0.113.9, 198.51.100.1"], Some("198.51.100.1"));
        check(&["203.0.113.9", "198.51.100.1"], Some("198.51.100.1"));
        check(&["198.51.100.1:4711"], Some("198.51.100.1"));
        check(&["2001:db8::1"], Some("2001:db8::1"));
        check(&["[2001:db8::1]"], Some("2001:db8::1"));
        check(&["[2001:db8::1]:4711"], Some("2001:db8::1"));
    }

    #[test]
    fn what_is_no_address_is_nobody() {
        for line in ["", "unknown", "198.51.100.1, ", "198.51.100.1, _hidden"] {
            check(&[line], None);
        }
        check(&[], None);
    }
}

//! HTTP: requests that are none, paths that lead elsewhere, pages of other sites.

use crate::vocabulary::{Attack, Relay, withstand};

/// The status of an answer; `None` if it is none.
fn status(answer: impl AsRef<[u8]>) -> Option<u16> {
    String::from_utf8_lossy(answer.as_ref().get(9..12)?).parse().ok()
}

fn get(relay: &Relay, path: &str, lines: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{lines}\r\n", relay.address()).into_bytes()
}

#[test]
fn what_is_not_http_is_refused() {
    let requests: [Vec<u8>; 12] = [
        b"\r\n\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET  HTTP/1.1\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: a\r\nHost\0: b\r\n\r\n".to_vec(),
        vec![0xff; 100_000],
        vec![b'A'; 1_000_000],
        [&b"GET /"[..], &vec![b'a'; 1_000_000], b" HTTP/1.1\r\n\r\n"].concat(),
        [&b"GET / HTTP/1.1\r\nX: "[..], &vec![b'a'; 1_000_000], b"\r\n\r\n"].concat(),
        [&b"GET / HTTP/1.1\r\n"[..], &b"X: y\r\n".repeat(10_000), b"\r\n"].concat(),
    ];
    withstand(Attack { name: "requests that are not HTTP", options: &[], memory: 16 }, async |relay| {
        for request in &requests {
            let status = status(relay.say(request).await);
            assert!(status.is_none_or(|status| (400..600).contains(&status)), "{status:?}");
        }
        requests.len()
    });
}

#[test]
fn bodies_are_not_kept() {
    withstand(Attack { name: "bodies of many megabytes", options: &[], memory: 16 }, async |relay| {
        for method in ["POST", "PUT", "GET", "PROPFIND"] {
            let head = format!("{method} / HTTP/1.1\r\nHost: a\r\nContent-Length: 33554432\r\n\r\n");
            relay.say(&[head.as_bytes(), &vec![0; 32 << 20]].concat()).await;
        }
        4
    });
}

#[test]
fn no_path_leads_out_of_the_page() {
    let paths = [
        "/assets/../../../etc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/assets//etc/passwd",
        "/assets/%00",
        "/assets/%ff%fe",
        "/../Cargo.toml",
        "//etc/passwd",
        "/.git/config",
        "/rooms/../../etc/passwd",
        "/rooms/%2e%2e%2fmain",
        "/rooms/0123456789abcdef0123456789abcdeF",
        "/rooms/0123456789abcdef0123456789abcdef0",
        "/rooms/%00123456789abcdef0123456789abcde",
        "/rooms//process",
    ];
    withstand(Attack { name: "paths out of the page", options: &[], memory: 16 }, async |relay| {
        for path in paths {
            let status = status(relay.ask(&get(relay, path, "")).await);
            assert!(matches!(status, Some(400 | 404)), "{path}: {status:?}");
        }
        paths.len()
    });
}

#[test]
fn pages_of_other_sites_are_kept_out() {
    let lines = [
        "Origin: https://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://127.0.0.1.evil.example\r\n",
        "Origin: \r\n",
    ];
    withstand(Attack { name: "pages of other sites", options: &[], memory: 16 }, async |relay| {
        for line in lines {
            let upgrade = format!(
                "Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n\
                 Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{line}"
            );
            let request = get(relay, &format!("/rooms/{}/process", relay.room()), &upgrade);
            assert_eq!(status(relay.ask(&request).await), Some(403), "{line}");
        }
        lines.len()
    });
}

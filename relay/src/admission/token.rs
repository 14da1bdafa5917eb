//! The access token of a private relay.

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use std::fmt;
use std::str::FromStr;
use subtle::ConstantTimeEq;

/// Shorter ones can be guessed.
const LENGTH_MIN: usize = 16;

/// A secret that whoever opens a WebSocket has to know. Its text is neither logged nor printed.
#[derive(Clone)]
pub struct AccessToken(String);

impl AccessToken {
    /// Whether a request brings the token: as a subprotocol, which is all that a page can give to a WebSocket, or as a bearer token
    /// (RFC 6750). How long the comparison takes tells nothing but the length.
    pub(super) fn is_in(&self, headers: &HeaderMap) -> bool {
        let texts = |name| headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        let protocols = texts(SEC_WEBSOCKET_PROTOCOL).flat_map(|line| line.split(',')).map(str::trim);
        let offered = protocols.filter_map(|protocol| protocol.strip_prefix("token."));
        let bearers = texts(AUTHORIZATION).filter_map(|value| value.strip_prefix("Bearer "));
        offered.chain(bearers).any(|given| given.as_bytes().ct_eq(self.0.as_bytes()).into())
    }
}

impl FromStr for AccessToken {
    type Err = String;

    /// What is not allowed would have to be encoded in a URL or in a header.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if text.len() < LENGTH_MIN || !text.bytes().all(is_plain) {
            return Err(format!("an access token has at least {LENGTH_MIN} letters, digits and -._~"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn check(name: HeaderName, value: &'static str, expect: bool) {
        let token: AccessToken = "correct-horse.battery~staple".parse().expect("it is long enough");
        let headers = HeaderMap::from_iter([(name, HeaderValue::from_static(value))]);
        assert_eq!(token.is_in(&headers), expect, "{value}");
    }

    #[test]
    fn it_is_a_subprotocol_or_a_bearer_token() {
        check(SEC_WEBSOCKET_PROTOCOL, "sockbox, token.correct-horse.battery~staple", true);
        check(SEC_WEBSOCKET_PROTOCOL, "sockbox,token.correct-horse.battery~staple", true);
        check(AUTHORIZATION, "Bearer correct-horse.battery~staple", true);
    }

    #[test]
    fn anything_else_is_wrong() {
        check(SEC_WEBSOCKET_PROTOCOL, "sockbox", false);
        check(SEC_WEBSOCKET_PROTOCOL, "correct-horse.battery~staple", false);
        check(SEC_WEBSOCKET_PROTOCOL, "token.", false);
        check(AUTHORIZATION, "Bearer correct-horse.battery~stapl", false);
        check(AUTHORIZATION, "Bearer correct-horse.battery~staples", false);
        check(AUTHORIZATION, "Basic correct-horse.battery~staple", false);
    }

    #[test]
    fn it_can_stand_in_a_url_and_is_not_short() {
        assert!("0123456789abcde".parse::<AccessToken>().is_err());
        assert!("0123456789abcdef".parse::<AccessToken>().is_ok());
        assert!("0123456789 abcdef".parse::<AccessToken>().is_err());
    }

    #[test]
    fn it_is_not_in_its_debug_text() {
        let token: AccessToken = "0123456789abcdef".parse().expect("it is long enough");
        assert_eq!(format!("{token:?}"), "AccessToken");
    }
}

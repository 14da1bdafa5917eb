//! Where the page is: its assets, its relay, its room.
//!
//! ```text
//! https://relay.example/rooms/{room}                                        the relay serves its own page
//! https://elsewhere.example/any/path?relay=wss://relay.example&room={room}  the page is served from elsewhere
//! ```
//!
//! An address without a room is given one that nobody can guess; other parameters stay as they are.

/// Hexadecimal digits of a room's id: 128 bits.
const ID_DIGITS: usize = 32;

/// Addresses, all absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The folder of `page.js`, with a slash at its end.
    pub(crate) assets: String,
    /// The room's id.
    pub(crate) room: String,
    /// Where people find the room.
    pub(crate) room_url: String,
    /// The relay's WebSockets, without a slash at the end: `wss://relay.example`.
    pub(crate) relay: String,
    /// For a relay that wants one.
    pub(crate) access_token: Option<String>,
}

impl Place {
    /// The WebSocket of the room's processes.
    pub(crate) fn process_socket(&self) -> String {
        format!("{}/rooms/{}/process", self.relay, self.room)
    }

    /// The WebSocket of what belongs to the room.
    pub(crate) fn events_socket(&self) -> String {
        format!("{}/rooms/{}/events", self.relay, self.room)
    }
}

/// The parts of the page's own address that say where it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Address<'a> {
    /// `https://host`.
    pub(crate) origin: &'a str,
    /// `/rooms/...`.
    pub(crate) path: &'a str,
    /// The parameter `relay`.
    pub(crate) relay: Option<&'a str>,
    /// The parameter `room`.
    pub(crate) room: Option<&'a str>,
}

/// What an address says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// As [`Place::relay`].
    pub(crate) relay: String,
    /// The id of the room, if there is one.
    pub(crate) room: Option<String>,
    /// Where in the address the room stands.
    pub(crate) naming: Naming,
}

/// Where in an address the room stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Naming {
    /// `/rooms/{room}`.
    Path,
    /// `?room={room}`.
    Parameter,
}

/// An address that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Misplaced {
    /// The room's id is not one.
    #[error("{0:?} is no room: the id of a room is 32 hexadecimal digits, a to f in lower case")]
    Room(String),
    /// The relay's address is not one.
    #[error("{0:?} is no relay: its address begins with wss:// or ws://, then comes its host")]
    Relay(String),
}

impl Route {
    /// Reads an address.
    pub(crate) fn find(address: Address<'_>) -> Result<Self, Misplaced> {
        let (relay, room, naming) = match address.relay {
            Some(relay) => (foreign_relay(relay)?, address.room, Naming::Parameter),
            None => (own_relay(address.origin), room_in(address.path), Naming::Path),
        };
        match room.filter(|room| !room.is_empty()) {
            Some(room) if !is_id(room) => Err(Misplaced::Room(room.to_owned())),
            room => Ok(Self { relay, room: room.map(str::to_owned), naming }),
        }
    }
}

/// The access token in an address's fragment, `#token=...`, which browsers send to nobody.
pub(crate) fn access_token(fragment: &str) -> Option<String> {
    let token = fragment.trim_start_matches('#').split('&').find_map(|field| field.strip_prefix("token="))?;
    let is_fit = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    Some(token.to_owned()).filter(|token| !token.is_empty() && token.chars().all(is_fit))
}

fn own_relay(origin: &str) -> String {
    let (scheme, host) = origin.split_once("://").unwrap_or(("http", origin));
    format!("{}://{host}", if scheme == "https" { "wss" } else { "ws" })
}

fn foreign_relay(text: &str) -> Result<String, Misplaced> {
    let relay = text.trim_end_matches('/');
    let host = relay.strip_prefix("wss://").or_else(|| relay.strip_prefix("ws://"));
    let is_host = |host: &str| !host.is_empty() && !host.contains(|c: char| c.is_whitespace() || "?#@".contains(c));
    match host {
        Some(host) if is_host(host) => Ok(relay.to_owned()),
        _ => Err(Misplaced::Relay(text.to_owned())),
    }
}

fn room_in(path: &str) -> Option<&str> {
    path.strip_prefix("/rooms/").and_then(|rest| rest.split('/').next())
}

fn is_id(room: &str) -> bool {
    room.len() == ID_DIGITS && room.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef";

    fn find(origin: &str, path: &str) -> Result<Route, Misplaced> {
        Route::find(Address { origin, path, relay: None, room: Some("ignored") })
    }

    fn find_elsewhere(relay: &str, room: Option<&str>) -> Result<Route, Misplaced> {
        Route::find(Address { origin: "https://a.example", path: "/rooms/x", relay: Some(relay), room })
    }

    #[test]
    fn the_relay_is_where_the_page_came_from() {
        let route = find("http://127.0.0.1:8080", &format!("/rooms/{ID}")).unwrap();
        assert_eq!(route.relay, "ws://127.0.0.1:8080");
        assert_eq!((route.room.as_deref(), route.naming), (Some(ID), Naming::Path));
        assert_eq!(find("https://a.example", "/").unwrap().relay, "wss://a.example");
    }

    #[test]
    fn an_address_without_a_room_leaves_it_open() {
        for path in ["/", "/rooms", "/rooms/", "/index.html"] {
            assert_eq!(find("https://a.example", path).unwrap().room, None, "{path}");
        }
        assert_eq!(find_elsewhere("wss://b.example", None).unwrap().room, None);
    }

    #[test]
    fn what_cannot_be_a_room_is_told() {
        let upper = ID.to_uppercase();
        for room in ["main", &ID[1..], &upper, "0123456789abcdef0123456789abcdeg"] {
            let misplaced = Err(Misplaced::Room(room.to_owned()));
            assert_eq!(find("https://a.example", &format!("/rooms/{room}/")), misplaced);
            assert_eq!(find_elsewhere("wss://b.example", Some(room)), misplaced);
        }
    }

    #[test]
    fn another_relay_has_its_room_in_a_parameter() {
        let route = find_elsewhere("wss://b.example:8443/", Some(ID)).unwrap();
        assert_eq!(route.relay, "wss://b.example:8443");
        assert_eq!((route.room.as_deref(), route.naming), (Some(ID), Naming::Parameter));
    }

    #[test]
    fn the_access_token_stands_in_the_fragment() {
        assert_eq!(access_token("#token=aB3-._~"), Some("aB3-._~".to_owned()));
        assert_eq!(access_token("#top&token=x"), Some("x".to_owned()));
        for fragment in ["", "#", "#token=", "#token=a b", "#tokens=a"] {
            assert_eq!(access_token(fragment), None, "{fragment}");
        }
    }

    #[test]
    fn what_cannot_be_a_relay_is_told() {
        for relay in ["", "b.example", "https://b.example", "wss://", "wss://b.example?x", "wss://me@b.example"] {
            assert_eq!(find_elsewhere(relay, None), Err(Misplaced::Relay(relay.to_owned())), "{relay:?}");
        }
    }
}

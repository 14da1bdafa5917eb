//! Where the page is: its assets, its relay, its room.

/// The room of a page whose address names none.
const MAIN: &str = "main";

/// Addresses, all absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The folder of `page.js`, with a slash at its end.
    pub(crate) assets: String,
    /// The room's name.
    pub(crate) room: String,
    /// Where people find the room.
    pub(crate) room_url: String,
    /// The WebSocket of the room's processes.
    pub(crate) relay: String,
}

impl Place {
    /// From the page's own origin (`https://host`) and path (`/rooms/main`).
    pub(crate) fn new(origin: &str, path: &str, assets: &str) -> Self {
        let room = path.strip_prefix("/rooms/").and_then(|rest| rest.split('/').next());
        let room = room.filter(|room| !room.is_empty()).unwrap_or(MAIN);
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        let scheme = if origin.starts_with("https:") { "wss" } else { "ws" };
        Self {
            assets: assets.to_owned(),
            room: room.to_owned(),
            room_url: format!("{origin}/rooms/{room}"),
            relay: format!("{scheme}://{host}/rooms/{room}/process"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn the_relay_is_where_the_page_came_from() {
        let place = Place::new("http://127.0.0.1:8080", "/", "");
        assert_eq!(place.relay, "ws://127.0.0.1:8080/rooms/main/process");
        assert_eq!(place.room_url, "http://127.0.0.1:8080/rooms/main");
    }

    #[test]
    fn a_page_from_https_uses_wss() {
        assert_eq!(Place::new("https://a.example", "/rooms/blue/", "").relay, "wss://a.example/rooms/blue/process");
    }

    #[test]
    fn a_path_without_a_room_is_the_main_room() {
        for path in ["/", "/rooms/", "/embed"] {
            assert_eq!(Place::new("https://a.example", path, "").room, "main", "{path}");
        }
    }
}

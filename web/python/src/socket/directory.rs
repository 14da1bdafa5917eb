//! The few rows of services(5) and protocols(5) that every Linux has and a learner meets, and what a room's machine calls itself.
//! Its hosts(5) is `sockbox_core::hosts`.

/// A row of services(5).
pub(super) struct Service {
    pub(super) name: &'static str,
    pub(super) port: u16,
    pub(super) protocol: &'static str,
}

/// Ports as IANA assigns them.
const SERVICES: &[(&str, u16, &[&str])] = &[
    ("echo", 7, &["tcp", "udp"]),
    ("discard", 9, &["tcp", "udp"]),
    ("daytime", 13, &["tcp", "udp"]),
    ("chargen", 19, &["tcp", "udp"]),
    ("ftp-data", 20, &["tcp"]),
    ("ftp", 21, &["tcp"]),
    ("ssh", 22, &["tcp"]),
    ("telnet", 23, &["tcp"]),
    ("smtp", 25, &["tcp"]),
    ("time", 37, &["tcp", "udp"]),
    ("domain", 53, &["tcp", "udp"]),
    ("tftp", 69, &["udp"]),
    ("gopher", 70, &["tcp"]),
    ("finger", 79, &["tcp"]),
    ("http", 80, &["tcp"]),
    ("pop3", 110, &["tcp"]),
    ("nntp", 119, &["tcp"]),
    ("ntp", 123, &["udp"]),
    ("imap2", 143, &["tcp"]),
    ("snmp", 161, &["tcp", "udp"]),
    ("irc", 194, &["tcp", "udp"]),
    ("ldap", 389, &["tcp", "udp"]),
    ("https", 443, &["tcp", "udp"]),
    ("syslog", 514, &["udp"]),
    ("imaps", 993, &["tcp"]),
    ("mysql", 3306, &["tcp"]),
    ("postgresql", 5432, &["tcp"]),
];

/// Numbers as IANA assigns them.
const PROTOCOLS: &[(&str, i32)] = &[
    ("ip", 0),
    ("icmp", 1),
    ("igmp", 2),
    ("tcp", 6),
    ("udp", 17),
    ("ipv6", 41),
    ("gre", 47),
    ("esp", 50),
    ("ipv6-icmp", 58),
    ("sctp", 132),
    ("udplite", 136),
];

/// The one network interface of a room, and its number.
pub(super) const INTERFACE: &str = "lo";
/// As [`INTERFACE`].
pub(super) const INTERFACE_INDEX: u32 = 1;

/// The name by which a process knows its own machine, whose address is 127.0.0.1: that one every program of a room reaches,
/// whichever of the room's addresses the other end was told.
pub(super) const HOSTNAME: &str = "sockbox";

/// All rows; a service of two protocols has two.
pub(super) fn services() -> impl Iterator<Item = Service> {
    SERVICES
        .iter()
        .flat_map(|(name, port, protocols)| protocols.iter().map(|protocol| Service { name, port: *port, protocol }))
}

/// The number of a protocol.
pub(super) fn protocol(name: &str) -> Option<i32> {
    PROTOCOLS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, number)| *number)
}

/// The number of a network interface: a room has `lo` alone.
pub(super) fn interface_index(name: &str) -> Option<u32> {
    (name == INTERFACE).then_some(INTERFACE_INDEX)
}

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
    ("systat", 11, &["tcp"]),
    ("daytime", 13, &["tcp", "udp"]),
    ("qotd", 17, &["tcp"]),
    ("chargen", 19, &["tcp", "udp"]),
    ("ftp-data", 20, &["tcp"]),
    ("ftp", 21, &["tcp"]),
    ("ssh", 22, &["tcp"]),
    ("telnet", 23, &["tcp"]),
    ("smtp", 25, &["tcp"]),
    ("time", 37, &["tcp", "udp"]),
    ("whois", 43, &["tcp"]),
    ("tacacs", 49, &["tcp", "udp"]),
    ("domain", 53, &["tcp", "udp"]),
    ("bootps", 67, &["udp"]),
    ("bootpc", 68, &["udp"]),
    ("tftp", 69, &["udp"]),
    ("gopher", 70, &["tcp"]),
    ("finger", 79, &["tcp"]),
    ("http", 80, &["tcp"]),
    ("kerberos", 88, &["tcp", "udp"]),
    ("acr-nema", 104, &["tcp"]),
    ("pop3", 110, &["tcp"]),
    ("sunrpc", 111, &["tcp", "udp"]),
    ("auth", 113, &["tcp"]),
    ("nntp", 119, &["tcp"]),
    ("ntp", 123, &["udp"]),
    ("epmap", 135, &["tcp"]),
    ("netbios-ns", 137, &["udp"]),
    ("netbios-dgm", 138, &["udp"]),
    ("netbios-ssn", 139, &["tcp"]),
    ("imap2", 143, &["tcp"]),
    ("snmp", 161, &["tcp", "udp"]),
    ("snmp-trap", 162, &["tcp", "udp"]),
    ("bgp", 179, &["tcp"]),
    ("irc", 194, &["tcp", "udp"]),
    ("ldap", 389, &["tcp", "udp"]),
    ("https", 443, &["tcp", "udp"]),
    ("microsoft-ds", 445, &["tcp", "udp"]),
    ("submissions", 465, &["tcp"]),
    ("shell", 514, &["tcp"]),
    ("syslog", 514, &["udp"]),
    ("printer", 515, &["tcp"]),
    ("submission", 587, &["tcp"]),
    ("ipp", 631, &["tcp"]),
    ("ldaps", 636, &["tcp", "udp"]),
    ("rsync", 873, &["tcp"]),
    ("ftps-data", 989, &["tcp"]),
    ("ftps", 990, &["tcp"]),
    ("telnets", 992, &["tcp"]),
    ("imaps", 993, &["tcp"]),
    ("pop3s", 995, &["tcp"]),
    ("socks", 1080, &["tcp"]),
    ("openvpn", 1194, &["tcp", "udp"]),
    ("ms-sql-s", 1433, &["tcp"]),
    ("ms-sql-m", 1434, &["udp"]),
    ("nfs", 2049, &["tcp", "udp"]),
    ("mysql", 3306, &["tcp"]),
    ("ms-wbt-server", 3389, &["tcp"]),
    ("sip", 5060, &["tcp", "udp"]),
    ("sip-tls", 5061, &["tcp", "udp"]),
    ("mdns", 5353, &["udp"]),
    ("postgresql", 5432, &["tcp"]),
    ("x11", 6000, &["tcp"]),
    ("redis", 6379, &["tcp"]),
    ("http-alt", 8080, &["tcp", "udp"]),
    ("git", 9418, &["tcp"]),
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
    ("ah", 51),
    ("ipv6-icmp", 58),
    ("ospf", 89),
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

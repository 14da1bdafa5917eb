//! The names of a room: what its `/etc/hosts` would say, hosts(5). Every room has the same.
//!
//! The addresses are of the ranges for documentation, RFC 5737 and RFC 3849: they exist nowhere else.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How many hosts a room has besides `localhost`: `host1` to `host9`.
pub const HOSTS: u8 = 9;
/// The host of the practice services.
pub const SERVICES: &str = "services";
/// Where the practice services listen.
pub const SERVICES_V4: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 10);
/// As [`SERVICES_V4`].
pub const SERVICES_V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0x10);

/// A practice service: something to talk to before one has written a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// As services(5) calls it.
    pub name: &'static str,
    /// The same for all its protocols.
    pub port: u16,
    /// Whether it also takes datagrams.
    pub udp: bool,
    /// Where it is specified.
    pub source: &'static str,
}

/// What listens on [`SERVICES`].
pub const PRACTICE_SERVICES: [Service; 5] = [
    Service { name: "echo", port: 7, udp: true, source: "RFC 862" },
    Service { name: "discard", port: 9, udp: true, source: "RFC 863" },
    Service { name: "daytime", port: 13, udp: true, source: "RFC 867" },
    Service { name: "chargen", port: 19, udp: true, source: "RFC 864" },
    Service { name: "http", port: 80, udp: false, source: "RFC 9112" },
];

/// The address of `host1` to `host9`.
pub const fn host_v4(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(198, 51, 100, number)
}

/// As [`host_v4`].
pub const fn host_v6(number: u8) -> Ipv6Addr {
    Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, number as u16)
}

/// Every name with an address of it, in the order of the file. A name may stand here more than once.
pub fn entries() -> impl Iterator<Item = (String, IpAddr)> {
    let local = [("localhost", IpAddr::from(Ipv4Addr::LOCALHOST)), ("localhost", Ipv6Addr::LOCALHOST.into())];
    let services = [(SERVICES, IpAddr::from(SERVICES_V4)), (SERVICES, SERVICES_V6.into())];
    let numbered = (1..=HOSTS).flat_map(|number| {
        [IpAddr::from(host_v4(number)), host_v6(number).into()].map(|address| (format!("host{number}"), address))
    });
    let named = local.into_iter().chain(services).map(|(name, address)| (name.to_owned(), address));
    named.chain(numbered)
}

/// The addresses of a name, whatever the case of its letters; none if it is unknown.
pub fn addresses_of(name: &str) -> Vec<IpAddr> {
    entries().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, address)| address).collect()
}

/// The name of an address. All of 127.0.0.0/8 is the local host.
pub fn name_of(address: IpAddr) -> Option<String> {
    let address = address.to_canonical();
    if address.is_loopback() {
        return Some("localhost".to_owned());
    }
    entries().find(|(_, known)| *known == address).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_name_leads_to_its_addresses_and_back() {
        assert_eq!(addresses_of("HOST3"), [IpAddr::from([198, 51, 100, 3]), IpAddr::from(host_v6(3))]);
        assert_eq!(addresses_of("host0"), [] as [IpAddr; 0]);
        for (name, address) in entries() {
            assert_eq!(name_of(address), Some(name));
        }
        assert_eq!(name_of([192, 0, 2, 1].into()), None);
    }
}

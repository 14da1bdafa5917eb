//! echo, discard, daytime and chargen over UDP: one datagram is answered by at most one.

use super::characters;
use sockbox_core::hosts::PRACTICE_SERVICES;
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use tokio::net::UdpSocket;

/// The largest datagram of UDP.
const DATAGRAM: usize = 65_535;
/// The longest answer of chargen, RFC 864.
const CHARGEN_MAX: usize = 512;

/// Serves this port for ever.
pub(super) async fn serve(port: u16, socket: UdpSocket) {
    let mut buffer = vec![0; DATAGRAM];
    loop {
        // An error tells of an answer before that did not arrive.
        let Ok((size, sender)) = socket.recv_from(&mut buffer).await else { continue };
        if may_answer(sender)
            && let Some(answer) = answer(port, &buffer[..size])
        {
            // Datagrams may be lost.
            let _ = socket.send_to(&answer, sender).await;
        }
    }
}

/// Two services that answered each other would never stop.
fn may_answer(sender: SocketAddr) -> bool {
    PRACTICE_SERVICES.iter().all(|service| service.port != sender.port())
}

fn answer(port: u16, datagram: &[u8]) -> Option<Vec<u8>> {
    match port {
        7 => Some(datagram.to_vec()),
        13 => Some(characters::daytime().into_bytes()),
        19 => {
            let mut lines = characters::lines();
            // "A random number (between 0 and 512) of characters": hashers are seeded at random.
            lines.truncate(RandomState::new().hash_one(0) as usize % (CHARGEN_MAX + 1));
            Some(lines)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_from_the_port_of_a_service_is_not_answered() {
        for (port, expected) in [(7, false), (19, false), (80, false), (8, true), (50_000, true)] {
            assert_eq!(may_answer(SocketAddr::from(([198, 51, 100, 1], port))), expected, "{port}");
        }
    }

    #[test]
    fn answers_are_as_their_rfcs_say() {
        assert_eq!(answer(7, b"hello"), Some(b"hello".to_vec()));
        assert_eq!(answer(9, b"hello"), None);
        assert!(answer(13, b"").is_some_and(|line| line.ends_with(b"\r\n")));
        assert!(answer(19, b"").is_some_and(|characters| characters.len() <= CHARGEN_MAX));
    }
}

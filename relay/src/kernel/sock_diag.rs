//! The closed connections of a network that still keep their port, as the kernel lists them, sock_diag(7).
//!
//! The package netlink-packet-sock-diag reads all of an answer but the one thing that is wanted here, the time that is left. So the two
//! structures of `linux/inet_diag.h` are laid out here, in the frames of netlink-packet-core.

use super::errno;
use netlink_packet_core::{NLM_F_DUMP, NLM_F_REQUEST, NLMSG_DONE, NLMSG_ERROR, NetlinkBuffer};
use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with};
use sockbox_core::constants::{AF_INET, AF_INET6};
use sockbox_core::{Address, Errno, Rest};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::os::fd::OwnedFd;

/// `SOCK_DIAG_BY_FAMILY`.
const BY_FAMILY: u16 = 20;
/// A netlink header, and `struct inet_diag_req_v2`.
const REQUEST: usize = 16 + 56;
/// `struct inet_diag_msg`.
const ANSWER: usize = 72;
/// The kernel fills no more at a time.
const BUFFER: usize = 32 * 1024;
/// `TCP_FIN_WAIT2` and `TCP_TIME_WAIT`.
const FIN_WAIT2: u8 = 5;
const TIME_WAIT: u8 = 6;
/// The timer of connections that have no socket any more, `idiag_timer`; and that of sockets, which one that was closed while its
/// peer's answer came in keeps instead.
const TIMER_OF_THE_CLOSED: u8 = 3;
const TIMER_OF_SOCKETS: u8 = 2;

/// A way to ask about one network.
pub(crate) struct SockDiag(OwnedFd);

impl SockDiag {
    /// About the network of the calling thread; any thread may ask then.
    pub(crate) fn open() -> Result<Self, Errno> {
        let protocol = Some(netlink::SOCK_DIAG);
        socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, protocol).map(Self).map_err(errno)
    }

    /// The closed TCP connections at a local port: their local address, and how long each keeps it.
    ///
    /// # Errors
    /// Whatever the kernel says, such as `ENOENT` where it was built without this.
    pub(crate) fn resting(&self, port: u16) -> Result<Vec<(Address, Rest)>, Errno> {
        let mut found = Vec::new();
        for family in [AF_INET, AF_INET6] {
            send(&self.0, &request(family as u8, port), SendFlags::empty()).map_err(errno)?;
            while self.read(&mut found)? {}
        }
        Ok(found)
    }

    /// Reads what the kernel has ready, which it always has; says whether there is more.
    fn read(&self, found: &mut Vec<(Address, Rest)>) -> Result<bool, Errno> {
        let mut buffer = vec![0; BUFFER];
        let (size, _) = recv(&self.0, &mut buffer[..], RecvFlags::DONTWAIT).map_err(errno)?;
        let mut rest = &buffer[..size];
        while !rest.is_empty() {
            let message = NetlinkBuffer::new_checked(rest).map_err(|_| Errno::EBADMSG)?;
            match message.message_type() {
                NLMSG_DONE => return Ok(false),
                NLMSG_ERROR => return Err(error(message.payload())),
                _ => found.extend(answer(message.payload())),
            }
            // Messages begin at multiples of four.
            let length = (message.length() as usize).next_multiple_of(4);
            rest = rest.get(length..).unwrap_or_default();
        }
        Ok(true)
    }
}

fn request(family: u8, port: u16) -> [u8; REQUEST] {
    let mut bytes = [0; REQUEST];
    bytes[..4].copy_from_slice(&(REQUEST as u32).to_ne_bytes());
    bytes[4..6].copy_from_slice(&BY_FAMILY.to_ne_bytes());
    bytes[6..8].copy_from_slice(&(NLM_F_REQUEST | NLM_F_DUMP).to_ne_bytes());
    bytes[16..18].copy_from_slice(&[family, libc::IPPROTO_TCP as u8]);
    let states: u32 = 1 << FIN_WAIT2 | 1 << TIME_WAIT;
    bytes[20..24].copy_from_slice(&states.to_ne_bytes());
    bytes[24..26].copy_from_slice(&port.to_be_bytes());
    bytes
}

/// `struct inet_diag_msg`: family, state, timer, retransmits, the local port, the peer's, the local address in 16 bytes, the peer's, the
/// interface, a cookie in 8, the milliseconds that are left, the queues, the user, and the inode, which is 0 for what no process has
/// open. Of sockets that are open there is nothing to tell here.
fn answer(bytes: &[u8]) -> Option<(Address, Rest)> {
    let bytes: &[u8; ANSWER] = bytes.first_chunk()?;
    let port = u16::from_be_bytes([bytes[4], bytes[5]]);
    let host: [u8; 16] = *bytes[8..].first_chunk()?;
    let milliseconds = u64::from(u32::from_ne_bytes(*bytes[52..].first_chunk()?));
    let address = if i32::from(bytes[0]) == AF_INET6 {
        Address::Inet6 { host: Ipv6Addr::from(host), port, flow_info: 0, scope_id: 0 }
    } else {
        Address::Inet { host: Ipv4Addr::new(host[0], host[1], host[2], host[3]), port }
    };
    let is_open = bytes[68..] != [0; 4];
    match (bytes[2], bytes[1]) {
        (TIMER_OF_THE_CLOSED, TIME_WAIT) => Some((address, Rest::TimeWait { milliseconds })),
        (TIMER_OF_THE_CLOSED, FIN_WAIT2) => Some((address, Rest::FinWait2 { milliseconds })),
        (TIMER_OF_SOCKETS, FIN_WAIT2) if !is_open => Some((address, Rest::FinWait2 { milliseconds })),
        _ => None,
    }
}

/// `struct nlmsgerr` begins with the number, negative.
fn error(bytes: &[u8]) -> Errno {
    bytes.first_chunk().map_or(Errno::EBADMSG, |number| Errno(-i32::from_ne_bytes(*number)))
}

//! The socket options that may be read and set. Sources: socket(7), ip(7), ipv6(7), tcp(7), udp(7), raw(7), icmp(7).
//!
//! No value of these holds a pointer or a descriptor, and none reaches beyond its room. Not here, though harmless as such:
//! `SO_PASSCRED` and `SO_PEERCRED`, which show the relay's process and user, and `SO_BINDTODEVICE`, which on the host's network could
//! undo what holds a socket to the loopback.

use super::Refusal;
use libc::{IPPROTO_ICMPV6, IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, SOL_SOCKET};
use sockbox_core::{Cause, Errno, NetworkUse, wire::Isolation};
use std::borrow::Cow;

/// CPython's own bound on the buffer of `getsockopt`, in bytes.
const READ_MAX: u32 = 1024;

/// The largest buffer to send from or receive into, in bytes: the default of the sysctls that bound it in Linux, `net.core.wmem_max` and
/// `rmem_max`. As there, a larger one is not an error but this one, and the kernel doubles it. What sockets hold is the host's memory.
const BUFFER_MAX: i32 = 212_992;

/// Linux's `SOL_RAW`, and its `ICMP_FILTER` and `ICMPV6_FILTER`, which libc does not name.
const SOL_RAW: i32 = 255;
const ICMP_FILTER: i32 = 1;
const ICMPV6_FILTER: i32 = 1;

/// An option, and how long a value to set may be, in bytes; with no length it can only be read.
struct Row {
    level: i32,
    name: i32,
    lengths: &'static [usize],
}

const INT: &[usize] = &[size_of::<libc::c_int>()];
/// ip(7): what fits a byte may be set by one.
const INT_OR_BYTE: &[usize] = &[size_of::<libc::c_int>(), 1];
const TIME: &[usize] = &[size_of::<libc::timeval>()];
/// `ip_mreq`, `ip_mreqn`; and what Python programs give, `struct.pack('4sl', ...)`, of which the kernel reads the beginning.
const GROUP: &[usize] = &[size_of::<libc::ip_mreq>(), size_of::<libc::ip_mreqn>(), 16];
const SOURCE_OF_GROUP: &[usize] = &[size_of::<libc::ip_mreq_source>()];
/// `in_addr`, `ip_mreq`, `ip_mreqn`.
const INTERFACE: &[usize] = &[size_of::<libc::in_addr>(), size_of::<libc::ip_mreq>(), size_of::<libc::ip_mreqn>()];
/// `icmp6_filter`: a bit for each type.
const ICMPV6_TYPES: &[usize] = &[32];

const fn row(level: i32, name: i32, lengths: &'static [usize]) -> Row {
    Row { level, name, lengths }
}

const fn read_only(level: i32, name: i32) -> Row {
    row(level, name, &[])
}

const ROWS: &[Row] = &[
    read_only(SOL_SOCKET, libc::SO_ACCEPTCONN),
    read_only(SOL_SOCKET, libc::SO_DOMAIN),
    read_only(SOL_SOCKET, libc::SO_ERROR),
    read_only(SOL_SOCKET, libc::SO_PROTOCOL),
    read_only(SOL_SOCKET, libc::SO_TYPE),
    row(SOL_SOCKET, libc::SO_BROADCAST, INT),
    row(SOL_SOCKET, libc::SO_DONTROUTE, INT),
    row(SOL_SOCKET, libc::SO_KEEPALIVE, INT),
    // No close waits here, whatever the time; a time of zero resets. See `kernel::Socket`.
    row(SOL_SOCKET, libc::SO_LINGER, &[size_of::<libc::linger>()]),
    row(SOL_SOCKET, libc::SO_OOBINLINE, INT),
    row(SOL_SOCKET, libc::SO_PRIORITY, INT),
    row(SOL_SOCKET, libc::SO_RCVBUF, INT),
    // The relay's sockets never block, so only the kernel's default, one byte, is what a blocking recv(2) waits for.
    read_only(SOL_SOCKET, libc::SO_RCVLOWAT),
    row(SOL_SOCKET, libc::SO_RCVTIMEO, TIME),
    row(SOL_SOCKET, libc::SO_REUSEADDR, INT),
    row(SOL_SOCKET, libc::SO_REUSEPORT, INT),
    row(SOL_SOCKET, libc::SO_SNDBUF, INT),
    row(SOL_SOCKET, libc::SO_SNDLOWAT, INT),
    row(SOL_SOCKET, libc::SO_SNDTIMEO, TIME),
    row(SOL_SOCKET, libc::SO_TIMESTAMP, INT),
    row(SOL_SOCKET, libc::SO_TIMESTAMPNS, INT),
    row(IPPROTO_IP, libc::IP_ADD_MEMBERSHIP, GROUP),
    row(IPPROTO_IP, libc::IP_ADD_SOURCE_MEMBERSHIP, SOURCE_OF_GROUP),
    row(IPPROTO_IP, libc::IP_BIND_ADDRESS_NO_PORT, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_BLOCK_SOURCE, SOURCE_OF_GROUP),
    row(IPPROTO_IP, libc::IP_DROP_MEMBERSHIP, GROUP),
    row(IPPROTO_IP, libc::IP_DROP_SOURCE_MEMBERSHIP, SOURCE_OF_GROUP),
    // Raw sockets are there only in a room's own network, where a made-up header deceives nobody else.
    row(IPPROTO_IP, libc::IP_HDRINCL, INT_OR_BYTE),
    read_only(IPPROTO_IP, libc::IP_MTU),
    row(IPPROTO_IP, libc::IP_MTU_DISCOVER, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_MULTICAST_ALL, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_MULTICAST_IF, INTERFACE),
    row(IPPROTO_IP, libc::IP_MULTICAST_LOOP, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_MULTICAST_TTL, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_PKTINFO, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_RECVERR, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_RECVTOS, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_RECVTTL, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_TOS, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_TTL, INT_OR_BYTE),
    row(IPPROTO_IP, libc::IP_UNBLOCK_SOURCE, SOURCE_OF_GROUP),
    row(IPPROTO_IPV6, libc::IPV6_ADD_MEMBERSHIP, &[size_of::<libc::ipv6_mreq>()]),
    row(IPPROTO_IPV6, libc::IPV6_DONTFRAG, INT),
    row(IPPROTO_IPV6, libc::IPV6_DROP_MEMBERSHIP, &[size_of::<libc::ipv6_mreq>()]),
    read_only(IPPROTO_IPV6, libc::IPV6_MTU),
    row(IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS, INT),
    row(IPPROTO_IPV6, libc::IPV6_MULTICAST_IF, INT),
    row(IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP, INT),
    row(IPPROTO_IPV6, libc::IPV6_RECVERR, INT),
    row(IPPROTO_IPV6, libc::IPV6_RECVHOPLIMIT, INT),
    row(IPPROTO_IPV6, libc::IPV6_RECVPKTINFO, INT),
    row(IPPROTO_IPV6, libc::IPV6_RECVTCLASS, INT),
    row(IPPROTO_IPV6, libc::IPV6_TCLASS, INT),
    row(IPPROTO_IPV6, libc::IPV6_UNICAST_HOPS, INT),
    row(IPPROTO_IPV6, libc::IPV6_V6ONLY, INT),
    // Setting it may load a kernel module.
    read_only(IPPROTO_TCP, libc::TCP_CONGESTION),
    row(IPPROTO_TCP, libc::TCP_CORK, INT),
    row(IPPROTO_TCP, libc::TCP_DEFER_ACCEPT, INT),
    read_only(IPPROTO_TCP, libc::TCP_INFO),
    row(IPPROTO_TCP, libc::TCP_KEEPCNT, INT),
    row(IPPROTO_TCP, libc::TCP_KEEPIDLE, INT),
    row(IPPROTO_TCP, libc::TCP_KEEPINTVL, INT),
    row(IPPROTO_TCP, libc::TCP_LINGER2, INT),
    row(IPPROTO_TCP, libc::TCP_MAXSEG, INT),
    row(IPPROTO_TCP, libc::TCP_NODELAY, INT),
    row(IPPROTO_TCP, libc::TCP_NOTSENT_LOWAT, INT),
    row(IPPROTO_TCP, libc::TCP_QUICKACK, INT),
    row(IPPROTO_TCP, libc::TCP_SYNCNT, INT),
    row(IPPROTO_TCP, libc::TCP_USER_TIMEOUT, INT),
    row(IPPROTO_TCP, libc::TCP_WINDOW_CLAMP, INT),
    row(IPPROTO_ICMPV6, ICMPV6_FILTER, ICMPV6_TYPES),
    row(SOL_RAW, ICMP_FILTER, INT),
];

/// Those that make a socket use an interface of its network, on the host's network one of the host's.
const CHOOSING_INTERFACE: &[(i32, i32)] = &[
    (IPPROTO_IP, libc::IP_ADD_MEMBERSHIP),
    (IPPROTO_IP, libc::IP_ADD_SOURCE_MEMBERSHIP),
    (IPPROTO_IP, libc::IP_BLOCK_SOURCE),
    (IPPROTO_IP, libc::IP_MULTICAST_IF),
    (IPPROTO_IPV6, libc::IPV6_ADD_MEMBERSHIP),
    (IPPROTO_IPV6, libc::IPV6_MULTICAST_IF),
];

/// Judges a getsockopt(2) by level, name and the size of its buffer.
pub(super) fn judge_reading(level: i32, name: i32, size: u32) -> Result<(), Refusal> {
    find(level, name)?;
    if size <= READ_MAX {
        return Ok(());
    }
    Err(Refusal::new(Errno::EINVAL, Cause::OptionTooLong { size, most: READ_MAX }))
}

/// Judges a setsockopt(2) by level, name and the length of its value.
pub(super) fn judge_writing(level: i32, name: i32, length: usize) -> Result<(), Refusal> {
    match find(level, name)?.lengths {
        [] => Err(Refusal::new(Errno::ENOPROTOOPT, Cause::OptionReadOnly { level, name })),
        lengths if lengths.contains(&length) => Ok(()),
        right => Err(Refusal::new(Errno::EINVAL, Cause::OptionLength { level, name, length, right })),
    }
}

/// Judges a setsockopt(2) by the network it would be made in. The error is that of a host that has no such interface.
pub(crate) fn judge_interface(level: i32, name: i32, isolation: Isolation) -> Result<(), Refusal> {
    if isolation == Isolation::Namespace || !CHOOSING_INTERFACE.contains(&(level, name)) {
        return Ok(());
    }
    Err(Refusal::new(Errno::ENODEV, Cause::NeedsNetwork(NetworkUse::Multicast)))
}

/// The value that is set in place of one that is asked for.
pub(crate) fn clamp(level: i32, name: i32, value: &[u8]) -> Cow<'_, [u8]> {
    match (level, name, value.try_into().map(i32::from_ne_bytes)) {
        // Below zero the kernel takes it for unsigned.
        (SOL_SOCKET, libc::SO_SNDBUF | libc::SO_RCVBUF, Ok(size)) if !(0..=BUFFER_MAX).contains(&size) => {
            Cow::Owned(BUFFER_MAX.to_ne_bytes().to_vec())
        }
        _ => Cow::Borrowed(value),
    }
}

fn find(level: i32, name: i32) -> Result<&'static Row, Refusal> {
    let row = ROWS.iter().find(|row| (row.level, row.name) == (level, name));
    row.ok_or_else(|| Refusal::new(Errno::ENOPROTOOPT, Cause::OptionNotHere { level, name }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errno<T>(judged: Result<T, Refusal>) -> Option<Errno> {
        judged.err().map(|refusal| refusal.errno)
    }

    #[test]
    fn a_listed_option_passes_with_its_length() {
        assert_eq!(errno(judge_writing(SOL_SOCKET, libc::SO_REUSEADDR, 4)), None);
        assert_eq!(errno(judge_writing(IPPROTO_IP, libc::IP_TTL, 1)), None);
        assert_eq!(errno(judge_writing(IPPROTO_IP, libc::IP_ADD_MEMBERSHIP, 8)), None);
        for length in [0, 1, 3, 5, 8] {
            assert_eq!(errno(judge_writing(SOL_SOCKET, libc::SO_REUSEADDR, length)), Some(Errno::EINVAL), "{length}");
        }
    }

    #[test]
    fn no_option_is_listed_twice() {
        let mut listed: Vec<_> = ROWS.iter().map(|row| (row.level, row.name)).collect();
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed.len(), ROWS.len());
    }

    #[test]
    fn buffers_are_clamped_and_nothing_else() {
        let clamped = |name, size: i32| clamp(SOL_SOCKET, name, &size.to_ne_bytes()).into_owned();
        for name in [libc::SO_SNDBUF, libc::SO_RCVBUF] {
            for size in [BUFFER_MAX + 1, i32::MAX, -1, i32::MIN] {
                assert_eq!(clamped(name, size), BUFFER_MAX.to_ne_bytes(), "{size}");
            }
            assert_eq!(clamped(name, 4096), 4096_i32.to_ne_bytes());
        }
        assert_eq!(clamped(libc::SO_PRIORITY, i32::MAX), i32::MAX.to_ne_bytes());
        assert_eq!(&*clamp(SOL_SOCKET, libc::SO_SNDBUF, b"x"), b"x");
    }

    #[test]
    fn interfaces_are_chosen_only_in_a_network_of_its_own() {
        for &(level, name) in CHOOSING_INTERFACE {
            assert!(find(level, name).is_ok(), "{level} {name}");
            assert_eq!(errno(judge_interface(level, name, Isolation::Namespace)), None);
            assert_eq!(errno(judge_interface(level, name, Isolation::Host)), Some(Errno::ENODEV));
        }
        assert_eq!(errno(judge_interface(IPPROTO_IP, libc::IP_TTL, Isolation::Host)), None);
    }

    #[test]
    fn what_can_only_be_read_is_enoprotoopt_to_set() {
        assert_eq!(errno(judge_reading(SOL_SOCKET, libc::SO_ERROR, 4)), None);
        assert_eq!(errno(judge_writing(SOL_SOCKET, libc::SO_ERROR, 4)), Some(Errno::ENOPROTOOPT));
    }

    #[test]
    fn options_with_pointers_descriptors_or_reach_are_enoprotoopt() {
        let unwanted = [
            (SOL_SOCKET, libc::SO_ATTACH_FILTER),
            (SOL_SOCKET, libc::SO_ATTACH_BPF),
            (SOL_SOCKET, libc::SO_ATTACH_REUSEPORT_CBPF),
            (SOL_SOCKET, libc::SO_BINDTODEVICE),
            (SOL_SOCKET, libc::SO_BUSY_POLL),
            (SOL_SOCKET, libc::SO_MARK),
            (SOL_SOCKET, libc::SO_PASSCRED),
            (SOL_SOCKET, libc::SO_PEERCRED),
            (SOL_SOCKET, libc::SO_PEERPIDFD),
            (SOL_SOCKET, libc::SO_TIMESTAMPING),
            (SOL_SOCKET, libc::SO_ZEROCOPY),
            (SOL_SOCKET, libc::SO_RCVBUFFORCE),
            (IPPROTO_IP, libc::IP_TRANSPARENT),
            (IPPROTO_IP, 64),
            (IPPROTO_TCP, libc::TCP_FASTOPEN_KEY),
            (IPPROTO_TCP, libc::TCP_MD5SIG),
            (IPPROTO_TCP, libc::TCP_REPAIR),
            (IPPROTO_TCP, libc::TCP_ULP),
            (IPPROTO_TCP, 35),
        ];
        for (level, name) in unwanted {
            assert_eq!(errno(judge_reading(level, name, 4)), Some(Errno::ENOPROTOOPT), "reading {name} of {level}");
            assert_eq!(errno(judge_writing(level, name, 4)), Some(Errno::ENOPROTOOPT), "setting {name} of {level}");
        }
    }

    #[test]
    fn the_buffer_to_read_into_is_bounded() {
        assert_eq!(errno(judge_reading(SOL_SOCKET, libc::SO_TYPE, READ_MAX + 1)), Some(Errno::EINVAL));
    }
}

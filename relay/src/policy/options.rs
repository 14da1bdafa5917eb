//! The socket options that may be read and set. Sources: socket(7), ip(7), ipv6(7), tcp(7), udp(7).

use super::Refusal;
use libc::{IPPROTO_IP, IPPROTO_IPV6, IPPROTO_TCP, SOL_SOCKET};
use sockbox_core::Errno;

/// CPython's own bound on the buffer of `getsockopt`, in bytes.
const READ_MAX: u32 = 1024;

/// An option, and how long a value to set may be, in bytes; `None` if it can only be read.
struct Row {
    level: i32,
    name: i32,
    length: Option<usize>,
}

const INT: usize = size_of::<libc::c_int>();
const TIME: usize = size_of::<libc::timeval>();

const fn row(level: i32, name: i32, length: usize) -> Row {
    Row { level, name, length: Some(length) }
}

const fn read_only(level: i32, name: i32) -> Row {
    Row { level, name, length: None }
}

/// No value of these holds a pointer or a descriptor, and none reaches beyond its socket.
const ROWS: &[Row] = &[
    read_only(SOL_SOCKET, libc::SO_ACCEPTCONN),
    read_only(SOL_SOCKET, libc::SO_DOMAIN),
    read_only(SOL_SOCKET, libc::SO_ERROR),
    read_only(SOL_SOCKET, libc::SO_PROTOCOL),
    read_only(SOL_SOCKET, libc::SO_TYPE),
    row(SOL_SOCKET, libc::SO_BROADCAST, INT),
    row(SOL_SOCKET, libc::SO_DONTROUTE, INT),
    row(SOL_SOCKET, libc::SO_KEEPALIVE, INT),
    row(SOL_SOCKET, libc::SO_LINGER, size_of::<libc::linger>()),
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
    row(IPPROTO_IP, libc::IP_BIND_ADDRESS_NO_PORT, INT),
    read_only(IPPROTO_IP, libc::IP_MTU),
    row(IPPROTO_IP, libc::IP_MTU_DISCOVER, INT),
    row(IPPROTO_IP, libc::IP_MULTICAST_LOOP, INT),
    row(IPPROTO_IP, libc::IP_MULTICAST_TTL, INT),
    row(IPPROTO_IP, libc::IP_PKTINFO, INT),
    row(IPPROTO_IP, libc::IP_RECVTOS, INT),
    row(IPPROTO_IP, libc::IP_RECVTTL, INT),
    row(IPPROTO_IP, libc::IP_TOS, INT),
    row(IPPROTO_IP, libc::IP_TTL, INT),
    read_only(IPPROTO_IPV6, libc::IPV6_MTU),
    row(IPPROTO_IPV6, libc::IPV6_MULTICAST_HOPS, INT),
    row(IPPROTO_IPV6, libc::IPV6_MULTICAST_LOOP, INT),
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
];

/// Judges a getsockopt(2) by level, name and the size of its buffer.
pub(super) fn judge_reading(level: i32, name: i32, size: u32) -> Result<(), Refusal> {
    find(level, name)?;
    if size <= READ_MAX {
        return Ok(());
    }
    Err(Refusal::new(Errno::EINVAL, format!("no option is longer than {READ_MAX} bytes, {size} were asked for")))
}

/// Judges a setsockopt(2) by level, name and the length of its value. A shorter one is left to the kernel: some options take a byte.
pub(super) fn judge_writing(level: i32, name: i32, length: usize) -> Result<(), Refusal> {
    match find(level, name)?.length {
        Some(max) if length > max => {
            let why = format!("a value of {length} bytes is too long for option {name} of level {level}: it has {max}");
            Err(Refusal::new(Errno::EINVAL, why))
        }
        Some(_) => Ok(()),
        None => Err(Refusal::new(Errno::ENOPROTOOPT, format!("option {name} of level {level} can only be read"))),
    }
}

fn find(level: i32, name: i32) -> Result<&'static Row, Refusal> {
    let why = || format!("option {name} of level {level} is not available here");
    let row = ROWS.iter().find(|row| (row.level, row.name) == (level, name));
    row.ok_or_else(|| Refusal::new(Errno::ENOPROTOOPT, why()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errno<T>(judged: Result<T, Refusal>) -> Option<Errno> {
        judged.err().map(|refusal| refusal.errno)
    }

    #[test]
    fn a_listed_option_passes_up_to_its_length() {
        assert_eq!(errno(judge_writing(SOL_SOCKET, libc::SO_REUSEADDR, 4)), None);
        assert_eq!(errno(judge_writing(IPPROTO_IP, libc::IP_TTL, 1)), None);
        assert_eq!(errno(judge_writing(SOL_SOCKET, libc::SO_REUSEADDR, 5)), Some(Errno::EINVAL));
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
            (SOL_SOCKET, libc::SO_PEERPIDFD),
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

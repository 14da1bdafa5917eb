//! The numbers of Linux's headers (generic ABI) that Python 3.14 shows: those of its `_socket` for the families sockbox has, and
//! the events of its `select.poll` and `select.epoll`.
//!
//! One list becomes both the Rust constants and the table the Python module is filled from.

/// Turns groups of `NAME = value` into documented constants and one table of them all.
macro_rules! constants {
    ($(#[$table_doc:meta])* $table:ident; $($group:literal $type:ty { $($name:ident = $value:literal)* })*) => {
        $($(
            #[doc = $group]
            pub const $name: $type = $value;
        )*)*

        $(#[$table_doc])*
        pub const $table: &[(&str, i64)] = &[$($((stringify!($name), $name as i64),)*)*];
    };
}

constants! {
    /// Every integer constant of Python's `_socket` on Linux that is about the families, types and protocols sockbox has.
    SOCKET_CONSTANTS;
    "Address families, address_families(7)." i32 {
        AF_UNSPEC = 0
        AF_UNIX = 1
        AF_INET = 2
        AF_INET6 = 10
    }
    "Socket types and their flags, socket(2)." i32 {
        SOCK_STREAM = 1
        SOCK_DGRAM = 2
        SOCK_RAW = 3
        SOCK_SEQPACKET = 5
        SOCK_RDM = 4
        SOCK_CLOEXEC = 0x80000
        SOCK_NONBLOCK = 0x800
    }
    "Levels of socket options, getsockopt(2)." i32 {
        SOL_SOCKET = 1
        SOL_IP = 0
        SOL_TCP = 6
        SOL_UDP = 17
    }
    "Options of `SOL_SOCKET`, socket(7)." i32 {
        SO_DEBUG = 1
        SO_ACCEPTCONN = 30
        SO_REUSEADDR = 2
        SO_INCOMING_CPU = 49
        SO_KEEPALIVE = 9
        SO_DONTROUTE = 5
        SO_BROADCAST = 6
        SO_LINGER = 13
        SO_OOBINLINE = 10
        SO_REUSEPORT = 15
        SO_SNDBUF = 7
        SO_RCVBUF = 8
        SO_SNDLOWAT = 19
        SO_RCVLOWAT = 18
        SO_SNDTIMEO = 21
        SO_RCVTIMEO = 20
        SO_ERROR = 4
        SO_TYPE = 3
        SO_PASSCRED = 16
        SO_PEERCRED = 17
        SO_PASSSEC = 34
        SO_PEERSEC = 31
        SO_BINDTODEVICE = 25
        SO_PRIORITY = 12
        SO_MARK = 36
        SO_DOMAIN = 39
        SO_PROTOCOL = 38
        SO_ORIGINAL_DST = 80
        SO_BINDTOIFINDEX = 62
    }
    "The longest backlog, listen(2)." i32 {
        SOMAXCONN = 4096
    }
    "Ancillary messages, unix(7)." i32 {
        SCM_RIGHTS = 1
        SCM_CREDENTIALS = 2
    }
    "Flags of sending and receiving, send(2) and recv(2)." i32 {
        MSG_OOB = 0x1
        MSG_PEEK = 0x2
        MSG_DONTROUTE = 0x4
        MSG_DONTWAIT = 0x40
        MSG_EOR = 0x80
        MSG_TRUNC = 0x20
        MSG_CTRUNC = 0x8
        MSG_WAITALL = 0x100
        MSG_NOSIGNAL = 0x4000
        MSG_CMSG_CLOEXEC = 0x40000000
        MSG_ERRQUEUE = 0x2000
        MSG_CONFIRM = 0x800
        MSG_MORE = 0x8000
        MSG_FASTOPEN = 0x20000000
    }
    "Directions of shutdown(2)." i32 {
        SHUT_RD = 0
        SHUT_WR = 1
        SHUT_RDWR = 2
    }
    "IP protocols, protocols(5)." i32 {
        IPPROTO_IP = 0
        IPPROTO_HOPOPTS = 0
        IPPROTO_ICMP = 1
        IPPROTO_IGMP = 2
        IPPROTO_IPV6 = 41
        IPPROTO_IPIP = 4
        IPPROTO_TCP = 6
        IPPROTO_EGP = 8
        IPPROTO_PUP = 12
        IPPROTO_UDP = 17
        IPPROTO_UDPLITE = 136
        IPPROTO_IDP = 22
        IPPROTO_TP = 29
        IPPROTO_ROUTING = 43
        IPPROTO_FRAGMENT = 44
        IPPROTO_RSVP = 46
        IPPROTO_GRE = 47
        IPPROTO_ESP = 50
        IPPROTO_AH = 51
        IPPROTO_ICMPV6 = 58
        IPPROTO_NONE = 59
        IPPROTO_DSTOPTS = 60
        IPPROTO_PIM = 103
        IPPROTO_SCTP = 132
        IPPROTO_MPTCP = 262
        IPPROTO_RAW = 255
    }
    "Bounds of the port numbers, ip(7)." i32 {
        IPPORT_RESERVED = 1024
        IPPORT_USERRESERVED = 5000
    }
    "IPv4 addresses in host byte order, ip(7)." i64 {
        INADDR_ANY = 0x0000_0000
        INADDR_BROADCAST = 0xffff_ffff
        INADDR_LOOPBACK = 0x7f00_0001
        INADDR_UNSPEC_GROUP = 0xe000_0000
        INADDR_ALLHOSTS_GROUP = 0xe000_0001
        INADDR_MAX_LOCAL_GROUP = 0xe000_00ff
        INADDR_NONE = 0xffff_ffff
    }
    "Options of `IPPROTO_IP`, ip(7)." i32 {
        IP_OPTIONS = 4
        IP_HDRINCL = 3
        IP_TOS = 1
        IP_TTL = 2
        IP_RECVOPTS = 6
        IP_RECVRETOPTS = 7
        IP_RECVTOS = 13
        IP_RETOPTS = 7
        IP_MULTICAST_IF = 32
        IP_MULTICAST_TTL = 33
        IP_MULTICAST_LOOP = 34
        IP_ADD_MEMBERSHIP = 35
        IP_DROP_MEMBERSHIP = 36
        IP_DEFAULT_MULTICAST_TTL = 1
        IP_DEFAULT_MULTICAST_LOOP = 1
        IP_MAX_MEMBERSHIPS = 20
        IP_TRANSPARENT = 19
        IP_BIND_ADDRESS_NO_PORT = 24
        IP_RECVERR = 11
        IP_RECVORIGDSTADDR = 20
        IP_RECVTTL = 12
        IP_FREEBIND = 15
        IP_PKTINFO = 8
        IP_UNBLOCK_SOURCE = 37
        IP_BLOCK_SOURCE = 38
        IP_ADD_SOURCE_MEMBERSHIP = 39
        IP_DROP_SOURCE_MEMBERSHIP = 40
    }
    "Options of `IPPROTO_IPV6`, ipv6(7) and RFC 3542." i32 {
        IPV6_JOIN_GROUP = 20
        IPV6_LEAVE_GROUP = 21
        IPV6_MULTICAST_HOPS = 18
        IPV6_MULTICAST_IF = 17
        IPV6_MULTICAST_LOOP = 19
        IPV6_UNICAST_HOPS = 16
        IPV6_V6ONLY = 26
        IPV6_CHECKSUM = 7
        IPV6_DONTFRAG = 62
        IPV6_DSTOPTS = 59
        IPV6_HOPLIMIT = 52
        IPV6_HOPOPTS = 54
        IPV6_NEXTHOP = 9
        IPV6_PATHMTU = 61
        IPV6_PKTINFO = 50
        IPV6_RECVDSTOPTS = 58
        IPV6_RECVHOPLIMIT = 51
        IPV6_RECVHOPOPTS = 53
        IPV6_RECVPKTINFO = 49
        IPV6_RECVRTHDR = 56
        IPV6_RECVTCLASS = 66
        IPV6_RTHDR = 57
        IPV6_RTHDRDSTOPTS = 55
        IPV6_RTHDR_TYPE_0 = 0
        IPV6_RECVPATHMTU = 60
        IPV6_TCLASS = 67
        IPV6_RECVERR = 25
    }
    "Options of `IPPROTO_TCP`, tcp(7)." i32 {
        TCP_NODELAY = 1
        TCP_MAXSEG = 2
        TCP_CORK = 3
        TCP_KEEPIDLE = 4
        TCP_KEEPINTVL = 5
        TCP_KEEPCNT = 6
        TCP_SYNCNT = 7
        TCP_LINGER2 = 8
        TCP_DEFER_ACCEPT = 9
        TCP_WINDOW_CLAMP = 10
        TCP_INFO = 11
        TCP_QUICKACK = 12
        TCP_FASTOPEN = 23
        TCP_CONGESTION = 13
        TCP_USER_TIMEOUT = 18
        TCP_NOTSENT_LOWAT = 25
        TCP_MD5SIG = 14
        TCP_THIN_LINEAR_TIMEOUTS = 16
        TCP_THIN_DUPACK = 17
        TCP_REPAIR = 19
        TCP_REPAIR_QUEUE = 20
        TCP_QUEUE_SEQ = 21
        TCP_REPAIR_OPTIONS = 22
        TCP_TIMESTAMP = 24
        TCP_CC_INFO = 26
        TCP_SAVE_SYN = 27
        TCP_SAVED_SYN = 28
        TCP_REPAIR_WINDOW = 29
        TCP_FASTOPEN_CONNECT = 30
        TCP_ULP = 31
        TCP_MD5SIG_EXT = 32
        TCP_FASTOPEN_KEY = 33
        TCP_FASTOPEN_NO_COOKIE = 34
        TCP_ZEROCOPY_RECEIVE = 35
        TCP_INQ = 36
        TCP_TX_DELAY = 37
    }
    "Options of `IPPROTO_UDPLITE`, udplite(7)." i32 {
        UDPLITE_SEND_CSCOV = 10
        UDPLITE_RECV_CSCOV = 11
    }
    "Protocols of an Ethernet frame, packet(7)." i32 {
        ETHERTYPE_ARP = 0x0806
        ETHERTYPE_IP = 0x0800
        ETHERTYPE_IPV6 = 0x86dd
        ETHERTYPE_VLAN = 0x8100
    }
    "Flags of getaddrinfo(3)." i32 {
        AI_PASSIVE = 1
        AI_CANONNAME = 2
        AI_NUMERICHOST = 4
        AI_NUMERICSERV = 1024
        AI_ALL = 16
        AI_ADDRCONFIG = 32
        AI_V4MAPPED = 8
    }
    "Errors of getaddrinfo(3)." i32 {
        EAI_ADDRFAMILY = -9
        EAI_AGAIN = -3
        EAI_BADFLAGS = -1
        EAI_FAIL = -4
        EAI_FAMILY = -6
        EAI_MEMORY = -10
        EAI_NODATA = -5
        EAI_NONAME = -2
        EAI_OVERFLOW = -12
        EAI_SERVICE = -8
        EAI_SOCKTYPE = -7
        EAI_SYSTEM = -11
    }
    "Flags and limits of getnameinfo(3)." i32 {
        NI_MAXHOST = 1025
        NI_MAXSERV = 32
        NI_NOFQDN = 4
        NI_NUMERICHOST = 1
        NI_NAMEREQD = 8
        NI_NUMERICSERV = 2
        NI_DGRAM = 16
        NI_IDN = 32
    }
}

constants! {
    /// Every constant `select.poll` of Python uses on Linux.
    POLL_CONSTANTS;
    "Events of poll(2)." i16 {
        POLLIN = 0x1
        POLLPRI = 0x2
        POLLOUT = 0x4
        POLLERR = 0x8
        POLLHUP = 0x10
        POLLNVAL = 0x20
        POLLRDNORM = 0x40
        POLLRDBAND = 0x80
        POLLWRNORM = 0x100
        POLLWRBAND = 0x200
        POLLMSG = 0x400
        POLLRDHUP = 0x2000
    }
}

constants! {
    /// Every constant that is an event of `select.epoll` of Python on Linux.
    EPOLL_CONSTANTS;
    "Events of epoll_ctl(2), and how they are told." u32 {
        EPOLLIN = 0x1
        EPOLLPRI = 0x2
        EPOLLOUT = 0x4
        EPOLLERR = 0x8
        EPOLLHUP = 0x10
        EPOLLRDNORM = 0x40
        EPOLLRDBAND = 0x80
        EPOLLWRNORM = 0x100
        EPOLLWRBAND = 0x200
        EPOLLMSG = 0x400
        EPOLLRDHUP = 0x2000
        EPOLLEXCLUSIVE = 0x1000_0000
        EPOLLWAKEUP = 0x2000_0000
        EPOLLONESHOT = 0x4000_0000
        EPOLLET = 0x8000_0000
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test(unsupported = test)]
    fn no_name_stands_in_the_tables_twice() {
        let tables = [SOCKET_CONSTANTS, POLL_CONSTANTS, EPOLL_CONSTANTS].concat();
        let names: HashSet<_> = tables.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), tables.len());
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_table_holds_the_values_of_the_constants() {
        assert!(SOCKET_CONSTANTS.contains(&("AF_INET6", AF_INET6.into())));
        assert!(SOCKET_CONSTANTS.contains(&("INADDR_BROADCAST", 0xffff_ffff)));
        assert!(SOCKET_CONSTANTS.contains(&("EAI_NONAME", -2)));
    }
}

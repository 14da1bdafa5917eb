//! What the kernel is asked at all. The model judges calls by the state of their socket; this judges them by what they would reach.
//!
//! Whatever is not on a list is answered as by a kernel that was built without it. Families and protocols that nobody uses here would
//! load kernel modules or, like `AF_VSOCK`, reach outside the room; some options carry pointers or descriptors of the relay.

mod control;
mod options;

pub(crate) use control::{may_arrive, names_interface};
pub(crate) use options::{clamp, judge_interface};

use sockbox_core::constants::{
    AF_INET, AF_INET6, AF_UNIX, SOCK_CLOEXEC, SOCK_DGRAM, SOCK_NONBLOCK, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM,
};
use sockbox_core::wire::POLL_MAX;
use sockbox_core::{Call, Cause, Errno, Explanation, Outcome};

/// Why a call is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// What a kernel without the thing would answer.
    pub(crate) errno: Errno,
    /// The reason.
    pub(crate) why: Explanation,
}

impl Refusal {
    pub(crate) fn new(errno: Errno, cause: Cause) -> Self {
        Self { errno, why: cause.explanation() }
    }
}

impl From<Refusal> for Outcome {
    /// As it travels: who hears it may not have the texts.
    fn from(Refusal { errno, why }: Refusal) -> Self {
        Self::Refused { errno, why: why.with_english() }
    }
}

/// The number of the first type that Linux does not have, `SOCK_MAX`.
const KIND_END: i32 = 11;
/// The number of the first protocol of IP that Linux does not have, `IPPROTO_MAX`.
const PROTOCOL_END: i32 = 263;

/// Judges a call by its numbers.
pub(crate) fn judge(call: &Call, payload: &[u8]) -> Result<(), Refusal> {
    match *call {
        Call::Socket { family, kind, protocol } => judge_socket(family, kind_without_flags(kind), protocol),
        Call::SocketPair { family, kind, protocol } => judge_pair(family, kind_without_flags(kind), protocol),
        Call::Send { flags, .. } | Call::SendAll { flags, .. } | Call::SendTo { flags, .. } => judge_send(flags),
        Call::SendMsg { flags, ref control, .. } => judge_send(flags).and_then(|()| control::judge(control)),
        Call::Poll { ref entries, .. } if entries.len() > POLL_MAX => {
            Err(Refusal::new(Errno::EINVAL, Cause::PollTooLong { most: POLL_MAX }))
        }
        Call::GetSockOpt { level, name, size, .. } => options::judge_reading(level, name, size),
        Call::SetSockOpt { level, name, .. } => options::judge_writing(level, name, payload.len()),
        _ => Ok(()),
    }
}

/// The longest queue of connections that nobody has accepted, `SOMAXCONN` of older kernels.
pub(crate) const BACKLOG_MAX: usize = 128;

/// The longest queue that a backlog asks for. Below zero the kernel takes it for the largest.
pub(crate) fn backlog(wanted: i32) -> usize {
    usize::try_from(wanted).map_or(BACKLOG_MAX, |wanted| wanted.min(BACKLOG_MAX))
}

/// The type of a socket without `SOCK_NONBLOCK` and `SOCK_CLOEXEC`, which say something about the descriptor; the relay's are always
/// both.
pub(crate) fn kind_without_flags(kind: i32) -> i32 {
    kind & !(SOCK_NONBLOCK | SOCK_CLOEXEC)
}

/// The errors are socket(2)'s, in the order in which Linux checks: family, type, protocol (`AF_UNIX`: protocol, type).
fn judge_socket(family: i32, kind: i32, protocol: i32) -> Result<(), Refusal> {
    if !(0..KIND_END).contains(&kind) {
        return Err(Refusal::new(Errno::EINVAL, Cause::NoSuchType { kind }));
    }
    match family {
        AF_UNIX if ![0, libc::PF_UNIX].contains(&protocol) => {
            Err(Refusal::new(Errno::EPROTONOSUPPORT, Cause::ProtocolNotHere { kind, protocol, available: &[0] }))
        }
        AF_UNIX if [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET].contains(&kind) => Ok(()),
        AF_UNIX | AF_INET | AF_INET6 => match protocols(family, kind) {
            Some(protocols) => judge_protocol(kind, protocol, protocols),
            None => Err(Refusal::new(Errno::ESOCKTNOSUPPORT, Cause::TypeNotHere { family, kind })),
        },
        _ => Err(Refusal::new(Errno::EAFNOSUPPORT, Cause::FamilyNotHere { family })),
    }
}

fn judge_protocol(kind: i32, protocol: i32, available: &'static [i32]) -> Result<(), Refusal> {
    if available.contains(&protocol) {
        return Ok(());
    }
    if !(0..PROTOCOL_END).contains(&protocol) {
        return Err(Refusal::new(Errno::EINVAL, Cause::NoSuchProtocol { protocol }));
    }
    Err(Refusal::new(Errno::EPROTONOSUPPORT, Cause::ProtocolNotHere { kind, protocol, available }))
}

/// socketpair(2): what cannot be a socket fails as in socket(2), then what cannot be a pair.
fn judge_pair(family: i32, kind: i32, protocol: i32) -> Result<(), Refusal> {
    judge_socket(family, kind, protocol)?;
    match family {
        AF_UNIX => Ok(()),
        _ => Err(Refusal::new(Errno::EOPNOTSUPP, Cause::PairNotHere)),
    }
}

/// The protocols a type of IP socket may have; 0 lets the kernel choose.
fn protocols(family: i32, kind: i32) -> Option<&'static [i32]> {
    match (kind, family) {
        (_, AF_UNIX) => None,
        (SOCK_STREAM, _) => Some(&[0, libc::IPPROTO_TCP]),
        (SOCK_DGRAM, AF_INET) => Some(&[0, libc::IPPROTO_UDP, libc::IPPROTO_ICMP]),
        (SOCK_DGRAM, _) => Some(&[0, libc::IPPROTO_UDP, libc::IPPROTO_ICMPV6]),
        (SOCK_RAW, AF_INET) => Some(&[libc::IPPROTO_ICMP]),
        (SOCK_RAW, _) => Some(&[libc::IPPROTO_ICMPV6]),
        _ => None,
    }
}

/// `MSG_FASTOPEN` makes a connection and sends, in one call, past all that is known about the socket.
fn judge_send(flags: i32) -> Result<(), Refusal> {
    if flags & libc::MSG_FASTOPEN == 0 {
        return Ok(());
    }
    Err(Refusal::new(Errno::EOPNOTSUPP, Cause::FastOpenNotHere))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(family: i32, kind: i32, protocol: i32, expect: Result<(), Errno>) {
        let call = Call::Socket { family, kind, protocol };
        assert_eq!(judge(&call, &[]).map_err(|refusal| refusal.errno), expect, "{call:?}");
    }

    #[test]
    fn families_types_and_protocols_of_ip_are_allowed() {
        check(AF_INET, SOCK_STREAM, 0, Ok(()));
        check(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, libc::IPPROTO_TCP, Ok(()));
        check(AF_INET, SOCK_DGRAM, libc::IPPROTO_ICMP, Ok(()));
        check(AF_INET6, SOCK_RAW, libc::IPPROTO_ICMPV6, Ok(()));
    }

    #[test]
    fn streams_datagrams_and_packets_of_unix_are_allowed() {
        for kind in [SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET | SOCK_CLOEXEC] {
            check(AF_UNIX, kind, 0, Ok(()));
        }
        check(AF_UNIX, SOCK_STREAM, libc::PF_UNIX, Ok(()));
        check(AF_UNIX, SOCK_RAW, 0, Err(Errno::ESOCKTNOSUPPORT));
        check(AF_UNIX, SOCK_STREAM, libc::IPPROTO_TCP, Err(Errno::EPROTONOSUPPORT));
    }

    #[test]
    fn only_unix_has_pairs() {
        let pair =
            |family, kind| judge(&Call::SocketPair { family, kind, protocol: 0 }, &[]).map_err(|refusal| refusal.errno);
        assert_eq!(pair(AF_UNIX, SOCK_SEQPACKET), Ok(()));
        assert_eq!(pair(AF_INET, SOCK_STREAM), Err(Errno::EOPNOTSUPP));
        assert_eq!(pair(libc::AF_VSOCK, SOCK_STREAM), Err(Errno::EAFNOSUPPORT));
    }

    #[test]
    fn a_backlog_is_cut_where_queues_would_hold_too_much() {
        assert_eq!([0, 5, 128, 4096, -1, i32::MIN].map(backlog), [0, 5, 128, 128, 128, 128]);
    }

    #[test]
    fn other_families_are_eafnosupport() {
        for family in [libc::AF_UNSPEC, libc::AF_NETLINK, libc::AF_PACKET, libc::AF_VSOCK, libc::AF_ALG, -1, i32::MAX] {
            check(family, SOCK_STREAM, 0, Err(Errno::EAFNOSUPPORT));
        }
    }

    #[test]
    fn other_types_are_esocktnosupport_or_einval() {
        check(AF_INET, libc::SOCK_SEQPACKET, 0, Err(Errno::ESOCKTNOSUPPORT));
        check(AF_INET, 99, 0, Err(Errno::EINVAL));
        check(AF_INET, -1, 0, Err(Errno::EINVAL));
    }

    #[test]
    fn other_protocols_are_eprotonosupport() {
        check(AF_INET, SOCK_STREAM, libc::IPPROTO_MPTCP, Err(Errno::EPROTONOSUPPORT));
        check(AF_INET, SOCK_RAW, libc::IPPROTO_TCP, Err(Errno::EPROTONOSUPPORT));
        check(AF_INET, SOCK_STREAM, 999, Err(Errno::EINVAL));
        check(AF_INET6, SOCK_DGRAM, -1, Err(Errno::EINVAL));
        check(AF_INET6, SOCK_DGRAM, libc::IPPROTO_ICMP, Err(Errno::EPROTONOSUPPORT));
    }
}

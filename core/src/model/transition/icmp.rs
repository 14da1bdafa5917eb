//! icmp(7) and raw(7), each with the man pages of the calls. A peer is only an address here, as in UDP.

use super::super::cell::{Cell, blocks, fails, ok, wrong};
use super::super::{CallKind, Exact, Phase};
use super::{Reason, shut, udp};
use crate::Errno;

/// `SOCK_DGRAM` of ICMP: what `ping` has. Its port is the identifier of its echo requests.
pub(super) fn ping(s: Exact, call: CallKind) -> Cell {
    match (s.phase, call) {
        // A router may have answered meanwhile, and its errors are told first.
        (Phase::Connected, CallKind::Send | CallKind::SendTo) if s.write_shut => {
            wrong(Errno::EPIPE, Reason::WriteShut, s) | fails(Errno::EHOSTUNREACH, s)
        }
        _ => udp(s, call),
    }
}

/// `SOCK_RAW` of ICMP. It hears all ICMP of its network, and has no ports: it can be bound again and again.
pub(super) fn raw(s: Exact, call: CallKind) -> Cell {
    use CallKind::*;
    use Errno as E;
    use Phase::*;
    use Reason::*;
    match (s.phase, call) {
        (Unconnected, Bind | BindAnyPort) => ok(s.named(super::Name::Given)),
        (_, Bind | BindAnyPort) => wrong(E::EINVAL, AlreadyConnected, s),
        (_, Listen | Accept) => wrong(E::EOPNOTSUPP, Datagrams, s).firm(),
        (_, Connect) => ok(s.to(Connected)),
        (Unconnected, Send) => wrong(E::EDESTADDRREQ, NoDestination, s),
        // `shutdown` does not keep it from sending.
        (_, Send | SendTo) => ok(s),
        (_, Recv) => ok(s) | blocks(s),
        // It fails, and takes effect all the same.
        (Unconnected, ShutdownRead | ShutdownWrite | ShutdownBoth) => wrong(E::ENOTCONN, NotConnected, shut(s, call)),
        (_, ShutdownRead | ShutdownWrite | ShutdownBoth) => ok(shut(s, call)),
        (Connected, GetPeerName) => ok(s),
        (_, GetPeerName) => wrong(E::ENOTCONN, NotConnected, s).firm(),
        (_, GetSockName | GetSockOpt | SetSockOpt | SetReuse | Dup | Close | FastOpen) => ok(s),
    }
}

//! Why the kernel failed a call, by its errno, the socket's state and what the room knows.

use super::super::socket::Socket;
use super::super::{Protocol, State};
use super::{place, target, with_man_page};
use crate::constants::{SOCK_DGRAM, SOCK_STREAM};
use crate::{Address, Call, Errno, Explanation, Facts, Holder, Rest};

/// For an error without a reason of the table.
pub(in super::super) fn failed(call: &Call, errno: Errno, facts: &Facts, socket: Option<&Socket>) -> Explanation {
    let said = match errno {
        Errno::EADDRINUSE => in_use(call, facts, socket),
        Errno::ECONNREFUSED => refused(call, facts, socket),
        _ => by_errno(call, errno, socket),
    };
    with_man_page(said, call.name())
}

/// For a call whose milliseconds went by.
pub(in super::super) fn timed_out(call: &Call, socket: Option<&Socket>) -> Explanation {
    let id = match call {
        Call::Accept { .. } => "timed-out-accept",
        Call::Connect { .. } => "timed-out-connect",
        Call::Recv { .. } | Call::RecvFrom { .. } | Call::RecvMsg { .. } => "timed-out-recv",
        _ => "timed-out-send",
    };
    Explanation::default().then(id, [("address", place(target(call, socket)))]).then("do-timeout", [])
}

/// Who has the address, and what to do about it.
fn in_use(call: &Call, facts: &Facts, socket: Option<&Socket>) -> Explanation {
    let address = match call {
        Call::Bind { address, .. } => Some(*address),
        _ => socket.and_then(Socket::local),
    };
    let said = Explanation::default().then("taken", [("address", place(address))]);
    match address {
        Some(Address::Unix { path }) if path.is_path() => said.then("do-unlink", [("path", path.to_string())]),
        _ if facts.holders.is_empty() => said.then("taken-by-nobody", []).then("do-reuse", []),
        _ => facts.holders.iter().fold(said, |said, holder| said.and(has(holder))).and(remedy(&facts.holders)),
    }
}

fn remedy(holders: &[Holder]) -> Explanation {
    let is_connection = |holder: &Holder| holder.rest.is_some() || (holder.kind == SOCK_STREAM && !holder.listening);
    let id = match () {
        () if holders.iter().any(|holder| holder.service.is_some()) => "do-other-address",
        () if holders.iter().all(is_connection) => "do-reuse",
        () => "do-close-or-choose",
    };
    Explanation::default().then(id, [])
}

/// What a holder is.
fn has(holder: &Holder) -> Explanation {
    let said = Explanation::default();
    let address = ("address", holder.address.to_string());
    match (&holder.service, holder.rest) {
        (Some(service), _) => said.then("holder-service", [("service", service.clone()), address]),
        (None, Some(Rest::TimeWait { milliseconds })) => said.then("holder-rests", [address, seconds(milliseconds)]),
        (None, Some(Rest::FinWait2 { milliseconds })) => {
            said.then("holder-half-rests", [address, seconds(milliseconds)])
        }
        (None, None) => said.then(if holder.listening { "holder-listens" } else { "holder-bound" }, who(holder)),
    }
}

fn seconds(milliseconds: u64) -> (&'static str, String) {
    ("seconds", milliseconds.div_ceil(1000).to_string())
}

fn who(holder: &Holder) -> [(&'static str, String); 4] {
    let process = if holder.process.is_empty() { "none" } else { &holder.process };
    [
        ("you", if holder.you { "yes" } else { "no" }.to_owned()),
        ("process", process.to_owned()),
        ("fd", holder.fd.map_or_else(|| "?".to_owned(), |fd| fd.0.to_string())),
        ("address", holder.address.to_string()),
    ]
}

/// Nobody is there; whom one could reach instead.
fn refused(call: &Call, facts: &Facts, socket: Option<&Socket>) -> Explanation {
    let address = target(call, socket);
    let is_datagram = socket.is_some_and(|socket| socket.protocol.is_datagram());
    let said = Explanation::default()
        .then(if is_datagram { "refused-datagram" } else { "refused" }, [("address", place(address))]);
    let is_there = |holder: &&Holder| address.is_some_and(|address| is_at(holder, &address));
    let (here, elsewhere): (Vec<_>, Vec<_>) = facts.holders.iter().partition(is_there);
    let said = here.iter().fold(said, |said, holder| said.and(unreached(holder, is_datagram)));
    let open = elsewhere.into_iter().filter(|holder| holder.listening || is_datagram);
    let (services, listening): (Vec<_>, Vec<_>) = open.partition(|holder| holder.service.is_some());
    let said = listening.iter().fold(said, |said, holder| said.and(has(holder))).and(practice(&services));
    match (here.is_empty() && listening.is_empty() && services.is_empty(), is_datagram) {
        (true, false) => said.then("nobody-listens", []).then("do-start-server", []),
        (_, true) => said.then("do-bind-receiver", []),
        (false, false) => said.then("do-same-address", []),
    }
}

/// The practice services in one sentence.
fn practice(services: &[&Holder]) -> Explanation {
    let place = |holder: &&Holder| holder.service.as_ref().map(|service| format!("{service} {}", holder.address));
    let places: Vec<_> = services.iter().filter_map(place).collect();
    match places.is_empty() {
        true => Explanation::default(),
        false => Explanation::default().then("practice-services", [("places", places.join(", "))]),
    }
}

fn is_at(holder: &Holder, address: &Address) -> bool {
    match (holder.address.port(), address.port()) {
        (Some(port), Some(wanted)) => port == wanted,
        _ => holder.address == *address,
    }
}

/// Why a socket at the very port was not reached.
fn unreached(holder: &Holder, is_datagram: bool) -> Explanation {
    match holder.service {
        Some(_) => has(holder),
        None => Explanation::default().then(unreachable(holder, is_datagram), who(holder)),
    }
}

fn unreachable(holder: &Holder, is_datagram: bool) -> &'static str {
    match (holder.kind == SOCK_DGRAM, holder.listening) {
        (true, _) if !is_datagram => "holder-is-udp",
        (false, _) if is_datagram => "holder-is-tcp",
        (_, true) => "holder-listens",
        _ => "holder-bound-only",
    }
}

fn by_errno(call: &Call, errno: Errno, socket: Option<&Socket>) -> Explanation {
    let facts = [
        ("call", call.name().to_owned()),
        ("fd", call.fd().map_or_else(|| "?".to_owned(), |fd| fd.0.to_string())),
        ("address", place(target(call, socket))),
        ("errno", errno.name().map_or_else(|| errno.0.to_string(), str::to_owned)),
        ("words", errno.strerror()),
    ];
    Explanation::default().then(id(call, errno, socket), facts)
}

/// The text for an error; where there is none of its own, one that says what is known.
fn id(call: &Call, errno: Errno, socket: Option<&Socket>) -> &'static str {
    use Errno as E;
    match (errno, call) {
        (E::EAGAIN, _) => not_yet(call),
        (E::EBADF, _) => "closed-meanwhile",
        (E::EINPROGRESS | E::EALREADY, _) => "goes-on",
        (E::ECONNRESET, _) => "reset",
        (E::EPIPE, _) => "broken-pipe",
        (E::ECONNABORTED, _) => "aborted",
        (E::ETIMEDOUT, _) => "no-answer",
        (E::EADDRNOTAVAIL, Call::Bind { .. }) => "no-own-address",
        (E::EADDRNOTAVAIL, _) => "no-port-left",
        (E::ENETUNREACH | E::EHOSTUNREACH, _) => "no-way",
        (E::EACCES, Call::Bind { address, .. }) if address.port().is_some() => "privileged-port",
        (E::EACCES, Call::SendTo { address, .. } | Call::Connect { address, .. }) if address.port().is_some() => {
            "broadcast"
        }
        (E::EACCES | E::EPERM, _) => "not-permitted",
        (E::EMSGSIZE, _) => "too-long",
        (E::EAFNOSUPPORT | E::EPROTONOSUPPORT | E::ESOCKTNOSUPPORT, Call::Socket { .. } | Call::SocketPair { .. }) => {
            "no-such-socket"
        }
        (E::EAFNOSUPPORT | E::EINVAL, Call::Bind { .. } | Call::Connect { .. } | Call::SendTo { .. })
            if has_other_family(call, socket) =>
        {
            "other-family"
        }
        (E::EAFNOSUPPORT, _) => "other-family",
        (E::EPROTOTYPE, _) => "other-kind",
        (E::ENOPROTOOPT, _) => "no-such-option",
        (E::EINVAL, Call::SetSockOpt { .. } | Call::GetSockOpt { .. }) => "bad-option-value",
        (E::EINVAL, Call::Recv { .. }) if is_stream(socket) => "not-connected-unix",
        (E::EOPNOTSUPP, _) => "flag-not-here",
        (E::EINTR, _) => "interrupted",
        (E::ENETDOWN, _) => "relay-gone",
        (E::ENOBUFS | E::ENOMEM, _) => "no-memory",
        (E::ENOENT, Call::Connect { .. } | Call::SendTo { .. } | Call::SendMsg { .. }) => "no-such-name",
        (E::ENOENT | E::ENOTDIR, _) => "no-such-path",
        (E::EEXIST | E::ENOTEMPTY | E::EBUSY | E::EISDIR, _) => "path-in-the-way",
        (E::ENAMETOOLONG, _) => "name-too-long",
        (E::EROFS, _) => "read-only",
        _ => "failed",
    }
}

fn not_yet(call: &Call) -> &'static str {
    match call {
        Call::Accept { .. } => "not-yet-accept",
        Call::Recv { .. } | Call::RecvFrom { .. } | Call::RecvMsg { .. } => "not-yet-recv",
        Call::Connect { .. } => "not-yet-connect",
        _ => "not-yet-send",
    }
}

fn has_other_family(call: &Call, socket: Option<&Socket>) -> bool {
    let family = target(call, None).map(|address| address.family());
    socket.is_some_and(|socket| family.is_some_and(|family| family != socket.family()))
}

fn is_stream(socket: Option<&Socket>) -> bool {
    socket.is_some_and(|socket| socket.protocol == Protocol::UnixStream && socket.state() != State::Connected)
}

//! THE table: what the kernel can answer to each call on a socket in each state, and what becomes of the socket then.
//!
//! Written from POSIX and the man pages (named at each protocol), judged by the kernel. A cell reads as a sentence:
//! `(Listening, Accept) => ok(s) | blocks(s)`, accept on a listening socket succeeds or blocks, and the socket stays as it is. It
//! knows no addresses, flags or descriptors. What happens without a call, because of the peer or of time, is in [`events`].
//!
//! Left out everywhere: errors of a machine without memory, ports or descriptors (`ENOMEM`, `ENOBUFS`, `EMFILE`, ...). They can come
//! at any time, and change nothing.

mod icmp;

use super::cell::{Cell, blocks, fails, ok, wrong};
use super::{CallKind, Exact, Name, Phase, Protocol};
use crate::Errno;

/// What is wrong with a call in a state; `explain` has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It has a local address already.
    AlreadyBound,
    /// It has, or had, a peer already.
    AlreadyConnected,
    /// It listens, so it cannot connect.
    AlreadyListening,
    /// `listen` was not called.
    NotListening,
    /// It has no name to be found by.
    NotBound,
    /// It has no peer.
    NotConnected,
    /// It has no peer and the call names none.
    NoDestination,
    /// Sending was ended.
    WriteShut,
    /// Its protocol has no connections to take.
    Datagrams,
}

/// What the kernel can answer to a call on a socket of this protocol in this state; `None` where the model does not know.
pub fn cell(protocol: Protocol, state: Exact, call: CallKind) -> Option<Cell> {
    match (protocol, call) {
        (Protocol::Other, _) | (_, CallKind::FastOpen) => None,
        (_, CallKind::GetSockName | CallKind::Dup | CallKind::Close) => Some(ok(state).firm()),
        (_, CallKind::SetSockOpt) => Some(ok(state)),
        (_, CallKind::SetReuse) => Some(ok(state.reusing())),
        (_, CallKind::GetSockOpt) => Some(if state.error { ok(state) | ok(state.told()) } else { ok(state) }),
        (Protocol::Tcp, _) => Some(tcp(state, call)),
        (Protocol::Udp, _) => Some(udp(state, call)),
        (Protocol::UnixStream | Protocol::UnixSeqpacket, _) => Some(unix_connection(protocol, state, call)),
        (Protocol::UnixDatagram, _) => Some(unix_datagram(state, call)),
        (Protocol::Ping, _) => Some(icmp::ping(state, call)),
        (Protocol::Raw, _) => Some(icmp::raw(state, call)),
    }
}

/// tcp(7), ip(7), ipv6(7), bind(2), listen(2), accept(2), connect(2), send(2), recv(2), shutdown(2), getpeername(2).
fn tcp(s: Exact, call: CallKind) -> Cell {
    use CallKind::*;
    use Errno as E;
    use Phase::*;
    use Reason::*;
    let is_closed = matches!(s.phase, Unconnected | Failed | Ended | Broken);
    match (s.phase, call) {
        (_, Bind) if is_closed && s.name == Name::Absent => ok(s.named(Name::Given)) | fails(E::EADDRINUSE, s),
        (_, BindAnyPort) if is_closed && s.name == Name::Absent => ok(s.named(Name::Chosen)),
        (_, Bind | BindAnyPort) => wrong(E::EINVAL, AlreadyBound, s),

        // Others may be at the same port.
        (Unconnected, Listen) if s.name != Name::Absent && (s.reuse || s.crowded) => {
            ok(s.serving()) | fails(E::EADDRINUSE, s)
        }
        (Unconnected | Listening, Listen) => ok(s.autobound().serving()),
        (_, Listen) => wrong(E::EINVAL, AlreadyConnected, s).firm(),
        (Listening, Accept) => ok(s) | blocks(s),
        (_, Accept) => wrong(E::EINVAL, NotListening, s).firm(),

        // An error that waits does not keep it from connecting.
        (Unconnected, Connect) if s.reuse || s.crowded => blocks(s.calling()) | fails(E::EADDRNOTAVAIL, s),
        (Unconnected, Connect) => blocks(s.calling()),
        (Connecting, Connect) => blocks(s).firm(),
        (Made, Connect) => ok(s.to(Connected)).firm(),
        (Failed, Connect) if s.error => pending(s.cleared()).firm(),
        (Failed, Connect) => fails(E::ECONNABORTED, s.cleared()).firm(),
        (Listening, Connect) => wrong(E::EISCONN, AlreadyListening, s).firm(),
        (Connected | Ended, Connect) => wrong(E::EISCONN, AlreadyConnected, s).firm(),
        (Broken, Connect) => fails(E::EINVAL, s).firm(),

        // What came before the error can still be read, and so can the end.
        (Failed | Ended, Send | SendTo) if s.error => pending(s.told()),
        (Failed | Ended, Recv) if s.error => ok(s) | pending(s.told()),
        (_, Send | SendTo | Recv) if s.error => received(s) | pending(s.told()),

        (Connecting, Send | SendTo) if !s.write_shut => blocks(s),
        (Made | Connected, Send | SendTo) if !s.write_shut => ok(s) | blocks(s),
        (Connecting | Made | Connected | Ended, Send | SendTo) => wrong(E::EPIPE, WriteShut, s),
        (_, Send | SendTo) => wrong(E::EPIPE, NotConnected, s),

        (Unconnected, Recv) if s.read_shut => ok(s),
        (Unconnected | Listening, Recv) => wrong(E::ENOTCONN, NotConnected, s),
        (Connecting | Made | Connected, Recv) => received(s),
        (Failed | Ended | Broken, Recv) => ok(s),

        // It fails, and takes effect all the same.
        (Unconnected, ShutdownRead | ShutdownWrite | ShutdownBoth) => wrong(E::ENOTCONN, NotConnected, shut(s, call)),
        (Listening, ShutdownWrite) => ok(s),
        (Listening, ShutdownRead | ShutdownBoth) => ok(s.fresh()),
        (Connecting, ShutdownRead | ShutdownWrite | ShutdownBoth) => ok(s.fresh().with_error()),
        (Failed | Broken, ShutdownRead | ShutdownWrite | ShutdownBoth) => fails(E::ENOTCONN, s.to(Broken)),
        (Made | Connected, ShutdownRead | ShutdownWrite | ShutdownBoth) => ok(shut(s.to(Connected), call)),
        (Ended, ShutdownRead | ShutdownWrite | ShutdownBoth) => wrong(E::ENOTCONN, NotConnected, s),

        (Made | Connected, GetPeerName) => ok(s),
        (_, GetPeerName) => wrong(E::ENOTCONN, NotConnected, s).firm(),

        (_, GetSockName | GetSockOpt | SetSockOpt | SetReuse | Dup | Close | FastOpen) => ok(s),
    }
}

/// Without the directions that a `shutdown` ends.
fn shut(s: Exact, call: CallKind) -> Exact {
    match call {
        CallKind::ShutdownRead => s.without_read(),
        CallKind::ShutdownWrite => s.without_write(),
        _ => s.without_both(),
    }
}

/// Data, or nothing yet, or the end.
fn received(s: Exact) -> Cell {
    if s.read_shut || s.finished { ok(s) } else { ok(s) | blocks(s) }
}

/// What a handshake or a connection can end with, tcp(7).
fn pending(next: Exact) -> Cell {
    fails(Errno::ECONNREFUSED, next)
        | fails(Errno::ECONNRESET, next)
        | fails(Errno::EPIPE, next)
        | fails(Errno::ETIMEDOUT, next)
}

/// udp(7), and the man pages of the calls. A peer is only an address here.
fn udp(s: Exact, call: CallKind) -> Cell {
    use CallKind::*;
    use Errno as E;
    use Phase::*;
    use Reason::*;
    match (s.phase, call) {
        (_, Bind) if s.name == Name::Absent => ok(s.named(Name::Given)) | fails(E::EADDRINUSE, s),
        (_, BindAnyPort) if s.name == Name::Absent => ok(s.named(Name::Chosen)),
        (_, Bind | BindAnyPort) => wrong(E::EINVAL, AlreadyBound, s),
        (_, Listen | Accept) => wrong(E::EOPNOTSUPP, Datagrams, s).firm(),
        (_, Connect) => ok(s.to(Connected).autobound()),

        (_, Send | SendTo | Recv) if s.error => fails(E::ECONNREFUSED, s.told()),
        (Unconnected, Send) => wrong(E::EDESTADDRREQ, NoDestination, s.autobound()),
        (_, Send | SendTo) if s.write_shut => wrong(E::EPIPE, WriteShut, s.autobound()),
        (_, Send | SendTo) => ok(s.autobound()),
        // Nobody can send to a socket without a port. A blocking recv after shutdown ends without bytes.
        (_, Recv) if s.name == Name::Absent && !s.read_shut => blocks(s),
        (_, Recv) => ok(s) | blocks(s),

        // It fails, and takes effect all the same.
        (Unconnected, ShutdownRead | ShutdownWrite | ShutdownBoth) => wrong(E::ENOTCONN, NotConnected, shut(s, call)),
        (_, ShutdownRead | ShutdownWrite | ShutdownBoth) => ok(shut(s, call)),

        (Connected, GetPeerName) => ok(s),
        (_, GetPeerName) => wrong(E::ENOTCONN, NotConnected, s).firm(),
        (_, GetSockName | GetSockOpt | SetSockOpt | SetReuse | Dup | Close | FastOpen) => ok(s),
    }
}

/// unix(7), `SOCK_STREAM` and `SOCK_SEQPACKET`. `connect` never waits for `accept`, only for room in the queue.
fn unix_connection(protocol: Protocol, s: Exact, call: CallKind) -> Cell {
    use CallKind::*;
    use Errno as E;
    use Phase::*;
    use Reason::*;
    let is_stream = protocol == Protocol::UnixStream;
    match (s.phase, call) {
        (_, Bind) if s.name == Name::Absent => ok(s.named(Name::Given)) | fails(E::EADDRINUSE, s),
        (_, Bind) => wrong(E::EINVAL, AlreadyBound, s),
        // To no name at all: the kernel chooses one, once.
        (_, BindAnyPort) => ok(s.autobound()),

        (Unconnected | Listening, Listen) if s.name != Name::Absent => ok(s.to(Listening)),
        (Unconnected, Listen) => wrong(E::EINVAL, NotBound, s).firm(),
        (_, Listen) => wrong(E::EINVAL, AlreadyConnected, s).firm(),
        (Listening, Accept) => ok(s) | blocks(s),
        (_, Accept) => wrong(E::EINVAL, NotListening, s).firm(),

        (Unconnected, Connect) => ok(s.to(Connected)) | blocks(s) | not_found(s),
        (Listening, Connect) => wrong(E::EINVAL, AlreadyListening, s) | blocks(s) | not_found(s),
        (_, Connect) => wrong(E::EISCONN, AlreadyConnected, s) | blocks(s) | not_found(s),

        (Connected, SendTo) if is_stream => wrong(E::EISCONN, AlreadyConnected, s),
        (_, SendTo) if is_stream => wrong(E::EOPNOTSUPP, NotConnected, s),
        // Messages ask for the error first; a stream looks at the end of sending, which comes with it.
        (Connected, Send | SendTo) if s.error && !is_stream => fails(E::ECONNRESET, s.told()),
        (Connected, Send | SendTo) if s.write_shut || s.deaf => wrong(E::EPIPE, WriteShut, s),
        (Connected, Send | SendTo) => ok(s) | blocks(s),
        (_, Send | SendTo) => wrong(E::ENOTCONN, NotConnected, s),

        (Connected, Recv) if s.error => ok(s) | fails(E::ECONNRESET, s.told()),
        (Connected, Recv) => received(s),
        (_, Recv) if is_stream => wrong(E::EINVAL, NotConnected, s),
        (_, Recv) => wrong(E::ENOTCONN, NotConnected, s),

        (_, ShutdownRead | ShutdownWrite | ShutdownBoth) => ok(shut(s, call)),

        (Connected, GetPeerName) => ok(s),
        (_, GetPeerName) => wrong(E::ENOTCONN, NotConnected, s).firm(),
        (_, GetSockName | GetSockOpt | SetSockOpt | SetReuse | Dup | Close | FastOpen) => ok(s),
    }
}

/// Nobody is there, or nobody who speaks the same.
fn not_found(s: Exact) -> Cell {
    fails(Errno::ECONNREFUSED, s) | fails(Errno::EPROTOTYPE, s) | fails(Errno::EPERM, s)
}

/// unix(7), `SOCK_DGRAM`.
fn unix_datagram(s: Exact, call: CallKind) -> Cell {
    use CallKind::*;
    use Errno as E;
    use Phase::*;
    use Reason::*;
    match (s.phase, call) {
        (_, Bind) if s.name == Name::Absent => ok(s.named(Name::Given)) | fails(E::EADDRINUSE, s),
        (_, Bind) => wrong(E::EINVAL, AlreadyBound, s),
        (_, BindAnyPort) => ok(s.autobound()),
        (_, Listen | Accept) => wrong(E::EOPNOTSUPP, Datagrams, s).firm(),
        (_, Connect) => ok(s.to(Connected)) | not_found(s),

        (_, Send | SendTo) if s.error => fails(E::ECONNRESET, s.told()),
        (_, Send | SendTo) if s.write_shut => wrong(E::EPIPE, WriteShut, s),
        (Connected, Send) => {
            // A peer that is gone is forgotten.
            ok(s) | blocks(s) | fails(E::ECONNREFUSED, s.to(Unconnected)) | fails(E::EPERM, s) | fails(E::EPIPE, s)
        }
        (_, Send) => wrong(E::ENOTCONN, NoDestination, s),
        (_, SendTo) => ok(s) | blocks(s) | not_found(s) | fails(E::EPIPE, s),

        (_, Recv) if s.error => fails(E::ECONNRESET, s.told()),
        (Unconnected, Recv) if s.name == Name::Absent && !s.read_shut => blocks(s),
        (_, Recv) => ok(s) | blocks(s),

        (_, ShutdownRead | ShutdownWrite | ShutdownBoth) => ok(shut(s, call)),

        (Connected, GetPeerName) => ok(s),
        (_, GetPeerName) => wrong(E::ENOTCONN, NotConnected, s).firm(),
        (_, GetSockName | GetSockOpt | SetSockOpt | SetReuse | Dup | Close | FastOpen) => ok(s),
    }
}

/// What a call leaves behind that failed because of its arguments, where the kernel had come so far.
pub fn fault(protocol: Protocol, s: Exact, call: CallKind) -> Exact {
    match (protocol, call) {
        (Protocol::Udp | Protocol::Ping, CallKind::Connect | CallKind::Send | CallKind::SendTo) => s.autobound(),
        _ => s,
    }
}

/// What can become of a socket while no call is made on it: the peer closes or resets, a handshake ends, time runs out.
pub fn events(protocol: Protocol, s: Exact) -> impl Iterator<Item = Exact> {
    use Phase::*;
    let ended = s.released().without_both();
    let events = match (protocol, s.phase) {
        (Protocol::Tcp, Connecting) => [Some(s.to(Made)), Some(ended.to(Failed).with_error()), None],
        (Protocol::Tcp, Made) => [
            Some(s.finished()),
            Some(ended.to(Failed).with_error()),
            // Connected to itself, with its own end on the way.
            s.write_shut.then_some(ended.to(Failed)),
        ],
        (Protocol::Tcp, Connected) => [
            Some(s.finished()),
            Some(ended.to(Ended).with_error()),
            // Both sides have ended their direction.
            s.write_shut.then_some(ended.to(Ended)),
        ],
        (Protocol::Udp, Connected) => [Some(s.with_error()), None, None],
        (Protocol::UnixStream | Protocol::UnixSeqpacket, Connected) => {
            [Some(s.finished()), Some(s.deaf()), Some(s.finished().deaf().with_error())]
        }
        (Protocol::UnixDatagram, Connected) => [Some(s.with_error()), None, None],
        _ => [None, None, None],
    };
    events.into_iter().flatten()
}

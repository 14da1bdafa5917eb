//! What the other sockets of a session say about a call: whether its address is taken, and by what.
//!
//! Sockets that are shared, or about to change, say nothing. That an address is free, or nobody is there, is certain only in a room
//! where no other process is.

use super::possible::Prediction;
use super::session::SocketId;
use super::socket::Socket;
use super::{Answer, CallKind, Name, Phase, Protocol, Session};
use crate::{Address, Call, Errno, Fd, Outcome};

/// Ports that the kernel chooses by itself: `ip_local_port_range` of ip(7) lies within.
const CHOSEN_PORTS: std::ops::RangeInclusive<u16> = 32_768..=60_999;

/// Who has an address.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder<'a> {
    /// Nobody.
    Nobody,
    /// This socket of the session, and it alone.
    Own(SocketId, &'a Socket),
    /// Somebody may have it.
    Unknown,
}

impl Session {
    /// The socket of the session that keeps a call to `bind` from its address for certain.
    pub(super) fn obstacle(&self, kind: CallKind, call: &Call, socket: &Socket) -> Option<Fd> {
        match (kind, call) {
            (CallKind::Bind, Call::Bind { address, .. }) if socket.can_be_bound_to(call) => {
                match self.holder(socket, address) {
                    Holder::Own(id, _) => self.lowest_fd(id),
                    Holder::Nobody | Holder::Unknown => None,
                }
            }
            _ => None,
        }
    }

    /// Takes from a prediction what the other sockets rule out.
    pub(super) fn narrow(&self, kind: CallKind, call: &Call, socket: &Socket, prediction: &mut Prediction) {
        if prediction.is_open() {
            return;
        }
        match (kind, call) {
            (CallKind::Bind, Call::Bind { address, .. }) => match self.holder(socket, address) {
                Holder::Nobody => prediction.retain(|answer| answer != Answer::Fails(Errno::EADDRINUSE)),
                Holder::Own(..) => prediction.retain(|answer| answer != Answer::Ok),
                Holder::Unknown => {}
            },
            (CallKind::Accept, _) if socket.protocol.is_unix() && self.is_alone() && socket.is_settled() => {
                if let Some(queued) = socket.queued {
                    prediction.retain(|answer| answer != if queued > 0 { Answer::Blocks } else { Answer::Ok });
                }
            }
            (CallKind::Connect, Call::Connect { address, .. }) if socket.protocol.is_unix() => {
                self.narrow_connect(socket, address, prediction);
            }
            _ => {}
        }
    }

    /// unix(7): the kernel looks for the name first, then at what is there.
    fn narrow_connect(&self, socket: &Socket, address: &Address, prediction: &mut Prediction) {
        use Errno as E;
        let found = match self.holder(socket, address) {
            Holder::Nobody => Some(E::ECONNREFUSED),
            Holder::Own(_, holder) if holder.protocol == Protocol::UnixDatagram => None,
            Holder::Own(_, holder) if holder.are_all(|state| state.phase == Phase::Listening && !state.read_shut) => {
                None
            }
            Holder::Own(_, holder) if holder.are_all(|state| state.phase != Phase::Listening || state.read_shut) => {
                Some(E::ECONNREFUSED)
            }
            Holder::Own(..) | Holder::Unknown => return,
        };
        let is_about_the_peer = |answer| {
            matches!(answer, Answer::Fails(E::ECONNREFUSED | E::EPROTOTYPE)) || answer == Answer::Fails(E::EPERM)
        };
        match found {
            Some(errno) => prediction.retain(|answer| answer == Answer::Fails(errno)),
            // A datagram socket that has another peer takes nothing from this one.
            None if socket.protocol == Protocol::UnixDatagram => {
                prediction.retain(|answer| !matches!(answer, Answer::Fails(E::ECONNREFUSED | E::EPROTOTYPE)));
            }
            None => prediction.retain(|answer| !is_about_the_peer(answer)),
        }
        if let (None, Holder::Own(_, listener), true) = (found, self.holder(socket, address), self.is_alone())
            && let Some(is_full) = listener.has_full_queue()
        {
            prediction.retain(|answer| (answer == Answer::Blocks) == is_full);
        }
    }

    /// Notes a connection in the queue of its listener, where that is the session's own.
    pub(super) fn note_connection(&mut self, call: &Call, outcome: &Outcome, caller: SocketId) {
        let (Call::Connect { address, .. }, Outcome::Ok(_)) = (call, outcome) else { return };
        let Some(caller) = self.sockets.get(&caller).filter(|caller| caller.protocol.is_unix()) else { return };
        let protocol = caller.protocol;
        if let Holder::Own(id, _) = self.holder(caller, address) {
            if let Some(listener) = self.sockets.get_mut(&id) {
                listener.queued = listener.queued.map(|queued| queued + 1);
            }
        } else {
            // It is in the queue of one of them.
            let listeners = self.sockets.values_mut().filter(|socket| socket.protocol == protocol);
            listeners.for_each(|listener| listener.queued = None);
        }
    }

    /// Who has an address that `asking` turns to.
    fn holder(&self, asking: &Socket, address: &Address) -> Holder<'_> {
        let mut found = Holder::Nobody;
        for (id, socket) in &self.sockets {
            match socket.holds(asking.protocol, address) {
                Some(true) => found = Holder::Own(*id, socket),
                Some(false) => {}
                None => return Holder::Unknown,
            }
        }
        let is_free = self.is_alone() && !self.lingers(asking.protocol, address) && !may_rest(asking.protocol, address);
        if matches!(found, Holder::Nobody) && !is_free { Holder::Unknown } else { found }
    }
}

impl Socket {
    /// Whether this socket has the address, and keeps other sockets of the protocol from it; `None` if that cannot be told.
    fn holds(&self, protocol: Protocol, address: &Address) -> Option<bool> {
        if self.protocol == Protocol::Other {
            return None;
        }
        // Abstract names, the only ones of AF_UNIX that are looked at here, are different for each kind of socket.
        if self.protocol != protocol || self.protocol == Protocol::Raw || self.is_accepted_from_unix() {
            return Some(false);
        }
        if !self.is_settled() {
            return None;
        }
        // A port that the kernel chose may have been given back, and another be chosen.
        let local = self.local().filter(|_| self.are_all(|state| state.name == Name::Given));
        match (local, address.port()) {
            (Some(local), _) if local == *address => self.keeps_its_name().then_some(true),
            (Some(local), Some(port)) if local.port() == Some(port) => is_apart(&local, address).then_some(false),
            (Some(_), _) => Some(false),
            (None, _) if self.are_all(|state| state.name == Name::Absent) => Some(false),
            // What the kernel chose is not known, but what it can choose is.
            (None, Some(port)) => {
                (self.are_all(|state| state.name != Name::Given) && !CHOSEN_PORTS.contains(&port)).then_some(false)
            }
            (None, None) => (!may_be_chosen(address)).then_some(false),
        }
    }

    fn keeps_its_name(&self) -> bool {
        // Those of icmp(7) may share an identifier from the beginning.
        self.protocol != Protocol::Ping && self.are_all(|state| state.name == Name::Given && !state.reuse)
    }
}

/// Whether a connection that has ended may rest there, though its socket is still open: a port that the kernel chose is given back.
fn may_rest(protocol: Protocol, address: &Address) -> bool {
    protocol == Protocol::Tcp && address.port().is_some_and(|port| CHOSEN_PORTS.contains(&port))
}

/// IPv4's loopback and IPv6's have ports of their own.
fn is_apart(one: &Address, other: &Address) -> bool {
    !one.is_unspecified() && !other.is_unspecified() && one.family() != other.family()
}

/// The kernel chooses five hexadecimal digits, unix(7).
fn may_be_chosen(address: &Address) -> bool {
    match address {
        Address::Unix { path } => path.as_bytes().len() == 6 && path.as_bytes()[1..].iter().all(u8::is_ascii_hexdigit),
        Address::Inet { .. } | Address::Inet6 { .. } => true,
    }
}

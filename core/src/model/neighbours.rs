//! What the other sockets of a session say about a call: whether its address is taken, and by what.
//!
//! Sockets that are shared, or about to change, say nothing. That an address is free, or nobody is there, is certain only in a room
//! where no other process is.

use super::possible::Prediction;
use super::session::SocketId;
use super::socket::Socket;
use super::{Answer, CallKind, Name, Phase, Protocol, Session};
use crate::{Address, Call, Errno, Fd, Outcome, Wait};

/// Ports that the kernel chooses by itself: `ip_local_port_range` of ip(7) lies within.
const CHOSEN_PORTS: std::ops::RangeInclusive<u16> = 32_768..=60_999;

/// What a socket may have, as far as its own states tell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Claim {
    /// Anything: calls in flight, or another process, may have changed it.
    Unknown,
    /// At most its local address, as far as that is known, and what this says.
    Only {
        /// Whether it still has that for certain.
        is_kept: bool,
        /// Whether it may have what the kernel chose: that may have been given back, and another be chosen.
        may_be_chosen: bool,
    },
}

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
        // Raw sockets hear what the kernel says of other things too.
        let is_addressed = matches!(socket.protocol, Protocol::Udp | Protocol::Ping);
        match (kind, call) {
            (CallKind::Bind, Call::Bind { address, .. }) => match self.holder(socket, address) {
                Holder::Nobody => prediction.retain(|answer| answer != Answer::Fails(Errno::EADDRINUSE)),
                Holder::Own(..) => prediction.retain(|answer| answer != Answer::Ok),
                Holder::Unknown => {}
            },
            // A blocking one ends without bytes after shutdown.
            (CallKind::Recv, _)
                if is_addressed
                    && self.is_quiet()
                    && (call.wait() == Some(Wait::Never) || socket.are_all(|state| !state.read_shut)) =>
            {
                prediction.retain(|answer| answer == Answer::Blocks);
            }
            (CallKind::Send | CallKind::SendTo, _) if is_addressed && self.is_quiet() => {
                prediction.retain(|answer| !matches!(answer, Answer::Fails(Errno::ECONNREFUSED | Errno::EHOSTUNREACH)));
            }
            (CallKind::Accept, _) if socket.protocol.is_unix() && self.is_alone() && socket.is_settled() => {
                if let Some(queued) = socket.queued {
                    prediction.retain(|answer| answer != if queued > 0 { Answer::Blocks } else { Answer::Ok });
                }
            }
            (CallKind::Connect, Call::Connect { address, .. }) if socket.protocol.is_unix() => {
                self.narrow_connect(socket, address, prediction);
            }
            (CallKind::SendTo, Call::SendTo { address, .. })
                if socket.protocol == Protocol::UnixDatagram
                    && socket.are_all(|state| !state.write_shut && !state.error) =>
            {
                self.narrow_sendto(socket, address, prediction);
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

    /// unix(7): the kernel looks for the name first, then whether the socket there takes datagrams, and from this one.
    fn narrow_sendto(&self, socket: &Socket, address: &Address, prediction: &mut Prediction) {
        use Errno as E;
        match self.holder(socket, address) {
            Holder::Nobody => prediction.retain(|answer| answer == Answer::Fails(E::ECONNREFUSED)),
            Holder::Own(_, receiver) => {
                let fails = |errno| move |answer| answer == Answer::Fails(errno);
                prediction.retain(|answer| !fails(E::ECONNREFUSED)(answer) && !fails(E::EPROTOTYPE)(answer));
                if receiver.are_all(|state| state.phase == Phase::Unconnected) {
                    prediction.retain(|answer| !fails(E::EPERM)(answer));
                    if receiver.are_all(|state| state.read_shut) {
                        prediction.retain(fails(E::EPIPE));
                    } else if receiver.are_all(|state| !state.read_shut) {
                        prediction.retain(|answer| !fails(E::EPIPE)(answer));
                    }
                }
            }
            Holder::Unknown => {}
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
            match socket.holds(asking, address) {
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
    /// What it claims now. It is worked out when its states change, so that a `bind` is judged by a look at each of many sockets.
    pub(super) fn work_out_claim(&self) -> Claim {
        if !self.is_settled() || (self.local().is_none() && !self.are_all(|state| state.name != Name::Given)) {
            return Claim::Unknown;
        }
        Claim::Only {
            is_kept: self.are_all(|state| state.name == Name::Given),
            may_be_chosen: !self.are_all(|state| state.name != Name::Chosen),
        }
    }

    /// Whether this socket has the address, and keeps the asking one from it; `None` if that cannot be told.
    fn holds(&self, asking: &Socket, address: &Address) -> Option<bool> {
        if self.protocol == Protocol::Other {
            return None;
        }
        // Abstract names, the only ones of AF_UNIX that are looked at here, are different for each kind of socket.
        if self.protocol != asking.protocol || self.protocol == Protocol::Raw || self.is_accepted_from_unix() {
            return Some(false);
        }
        let Claim::Only { is_kept, may_be_chosen } = self.claim() else { return None };
        match self.local_ref() {
            Some(own) if own == address => (is_kept && !(self.may_share() && asking.may_share())).then_some(true),
            Some(own) if own.port().is_some() && own.port() == address.port() => {
                is_apart(own, address).then_some(false)
            }
            _ => (!may_be_chosen || !can_be_chosen(address)).then_some(false),
        }
    }

    /// Whether it may share an address, as both have to, socket(7). Those of icmp(7) may from the beginning.
    fn may_share(&self) -> bool {
        self.protocol == Protocol::Ping || !self.are_all(|state| !state.reuse)
    }
}

/// Whether a connection that has ended may rest there, though its socket is still open: a port that the kernel chose is given back.
fn may_rest(protocol: Protocol, address: &Address) -> bool {
    protocol == Protocol::Tcp && can_be_chosen(address)
}

/// IPv4's loopback and IPv6's have ports of their own.
fn is_apart(one: &Address, other: &Address) -> bool {
    !one.is_unspecified() && !other.is_unspecified() && one.family() != other.family()
}

/// Whether the kernel may choose it by itself: five hexadecimal digits, unix(7), or one of its ports.
fn can_be_chosen(address: &Address) -> bool {
    match address {
        Address::Unix { path } => path.as_bytes().len() == 6 && path.as_bytes()[1..].iter().all(u8::is_ascii_hexdigit),
        Address::Inet { port, .. } | Address::Inet6 { port, .. } => CHOSEN_PORTS.contains(port),
    }
}

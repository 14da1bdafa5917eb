//! The sockets of one session as far as its calls tell. Both ends keep one: check; if refused, answer without making the call;
//! else begin, make the call, end.

use super::socket::Socket;
use super::{Answer, CallKind, Description, Exact, Name, Prediction, Protocol, State, explain};
use crate::{Address, Call, Control, Errno, Explanation, Facts, Fd, Outcome, Reply};
use std::collections::{BTreeMap, BTreeSet};

/// What the model says of a call before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may travel: the kernel knows the answer.
    Allowed,
    /// The kernel would answer this for certain, and nothing else would happen.
    Refused {
        /// The kernel's answer.
        errno: Errno,
        /// The reason, and the call to make instead.
        why: Explanation,
    },
}

/// The sockets of one session. Calls may overlap; what is in flight is judged leniently.
#[derive(Debug, Default)]
pub struct Session {
    /// Which socket each descriptor names; after `dup`, several name one.
    pub(super) names: BTreeMap<Fd, SocketId>,
    pub(super) sockets: BTreeMap<SocketId, Socket>,
    last_id: SocketId,
    /// Those that are no sockets, and no files either: nobody needs a picture of them.
    epolls: BTreeSet<SocketId>,
    /// Calls still in flight on sockets that were closed; their descriptors may name new sockets by now.
    orphans: Vec<Call>,
    /// How many calls in flight open a descriptor; until they end, any free one may be open.
    opening: usize,
    /// No other process is in the room, and none was.
    alone: bool,
    /// It is alone, and has not sent a datagram over IP: none can be on its way, and no ICMP error.
    quiet: bool,
    /// The addresses of TCP sockets that were closed: connections may keep them for some minutes. `None` is one that is not known.
    lingering: BTreeSet<Option<u16>>,
}

/// Grows within a session, and is never used twice.
pub(super) type SocketId = u64;

impl Session {
    /// Of the only process in a room that is new: what it does not know of is not there.
    pub fn alone() -> Session {
        Session { alone: true, quiet: true, ..Session::default() }
    }

    /// Judges a call that is about to be made.
    pub fn check(&self, call: &Call) -> Verdict {
        let Some((fd, kind)) = call.fd().zip(CallKind::of(call)) else { return Verdict::Allowed };
        let Some(socket) = self.socket(fd) else { return self.check_without_socket(fd, kind) };
        if let Some((errno, reason)) = socket.refusal(kind, call) {
            return Verdict::Refused { errno, why: explain::why(reason, call.name(), fd, socket) };
        }
        match (self.obstacle(kind, call, socket), call) {
            (Some(holder), Call::Bind { address, .. }) => {
                Verdict::Refused { errno: Errno::EADDRINUSE, why: explain::taken(*address, holder) }
            }
            _ => Verdict::Allowed,
        }
    }

    /// What the kernel can answer to a call with this payload.
    pub fn predict(&self, call: &Call, payload: &[u8]) -> Prediction {
        let Some((fd, kind)) = call.fd().zip(CallKind::of(call)) else { return Prediction::UNKNOWN };
        match (self.socket(fd), self.check_without_socket(fd, kind)) {
            (Some(socket), _) => {
                let mut prediction = socket.predict(kind, call, payload);
                self.narrow(kind, call, socket, &mut prediction);
                prediction
            }
            (None, Verdict::Refused { errno, .. }) => Prediction::certain(errno),
            (None, Verdict::Allowed) => Prediction::UNKNOWN,
        }
    }

    /// Why a call failed, where that is known, by what the room knows too. To be asked before [`end`](Self::end): it is about the
    /// socket as the call found it.
    pub fn explain(&self, call: &Call, outcome: &Outcome, facts: &Facts) -> Option<Explanation> {
        let socket = call.fd().and_then(|fd| self.socket(fd));
        match outcome {
            Outcome::Failed { errno } => {
                let reasoned = self.explain_by_table(call, *errno);
                Some(reasoned.unwrap_or_else(|| explain::failed(call, *errno, facts, socket)))
            }
            Outcome::Refused { why, .. } => Some(why.clone()),
            Outcome::TimedOut => Some(explain::timed_out(call, socket)),
            Outcome::Ok(_) => None,
        }
    }

    /// By the reason that the table has for an error in this state.
    fn explain_by_table(&self, call: &Call, errno: Errno) -> Option<Explanation> {
        let (fd, kind) = call.fd().zip(CallKind::of(call))?;
        let socket = self.socket(fd)?;
        Some(explain::why(Some(socket.reason(kind, errno)?), call.name(), fd, socket))
    }

    /// What a call that may block waits for, and what would wake it; `None` for one that does not block.
    pub fn waits_for(&self, call: &Call) -> Option<Explanation> {
        explain::waits_for(call, call.fd().and_then(|fd| self.socket(fd)))
    }

    /// A call that was allowed is being made, with this payload. `close` takes effect here.
    pub fn begin(&mut self, call: &Call, payload: &[u8]) {
        if opens(call) {
            self.opening += 1;
        }
        if let Call::SendMsg { control, .. } = call {
            self.share(control);
        }
        self.quiet = self.quiet && !self.sends_over_ip(call, payload);
        let Some((fd, kind)) = call.fd().zip(CallKind::of(call)) else { return };
        if kind == CallKind::Close {
            self.close(fd);
        } else if let Some(socket) = self.names.get(&fd).and_then(|id| self.sockets.get_mut(id)) {
            socket.begin(kind, call, payload);
        }
    }

    /// A call that was begun has ended, and received these bytes.
    pub fn end(&mut self, call: &Call, outcome: &Outcome, received: &[u8]) {
        if opens(call) {
            self.opening = self.opening.saturating_sub(1);
        }
        let landed = self.land(call, outcome, received);
        if let Some(id) = landed {
            self.note_connection(call, outcome, id);
        }
        let Outcome::Ok(reply) = outcome else { return };
        match (call, reply) {
            (Call::Socket { family, kind, protocol }, Reply::Opened { fd }) => {
                self.enter(*fd, Socket::created(Protocol::of(*family, *kind, *protocol), *family));
            }
            (Call::SocketPair { family, kind, protocol }, Reply::OpenedPair { fds }) => {
                let protocol = Protocol::of(*family, *kind, *protocol);
                fds.iter().for_each(|fd| self.enter(*fd, Socket::paired(protocol, *family)));
            }
            (Call::Dup { .. }, Reply::Opened { fd }) => {
                if let Some(id) = landed {
                    self.names.insert(*fd, id);
                } else {
                    self.enter(*fd, Socket::foreign());
                }
            }
            // No socket at all; to the model it is one of which nothing is known.
            (Call::MemFdCreate { .. }, Reply::Opened { fd }) => self.enter(*fd, Socket::foreign()),
            (Call::EpollCreate, Reply::Opened { fd }) => {
                self.enter(*fd, Socket::foreign());
                self.epolls.insert(self.last_id);
            }
            (Call::Accept { .. }, Reply::Accepted { fd, address }) => {
                let listener = landed.and_then(|id| self.sockets.get(&id));
                self.enter(*fd, listener.map_or_else(Socket::foreign, |listener| listener.accepted(*address)));
            }
            (Call::RecvMsg { .. }, Reply::ReceivedMessage { control, .. }) => {
                rights(control).for_each(|fd| self.enter(fd, Socket::foreign()));
            }
            _ => {}
        }
    }

    /// Names the socket of a descriptor, as [`Description::id`] does; `None` when it is not one.
    pub fn id(&self, fd: Fd) -> Option<u64> {
        self.names.get(&fd).copied().filter(|id| !self.epolls.contains(id))
    }

    /// The socket that a descriptor names, as far as known; `None` when it is not one.
    pub fn describe(&self, fd: Fd) -> Option<Description> {
        let id = self.id(fd)?;
        let fds = self.names.iter().filter(|(_, socket)| **socket == id).map(|(fd, _)| *fd);
        Some(self.sockets.get(&id)?.describe(id, fds.collect()))
    }

    /// The local address of a socket, as far as known.
    pub fn local_address(&self, fd: Fd) -> Option<Address> {
        self.socket(fd)?.local()
    }

    /// The states a socket can be in, in full; none when the descriptor is not one.
    pub fn states(&self, fd: Fd) -> &[Exact] {
        self.socket(fd).map_or(&[], Socket::states)
    }

    /// The state of a socket in one word; `None` when the descriptor is not one.
    pub fn state(&self, fd: Fd) -> Option<State> {
        Some(self.socket(fd)?.state())
    }

    /// The lowest descriptor of a socket.
    pub(super) fn lowest_fd(&self, id: SocketId) -> Option<Fd> {
        self.names.iter().find(|(_, named)| **named == id).map(|(fd, _)| *fd)
    }

    /// Whether what it does not know of is not there.
    pub(super) fn is_alone(&self) -> bool {
        self.alone && self.orphans.is_empty()
    }

    /// Whether it has nothing to hear over IP but what streams bring.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet && self.is_alone()
    }

    /// Whether the call may put a datagram, or an error for one, on its way.
    fn sends_over_ip(&self, call: &Call, payload: &[u8]) -> bool {
        let socket = call.fd().and_then(|fd| self.socket(fd));
        let is_over_ip = |socket: &Socket| {
            matches!(socket.protocol, Protocol::Udp | Protocol::Ping | Protocol::Raw | Protocol::Other)
        };
        let is_sending = matches!(CallKind::of(call), Some(CallKind::Send | CallKind::SendTo | CallKind::FastOpen));
        is_sending && socket.is_none_or(is_over_ip) && self.predict(call, payload).contains(Answer::Ok)
    }

    /// Whether a closed connection may still have this port, tcp(7).
    pub(super) fn lingers(&self, protocol: Protocol, address: &Address) -> bool {
        protocol == Protocol::Tcp && (self.lingering.contains(&None) || self.lingering.contains(&address.port()))
    }

    fn socket(&self, fd: Fd) -> Option<&Socket> {
        self.sockets.get(self.names.get(&fd)?)
    }

    /// A new socket, and its first name.
    fn enter(&mut self, fd: Fd, socket: Socket) {
        self.close(fd);
        self.last_id += 1;
        self.sockets.insert(self.last_id, socket);
        self.names.insert(fd, self.last_id);
    }

    /// Frees a name, and with the last one the socket.
    fn close(&mut self, fd: Fd) {
        let Some(id) = self.names.remove(&fd) else { return };
        if self.names.values().any(|other| *other == id) {
            return;
        }
        self.epolls.remove(&id);
        if let Some(socket) = self.sockets.remove(&id) {
            self.note_lingering(&socket);
            self.orphans.extend(socket.into_in_flight());
        }
    }

    fn note_lingering(&mut self, socket: &Socket) {
        let was_used = !socket.are_all(|state| state.name == Name::Absent || state == Exact::CREATED);
        let was_chosen =
            !socket.is_accepted() && socket.local().is_none() && socket.are_all(|state| state.name != Name::Given);
        if socket.protocol == Protocol::Tcp && was_used && !was_chosen {
            self.lingering.insert(socket.local().and_then(|address| address.port()));
        }
    }

    /// Another process may have these sockets from now on, and do with them what is not seen here.
    fn share(&mut self, control: &[Control]) {
        for fd in rights(control) {
            self.quiet = false;
            if let Some(socket) = self.names.get(&fd).and_then(|id| self.sockets.get_mut(id)) {
                socket.share();
            }
        }
    }

    /// 0, 1 and 2 are the terminal's. Another descriptor is closed, unless a call in flight is about to open it.
    fn check_without_socket(&self, fd: Fd, kind: CallKind) -> Verdict {
        match fd.0 {
            0..=2 if kind == CallKind::Close => Verdict::Allowed,
            0..=2 => Verdict::Refused { errno: Errno::ENOTSOCK, why: explain::terminal(fd) },
            3.. if self.opening > 0 => Verdict::Allowed,
            _ => Verdict::Refused { errno: Errno::EBADF, why: explain::closed(fd) },
        }
    }

    /// Ends a call on the socket it was begun on; `None` when that was closed meanwhile, or cannot be told.
    fn land(&mut self, call: &Call, outcome: &Outcome, received: &[u8]) -> Option<SocketId> {
        let orphan = self.orphans.iter().position(|orphan| orphan == call);
        let mut holders = self.sockets.iter_mut().filter(|(_, socket)| socket.has_in_flight(call));
        let (id, holder) = match (orphan, holders.next()) {
            (None, holder) => holder?,
            (Some(index), holder) => {
                // The same call may be in flight on the descriptor's new socket too: which of the two has ended cannot be told.
                holder.into_iter().chain(holders).for_each(|(_, socket)| socket.blur());
                self.orphans.swap_remove(index);
                return None;
            }
        };
        // A descriptor that was closed while its socket has another, and was opened anew.
        if let Some((_, other)) = holders.next() {
            other.blur();
            holder.blur();
        }
        holder.end(call, outcome, received);
        Some(*id)
    }
}

/// Whether the answer may hold new descriptors.
fn opens(call: &Call) -> bool {
    matches!(
        call,
        Call::Socket { .. }
            | Call::SocketPair { .. }
            | Call::Dup { .. }
            | Call::Accept { .. }
            | Call::RecvMsg { .. }
            | Call::MemFdCreate { .. }
            | Call::EpollCreate
    )
}

/// The descriptors of `SCM_RIGHTS`.
fn rights(control: &[Control]) -> impl Iterator<Item = Fd> {
    let fds = control.iter().filter_map(|control| match control {
        Control::Rights { fds } => Some(fds),
        Control::Data { .. } => None,
    });
    fds.flatten().copied()
}

//! THE table: what each call does to a socket in each state, and what the kernel answers where that is certain.
//!
//! Written from the man pages and proven against the kernel. It knows no addresses, flags or descriptors: a [`Condition`] names
//! the arguments a refusal depends on, and the session checks it.

use super::{CallKind, Protocol, State};
use crate::{Errno, Outcome};

/// One cell of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// The answer is open and the socket stays in its state.
    Allowed,
    /// The call takes the socket to another state.
    Moves {
        /// The state once it succeeded.
        succeeded: State,
        /// The state once it failed.
        failed: State,
    },
    /// The kernel fails the call with this errno for certain and the socket is as before: it need not be asked.
    Refused {
        /// The kernel's answer.
        errno: Errno,
        /// What is wrong.
        reason: Reason,
        /// The arguments this holds for.
        when: Condition,
    },
    /// The kernel fails the call, but has to be asked: the failure changes the socket, or another error may come first.
    Fails {
        /// The kernel's usual answer.
        errno: Errno,
        /// What is wrong.
        reason: Reason,
        /// The state after the failure.
        then: State,
    },
}

/// Which arguments and facts a refusal holds for; with others the call is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// Any.
    Always,
    /// Flags that cannot change the answer: none but `MSG_DONTWAIT` and `MSG_NOSIGNAL`.
    PlainFlags,
    /// An address that passes the checks bind(2) makes before it looks at the socket (loopback or any host, of the socket's
    /// family, no privileged port), and a local port that is known (`IP_BIND_ADDRESS_NO_PORT` leaves it open).
    PlainAddress,
    /// The kernel itself ended the connect(2). When a timed one was ended by `SO_ERROR`, the next connect(2) succeeds once.
    Settled,
}

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
    /// It has no peer.
    NotConnected,
    /// It has no peer and the call names none.
    NoDestination,
    /// Its protocol has no connections to take.
    Datagrams,
}

/// What the table says of a call on a socket of this protocol in this state.
pub fn rule(protocol: Protocol, state: State, call: CallKind) -> Rule {
    match protocol {
        Protocol::Tcp => tcp(state, call),
        Protocol::Udp => udp(state, call),
        Protocol::Other => Rule::Allowed,
    }
}

/// tcp(7). Left to the kernel, though often an error: sending after `shutdown` (`EPIPE`, or `ECONNRESET` when the peer was
/// faster), a second `bind` once connected (possible again after a reset).
fn tcp(state: State, call: CallKind) -> Rule {
    use CallKind::*;
    use Condition::*;
    use Reason::*;
    use State::*;
    match (state, call) {
        (Created, Bind) => moves(Bound, Created),
        (Bound | Listening, Bind) => refused(Errno::EINVAL, AlreadyBound, PlainAddress),

        (Created | Bound, Listen) => moves(Listening, Uncertain),
        (Connected | ReadShut | WriteShut | BothShut, Listen) => refused(Errno::EINVAL, AlreadyConnected, Always),
        (Created | Bound | Connected | ReadShut | WriteShut | BothShut, Accept) => {
            refused(Errno::EINVAL, NotListening, Always)
        }

        (Created | Bound | Connecting | Uncertain, Connect) => moves(Connected, Uncertain),
        (Listening, Connect) => refused(Errno::EISCONN, AlreadyListening, Always),
        (Connected | ReadShut | WriteShut | BothShut, Connect) => refused(Errno::EISCONN, AlreadyConnected, Settled),

        (Created | Bound | Listening, Send | SendTo) => refused(Errno::EPIPE, NotConnected, PlainFlags),
        (Created | Bound | Listening, Recv) => refused(Errno::ENOTCONN, NotConnected, PlainFlags),
        (Created | Bound | Listening, GetPeerName) => refused(Errno::ENOTCONN, NotConnected, Always),

        // The failure sticks: afterwards recv returns b"" and listen fails.
        (Created | Bound, ShutdownRead | ShutdownWrite | ShutdownBoth) => {
            fails(Errno::ENOTCONN, NotConnected, Uncertain)
        }
        (Listening, ShutdownRead | ShutdownBoth) => moves(Uncertain, Uncertain),
        (Connected | ReadShut, ShutdownRead) => moves(ReadShut, Uncertain),
        (Connected | WriteShut, ShutdownWrite) => moves(WriteShut, Uncertain),
        (ReadShut, ShutdownWrite | ShutdownBoth) => moves(BothShut, Uncertain),
        (WriteShut, ShutdownRead | ShutdownBoth) => moves(BothShut, Uncertain),
        (Connected | BothShut, ShutdownBoth) => moves(BothShut, Uncertain),
        (BothShut, ShutdownRead | ShutdownWrite) => moves(BothShut, Uncertain),

        (Created | Bound, FastOpen) => moves(Uncertain, Uncertain),
        (Connecting | Uncertain, Bind | Listen | FastOpen | ShutdownRead | ShutdownWrite | ShutdownBoth) => {
            moves(Uncertain, Uncertain)
        }
        _ => Rule::Allowed,
    }
}

/// udp(7). A peer is only an address here, so nothing that happens elsewhere changes a state.
fn udp(state: State, call: CallKind) -> Rule {
    use CallKind::*;
    use Condition::*;
    use Reason::*;
    use State::*;
    match (state, call) {
        (_, Listen | Accept) => refused(Errno::EOPNOTSUPP, Datagrams, Always),

        (Created, Bind) => moves(Bound, Created),
        (Bound | Connected, Bind) => refused(Errno::EINVAL, AlreadyBound, PlainAddress),
        (_, Connect) => moves(Connected, Uncertain),

        // Even a send that fails gives the socket a port; one that is too long fails with EMSGSIZE first.
        (Created, Send) => fails(Errno::EDESTADDRREQ, NoDestination, Uncertain),
        (Bound, Send) => fails(Errno::EDESTADDRREQ, NoDestination, Bound),
        (Created, SendTo) => moves(Bound, Uncertain),
        (Created | Bound, GetPeerName) => refused(Errno::ENOTCONN, NotConnected, Always),

        // The failure sticks: afterwards nothing can be sent.
        (Created | Bound, ShutdownRead | ShutdownWrite | ShutdownBoth) => {
            fails(Errno::ENOTCONN, NotConnected, Uncertain)
        }
        (Created, FastOpen) => moves(Uncertain, Uncertain),
        (Uncertain, Bind | FastOpen | ShutdownRead | ShutdownWrite | ShutdownBoth) => moves(Uncertain, Uncertain),
        _ => Rule::Allowed,
    }
}

const fn moves(succeeded: State, failed: State) -> Rule {
    Rule::Moves { succeeded, failed }
}

const fn refused(errno: Errno, reason: Reason, when: Condition) -> Rule {
    Rule::Refused { errno, reason, when }
}

const fn fails(errno: Errno, reason: Reason, then: State) -> Rule {
    Rule::Fails { errno, reason, then }
}

/// The state a socket is in once a call made in `state` has ended.
pub fn next(protocol: Protocol, state: State, call: CallKind, outcome: &Outcome) -> State {
    match (rule(protocol, state, call), outcome) {
        (Rule::Allowed | Rule::Refused { .. }, _) | (_, Outcome::Refused { .. }) => state,
        (Rule::Moves { succeeded, .. }, Outcome::Ok(_)) => succeeded,
        (Rule::Moves { .. }, _) if protocol == Protocol::Tcp && call == CallKind::Connect && goes_on(outcome) => {
            State::Connecting
        }
        (Rule::Moves { failed, .. }, _) => failed,
        (Rule::Fails { then, .. }, Outcome::Failed { .. }) => then,
        (Rule::Fails { .. }, _) => State::Uncertain,
    }
}

/// Whether a connect(2) that ended like this goes on in the kernel.
fn goes_on(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::TimedOut => true,
        Outcome::Failed { errno } => [Errno::EINPROGRESS, Errno::EALREADY, Errno::EINTR].contains(errno),
        _ => false,
    }
}

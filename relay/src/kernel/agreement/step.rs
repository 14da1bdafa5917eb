//! What is done: calls on sockets that are named by their place in the sequence, so that a sequence can be made up before it runs.

use proptest::prelude::*;
use sockbox_core::How;
use sockbox_core::constants::{
    AF_INET, AF_INET6, AF_UNIX, IPPROTO_ICMP, IPPROTO_ICMPV6, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_STREAM,
};

/// What sockets are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Tcp,
    Tcp6,
    Udp,
    Udp6,
    UnixStream,
    UnixSeqpacket,
    UnixDatagram,
    Ping,
    Ping6,
    Raw,
    Raw6,
}

impl Kind {
    pub(super) const ALL: [Kind; 11] = [
        Kind::Tcp,
        Kind::Tcp6,
        Kind::Udp,
        Kind::Udp6,
        Kind::UnixStream,
        Kind::UnixSeqpacket,
        Kind::UnixDatagram,
        Kind::Ping,
        Kind::Ping6,
        Kind::Raw,
        Kind::Raw6,
    ];

    /// The arguments of socket(2).
    pub(super) fn numbers(self) -> (i32, i32, i32) {
        match self {
            Kind::Tcp => (AF_INET, SOCK_STREAM, 0),
            Kind::Tcp6 => (AF_INET6, SOCK_STREAM, 0),
            Kind::Udp => (AF_INET, SOCK_DGRAM, 0),
            Kind::Udp6 => (AF_INET6, SOCK_DGRAM, 0),
            Kind::UnixStream => (AF_UNIX, SOCK_STREAM, 0),
            Kind::UnixSeqpacket => (AF_UNIX, SOCK_SEQPACKET, 0),
            Kind::UnixDatagram => (AF_UNIX, SOCK_DGRAM, 0),
            Kind::Ping => (AF_INET, SOCK_DGRAM, IPPROTO_ICMP),
            Kind::Ping6 => (AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6),
            Kind::Raw => (AF_INET, SOCK_RAW, IPPROTO_ICMP),
            Kind::Raw6 => (AF_INET6, SOCK_RAW, IPPROTO_ICMPV6),
        }
    }

    fn is_unix(self) -> bool {
        matches!(self, Kind::UnixStream | Kind::UnixSeqpacket | Kind::UnixDatagram)
    }

    fn has_connections(self) -> bool {
        matches!(self, Kind::Tcp | Kind::Tcp6 | Kind::UnixStream | Kind::UnixSeqpacket)
    }
}

/// One step of a sequence. A number names the socket that was opened, or accepted, or duplicated, at this place, modulo their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Open(Kind),
    On(usize, Op),
}

/// A call on a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    /// To a port or a name that nobody has.
    Bind,
    /// To a port or a name that this socket has.
    BindLike(usize),
    BindAnyPort,
    Listen,
    Accept,
    /// To where this socket is; to where nobody is if it has no address of the family.
    Connect(usize),
    /// To where this socket is, whatever its family.
    ConnectAcross(usize),
    Send,
    /// `send` until it blocks.
    Fill,
    SendTo(usize),
    Recv,
    Shutdown(How),
    GetSockName,
    GetPeerName,
    Error,
    ReuseAddress,
    KeepAlive,
    Dup,
    Close,
}

impl Op {
    /// All that can be done with one socket. It can be its own peer.
    pub(super) fn alone() -> Vec<Op> {
        use Op::*;
        vec![
            Bind,
            BindAnyPort,
            Listen,
            Accept,
            Connect(0),
            Send,
            SendTo(0),
            Recv,
            Shutdown(How::Read),
            Shutdown(How::Write),
            Shutdown(How::Both),
            GetSockName,
            GetPeerName,
            Error,
            ReuseAddress,
            Dup,
            Close,
        ]
    }
}

/// All that can be done with two sockets, the second of which is connected, or is to be, to the first or what it accepts.
pub(super) fn between_two() -> Vec<Step> {
    let alone = Op::alone().into_iter();
    let mut steps: Vec<_> = alone.flat_map(|op| [Step::On(0, op), Step::On(1, op)]).collect();
    steps.extend([Step::On(1, Op::Connect(0)), Step::On(0, Op::Connect(1))]);
    steps.retain(|step| !matches!(step, Step::On(1, Op::Connect(1)) | Step::On(_, Op::Dup)));
    steps.extend([Step::On(1, Op::SendTo(0)), Step::On(0, Op::SendTo(1)), Step::On(1, Op::Fill)]);
    steps
}

/// The states two sockets are in before all sequences over them are made. The kernel chooses their names, and those of `AF_UNIX` are
/// asked for in one half: who has a name that was not asked for, the model cannot tell.
pub(super) fn beginnings(kind: Kind) -> Vec<Vec<Step>> {
    let bound = Step::On(0, Op::BindAnyPort);
    let unknown = beginnings_of(kind, &[bound]);
    let known = if kind.is_unix() { beginnings_of(kind, &[bound, Step::On(0, Op::GetSockName)]) } else { Vec::new() };
    [unknown, known].concat()
}

/// With these steps for the first to be bound.
fn beginnings_of(kind: Kind, binding: &[Step]) -> Vec<Vec<Step>> {
    let bound = [&[Step::Open(kind), Step::Open(kind)], binding].concat();
    if !kind.has_connections() {
        let connected = [bound.as_slice(), &[Step::On(1, Op::BindAnyPort), Step::On(1, Op::Connect(0))]].concat();
        return vec![bound, connected];
    }
    let listening = [bound.as_slice(), &[Step::On(0, Op::Listen)]].concat();
    let connected = [listening.as_slice(), &[Step::On(1, Op::Connect(0))]].concat();
    // The accepted socket takes the listener's place.
    let taken = [Step::On(1, Op::Connect(0)), Step::On(0, Op::Accept), Step::On(0, Op::Close)];
    let accepted = [connected.as_slice(), &taken].concat();
    vec![listening, connected, accepted]
}

fn kind() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

/// Every call is as likely as any other, and so is every place.
fn op() -> impl Strategy<Value = Op> {
    let calls: [fn(usize) -> Op; 21] = [
        |_| Op::Bind,
        Op::BindLike,
        |_| Op::BindAnyPort,
        |_| Op::Listen,
        |_| Op::Accept,
        Op::Connect,
        Op::ConnectAcross,
        |_| Op::Send,
        |_| Op::Fill,
        Op::SendTo,
        |_| Op::Recv,
        |_| Op::Shutdown(How::Read),
        |_| Op::Shutdown(How::Write),
        |_| Op::Shutdown(How::Both),
        |_| Op::GetSockName,
        |_| Op::GetPeerName,
        |_| Op::Error,
        |_| Op::ReuseAddress,
        |_| Op::KeepAlive,
        |_| Op::Dup,
        |_| Op::Close,
    ];
    (0..calls.len(), 0..6_usize).prop_map(move |(call, place)| calls[call](place))
}

/// How a sequence begins: with two sockets of a kind, and in half of the sequences with what makes them meet.
fn beginning(kind: Kind) -> impl Strategy<Value = Vec<Step>> {
    let new = vec![Step::Open(kind), Step::Open(kind)];
    let all = beginnings(kind).into_iter().map(|steps| steps.to_vec()).collect::<Vec<_>>();
    prop_oneof![Just(new), proptest::sample::select(all)]
}

/// Sequences of this many steps, over up to six sockets of mixed kinds, most of them of two kinds, so that they meet.
pub(super) fn sequence(length: usize) -> impl Strategy<Value = Vec<Step>> {
    (kind(), kind()).prop_flat_map(move |(first, second)| {
        let opened = prop_oneof![4 => Just(first), 2 => Just(second), 1 => kind()];
        let step = prop_oneof![
            1 => opened.prop_map(Step::Open),
            9 => (0..6_usize, op()).prop_map(|(place, op)| Step::On(place, op)),
        ];
        (beginning(first), proptest::collection::vec(step, length)).prop_map(move |(mut steps, more)| {
            steps.extend(more);
            steps.truncate(length);
            steps
        })
    })
}

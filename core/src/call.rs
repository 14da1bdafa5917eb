//! The calls a process makes: one variant a system call, with the arguments the kernel sees.
//!
//! Bytes (what `send` sends, what `setsockopt` sets) are not here: they travel beside the call as the payload of its frame.

use crate::{Address, Control, octets};
use serde::{Deserialize, Serialize};

/// A descriptor of one session: a small number that means something only there, never a descriptor of the relay.
/// As POSIX asks, a new one is the lowest free; 0, 1 and 2 are the terminal's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fd(pub i32);

/// How long a call may block. The kernel's sockets never block; Python's blocking mode travels with each call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wait {
    /// `settimeout(None)`: until it can be done or is cancelled.
    Forever,
    /// `settimeout(seconds)`: this many milliseconds, then [`Outcome::TimedOut`](crate::Outcome::TimedOut).
    Milliseconds(u64),
    /// `setblocking(False)`: not at all; the answer is `EAGAIN` or `EINPROGRESS`.
    Never,
}

/// Which direction `shutdown` ends, shutdown(2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// `SHUT_RD`: no more receiving.
    Read,
    /// `SHUT_WR`: no more sending; the peer sees the end of the stream.
    Write,
    /// `SHUT_RDWR`: both.
    Both,
}

/// One descriptor of a `poll` call, poll(2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PollEntry {
    /// The descriptor asked about.
    pub fd: Fd,
    /// `POLLIN`, `POLLOUT`, ...: what is waited for in a call, what has happened in a reply.
    pub events: i16,
}

/// What becomes of a descriptor in an epoll, epoll_ctl(2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EpollOperation {
    /// `EPOLL_CTL_ADD`.
    Add,
    /// `EPOLL_CTL_MOD`.
    Modify,
    /// `EPOLL_CTL_DEL`.
    Delete,
}

/// A system call on a socket. Numbers (families, levels, flags) are Linux's, unchecked: the model, the relay's policy and the kernel judge them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
#[allow(missing_docs)] // The fields carry the names of their man page.
pub enum Call {
    /// socket(2). Replies [`Reply::Opened`](crate::Reply::Opened).
    Socket { family: i32, kind: i32, protocol: i32 },
    /// socketpair(2). Replies `OpenedPair`.
    SocketPair { family: i32, kind: i32, protocol: i32 },
    /// dup(2). Replies `Opened`; both descriptors name one socket.
    Dup { fd: Fd },
    /// bind(2). Replies `Done`.
    Bind { fd: Fd, address: Address },
    /// listen(2). Replies `Done`.
    Listen { fd: Fd, backlog: i32 },
    /// accept(2). Replies `Accepted`.
    Accept { fd: Fd, wait: Wait },
    /// connect(2). Replies `Done`.
    Connect { fd: Fd, address: Address, wait: Wait },
    /// send(2) of the payload. Replies `Sent`.
    Send { fd: Fd, flags: i32, wait: Wait },
    /// send(2) repeated until the whole payload is sent. Replies `Done`.
    SendAll { fd: Fd, flags: i32, wait: Wait },
    /// sendto(2) of the payload. Replies `Sent`.
    SendTo { fd: Fd, address: Address, flags: i32, wait: Wait },
    /// recv(2) of at most `size` bytes. Replies `Received` with the bytes as payload.
    Recv { fd: Fd, size: u32, flags: i32, wait: Wait },
    /// recvfrom(2) of at most `size` bytes. Replies `ReceivedFrom` with the bytes as payload.
    RecvFrom { fd: Fd, size: u32, flags: i32, wait: Wait },
    /// sendmsg(2) of the payload. Replies `Sent`.
    SendMsg { fd: Fd, address: Option<Address>, control: Vec<Control>, flags: i32, wait: Wait },
    /// recvmsg(2) of at most `size` bytes, and of ancillary data that fits `control_size` bytes. Replies `ReceivedMessage` with the
    /// bytes as payload.
    RecvMsg { fd: Fd, size: u32, control_size: u32, flags: i32, wait: Wait },
    /// shutdown(2). Replies `Done`.
    Shutdown { fd: Fd, how: How },
    /// close(2). Replies `Done`.
    Close { fd: Fd },
    /// getsockname(2). Replies `Name`.
    GetSockName { fd: Fd },
    /// getpeername(2). Replies `Name`.
    GetPeerName { fd: Fd },
    /// getsockopt(2) into a buffer of `size` bytes. Replies `Value` with the bytes as payload.
    GetSockOpt { fd: Fd, level: i32, name: i32, size: u32 },
    /// setsockopt(2) of the payload. Replies `Done`.
    SetSockOpt { fd: Fd, level: i32, name: i32 },
    /// poll(2). Replies `Ready`; with no entry ready in time, an empty one.
    Poll { entries: Vec<PollEntry>, wait: Wait },
    /// epoll_create1(2). Replies `Opened`.
    EpollCreate,
    /// epoll_ctl(2): what an epoll watches of another descriptor, `EPOLL*`. Replies `Done`.
    EpollCtl { fd: Fd, operation: EpollOperation, target: Fd, events: u32 },
    /// epoll_wait(2): at most `most` of the descriptors that have something to tell. Replies `Ready`; with nothing when the time went by.
    EpollWait { fd: Fd, most: u32, wait: Wait },
    /// memfd_create(2): a file with the payload as content, at this offset, that can be sent by `SCM_RIGHTS`. `flags` are of open(2):
    /// `O_RDONLY` makes it one that nobody can change, `O_APPEND` has all writes go to its end. Replies `Opened`.
    MemFdCreate { flags: i32, offset: u32 },
    /// read(2) of at most `size` bytes of such a file. Replies `Received` with the bytes as payload.
    Read { fd: Fd, size: u32 },
    /// write(2) of the payload to one. Replies `Sent`.
    Write { fd: Fd },
    /// lseek(2) in one. Replies `Offset`.
    LSeek { fd: Fd, offset: i64, whence: i32 },
    /// fstat(2) of it, or of a socket. Replies `Status`.
    FStat { fd: Fd },
    /// ftruncate(2) of it. Replies `Done`.
    FTruncate { fd: Fd, size: u64 },
    /// lstat(2) in the room's file system, where paths of `AF_UNIX` sockets live. Replies `Status`.
    Lstat {
        #[serde(with = "octets")]
        path: Vec<u8>,
    },
    /// unlink(2) there. Replies `Done`.
    Unlink {
        #[serde(with = "octets")]
        path: Vec<u8>,
    },
    /// mkdir(2) there. Replies `Done`.
    MkDir {
        #[serde(with = "octets")]
        path: Vec<u8>,
    },
    /// rmdir(2) there. Replies `Done`.
    RmDir {
        #[serde(with = "octets")]
        path: Vec<u8>,
    },
    /// chmod(2) there. Replies `Done`.
    ChMod {
        #[serde(with = "octets")]
        path: Vec<u8>,
        mode: u32,
    },
    /// readdir(3) of a whole directory there. Replies `Listed`, with the names as payload.
    ReadDir {
        #[serde(with = "octets")]
        path: Vec<u8>,
    },
}

impl Call {
    /// The descriptor the call is made on; `None` for those that make one, for `poll`, and for those on a path.
    pub fn fd(&self) -> Option<Fd> {
        match self {
            Call::Socket { .. } | Call::SocketPair { .. } | Call::Poll { .. } => None,
            Call::Lstat { .. } | Call::Unlink { .. } | Call::MkDir { .. } | Call::RmDir { .. } => None,
            Call::ChMod { .. } | Call::ReadDir { .. } | Call::MemFdCreate { .. } | Call::EpollCreate => None,
            Call::Dup { fd }
            | Call::Bind { fd, .. }
            | Call::Listen { fd, .. }
            | Call::Accept { fd, .. }
            | Call::Connect { fd, .. }
            | Call::Send { fd, .. }
            | Call::SendAll { fd, .. }
            | Call::SendTo { fd, .. }
            | Call::Recv { fd, .. }
            | Call::RecvFrom { fd, .. }
            | Call::SendMsg { fd, .. }
            | Call::RecvMsg { fd, .. }
            | Call::Shutdown { fd, .. }
            | Call::Close { fd }
            | Call::GetSockName { fd }
            | Call::GetPeerName { fd }
            | Call::GetSockOpt { fd, .. }
            | Call::SetSockOpt { fd, .. }
            | Call::EpollCtl { fd, .. }
            | Call::EpollWait { fd, .. }
            | Call::Read { fd, .. }
            | Call::Write { fd }
            | Call::LSeek { fd, .. }
            | Call::FStat { fd }
            | Call::FTruncate { fd, .. } => Some(*fd),
        }
    }

    /// The path of a call on the room's file system.
    pub fn path(&self) -> Option<&[u8]> {
        match self {
            Call::Lstat { path }
            | Call::Unlink { path }
            | Call::MkDir { path }
            | Call::RmDir { path }
            | Call::ChMod { path, .. }
            | Call::ReadDir { path } => Some(path),
            _ => None,
        }
    }

    /// `MSG_*`; `None` for a call that has no flags.
    pub fn flags(&self) -> Option<i32> {
        match self {
            Call::Send { flags, .. }
            | Call::SendAll { flags, .. }
            | Call::SendTo { flags, .. }
            | Call::SendMsg { flags, .. }
            | Call::Recv { flags, .. }
            | Call::RecvFrom { flags, .. }
            | Call::RecvMsg { flags, .. } => Some(*flags),
            _ => None,
        }
    }

    /// How long the call may block; `None` for one that never does.
    pub fn wait(&self) -> Option<Wait> {
        match self {
            Call::Accept { wait, .. }
            | Call::Connect { wait, .. }
            | Call::Send { wait, .. }
            | Call::SendAll { wait, .. }
            | Call::SendTo { wait, .. }
            | Call::Recv { wait, .. }
            | Call::RecvFrom { wait, .. }
            | Call::SendMsg { wait, .. }
            | Call::RecvMsg { wait, .. }
            | Call::EpollWait { wait, .. }
            | Call::Poll { wait, .. } => Some(*wait),
            _ => None,
        }
    }

    /// The name of the system call, as its man page is titled; `sendall` is Python's.
    pub fn name(&self) -> &'static str {
        match self {
            Call::Socket { .. } => "socket",
            Call::SocketPair { .. } => "socketpair",
            Call::Dup { .. } => "dup",
            Call::Bind { .. } => "bind",
            Call::Listen { .. } => "listen",
            Call::Accept { .. } => "accept",
            Call::Connect { .. } => "connect",
            Call::Send { .. } => "send",
            Call::SendAll { .. } => "sendall",
            Call::SendTo { .. } => "sendto",
            Call::Recv { .. } => "recv",
            Call::RecvFrom { .. } => "recvfrom",
            Call::SendMsg { .. } => "sendmsg",
            Call::RecvMsg { .. } => "recvmsg",
            Call::Shutdown { .. } => "shutdown",
            Call::Close { .. } => "close",
            Call::GetSockName { .. } => "getsockname",
            Call::GetPeerName { .. } => "getpeername",
            Call::GetSockOpt { .. } => "getsockopt",
            Call::SetSockOpt { .. } => "setsockopt",
            Call::Poll { .. } => "poll",
            Call::EpollCreate => "epoll_create1",
            Call::EpollCtl { .. } => "epoll_ctl",
            Call::EpollWait { .. } => "epoll_wait",
            Call::MemFdCreate { .. } => "memfd_create",
            Call::Read { .. } => "read",
            Call::Write { .. } => "write",
            Call::LSeek { .. } => "lseek",
            Call::FStat { .. } => "fstat",
            Call::FTruncate { .. } => "ftruncate",
            Call::Lstat { .. } => "lstat",
            Call::Unlink { .. } => "unlink",
            Call::MkDir { .. } => "mkdir",
            Call::RmDir { .. } => "rmdir",
            Call::ChMod { .. } => "chmod",
            Call::ReadDir { .. } => "readdir",
        }
    }
}

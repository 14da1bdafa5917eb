//! What a call answers.

use crate::{Address, Control, Errno, Explanation, Fd, PollEntry};
use serde::{Deserialize, Serialize};

/// The value of a call that succeeded. Received bytes travel beside it as the payload of its frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Reply {
    /// It is done and there is nothing to tell.
    Done,
    /// `socket`, `dup`, `memfdcreate`: the new descriptor.
    Opened {
        /// The lowest descriptor that was free.
        fd: Fd,
    },
    /// `socketpair`: the new descriptors, connected to each other.
    OpenedPair {
        /// The lowest descriptors that were free.
        fds: [Fd; 2],
    },
    /// `accept`: the connection taken from the queue.
    Accepted {
        /// The lowest descriptor that was free.
        fd: Fd,
        /// The peer's address.
        address: Address,
    },
    /// `send`, `sendto`, `sendmsg`, `write`: how much the kernel took.
    Sent {
        /// Bytes.
        size: u32,
    },
    /// `recv`, `read`: the payload holds the bytes; none at the end of a stream or file.
    Received {
        /// What recv(2) returns, in bytes: with `MSG_TRUNC` more than it hands over.
        size: u32,
    },
    /// `recvfrom`: the payload holds the bytes.
    ReceivedFrom {
        /// As in `Received`.
        size: u32,
        /// The sender's address; a connected stream has none to tell.
        address: Option<Address>,
    },
    /// `recvmsg`: the payload holds the bytes.
    ReceivedMessage {
        /// As in `Received`.
        size: u32,
        /// As in `ReceivedFrom`.
        address: Option<Address>,
        /// `msg_flags`: `MSG_TRUNC`, `MSG_CTRUNC`, `MSG_EOR`, `MSG_OOB`.
        flags: i32,
        /// In the order of the message.
        control: Vec<Control>,
    },
    /// `getsockname`, `getpeername`.
    Name {
        /// The address asked for.
        address: Address,
    },
    /// `getsockopt`: the payload holds the value, as long as the kernel made it.
    Value,
    /// `poll`: the entries with something to tell, in the order they were asked.
    Ready {
        /// Their `events` are poll(2)'s `revents`.
        entries: Vec<PollEntry>,
    },
    /// `readdir`: the payload holds the names, each ended by a zero byte, in no order; `.` and `..` are not among them.
    Listed,
    /// `lseek`.
    Offset {
        /// From the beginning of the file, in bytes.
        offset: u64,
    },
    /// `lstat`, `fstat`.
    Status {
        /// What the path names.
        kind: FileKind,
        /// Permissions: the lower 12 bits of `st_mode`, inode(7).
        mode: u32,
        /// `st_ino`: paths of one number name one file.
        inode: u64,
        /// `st_size`, in bytes.
        size: u64,
        /// `st_mtime`: milliseconds since 1970.
        modified: u64,
    },
}

/// What a path in the room's file system or a descriptor can name, inode(7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// `S_IFSOCK`: an `AF_UNIX` socket is, or was, bound here.
    Socket,
    /// `S_IFDIR`.
    Directory,
    /// `S_IFREG`.
    File,
    /// Anything else: an epoll has no type.
    Other,
}

impl FileKind {
    /// `S_IFMT`: the bits of `st_mode` that tell the kind.
    pub const MODE_MASK: u32 = 0o170_000;

    /// The kind as a part of `st_mode`.
    pub const fn mode(self) -> u32 {
        match self {
            FileKind::Socket => 0o140_000,
            FileKind::Directory => 0o040_000,
            FileKind::File => 0o100_000,
            FileKind::Other => 0,
        }
    }
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Outcome {
    /// It succeeded.
    Ok(Reply),
    /// The kernel answered with an error. `EINTR` after a cancel.
    Failed {
        /// Linux's number.
        errno: Errno,
    },
    /// The kernel was not asked: the model knew its answer, or the relay's policy or a limit stands in its place.
    Refused {
        /// What the kernel would have answered.
        errno: Errno,
        /// The reason: which socket, which state, which call is missing; or what is not available, or which limit was hit.
        why: Explanation,
    },
    /// The milliseconds of its [`Wait`](crate::Wait) went by.
    TimedOut,
}

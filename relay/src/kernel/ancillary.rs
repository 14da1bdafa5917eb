//! Ancillary data as the kernel lays it out, cmsg(3): a row of control messages, each a header and its data, padded to whole words.

use super::{Socket, errno, wait};
use rustix::fs::{FileType, fstat};
use rustix::pipe::{PipeFlags, pipe_with};
use sockbox_core::Errno;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::Arc;

/// The most descriptors in one message: Linux's `SCM_MAX_FD`, but for the one that tells when the message has arrived.
pub(crate) const RIGHTS_MAX: usize = 252;

/// In bytes: `cmsg_len`, `cmsg_level`, `cmsg_type`.
const HEADER: usize = size_of::<usize>() + 2 * size_of::<i32>();

/// A control message that was received.
#[derive(Debug)]
pub(crate) enum Ancillary {
    /// `SCM_RIGHTS`.
    Rights(Vec<Socket>),
    /// Any other: level, type and data.
    Data(i32, i32, Vec<u8>),
}

/// Ancillary data to send.
#[derive(Default)]
pub(crate) struct Outgoing {
    data: Vec<u8>,
    rights: Vec<Arc<Socket>>,
    /// Travels behind the last socket, and is closed when the message is taken or thrown away.
    tracer: Option<OwnedFd>,
}

/// A message with sockets in it that was sent, or is about to be.
pub(crate) struct Flight(OwnedFd);

impl Outgoing {
    /// Adds a control message that holds no descriptors.
    pub(crate) fn push(&mut self, level: i32, kind: i32, data: &[u8]) {
        push(&mut self.data, level, kind, data);
    }

    /// Adds sockets, at most [`RIGHTS_MAX`], as `SCM_RIGHTS`.
    ///
    /// The kernel tells nobody what becomes of them: they may be received, by whomever, or end with the queue they are in. So one end of
    /// a pipe goes with them, and the other shows when it was closed.
    ///
    /// # Errors
    /// If the relay has no descriptors left.
    pub(crate) fn enclose(&mut self, sockets: Vec<Arc<Socket>>) -> Result<Flight, Errno> {
        let (reader, writer) = pipe_with(PipeFlags::CLOEXEC).map_err(errno)?;
        self.rights = sockets;
        self.tracer = Some(writer);
        Ok(Flight(reader))
    }

    /// As sendmsg(2) takes it. The numbers in it are descriptors of the relay: valid as long as `self`, and for nobody else.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.data.clone();
        if let Some(tracer) = &self.tracer {
            let sockets = self.rights.iter().map(|socket| socket.as_fd());
            let numbers = sockets.chain([tracer.as_fd()]).flat_map(|fd| fd.as_raw_fd().to_ne_bytes());
            push(&mut bytes, libc::SOL_SOCKET, libc::SCM_RIGHTS, &numbers.collect::<Vec<_>>());
        }
        bytes
    }
}

impl Flight {
    /// Resolves when no sockets of the message are in flight any more.
    pub(crate) async fn landed(self) {
        // Where it cannot be waited for, it counts as landed.
        let _ = wait::hung_up(self.0).await;
    }
}

fn push(bytes: &mut Vec<u8>, level: i32, kind: i32, data: &[u8]) {
    bytes.extend_from_slice(&(HEADER + data.len()).to_ne_bytes());
    bytes.extend_from_slice(&level.to_ne_bytes());
    bytes.extend_from_slice(&kind.to_ne_bytes());
    bytes.extend_from_slice(data);
    bytes.resize(padded(bytes.len()), 0);
}

fn padded(length: usize) -> usize {
    length.next_multiple_of(size_of::<usize>())
}

/// The control messages that recvmsg(2) left in a buffer.
///
/// # Safety
/// The kernel must just have written them, so that the descriptors in them belong to nobody yet.
pub(super) unsafe fn parse(mut rest: &[u8]) -> Vec<Ancillary> {
    let mut messages = Vec::new();
    while let Some((level, kind, data)) = first(rest) {
        if (level, kind) == (libc::SOL_SOCKET, libc::SCM_RIGHTS) {
            // SAFETY: As the caller promises.
            messages.push(Ancillary::Rights(unsafe { sockets(data) }));
        } else {
            messages.push(Ancillary::Data(level, kind, data.to_vec()));
        }
        rest = rest.get(padded(HEADER + data.len())..).unwrap_or_default();
    }
    messages
}

fn first(bytes: &[u8]) -> Option<(i32, i32, &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    let (level, rest) = rest.split_first_chunk()?;
    let (kind, rest) = rest.split_first_chunk()?;
    let data = rest.get(..usize::from_ne_bytes(*length).checked_sub(HEADER)?)?;
    Some((i32::from_ne_bytes(*level), i32::from_ne_bytes(*kind), data))
}

/// The sockets and files among received descriptors; what is neither, as a message's tracer is, is closed.
///
/// # Safety
/// As for [`parse`].
unsafe fn sockets(data: &[u8]) -> Vec<Socket> {
    let (numbers, _) = data.as_chunks();
    let descriptors = numbers.iter().map(|number| {
        // SAFETY: The kernel made this descriptor for this process, and nobody else knows of it.
        unsafe { OwnedFd::from_raw_fd(RawFd::from_ne_bytes(*number)) }
    });
    descriptors.filter(is_of_a_session).map(Socket::from).collect()
}

fn is_of_a_session(descriptor: &OwnedFd) -> bool {
    let kind = fstat(descriptor).map(|status| FileType::from_raw_mode(status.st_mode));
    matches!(kind, Ok(FileType::Socket | FileType::RegularFile))
}

/// What of these messages a receiver gets whose buffer has `size` bytes, and whether anything is missing (`MSG_CTRUNC`). The kernel
/// cannot be asked: its message has one descriptor more. The rules are those of its `put_cmsg` and `scm_detach_fds`, as cmsg(3) and
/// unix(7) tell them.
pub(crate) fn fit(messages: Vec<Ancillary>, size: usize) -> (Vec<Ancillary>, bool) {
    let (mut left, mut truncated) = (size, false);
    let mut fitting = Vec::new();
    for message in messages {
        let room = left.checked_sub(HEADER);
        let (message, whole, taken) = match message {
            Ancillary::Rights(sockets) => fit_rights(sockets, room.unwrap_or_default()),
            Ancillary::Data(level, kind, data) => fit_data((level, kind, data), room),
        };
        truncated |= !whole;
        left = left.saturating_sub(taken);
        fitting.extend(message);
    }
    (fitting, truncated)
}

/// As many sockets as there is room for; the others are closed.
fn fit_rights(mut sockets: Vec<Socket>, room: usize) -> (Option<Ancillary>, bool, usize) {
    let count = sockets.len();
    sockets.truncate(room / size_of::<RawFd>());
    let (whole, taken) = (sockets.len() == count, padded(HEADER + sockets.len() * size_of::<RawFd>()));
    match sockets.is_empty() {
        true => (None, whole, 0),
        false => (Some(Ancillary::Rights(sockets)), whole, taken),
    }
}

/// As much of the data as there is room for, if there is room for the header.
fn fit_data((level, kind, mut data): (i32, i32, Vec<u8>), room: Option<usize>) -> (Option<Ancillary>, bool, usize) {
    let Some(room) = room else { return (None, false, 0) };
    let (whole, taken) = (data.len() <= room, padded(HEADER + data.len()));
    data.truncate(room);
    (Some(Ancillary::Data(level, kind, data)), whole, taken)
}

#[cfg(test)]
mod tests;

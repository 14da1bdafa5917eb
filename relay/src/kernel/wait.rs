//! Waiting until a socket may be ready.
//!
//! A registration is made only after a call said `EAGAIN` or `EINPROGRESS`, serves one wait, and is gone after it:
//!
//! ```text
//! call -> EAGAIN -> duplicate the descriptor -> epoll -> ready -> drop both -> call again
//! ```
//!
//! A registration that lives as long as the socket would be wrong: a fresh TCP socket reports a hang-up for ever, and one that is
//! still connecting keeps the readiness of before. On a duplicate, several calls can wait for one socket, and dropping the future
//! loses nothing.

use super::{Socket, errno, errno_of_io};
use rustix::event::epoll;
use sockbox_core::Errno;
use std::os::fd::{AsFd, OwnedFd};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Waits until the socket may be readable: data, a connection, an end, or an error to fetch.
pub(crate) async fn readable(socket: &Socket) -> Result<(), Errno> {
    once(duplicate(socket)?, Interest::READABLE | Interest::ERROR).await
}

/// Waits until out-of-band data may be there, or anything [`readable`] waits for.
pub(crate) async fn urgent(socket: &Socket) -> Result<(), Errno> {
    once(duplicate(socket)?, Interest::READABLE | Interest::PRIORITY | Interest::ERROR).await
}

/// Waits until the socket may be writable: room in its buffer, a connect that ended, or an error to fetch.
pub(crate) async fn writable(socket: &Socket) -> Result<(), Errno> {
    once(duplicate(socket)?, Interest::WRITABLE | Interest::ERROR).await
}

/// Waits until one of the sockets may have one of its events, as poll(2) numbers them. One epoll instance holds them all, so that
/// a call on many sockets costs the relay one descriptor.
pub(crate) async fn any<'a>(sockets: impl IntoIterator<Item = (&'a Socket, i16)>) -> Result<(), Errno> {
    let set = epoll::create(epoll::CreateFlags::CLOEXEC).map_err(errno)?;
    for (socket, events) in sockets {
        watch(&set, socket, events).map_err(errno)?;
    }
    once(set, Interest::READABLE).await
}

/// Adds a socket to a set. poll(2) and epoll(7) share the numbers of their events.
fn watch(set: &OwnedFd, socket: &Socket, events: i16) -> rustix::io::Result<()> {
    let flags = epoll::EventFlags::from_bits_retain(u32::from(events.cast_unsigned()));
    match epoll::add(set, socket, epoll::EventData::new_u64(0), flags) {
        // A file has nothing to wait for, epoll_ctl(2).
        Err(rustix::io::Errno::PERM) => Ok(()),
        added => added,
    }
}

/// Waits until the other end of a pipe was closed.
pub(super) async fn hung_up(reader: OwnedFd) -> Result<(), Errno> {
    once(reader, Interest::READABLE).await
}

fn duplicate(socket: &Socket) -> Result<OwnedFd, Errno> {
    socket.as_fd().try_clone_to_owned().map_err(|error| errno_of_io(&error))
}

async fn once(descriptor: OwnedFd, interest: Interest) -> Result<(), Errno> {
    // SAFETY: An `OwnedFd` keeps its descriptor open and always names the same one; it moves into the registration, which gives it
    // back to nobody.
    let registration = unsafe { AsyncFd::register_with_interest(descriptor, interest) };
    let registration = registration.map_err(|error| errno_of_io(&error.into_parts().1))?;
    registration.ready(interest).await.map(drop).map_err(|error| errno_of_io(&error))
}

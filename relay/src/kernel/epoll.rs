//! epoll(7). Such a descriptor stands among a session's sockets: each tells which descriptors of that session have events.

use super::{Socket, errno};
use rustix::event::{Timespec, epoll};
use sockbox_core::{EpollOperation, Errno, Fd, PollEntry};

/// What no session may ask for: `EPOLLWAKEUP` keeps the host from going to sleep.
const FORBIDDEN: epoll::EventFlags = epoll::EventFlags::WAKEUP;

/// epoll_create1(2).
pub(crate) fn create() -> Result<Socket, Errno> {
    epoll::create(epoll::CreateFlags::CLOEXEC).map(Socket::from).map_err(errno)
}

/// epoll_ctl(2). `name` is the descriptor that [`wait`] tells.
///
/// # Errors
/// As the man page lists them; `EEXIST` for a duplicate by dup(2), too, which is the same descriptor to the kernel.
pub(crate) fn control(
    epoll: &Socket,
    operation: EpollOperation,
    watched: &Socket,
    name: Fd,
    events: u32,
) -> Result<(), Errno> {
    let data = epoll::EventData::new_u64(u64::from(name.0.cast_unsigned()));
    let flags = epoll::EventFlags::from_bits_retain(events) - FORBIDDEN;
    match operation {
        EpollOperation::Add => epoll::add(epoll, watched, data, flags),
        EpollOperation::Modify => epoll::modify(epoll, watched, data, flags),
        EpollOperation::Delete => epoll::delete(epoll, watched),
    }
    .map_err(errno)
}

/// No longer watches a socket, if it did.
pub(crate) fn forget(epoll: &Socket, watched: &Socket) {
    // `ENOENT` says that it did not, `EPERM` that it cannot: a file.
    let _ = epoll::delete(epoll, watched);
}

/// epoll_wait(2), which never waits here.
pub(crate) fn wait(epoll: &Socket, most: usize) -> Result<Vec<PollEntry>, Errno> {
    let mut events = Vec::with_capacity(most);
    epoll::wait(epoll, rustix::buffer::spare_capacity(&mut events), Some(&Timespec::default())).map_err(errno)?;
    let entry = |&epoll::Event { flags, data }: &epoll::Event| PollEntry {
        fd: Fd((data.u64() as u32).cast_signed()),
        // The flags above these bits are never told.
        events: (flags.bits() as u16).cast_signed(),
    };
    Ok(events.iter().map(entry).collect())
}

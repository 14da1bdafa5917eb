//! poll(2), as a question: it never waits here.

use super::{Socket, errno};
use rustix::event::{PollFd, PollFlags, Timespec};
use sockbox_core::Errno;

/// Which of its events each socket has now, and the errors and hang-ups that are told unasked.
pub(crate) fn poll(sockets: &[(&Socket, i16)]) -> Result<Vec<i16>, Errno> {
    let entry = |&(socket, events): &(_, i16)| PollFd::new(socket, PollFlags::from_bits_retain(events.cast_unsigned()));
    let mut entries: Vec<_> = sockets.iter().map(entry).collect();
    rustix::event::poll(&mut entries, Some(&Timespec::default())).map_err(errno)?;
    Ok(entries.iter().map(|entry| entry.revents().bits().cast_signed()).collect())
}

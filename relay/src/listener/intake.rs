//! What has come of messages that are not whole yet. A WebSocket keeps it until they are, and only down here it is seen to come.
//!
//! It is counted in a quota. Where that is used up, the connection is not read from until there is room again: a relay that is short of
//! memory is slow, and gives up only who waits very long.

use crate::quota::{Quota, Share};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

/// In bytes. A message of which less has come is read on, and so much of it is not counted: what has no payload can always be said.
const FREE: usize = 8 * 1024;
/// In bytes. The quota is asked for so much at a time.
const PORTION: usize = 64 * 1024;
/// How often it is asked again where it is used up.
const PAUSE: Duration = Duration::from_millis(20);

/// A connection that finds no room for so long is closed: many with a part of their message could wait for each other, and one whose
/// peer has left cannot be told from the others, for the end comes after what is not read.
const PATIENCE: Duration = Duration::from_secs(10);

/// What has come of a message that is not whole yet.
#[derive(Debug, Default)]
pub(crate) struct Intake(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    bytes: usize,
    account: Option<Account>,
}

/// Where it is counted.
#[derive(Debug)]
struct Account {
    quota: Quota,
    share: Option<Share>,
    /// The longest message there is: what comes beyond it is thrown away.
    most: usize,
}

impl Intake {
    /// Counts in `quota` from now on. No message is longer than `most` bytes.
    pub(crate) fn count_in(&self, quota: Quota, most: usize) {
        *self.lock() = Counted { bytes: 0, account: Some(Account { quota, share: None, most }) };
    }

    /// A whole message was taken. It is counted no more, whatever holds it now.
    pub(crate) fn take_message(&self) {
        let mut counted = self.lock();
        counted.bytes = 0;
        if let Some(account) = &mut counted.account {
            account.share = None;
        }
    }

    /// Whether so many bytes more may come.
    fn has_room_for(&self, more: usize) -> bool {
        let mut counted = self.lock();
        let bytes = counted.bytes;
        bytes < FREE || counted.account.as_mut().is_none_or(|account| account.covers(bytes + more))
    }

    fn add(&self, bytes: usize) {
        let mut counted = self.lock();
        counted.bytes = counted.bytes.saturating_add(bytes);
    }

    /// What is locked is never left half done.
    fn lock(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Account {
    fn covers(&mut self, bytes: usize) -> bool {
        let counted = bytes.min(self.most).saturating_sub(FREE);
        let has = self.share.as_ref().map_or(0, Share::amount);
        if counted <= has {
            return true;
        }
        let more = (counted - has).next_multiple_of(PORTION);
        match &mut self.share {
            Some(share) => share.grow(more).is_ok(),
            none => self.quota.take(more).map(|share| *none = Some(share)).is_ok(),
        }
    }
}

/// A connection whose intake is counted.
pub(super) struct Metered {
    stream: TcpStream,
    intake: Arc<Intake>,
    pause: Option<Pin<Box<Sleep>>>,
    waits_since: Option<Instant>,
}

impl Metered {
    pub(super) fn new(stream: TcpStream, intake: Arc<Intake>) -> Self {
        Self { stream, intake, pause: None, waits_since: None }
    }
}

impl AsyncRead for Metered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.pause.is_some() || !self.intake.has_room_for(buffer.remaining()) {
            // The time is looked at before each pause, so that nobody waits for good for those who wait for it.
            let begun = *self.waits_since.get_or_insert_with(Instant::now);
            if begun.elapsed() > PATIENCE {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            let pause = self.pause.get_or_insert_with(|| Box::pin(sleep(PAUSE)));
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        self.waits_since = None;
        let before = buffer.filled().len();
        let read = ready!(Pin::new(&mut self.stream).poll_read(context, buffer));
        self.intake.add(buffer.filled().len() - before);
        Poll::Ready(read)
    }
}

impl AsyncWrite for Metered {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quota::{Limit, Name};

    const NAME: Name = Name { option: "bytes", holder: "this test", things: "bytes" };
    const MOST: usize = 1 << 20;

    /// Lets as much come as there is room for, a read at a time.
    fn fill(intake: &Intake) -> usize {
        const READ: usize = 8 * 1024;
        let mut came = 0;
        while came < 2 * MOST && intake.has_room_for(READ) {
            intake.add(READ);
            came += READ;
        }
        came
    }

    fn counted_in(limit: usize) -> (Intake, Quota) {
        let (intake, quota) = (Intake::default(), Quota::new(&Limit::new(&NAME, limit)));
        intake.count_in(quota.clone(), MOST);
        (intake, quota)
    }

    #[test]
    fn a_message_is_counted_until_it_is_taken() {
        let (intake, quota) = counted_in(4 * PORTION);
        assert_eq!(fill(&intake), 4 * PORTION + FREE);
        assert_eq!(quota.used(), 4 * PORTION);
        intake.take_message();
        assert_eq!(quota.used(), 0);
        assert_eq!(fill(&intake), 4 * PORTION + FREE);
    }

    #[test]
    fn a_short_message_finds_room_where_there_is_none() {
        let (intake, _quota) = counted_in(0);
        // However small the pieces are in which it comes, and however much there is room to read into.
        intake.add(100);
        assert!(intake.has_room_for(1 << 16));
        intake.take_message();
        assert_eq!(fill(&intake), FREE);
    }

    /// Empty pieces of a message have heads, which nobody keeps.
    #[test]
    fn a_message_counts_for_no_more_than_the_longest() {
        let (intake, quota) = counted_in(usize::MAX);
        assert_eq!(fill(&intake), 2 * MOST);
        assert!((MOST - FREE..=MOST).contains(&quota.used()));
    }

    #[test]
    fn what_is_said_before_a_websocket_is_not_counted() {
        assert_eq!(fill(&Intake::default()), 2 * MOST);
    }
}

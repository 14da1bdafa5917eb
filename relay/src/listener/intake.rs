//! What has come of messages that are not whole yet. A WebSocket keeps it until they are, and only down here it is seen to come.
//!
//! It is counted in a quota. Where that is used up, the connection is not read from until there is room again: a relay that is short of
//! memory is slow, and gives up only who waits very long, or who keeps others waiting.

use crate::lock::lock;
use crate::quota::{Exceeded, Quota, Share};
use sockbox_core::Ending;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::time::{Instant, Sleep, sleep_until};

/// In bytes. A message of which less has come is read on, and so much of it is not counted: what has no payload can always be said.
const FREE: usize = 8 * 1024;
/// In bytes. The quota is asked for so much at a time.
const PORTION: usize = 64 * 1024;
/// How often it is asked again where it is used up.
const PAUSE: Duration = Duration::from_millis(20);

/// A connection that finds no room for so long is given up: many with a part of their message could wait for each other, and one whose
/// peer has left cannot be told from the others, for the end comes after what is not read.
const PATIENCE: Duration = Duration::from_secs(10);
/// A message that is counted has to be whole after this long: what it holds is not there for others.
const UNDER_WAY: Duration = Duration::from_secs(60);
/// In bytes. The head of a ping or a pong with its mask, RFC 6455 section 5.2.
const CONTROL_HEAD: usize = 6;

/// What has come of a message that is not whole yet.
#[derive(Debug, Default)]
pub(crate) struct Intake {
    counted: Mutex<Counted>,
    /// Why the connection is given up, once it is.
    fault: watch::Sender<Option<Ending>>,
}

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
    /// When the share was first taken for the message under way.
    since: Option<Instant>,
    /// Why there was no room, while that is waited for.
    exceeded: Option<Exceeded>,
}

impl Intake {
    /// Counts in `quota` from now on. No message is longer than `most` bytes.
    pub(crate) fn count_in(&self, quota: Quota, most: usize) {
        let account = Account { quota, share: None, most, since: None, exceeded: None };
        *self.lock() = Counted { bytes: 0, account: Some(account) };
    }

    /// A whole message was taken. It is counted no more, whatever holds it now.
    pub(crate) fn take_message(&self) {
        let mut counted = self.lock();
        counted.bytes = 0;
        if let Some(account) = &mut counted.account {
            (account.share, account.since) = (None, None);
        }
    }

    /// A ping or a pong with so many bytes was taken, which may come between the pieces of a message.
    pub(crate) fn take_control(&self, payload: usize) {
        let mut counted = self.lock();
        counted.bytes = counted.bytes.saturating_sub(CONTROL_HEAD + payload);
    }

    /// Resolves when the connection is given up, with the reason.
    pub(crate) async fn given_up(&self) -> Ending {
        let mut fault = self.fault.subscribe();
        let why = fault.wait_for(Option::is_some).await.ok().and_then(|why| *why);
        match why {
            Some(why) => why,
            // The sender is this value's own, and there as long.
            None => std::future::pending().await,
        }
    }

    fn give_up(&self, why: Ending) {
        self.fault.send_replace(Some(why));
    }

    fn is_given_up(&self) -> bool {
        self.fault.borrow().is_some()
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

    /// When the message under way has to be whole, if it is counted.
    fn deadline(&self) -> Option<Instant> {
        self.lock().account.as_ref()?.since.map(|since| since + UNDER_WAY)
    }

    /// The option that would make room.
    fn option(&self) -> &'static str {
        let counted = self.lock();
        let exceeded = counted.account.as_ref().and_then(|account| account.exceeded);
        exceeded.map_or("relay-buffered-bytes", |exceeded| exceeded.option())
    }

    fn lock(&self) -> MutexGuard<'_, Counted> {
        lock(&self.counted)
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
        // Who waits hits the limit once.
        if self.exceeded.is_some() && !self.quota.has(more) {
            return false;
        }
        self.exceeded = self.take(more).err();
        self.exceeded.is_none()
    }

    fn take(&mut self, more: usize) -> Result<(), Exceeded> {
        match &mut self.share {
            Some(share) => share.grow(more)?,
            none => *none = Some(self.quota.take(more)?),
        }
        self.since.get_or_insert_with(Instant::now);
        Ok(())
    }
}

/// A connection whose intake is counted.
pub(super) struct Metered {
    stream: TcpStream,
    intake: Arc<Intake>,
    /// Runs while the connection waits for room.
    pause: Option<Pin<Box<Sleep>>>,
    waits_since: Option<Instant>,
    /// Runs while a message is under way that is counted.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Metered {
    pub(super) fn new(stream: TcpStream, intake: Arc<Intake>) -> Self {
        Self { stream, intake, pause: None, waits_since: None, deadline: None }
    }

    /// Resolves when there is room for so much, or when the connection is given up.
    fn poll_room(&mut self, context: &mut Context<'_>, more: usize) -> Poll<()> {
        while !self.intake.is_given_up() && (self.pause.is_some() || !self.intake.has_room_for(more)) {
            // The time is looked at before each pause, so that nobody waits for good for those who wait for it.
            let begun = *self.waits_since.get_or_insert_with(Instant::now);
            if begun.elapsed() > PATIENCE {
                let option = self.intake.option();
                self.intake.give_up(Ending::NoSpace { patience: PATIENCE, option });
                break;
            }
            let pause = self.pause.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + PAUSE)));
            ready!(pause.as_mut().poll(context));
            self.pause = None;
        }
        self.waits_since = None;
        Poll::Ready(())
    }

    /// Gives up whose message is not whole in time, also where nothing comes any more.
    fn check_deadline(&mut self, context: &mut Context<'_>) {
        let Some(deadline) = self.intake.deadline() else {
            self.deadline = None;
            return;
        };
        let sleep = self.deadline.get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if sleep.deadline() != deadline {
            sleep.as_mut().reset(deadline);
        }
        if sleep.as_mut().poll(context).is_ready() {
            self.intake.give_up(Ending::NotWhole { patience: UNDER_WAY });
        }
    }

    /// Reads on to the end without keeping anything: bytes left unread would reset the connection, and the reason would be lost.
    fn poll_discard(&mut self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        loop {
            ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            if buffer.filled().len() == before {
                return Poll::Ready(Ok(()));
            }
            buffer.set_filled(before);
        }
    }
}

impl AsyncRead for Metered {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.check_deadline(context);
        ready!(self.poll_room(context, buffer.remaining()));
        if self.intake.is_given_up() {
            return self.poll_discard(context, buffer);
        }
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
    use sockbox_core::{Limited, Thing};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    const NAME: Name = Name { option: "bytes", limited: Limited::Process, thing: Thing::BufferedBytes };
    const MOST: usize = 1 << 20;
    const PIECE: usize = 8 * 1024;

    /// Lets as much come as there is room for, a read at a time.
    fn fill(intake: &Intake) -> usize {
        let mut came = 0;
        while came < 2 * MOST && intake.has_room_for(PIECE) {
            intake.add(PIECE);
            came += PIECE;
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

    /// They come between the pieces of a message, and must not make it forgotten.
    #[test]
    fn pings_between_the_pieces_are_not_the_message() {
        let (intake, quota) = counted_in(4 * PORTION);
        let mut came = 0;
        while came < MOST && intake.has_room_for(PIECE) {
            intake.add(PIECE + CONTROL_HEAD + 100);
            intake.take_control(100);
            came += PIECE;
        }
        assert_eq!((came, quota.used()), (4 * PORTION + FREE, 4 * PORTION));
    }

    #[tokio::test(start_paused = true)]
    async fn who_finds_no_room_is_given_up_and_hits_the_limit_once() {
        let limit = Limit::new(&NAME, 0);
        let intake = Arc::new(Intake::default());
        intake.count_in(Quota::new(&limit), MOST);
        let (mut peer, mut metered) = connected(&intake).await;
        let begun = Instant::now();
        let reading = read_all(&mut metered);
        peer.write_all(&[0; 4 * FREE]).await.expect("it is read, or kept by the kernel");
        let why = tokio::select! {
            _ = reading => panic!("it reads until it is given up"),
            why = intake.given_up() => why,
        };
        assert_eq!(why, Ending::NoSpace { patience: PATIENCE, option: "bytes" });
        assert!(begun.elapsed() > PATIENCE);
        assert_eq!(limit.hits.get(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_message_that_never_becomes_whole_is_given_up() {
        let intake = Arc::new(Intake::default());
        intake.count_in(Quota::new(&Limit::new(&NAME, MOST)), MOST);
        let (mut peer, mut metered) = connected(&intake).await;
        peer.write_all(&[0; 4 * FREE]).await.expect("it is read");
        let begun = Instant::now();
        tokio::select! {
            _ = read_all(&mut metered) => panic!("the peer is still there"),
            why = intake.given_up() => assert_eq!(why, Ending::NotWhole { patience: UNDER_WAY }),
        }
        assert!(begun.elapsed() >= UNDER_WAY);
        // What still comes is thrown away, up to the end.
        peer.write_all(b"more").await.expect("it is read");
        drop(peer);
        assert_eq!(read_all(&mut metered).await, 0);
    }

    /// A peer, and what it is connected to.
    async fn connected(intake: &Arc<Intake>) -> (TcpStream, Metered) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there are ports");
        let peer = TcpStream::connect(listener.local_addr().expect("it is bound")).await.expect("it listens");
        let (stream, _) = listener.accept().await.expect("it was connected to");
        (peer, Metered::new(stream, Arc::clone(intake)))
    }

    /// Reads as a WebSocket does; returns how much came until the end.
    async fn read_all(metered: &mut Metered) -> usize {
        let (mut buffer, mut came) = ([0; PIECE], 0);
        loop {
            match metered.read(&mut buffer).await.expect("it goes on to the end") {
                0 => return came,
                more => came += more,
            }
        }
    }

    #[test]
    fn what_is_said_before_a_websocket_is_not_counted() {
        assert_eq!(fill(&Intake::default()), 2 * MOST);
    }
}

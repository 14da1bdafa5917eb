//! The calls that can block: each is tried at once, and only one that would block waits.
//!
//! ```text
//! Operation::start -> Ended                              done, failed, or `Wait::Never`
//!                  -> Blocked, complete().await -> Ended  tried again whenever its socket may be ready
//! ```
//!
//! The operation holds its sockets: one that is closed meanwhile stays until the operation ends, as in the kernel. One that names a
//! file is tried in the room, again and again: the file may be another by then.

mod accept;
mod connect;
mod enclosed;
mod ended;
mod epoll;
mod poll;
mod receive;
mod send;

pub(crate) use enclosed::Enclosed;
pub(crate) use ended::{Ended, Failure, Value};
pub(crate) use poll::Poll;

use crate::kernel::Socket;
use crate::room::Room;
use accept::Accept;
use bytes::Bytes;
use connect::Connect;
use ended::Interruption;
use epoll::Epoll;
use receive::Receive;
use send::Send;
use sockbox_core::{Address, Call, Errno, Wait};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::oneshot;

/// What the first attempt came to.
pub(crate) enum Started {
    /// It is over.
    Ended(Ended),
    /// It would block, and may.
    Blocked(Operation),
}

/// Whether the descriptor of a call that blocks was closed meanwhile.
#[derive(Clone, Default)]
pub(crate) struct Closed(Arc<AtomicBool>);

impl Closed {
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A call that can block.
pub(crate) struct Operation {
    action: Action,
    wait: Wait,
    /// Where it is tried, if that matters.
    room: Option<Arc<Room>>,
}

enum Action {
    Accept(Accept),
    Connect(Connect),
    Send(Send),
    Receive(Receive),
    Poll(Poll),
    Epoll(Epoll),
}

impl Action {
    /// Whether the kernel looks a path up.
    fn names_file(&self) -> bool {
        match self {
            Action::Connect(connect) => names_file(connect.address()),
            Action::Send(send) => send.address().is_some_and(names_file),
            Action::Accept(_) | Action::Receive(_) | Action::Poll(_) | Action::Epoll(_) => false,
        }
    }
}

/// Whether an address is a path. Abstract names belong to the socket's network, wherever they are looked up.
pub(crate) fn names_file(address: &Address) -> bool {
    matches!(address, Address::Unix { path } if path.is_path())
}

impl Operation {
    /// The operation of a call on one socket; `None` for a call that never blocks. `enclosed` is for `sendmsg`.
    pub(crate) fn new(call: &Call, payload: &Bytes, enclosed: Enclosed, socket: &Arc<Socket>) -> Option<Self> {
        let wait = wait_of(call)?;
        let socket = Arc::clone(socket);
        let send = |socket, flags| Send::new(socket, payload.clone(), flags, wait);
        let receive = |socket, size, flags| Receive::new(socket, size, flags, wait);
        let action = match *call {
            Call::Accept { .. } => Action::Accept(Accept::new(socket)),
            Call::Connect { address, .. } => Action::Connect(Connect::new(socket, address, wait)),
            Call::Send { flags, .. } => Action::Send(send(socket, flags)),
            Call::SendTo { address, flags, .. } => Action::Send(send(socket, flags).to(address)),
            Call::SendAll { flags, .. } => Action::Send(send(socket, flags).whole()),
            Call::SendMsg { address, flags, .. } => Action::Send(send(socket, flags).message(address, enclosed)),
            Call::Recv { size, flags, .. } => Action::Receive(receive(socket, size, flags)),
            Call::RecvFrom { size, flags, .. } => Action::Receive(receive(socket, size, flags).with_sender()),
            Call::RecvMsg { size, control_size, flags, .. } => {
                Action::Receive(receive(socket, size, flags).with_message(control_size))
            }
            Call::EpollWait { most, .. } => Action::Epoll(Epoll::new(socket, most)),
            _ => return None,
        };
        Some(Self { action, wait, room: None })
    }

    /// The operation of a `poll`.
    pub(crate) fn poll(poll: Poll, wait: Wait) -> Self {
        Self { action: Action::Poll(poll), wait, room: None }
    }

    /// The first attempt. Names of files are looked up in `room`.
    pub(crate) async fn start(mut self, room: &Arc<Room>) -> Started {
        if self.action.names_file() {
            self.room = Some(Arc::clone(room));
        }
        let (operation, attempt) = match self.attempt().await {
            Ok(attempted) => attempted,
            Err(errno) => return Started::Ended(Ended::Failed(errno)),
        };
        match (attempt, operation.wait, &operation.action) {
            (Attempt::Ended(ended), ..) => Started::Ended(ended),
            (Attempt::Blocked(_), Wait::Never, Action::Poll(_) | Action::Epoll(_)) => {
                Started::Ended(Ended::Ok(Poll::nothing()))
            }
            (Attempt::Blocked(errno), Wait::Never, _) => Started::Ended(Ended::Failed(errno)),
            (Attempt::Blocked(_), ..) => Started::Blocked(operation),
        }
    }

    /// Tries again whenever it may succeed, until it ended, its time is over, or `cancelled` says so.
    ///
    /// With a timeout Python calls poll(2), and then the call by a descriptor that may be `closed` by now.
    pub(crate) async fn complete(mut self, mut cancelled: oneshot::Receiver<()>, closed: &Closed) -> Ended {
        let mut expired = pin!(expiry(self.time()));
        let mut in_vain = 0;
        loop {
            let readiness = tokio::select! {
                readiness = self.ready(in_vain) => readiness,
                Ok(()) = &mut cancelled => return self.give_up(Interruption::Cancel),
                interruption = &mut expired => return self.give_up(interruption),
            };
            if let Err(errno) = readiness {
                return Ended::Failed(errno);
            }
            if self.is_polled() && closed.is_set() {
                return Ended::Failed(Errno::EBADF);
            }
            let before = self.progress();
            self = match self.attempt().await {
                Ok((operation, Attempt::Blocked(_))) => operation,
                Ok((_, Attempt::Ended(ended))) => return ended,
                Err(errno) => return Ended::Failed(errno),
            };
            in_vain = if self.progress() == before { in_vain + 1 } else { 0 };
        }
    }

    /// Tries once, wherever that has to be.
    ///
    /// # Errors
    /// `ENETDOWN` if the room is gone, and the operation with it.
    async fn attempt(mut self) -> Result<(Self, Attempt), Errno> {
        let Some(room) = self.room.clone() else {
            let attempt = self.attempt_here();
            return Ok((self, attempt));
        };
        let job = move || {
            let attempt = self.attempt_here();
            (self, attempt)
        };
        room.enter(job).await
    }

    fn give_up(self, interruption: Interruption) -> Ended {
        match self.action {
            Action::Send(send) => send.give_up(interruption),
            Action::Receive(receive) => receive.give_up(interruption),
            Action::Poll(poll) => poll.give_up(interruption),
            Action::Epoll(epoll) => epoll.give_up(interruption),
            Action::Connect(connect) => connect.give_up(interruption),
            Action::Accept(_) => interruption.into(),
        }
    }

    fn attempt_here(&mut self) -> Attempt {
        let result = match &mut self.action {
            Action::Accept(accept) => accept.attempt(),
            Action::Connect(connect) => return connect.attempt(),
            Action::Send(send) => send.attempt(),
            Action::Receive(receive) => receive.attempt(),
            Action::Poll(poll) => poll.attempt(),
            Action::Epoll(epoll) => epoll.attempt(),
        };
        match result {
            Ok(value) => Attempt::Ended(Ended::Ok(value)),
            Err(Errno::EAGAIN) => Attempt::Blocked(Errno::EAGAIN),
            Err(errno) => Attempt::Ended(Ended::Failed(errno)),
        }
    }

    /// How long it waits, if not for ever, and what its end then means. A socket's own timeout is the kernel's affair in blocking
    /// mode; here, where the kernel's sockets never block, it is kept for it. socket(7).
    fn time(&self) -> Option<(Duration, Interruption)> {
        if let Wait::Milliseconds(milliseconds) = self.wait {
            return Some((Duration::from_millis(milliseconds), Interruption::Timeout));
        }
        let time = match &self.action {
            Action::Accept(accept) => accept.socket_timeout(),
            Action::Connect(connect) => connect.socket_timeout(),
            Action::Send(send) => send.socket_timeout(),
            Action::Receive(receive) => receive.socket_timeout(),
            Action::Poll(_) | Action::Epoll(_) => None,
        };
        time.map(|time| (time, Interruption::SocketTimeout))
    }

    /// Whether Python calls poll(2) before it: on a socket with a timeout.
    fn is_polled(&self) -> bool {
        matches!(self.wait, Wait::Milliseconds(_)) && !matches!(self.action, Action::Poll(_) | Action::Epoll(_))
    }

    /// Waits until another attempt is worth while, after so many in vain.
    async fn ready(&self, in_vain: u32) -> Result<(), Errno> {
        pause(in_vain).await;
        match &self.action {
            Action::Accept(accept) => accept.ready().await,
            Action::Connect(connect) => connect.ready().await,
            Action::Send(send) => send.ready().await,
            Action::Receive(receive) => receive.ready().await,
            Action::Poll(poll) => poll.ready().await,
            Action::Epoll(epoll) => epoll.ready().await,
        }
    }

    /// Bytes sent or received so far.
    fn progress(&self) -> usize {
        match &self.action {
            Action::Send(send) => send.sent(),
            Action::Receive(receive) => receive.received(),
            Action::Accept(_) | Action::Connect(_) | Action::Poll(_) | Action::Epoll(_) => 0,
        }
    }
}

/// What one attempt came to.
enum Attempt {
    Ended(Ended),
    /// It would block; the error is what a call that must not block answers.
    Blocked(Errno),
}

/// How long a call may block. `MSG_DONTWAIT` means for one call what non-blocking mode means for all, recv(2). The queue of errors,
/// `MSG_ERRQUEUE`, is never waited for, ip(7).
pub(crate) fn wait_of(call: &Call) -> Option<Wait> {
    let flags = call.flags().unwrap_or_default();
    match call.wait()? {
        _ if flags & libc::MSG_DONTWAIT != 0 => Some(Wait::Never),
        Wait::Forever if flags & libc::MSG_ERRQUEUE != 0 => Some(Wait::Never),
        wait => Some(wait),
    }
}

async fn expiry(time: Option<(Duration, Interruption)>) -> Interruption {
    match time {
        Some((time, interruption)) => {
            tokio::time::sleep(time).await;
            interruption
        }
        None => std::future::pending().await,
    }
}

/// Another waiter may have been quicker, then the next wait is a real one. But some sockets stay "ready" with nothing to do (a UDP socket
/// that was shut down, for one), and would be asked without end: 1 ms the second time, doubling up to 64 ms. So are connects to a full
/// queue of `AF_UNIX`: in the kernel only a thread that blocks in connect(2) is woken when one is accepted, and waking all who wait here at
/// each accept would let one process have a thousand calls tried again and again. A thousand of them cost others little as it is
/// (`tests/hostile/holding.rs`).
async fn pause(in_vain: u32) {
    match in_vain {
        0 => {}
        1 => tokio::task::yield_now().await,
        _ => tokio::time::sleep(Duration::from_millis(1 << (in_vain - 2).min(6))).await,
    }
}

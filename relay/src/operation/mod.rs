//! The calls that can block: each is tried at once, and only one that would block waits.
//!
//! ```text
//! Operation::start -> Ended                              done, failed, or `Wait::Never`
//!                  -> Blocked, complete().await -> Ended  tried again whenever its socket may be ready
//! ```
//!
//! The operation holds its sockets: one that is closed meanwhile stays until the operation ends, as in the kernel.

mod accept;
mod connect;
mod ended;
mod poll;
mod receive;
mod send;

pub(crate) use ended::{Ended, Value};
pub(crate) use poll::Poll;

use crate::kernel::Socket;
use accept::Accept;
use bytes::Bytes;
use connect::Connect;
use ended::Interruption;
use receive::Receive;
use send::Send;
use sockbox_core::{Call, Errno, Wait};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// What the first attempt came to.
pub(crate) enum Started {
    /// It is over.
    Ended(Ended),
    /// It would block, and may.
    Blocked(Operation),
}

/// A call that can block.
pub(crate) struct Operation {
    action: Action,
    wait: Wait,
}

enum Action {
    Accept(Accept),
    Connect(Connect),
    Send(Send),
    Receive(Receive),
    Poll(Poll),
}

impl Operation {
    /// The operation of a call on one socket; `None` for a call that never blocks.
    pub(crate) fn new(call: &Call, payload: &Bytes, socket: &Arc<Socket>) -> Option<Self> {
        let wait = wait_of(call)?;
        let (socket, payload) = (Arc::clone(socket), payload.clone());
        let action = match *call {
            Call::Accept { .. } => Action::Accept(Accept::new(socket)),
            Call::Connect { address, .. } => Action::Connect(Connect::new(socket, address, wait)),
            Call::Send { flags, .. } => Action::Send(Send::new(socket, payload, flags, wait)),
            Call::SendTo { address, flags, .. } => Action::Send(Send::new(socket, payload, flags, wait).to(address)),
            Call::SendAll { flags, .. } => Action::Send(Send::new(socket, payload, flags, wait).whole()),
            Call::Recv { size, flags, .. } => Action::Receive(Receive::new(socket, size, flags, wait)),
            Call::RecvFrom { size, flags, .. } => {
                Action::Receive(Receive::new(socket, size, flags, wait).with_sender())
            }
            _ => return None,
        };
        Some(Self { action, wait })
    }

    /// The operation of a `poll`.
    pub(crate) fn poll(poll: Poll, wait: Wait) -> Self {
        Self { action: Action::Poll(poll), wait }
    }

    /// The first attempt.
    pub(crate) fn start(mut self) -> Started {
        match (self.attempt(), self.wait, &self.action) {
            (Attempt::Ended(ended), ..) => Started::Ended(ended),
            (Attempt::Blocked(_), Wait::Never, Action::Poll(_)) => Started::Ended(Ended::Ok(Poll::nothing())),
            (Attempt::Blocked(errno), Wait::Never, _) => Started::Ended(Ended::Failed(errno)),
            (Attempt::Blocked(_), ..) => Started::Blocked(self),
        }
    }

    /// Tries again whenever it may succeed, until it ended, its time is over, or `cancelled` says so.
    pub(crate) async fn complete(mut self, cancelled: oneshot::Receiver<()>) -> Ended {
        let expired = expiry(self.time());
        let interruption = tokio::select! {
            ended = self.retry() => return ended,
            Ok(()) = cancelled => Interruption::Cancel,
            interruption = expired => interruption,
        };
        match self.action {
            Action::Send(send) => send.give_up(interruption),
            Action::Receive(receive) => receive.give_up(interruption),
            Action::Poll(poll) => poll.give_up(interruption),
            Action::Connect(connect) => connect.give_up(interruption),
            Action::Accept(_) => interruption.into(),
        }
    }

    async fn retry(&mut self) -> Ended {
        let mut in_vain = 0;
        loop {
            if let Err(errno) = self.ready().await {
                return Ended::Failed(errno);
            }
            let before = self.progress();
            if let Attempt::Ended(ended) = self.attempt() {
                return ended;
            }
            in_vain = if self.progress() == before { in_vain + 1 } else { 0 };
            pause(in_vain).await;
        }
    }

    fn attempt(&mut self) -> Attempt {
        let result = match &mut self.action {
            Action::Accept(accept) => accept.attempt(),
            Action::Connect(connect) => return connect.attempt(),
            Action::Send(send) => send.attempt(),
            Action::Receive(receive) => receive.attempt(),
            Action::Poll(poll) => poll.attempt(),
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
            Action::Poll(_) => None,
        };
        time.map(|time| (time, Interruption::SocketTimeout))
    }

    async fn ready(&self) -> Result<(), Errno> {
        match &self.action {
            Action::Accept(accept) => accept.ready().await,
            Action::Connect(connect) => connect.ready().await,
            Action::Send(send) => send.ready().await,
            Action::Receive(receive) => receive.ready().await,
            Action::Poll(poll) => poll.ready().await,
        }
    }

    /// Bytes sent or received so far.
    fn progress(&self) -> usize {
        match &self.action {
            Action::Send(send) => send.sent(),
            Action::Receive(receive) => receive.received(),
            Action::Accept(_) | Action::Connect(_) | Action::Poll(_) => 0,
        }
    }
}

/// What one attempt came to.
enum Attempt {
    Ended(Ended),
    /// It would block; the error is what a call that must not block answers.
    Blocked(Errno),
}

/// How long a call may block. `MSG_DONTWAIT` means for one call what non-blocking mode means for all, recv(2).
pub(crate) fn wait_of(call: &Call) -> Option<Wait> {
    match *call {
        Call::Send { flags, .. }
        | Call::SendTo { flags, .. }
        | Call::SendAll { flags, .. }
        | Call::Recv { flags, .. }
        | Call::RecvFrom { flags, .. }
            if flags & libc::MSG_DONTWAIT != 0 =>
        {
            Some(Wait::Never)
        }
        _ => call.wait(),
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
/// that was shut down, for one), and would be asked without end: 1 ms the second time, doubling up to 64 ms.
async fn pause(in_vain: u32) {
    match in_vain {
        0 => {}
        1 => tokio::task::yield_now().await,
        _ => tokio::time::sleep(Duration::from_millis(1 << (in_vain - 2).min(6))).await,
    }
}

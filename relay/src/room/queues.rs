//! The queues of the listening sockets of a room. A socket can travel from process to process, and listen before, meanwhile or
//! afterwards: whoever has it keeps the places in its queue.

use crate::kernel::Socket;
use crate::lock::lock;
use crate::policy;
use crate::quota::{Quota, Share};
use sockbox_core::Errno;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

/// The queues that somebody has, by the cookies of their sockets.
#[derive(Default)]
pub(crate) struct Queues {
    had: Mutex<HashMap<u64, Weak<Queue>>>,
}

/// The queue of a socket that listens, or may. Its places are given back when nobody has it any more.
#[derive(Default)]
pub(crate) struct Queue {
    /// Of the process in which it was last told to listen; `None` where it does not.
    places: Mutex<Option<Share>>,
}

impl Queues {
    /// The queue of a socket, one for all who have it; `None` for what is no socket.
    pub(crate) fn of(&self, socket: &Socket) -> Option<Arc<Queue>> {
        let cookie = socket.cookie()?;
        let mut had = lock(&self.had);
        if let Some(queue) = had.get(&cookie).and_then(Weak::upgrade) {
            return Some(queue);
        }
        had.retain(|_, queue| queue.strong_count() > 0);
        let queue = Arc::<Queue>::default();
        had.insert(cookie, Arc::downgrade(&queue));
        Some(queue)
    }
}

impl Queue {
    /// listen(2). The backlog is a hint, as POSIX says: where there are fewer places it is cut, as `net.core.somaxconn` cuts it. One
    /// connection waits even where there are none.
    pub(crate) fn listen(&self, socket: &Socket, backlog: i32, places: &Quota) -> Result<(), Errno> {
        let mut kept = lock(&self.places);
        // What it had counts for it once more.
        *kept = None;
        let share = places.take_up_to(policy::backlog(backlog));
        let listened = socket.listen(share.amount() as i32);
        if listened.is_ok() || socket.is_listening() {
            *kept = Some(share);
        }
        listened
    }

    /// The socket came from another process. If nobody keeps places for it, and it listens, it takes the most there are for one here,
    /// for nothing tells how long its queue is.
    pub(crate) fn receive(&self, socket: &Socket, places: &Quota) {
        let mut kept = lock(&self.places);
        if kept.is_some() || !socket.is_listening() {
            return;
        }
        let share = places.take_up_to(policy::BACKLOG_MAX);
        if share.amount() < policy::BACKLOG_MAX {
            // It listens already: this cannot fail.
            let _ = socket.listen(share.amount() as i32);
        }
        *kept = Some(share);
    }
}

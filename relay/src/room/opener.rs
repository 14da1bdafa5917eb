//! The thread that lives in the room's network namespace and makes its sockets.

use super::namespace;
use crate::kernel::Socket;
use sockbox_core::Errno;
use std::io;
use std::thread;
use tokio::sync::{mpsc, oneshot};

/// More sockets than this are not asked for at once; whoever asks next waits.
const QUEUE: usize = 64;
/// In bytes. The thread makes system calls and nothing else.
const STACK: usize = 128 * 1024;

/// The way to the thread. It ends, and the namespace with it, when this is dropped and the last of its sockets is closed.
pub(super) struct Opener {
    requests: mpsc::Sender<Request>,
}

struct Request {
    family: i32,
    kind: i32,
    protocol: i32,
    answer: oneshot::Sender<Result<Socket, Errno>>,
}

impl Opener {
    /// Starts the thread and makes the namespace.
    ///
    /// # Errors
    /// If either is not possible.
    pub(super) fn start() -> io::Result<Self> {
        let (requests, inbox) = mpsc::channel(QUEUE);
        let (started, start) = std::sync::mpsc::sync_channel(1);
        thread::Builder::new().name("room main".to_owned()).stack_size(STACK).spawn(move || {
            let made = namespace::enter_new_network();
            let lives = made.is_ok();
            // The receiver waits for this and nothing else.
            let _ = started.send(made);
            if lives {
                serve(inbox);
            }
        })?;
        start.recv().map_err(io::Error::other)?.map_err(io::Error::other)?;
        Ok(Self { requests })
    }

    /// socket(2) in the room.
    pub(super) async fn socket(&self, family: i32, kind: i32, protocol: i32) -> Result<Socket, Errno> {
        let (answer, socket) = oneshot::channel();
        let request = Request { family, kind, protocol, answer };
        self.requests.send(request).await.map_err(|_| Errno::ENETDOWN)?;
        socket.await.map_err(|_| Errno::ENETDOWN)?
    }
}

fn serve(mut inbox: mpsc::Receiver<Request>) {
    while let Some(Request { family, kind, protocol, answer }) = inbox.blocking_recv() {
        // Nobody waits any more if the session has ended; the socket is closed then.
        let _ = answer.send(Socket::open(family, kind, protocol));
    }
}

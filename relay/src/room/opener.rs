//! The thread that lives in the room's network namespace and does there what can be done nowhere else.

use super::namespace;
use sockbox_core::Errno;
use std::io;
use std::thread;
use tokio::sync::{mpsc, oneshot};

/// More jobs than this are not asked for at once; whoever asks next waits.
const QUEUE: usize = 64;
/// In bytes. The thread makes system calls and nothing else.
const STACK: usize = 128 * 1024;

/// The way to the thread. It ends, and the namespace with it, when this is dropped and the last of its sockets is closed.
pub(super) struct Opener {
    jobs: mpsc::Sender<Job>,
}

type Job = Box<dyn FnOnce() + Send>;

impl Opener {
    /// Starts the thread and makes the namespace.
    ///
    /// # Errors
    /// If either is not possible.
    pub(super) fn start() -> io::Result<Self> {
        let (jobs, inbox) = mpsc::channel(QUEUE);
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
        Ok(Self { jobs })
    }

    /// Does something in the room.
    ///
    /// # Errors
    /// `ENETDOWN` if the room is gone.
    pub(super) async fn enter<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> Result<T, Errno> {
        let (answer, result) = oneshot::channel();
        // Nobody waits any more if the session has ended.
        let job = Box::new(move || drop(answer.send(job())));
        self.jobs.send(job).await.map_err(|_| Errno::ENETDOWN)?;
        result.await.map_err(|_| Errno::ENETDOWN)
    }
}

fn serve(mut inbox: mpsc::Receiver<Job>) {
    while let Some(job) = inbox.blocking_recv() {
        job();
    }
}

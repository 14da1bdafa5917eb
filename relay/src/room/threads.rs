//! The threads that do what can be done only in a room: making its sockets, and resolving the paths of its file system.
//!
//! ```text
//! session ── job ──> thread: setns, fchdir, chroot (if it is elsewhere), the job ── result ──> session
//! ```
//!
//! A room is served by one of them, so that the thread is often there already. A thread keeps alive the namespace it is in: when a room
//! ends, its thread is sent home, to a namespace that is no room.
//!
//! They are started before tokio, and they alone need capabilities (within the relay's user namespace): `CAP_SYS_ADMIN` for setns(2),
//! unshare(2) and fsmount(2), `CAP_SYS_CHROOT` for chroot(2), `CAP_NET_ADMIN` to set a network up, `CAP_NET_RAW` to make raw sockets.
//! A thread never goes back to the host's namespaces: after unshare(CLONE_NEWUSER) that is not permitted.

use super::failure::{Failure, Step};
use super::namespace::{self, Namespace, Plan};
use crate::confinement::{Unconfined, confine_room_thread};
use sockbox_core::Errno;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use tokio::sync::{mpsc, oneshot};

/// One would do for the work; with two a job that takes long, such as a bind(2) while the kernel cleans up, does not hold up everybody.
const THREADS: usize = 2;
/// More jobs than this are not asked of a thread at once; whoever asks next waits.
const QUEUE: usize = 64;
/// In bytes. The threads make system calls and nothing else.
pub(super) const STACK: usize = 128 * 1024;

/// The way to the threads.
pub(super) struct Threads {
    queues: Vec<mpsc::Sender<Visit>>,
    next: AtomicUsize,
}

impl Threads {
    /// Starts them, and says whether all are confined.
    pub(super) fn start(plan: &Plan) -> Result<(Self, Confined), Failure> {
        let (mut queues, mut all) = (Vec::new(), Ok(()));
        for number in 1..=THREADS {
            let (queue, confined) = start(plan, number)?;
            queues.push(queue);
            all = all.and(confined);
        }
        Ok((Self { queues, next: AtomicUsize::new(0) }, all))
    }

    /// A thread for a room; they take turns.
    pub(super) fn assign(&self) -> Thread {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Thread(self.queues[number % self.queues.len()].clone())
    }
}

/// One thread, as a room knows it.
pub(super) struct Thread(mpsc::Sender<Visit>);

/// What a thread is asked.
enum Visit {
    /// To do something in a namespace.
    Room(Arc<Namespace>, Box<dyn FnOnce() + Send>),
    /// To be in no room.
    Home(oneshot::Sender<()>),
}

impl Thread {
    /// Does something in a namespace.
    ///
    /// # Errors
    /// `ENETDOWN` if it cannot be entered.
    pub(super) async fn enter<T: Send + 'static>(
        &self,
        namespace: &Arc<Namespace>,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Errno> {
        let (answer, result) = oneshot::channel();
        // Nobody waits any more if the session has ended.
        let job = Box::new(move || drop(answer.send(job())));
        self.0.send(Visit::Room(Arc::clone(namespace), job)).await.map_err(|_| Errno::ENETDOWN)?;
        result.await.map_err(|_| Errno::ENETDOWN)
    }

    /// Has the thread leave whatever room it is in, after the jobs before.
    pub(super) async fn leave(&self) {
        let (left, home) = oneshot::channel();
        if self.0.send(Visit::Home(left)).await.is_ok() {
            // The answer is that there is one.
            let _ = home.await;
        }
    }
}

fn start(plan: &Plan, number: usize) -> Result<(mpsc::Sender<Visit>, Confined), Failure> {
    let (queue, inbox) = mpsc::channel(QUEUE);
    let plan = plan.clone();
    let confined = spawn(format!("room {number}"), move || go_home(&plan), move |home| serve(inbox, &home))?;
    Ok((queue, confined))
}

/// Whether a thread gave up what it does not need.
pub(super) type Confined = Result<(), Unconfined>;

/// Starts a thread that first prepares something, then is confined, and goes on with it. Returns once it is both.
pub(super) fn spawn<T: 'static>(
    name: String,
    prepare: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    go_on: impl FnOnce(T) + Send + 'static,
) -> Result<Confined, Failure> {
    let (started, start) = std::sync::mpsc::sync_channel(1);
    let body = move || match prepare() {
        Ok(prepared) => {
            // The receiver waits for this and nothing else.
            let _ = started.send(Ok(confine_room_thread()));
            drop(started);
            go_on(prepared);
        }
        Err(failure) => drop(started.send(Err(failure))),
    };
    thread::Builder::new().name(name).stack_size(STACK).spawn(body).map_err(Failure::of_io(Step::Thread))?;
    start.recv().unwrap_or(Err(Failure { step: Step::Thread, errno: Errno::EIO }))
}

/// A namespace that is no room, with the calling thread in it.
pub(super) fn go_home(plan: &Plan) -> Result<Namespace, Failure> {
    namespace::detach_file_system()?;
    let home = Namespace::make(plan)?;
    home.enter()?;
    Ok(home)
}

fn serve(mut inbox: mpsc::Receiver<Visit>, home: &Namespace) {
    let mut place = Some(home.number());
    while let Some(visit) = inbox.blocking_recv() {
        match visit {
            Visit::Room(namespace, job) => {
                // Without entry there is no job: whoever waits for it learns that it was dropped.
                if go(&mut place, &namespace) && catch_unwind(AssertUnwindSafe(job)).is_err() {
                    tracing::error!("a job in a room panicked");
                }
            }
            Visit::Home(left) => {
                go(&mut place, home);
                // The keeper of the room may be gone.
                let _ = left.send(());
            }
        }
    }
}

/// Moves the thread, unless it is there; says whether it is.
fn go(place: &mut Option<u64>, to: &Namespace) -> bool {
    if *place == Some(to.number()) {
        return true;
    }
    // Until it has arrived it is nowhere.
    *place = None;
    match to.enter() {
        Ok(()) => *place = Some(to.number()),
        Err(failure) => tracing::error!(%failure, "a room cannot be entered"),
    }
    place.is_some()
}

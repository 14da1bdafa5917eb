//! Namespaces made before they are wanted. Making one takes a third of a millisecond, and fifty times that when the kernel is busy
//! cleaning up old ones: whoever comes into a room does not wait for it.

use super::failure::{Failure, Step};
use super::namespace::{Namespace, Plan};
use super::threads::{self, Confined, go_home};
use crate::lock::lock;
use sockbox_core::Errno;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot};

/// How many are kept ready.
const READY: usize = 6;
/// The kernel takes a namespace apart some time after it was left, and counts it until then: so long it is given to do so where no more
/// are permitted.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is tried within that time.
const PAUSE: Duration = Duration::from_millis(20);

/// The namespaces that are ready, and the thread that makes them.
pub(super) struct Pool {
    ready: Ready,
    orders: mpsc::UnboundedSender<Order>,
}

type Ready = Arc<Mutex<Vec<Namespace>>>;

enum Order {
    /// One was taken.
    Refill,
    /// There was none.
    Deliver { deliver: oneshot::Sender<Result<Namespace, Failure>>, since: Instant },
}

impl Pool {
    /// Starts the thread, which begins to fill the pool, and says whether it is confined.
    pub(super) fn start(plan: Plan) -> Result<(Self, Confined), Failure> {
        let ready = Ready::default();
        let (orders, inbox) = mpsc::unbounded_channel();
        for _ in 0..READY {
            // The receiver is right here.
            let _ = orders.send(Order::Refill);
        }
        let filled = Arc::clone(&ready);
        let prepare = move || go_home(&plan).map(|home| Maker { plan, home, ready: filled });
        let confined = threads::spawn("room maker".to_owned(), prepare, move |maker| maker.serve(inbox))?;
        Ok((Self { ready, orders }, confined))
    }

    /// How many are ready.
    pub(super) fn ready(&self) -> usize {
        lock(&self.ready).len()
    }

    /// A namespace nobody was in.
    pub(super) async fn take(&self) -> Result<Namespace, Failure> {
        let gone = |_| Failure { step: Step::Thread, errno: Errno::ESRCH };
        // Bound first, so that the lock is not held any more.
        let ready = lock(&self.ready).pop();
        match ready {
            Some(namespace) => {
                self.orders.send(Order::Refill).map_err(|_| gone(()))?;
                Ok(namespace)
            }
            None => {
                let (deliver, delivery) = oneshot::channel();
                let order = Order::Deliver { deliver, since: Instant::now() };
                self.orders.send(order).map_err(|_| gone(()))?;
                delivery.await.map_err(|_| gone(()))?
            }
        }
    }
}

/// The thread's.
struct Maker {
    plan: Plan,
    home: Namespace,
    ready: Ready,
}

impl Maker {
    fn serve(self, mut inbox: mpsc::UnboundedReceiver<Order>) {
        while let Some(order) = inbox.blocking_recv() {
            match order {
                Order::Refill => self.refill(),
                // Who came for it has left.
                Order::Deliver { deliver, .. } if deliver.is_closed() => {}
                // Who does not wait any more drops it.
                Order::Deliver { deliver, since } => drop(deliver.send(self.deliver(since))),
            }
        }
    }

    fn refill(&self) {
        if lock(&self.ready).len() >= READY {
            return;
        }
        match self.make() {
            Ok(namespace) => lock(&self.ready).push(namespace),
            // Whoever wants one will try again, and be told.
            Err(failure) => tracing::debug!(%failure, "no namespace in advance"),
        }
    }

    /// Those who wait have waited `since` they asked, whoever was before them.
    fn deliver(&self, since: Instant) -> Result<Namespace, Failure> {
        let ready = lock(&self.ready).pop();
        if let Some(namespace) = ready {
            self.refill();
            return Ok(namespace);
        }
        loop {
            match self.make() {
                Err(Failure { errno: Errno::ENOSPC, .. }) if since.elapsed() < PATIENCE => thread::sleep(PAUSE),
                made => return made,
            }
        }
    }

    /// Makes one, and leaves it again: a thread keeps alive the network it is in.
    fn make(&self) -> Result<Namespace, Failure> {
        let made = Namespace::make(&self.plan);
        self.home.enter_network()?;
        made
    }
}

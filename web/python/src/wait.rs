//! The loop around every wait of Python code: look, give up in time, let Ctrl-C through, park. And who waits for what.

use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::interrupt;
use crate::place::{self, Place};
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_message::Awaited;
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static WAITING: RefCell<BTreeMap<FiberId, Wait>> = const { RefCell::new(BTreeMap::new()) };
}

/// Why a fiber is set aside.
#[derive(Clone)]
pub(crate) struct Wait {
    /// `None` if it only lets others have their turn.
    pub(crate) what: Option<Awaited>,
    /// Where its program is.
    pub(crate) place: Option<Place>,
}

/// Parks the running fiber until `look` finds something; `None` when the deadline came first.
/// Whoever changes what `look` looks at must unpark the fiber. `what` is said to whoever asks why it waits.
///
/// # Errors
/// What Ctrl-C raises in the main thread.
pub(crate) fn until<T>(
    vm: &VirtualMachine,
    what: Awaited,
    deadline: Deadline,
    mut look: impl FnMut() -> Option<T>,
) -> PyResult<Option<T>> {
    if let Some(found) = look() {
        return Ok(Some(found));
    }
    let _listed = listed(what);
    while !deadline.is_past() {
        interrupt::check(vm)?;
        // A signal's handler may have brought it about; it ran in this fiber, which nobody could unpark.
        if let Some(found) = look() {
            return Ok(Some(found));
        }
        fiber::park(deadline);
        if let Some(found) = look() {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The fibers that wait for one thing, the first to come at the front. One may be among them more than once: a signal's handler can wait
/// within a wait, for the same thing even.
#[derive(Debug, Clone, Default)]
pub(crate) struct Waiters(Vec<FiberId>);

impl Waiters {
    pub(crate) const NONE: Self = Self(Vec::new());

    /// The running fiber waits.
    pub(crate) fn enter(&mut self) {
        self.0.push(fiber::current());
    }

    /// One wait of this fiber is over, the innermost.
    pub(crate) fn leave(&mut self, fiber: FiberId) {
        if let Some(last) = self.0.iter().rposition(|waiting| *waiting == fiber) {
            self.0.remove(last);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Lets the first one look again. The main thread may be in a signal's handler, which waits for something else: then it does not look,
    /// and so the one behind it looks too.
    pub(crate) fn wake_next(&self) {
        let behind = self.0.iter().find(|waiting| **waiting != fiber::MAIN);
        let main = self.0.first().filter(|first| **first == fiber::MAIN);
        main.into_iter().chain(behind).for_each(|waiting| fiber::unpark(*waiting));
    }

    /// Lets all of them look again.
    pub(crate) fn wake(self) {
        self.0.into_iter().for_each(fiber::unpark);
    }
}

/// While the value lives, the running fiber is listed as waiting. It may wait already, as where a signal's handler waits
/// within a wait: what it was listed for then is put back.
pub(crate) struct Listed {
    fiber: FiberId,
    earlier: Option<Wait>,
}

/// Lists the running fiber as waiting for this.
pub(crate) fn listed(what: Awaited) -> Listed {
    list(Some(what))
}

/// Lets everything else that is ready run, with the running fiber listed as one that computes.
pub(crate) fn for_others() {
    let _listed = list(None);
    fiber::yield_now();
}

fn list(what: Option<Awaited>) -> Listed {
    let wait = Wait { what, place: place::of_program() };
    let fiber = fiber::current();
    let earlier = WAITING.with_borrow_mut(|waiting| waiting.insert(fiber, wait));
    Listed { fiber, earlier }
}

/// The lines in which the fibers wait that wait for something.
pub(crate) fn places() -> Vec<(FiberId, Place)> {
    let place = |(fiber, wait): (&FiberId, &Wait)| Some((*fiber, wait.what.as_ref().and(wait.place)?));
    WAITING.with_borrow(|waiting| waiting.iter().filter_map(place).collect())
}

/// Why a fiber is set aside, if it is.
pub(crate) fn of(fiber: FiberId) -> Option<Wait> {
    WAITING.with_borrow(|waiting| waiting.get(&fiber).cloned())
}

impl Drop for Listed {
    fn drop(&mut self) {
        WAITING.with_borrow_mut(|waiting| match self.earlier.take() {
            Some(earlier) => waiting.insert(self.fiber, earlier),
            None => waiting.remove(&self.fiber),
        });
    }
}

//! What all locks are made of: whoever finds one taken is parked in its queue.

use super::start;
use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::wait::{self, Waiters};
use rustpython_vm::function::ArgIntoFloat;
use rustpython_vm::{FromArgs, PyResult, VirtualMachine};
use sockbox_message::Awaited;
use std::cell::{Cell, RefCell};
use std::time::Duration;

/// A lock that one fiber holds, some number of times.
#[derive(Default)]
pub(crate) struct Mutex {
    owner: Cell<Option<FiberId>>,
    count: Cell<usize>,
    waiting: RefCell<Waiters>,
}

/// The arguments of `acquire`.
#[derive(FromArgs)]
pub(crate) struct AcquireArgs {
    #[pyarg(any, default = true)]
    blocking: bool,
    #[pyarg(any, default)]
    timeout: Option<ArgIntoFloat>,
}

/// Python's way to say that there is no limit.
const NO_TIMEOUT: f64 = -1.0;

impl Mutex {
    /// Takes the lock once it is free; false if it was not in time.
    pub(super) fn acquire(&self, deadline: Deadline, vm: &VirtualMachine) -> PyResult<bool> {
        if self.try_acquire() {
            return Ok(true);
        }
        self.waiting.borrow_mut().enter();
        let acquired = wait::until(vm, self.awaited(), deadline, || self.try_acquire().then_some(()));
        self.waiting.borrow_mut().leave(fiber::current());
        if !matches!(acquired, Ok(Some(()))) {
            // The wake-up that was meant for this fiber must not be lost.
            self.wake_next();
        }
        Ok(acquired?.is_some())
    }

    fn awaited(&self) -> Awaited {
        Awaited::Lock { owner: self.owner.get().map(start::name) }
    }

    fn try_acquire(&self) -> bool {
        let is_free = self.count.get() == 0;
        if is_free {
            self.take(1);
        }
        is_free
    }

    /// Notes that the running fiber holds the lock, so many times.
    pub(super) fn take(&self, count: usize) {
        self.owner.set(Some(fiber::current()));
        self.count.set(count);
    }

    /// Gives the lock up altogether, however often it was taken.
    pub(super) fn release(&self) {
        self.count.set(0);
        self.owner.set(None);
        self.wake_next();
    }

    /// How many times it is held.
    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    fn wake_next(&self) {
        if self.count.get() == 0 {
            self.waiting.borrow().wake_next();
        }
    }

    pub(super) fn is_taken(&self) -> bool {
        self.count.get() > 0
    }

    /// Whether the running fiber holds it.
    pub(super) fn is_owned(&self) -> bool {
        self.is_taken() && self.owner.get() == Some(fiber::current())
    }

    /// The identifier of the thread that holds it, or 0.
    pub(super) fn owner(&self) -> u64 {
        self.owner.get().map_or(0, |owner| owner.0)
    }
}

impl AcquireArgs {
    /// Until when to wait.
    ///
    /// # Errors
    /// As CPython: a timeout with a call that does not block, a negative one, one that is too large.
    pub(super) fn deadline(self, vm: &VirtualMachine) -> PyResult<Deadline> {
        let seconds = self.timeout.map_or(NO_TIMEOUT, ArgIntoFloat::into_float);
        match (self.blocking, seconds) {
            (false, NO_TIMEOUT) => Ok(Deadline::after(Some(Duration::ZERO))),
            (false, _) => Err(vm.new_value_error("can't specify a timeout for a non-blocking call")),
            (true, NO_TIMEOUT) => Ok(Deadline::NEVER),
            (true, seconds) if seconds < 0.0 => Err(vm.new_value_error("timeout value must be a non-negative number")),
            (true, seconds) => Duration::try_from_secs_f64(seconds)
                .map(|limit| Deadline::after(Some(limit)))
                .map_err(|_| vm.new_overflow_error("timeout value is too large")),
        }
    }
}

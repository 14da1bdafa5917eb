//! The loop around every wait of Python code: look, give up in time, let Ctrl-C through, park. And who waits for what.

use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::interrupt;
use crate::place::{self, Place};
use rustpython_vm::{PyResult, VirtualMachine};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    static WAITING: RefCell<BTreeMap<FiberId, Wait>> = const { RefCell::new(BTreeMap::new()) };
}

/// Why a fiber is set aside.
#[derive(Clone)]
pub(crate) struct Wait {
    /// What it waits for, in words that go on after "waits for": `accept()`, `a line of input`. `None` if it only lets others
    /// have their turn.
    pub(crate) what: Option<Cow<'static, str>>,
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
    what: impl Into<Cow<'static, str>>,
    deadline: Deadline,
    mut look: impl FnMut() -> Option<T>,
) -> PyResult<Option<T>> {
    if let Some(found) = look() {
        return Ok(Some(found));
    }
    let _listed = listed(what);
    loop {
        if deadline.is_past() {
            return Ok(None);
        }
        interrupt::check(vm)?;
        fiber::park(deadline);
        if let Some(found) = look() {
            return Ok(Some(found));
        }
    }
}

/// While the value lives, the running fiber is listed as waiting.
pub(crate) struct Listed(FiberId);

/// Lists the running fiber as waiting for this.
pub(crate) fn listed(what: impl Into<Cow<'static, str>>) -> Listed {
    list(Some(what.into()))
}

/// Lets everything else that is ready run, with the running fiber listed as one that computes.
pub(crate) fn for_others() {
    let _listed = list(None);
    fiber::yield_now();
}

fn list(what: Option<Cow<'static, str>>) -> Listed {
    let wait = Wait { what, place: place::of_program() };
    WAITING.with_borrow_mut(|waiting| waiting.insert(fiber::current(), wait));
    Listed(fiber::current())
}

/// Why a fiber is set aside, if it is.
pub(crate) fn of(fiber: FiberId) -> Option<Wait> {
    WAITING.with_borrow(|waiting| waiting.get(&fiber).cloned())
}

impl Drop for Listed {
    fn drop(&mut self) {
        WAITING.with_borrow_mut(|waiting| waiting.remove(&self.0));
    }
}

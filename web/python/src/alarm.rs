//! The interval timer of the process, setitimer(2): a SIGALRM when its time has come.
//!
//! Nothing runs at that moment: the main thread is woken, and looks here as it looks for Ctrl-C, wherever it runs or waits.

use crate::clock::Deadline;
use crate::fiber;
use std::cell::Cell;
use std::time::Duration;

/// A browser's timer may be early by what its clock is rounded to.
const ROUNDING: Duration = Duration::from_millis(1);

#[derive(Clone, Copy)]
struct Timer {
    at: Deadline,
    /// Zero: it goes off once.
    interval: Duration,
}

thread_local! {
    static TIMER: Cell<Option<Timer>> = const { Cell::new(None) };
}

/// Whether a SIGALRM is due.
pub(crate) fn is_due() -> bool {
    TIMER.get().is_some_and(|timer| timer.at.is_past())
}

/// Whether one was due; the timer begins anew, or is off.
pub(crate) fn take() -> bool {
    let Some(timer) = TIMER.get().filter(|timer| timer.at.is_past()) else { return false };
    set(timer.interval, timer.interval);
    true
}

/// Sets it; no time at all turns it off. What is left of the earlier one, and its interval.
fn set(first: Duration, interval: Duration) -> (Duration, Duration) {
    let timer = (!first.is_zero()).then(|| Timer { at: Deadline::after(Some(first)), interval });
    let earlier = left();
    TIMER.set(timer);
    if timer.is_some() {
        fiber::wake_later(fiber::MAIN, first + ROUNDING);
    }
    earlier
}

/// What is left of the time, and the interval.
fn left() -> (Duration, Duration) {
    let timer = TIMER.get();
    timer.map_or_else(Default::default, |timer| (timer.at.remaining().unwrap_or_default(), timer.interval))
}

/// What sends signals, for `lib/_signal.py`: the timer, and the process itself.
#[rustpython_vm::pymodule(name = "_signals")]
pub(crate) mod python {
    use crate::interrupt;
    use rustpython_vm::function::{ArgIntoFloat, OptionalArg};
    use rustpython_vm::{PyResult, VirtualMachine};
    use std::time::Duration;

    // Seconds, as in `signal.setitimer`; the earlier ones come back.
    #[pyfunction]
    fn set_timer(
        first: ArgIntoFloat,
        interval: OptionalArg<ArgIntoFloat>,
        vm: &VirtualMachine,
    ) -> PyResult<(f64, f64)> {
        let interval = interval.map_or(0.0, ArgIntoFloat::into_float);
        let duration = |seconds| Duration::try_from_secs_f64(seconds).map_err(|_| vm.new_os_error("Invalid argument"));
        Ok(seconds(super::set(duration(first.into_float())?, duration(interval)?)))
    }

    // What is left, and the interval.
    #[pyfunction]
    fn timer() -> (f64, f64) {
        seconds(super::left())
    }

    // The main thread hears of it at once if it sent it, else at its next instruction or out of what it waits for.
    #[pyfunction]
    fn send(number: i32, vm: &VirtualMachine) -> PyResult<()> {
        interrupt::send(number);
        interrupt::check(vm)
    }

    fn seconds((left, interval): (Duration, Duration)) -> (f64, f64) {
        (left.as_secs_f64(), interval.as_secs_f64())
    }
}

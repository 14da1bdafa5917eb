//! poll(2) for a program's descriptors: its sockets, which the relay has, and what is here: its terminal and its files.

use crate::clock::Deadline;
use crate::socket::{Patience, call};
use crate::{bridge, errors, fiber, files, input, interrupt};
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_core::constants::{POLLIN, POLLOUT};
use sockbox_core::{Call, Errno, Fd, Outcome, PollEntry, Reply, Wait};
use sockbox_message::Awaited;

/// The descriptors of the terminal: input, which lines make readable, and two outputs, which always take more.
const STDIN: Fd = Fd(0);
pub(super) const TERMINAL: std::ops::RangeInclusive<i32> = 0..=2;

/// Waits until an entry has something to tell or the deadline comes; nothing then.
///
/// # Errors
/// `OSError`, or what Ctrl-C raises.
pub(super) fn poll(vm: &VirtualMachine, entries: Vec<PollEntry>, deadline: Deadline) -> PyResult<Vec<PollEntry>> {
    let (here, sockets) = divided(entries);
    let mut ready: Vec<_> = here.iter().filter_map(events_here).collect();
    if !awaits_input(&here) || !ready.is_empty() || deadline.is_past() {
        let patience = if ready.is_empty() { Patience::Until(deadline) } else { Patience::None };
        ready.extend(poll_sockets(vm, &sockets, patience)?);
        return Ok(ready);
    }
    loop {
        // A signal's handler let the program go on: with the time left (PEP 475).
        let call = |wait| Call::Poll { entries: sockets.clone(), wait };
        let call = (!sockets.is_empty()).then_some(call);
        if let Some(ready) = poll_both(vm, &here, call, deadline, || false)? {
            return Ok(ready);
        }
    }
}

/// As [`poll`], of the terminal and of an epoll, by its `call`, which says how many it wants: `most` of the epoll's, and with
/// `sockets_first` or where the terminal is waited for one more of each of the terminal's descriptors, in front. But `None` as soon as
/// `is_changed`, and if a signal's handler let the program go on. Whoever changes that unparks the fiber.
///
/// # Errors
/// As [`poll`].
pub(super) fn poll_epoll(
    vm: &VirtualMachine,
    here: &[PollEntry],
    (most, sockets_first): (u32, bool),
    call: impl Fn(u32, Wait) -> Call,
    deadline: Deadline,
    is_changed: impl Fn() -> bool,
) -> PyResult<Option<Vec<PollEntry>>> {
    let mut ready: Vec<_> = here.iter().filter_map(events_here).take(most as usize).collect();
    if ready.is_empty() && !deadline.is_past() {
        return poll_both(vm, here, Some(|wait| call(most, wait)), deadline, is_changed);
    }
    let rest = if sockets_first { most } else { most - ready.len() as u32 };
    if rest > 0 {
        ready.extend(ready_of(call::make(vm, call(rest, Wait::Never), &[])?, vm)?);
    }
    Ok(Some(ready))
}

/// What is here, and what is the relay's.
fn divided(entries: Vec<PollEntry>) -> (Vec<PollEntry>, Vec<PollEntry>) {
    entries.into_iter().partition(|entry| TERMINAL.contains(&entry.fd.0) || files::is_open(entry.fd.0))
}

fn awaits_input(here: &[PollEntry]) -> bool {
    here.iter().any(|entry| entry.fd == STDIN && entry.events & POLLIN != 0)
}

fn poll_sockets(vm: &VirtualMachine, sockets: &[PollEntry], patience: Patience) -> PyResult<Vec<PollEntry>> {
    let patience = match patience {
        // The relay would wait as well, but nothing has to travel for it.
        Patience::Until(deadline) if sockets.is_empty() => {
            return crate::wait::until(vm, Awaited::Time { seconds: None }, deadline, || None::<()>)
                .map(|_| Vec::new());
        }
        Patience::None if sockets.is_empty() => return Ok(Vec::new()),
        // Zero seconds look once, as `Never` does.
        Patience::Until(deadline) if deadline.is_past() => Patience::None,
        patience => patience,
    };
    let told = call::make_patiently(vm, patience, &[], |wait| Call::Poll { entries: sockets.to_vec(), wait })?;
    ready_of(told, vm)
}

fn ready_of((reply, _): call::Value, vm: &VirtualMachine) -> PyResult<Vec<PollEntry>> {
    match reply {
        Reply::Ready { entries } => Ok(entries),
        reply => Err(call::unexpected(vm, &reply)),
    }
}

/// Waits for the terminal and for what the relay is asked by a call, if it is; whichever comes first ends the other wait. `None` if a
/// signal or a change did.
fn poll_both(
    vm: &VirtualMachine,
    here: &[PollEntry],
    call: Option<impl Fn(Wait) -> Call>,
    deadline: Deadline,
    is_changed: impl Fn() -> bool,
) -> PyResult<Option<Vec<PollEntry>>> {
    let found = poll_watched(vm, here, call, deadline, is_changed);
    if awaits_input(here) && !input::is_readable() {
        input::abandoned();
    }
    found
}

fn poll_watched(
    vm: &VirtualMachine,
    here: &[PollEntry],
    call: Option<impl Fn(Wait) -> Call>,
    deadline: Deadline,
    is_changed: impl Fn() -> bool,
) -> PyResult<Option<Vec<PollEntry>>> {
    let _watched = awaits_input(here).then(input::watched);
    let wait = Patience::Until(deadline).wait();
    let call = call.map(|call| bridge::begin(call(wait), &[]));
    let mut cancelled = false;
    let _listed = crate::wait::listed(Awaited::Readiness);
    loop {
        if call.is_none() {
            // Before the look: a signal's handler may wait itself, and be woken in place of this wait.
            interrupt::check(vm)?;
        }
        let typed: Vec<_> = here.iter().filter_map(events_here).collect();
        match call {
            Some(id) => {
                if let Some(mut answer) = bridge::take(id) {
                    bridge::hear(vm, &mut answer)?;
                    let is_interrupted = matches!(answer.outcome, Outcome::Failed { errno: Errno::EINTR });
                    if is_interrupted && typed.is_empty() && !deadline.is_past() {
                        return Ok(None);
                    }
                    return merge(vm, typed, answer.outcome).map(Some);
                }
                if !cancelled && (!typed.is_empty() || interrupt::is_requested() || is_changed()) {
                    bridge::cancel(id);
                    cancelled = true;
                }
            }
            None if !typed.is_empty() || deadline.is_past() => return Ok(Some(typed)),
            None if is_changed() => return Ok(None),
            None => {}
        }
        fiber::park(if call.is_some() { Deadline::NEVER } else { deadline });
    }
}

fn merge(vm: &VirtualMachine, mut typed: Vec<PollEntry>, outcome: Outcome) -> PyResult<Vec<PollEntry>> {
    match outcome {
        Outcome::Ok(Reply::Ready { entries }) => typed.extend(entries),
        Outcome::Failed { errno: Errno::EINTR } | Outcome::TimedOut => {}
        Outcome::Failed { errno } | Outcome::Refused { errno, .. } => return Err(errors::os_error(vm, errno)),
        Outcome::Ok(reply) => return Err(call::unexpected(vm, &reply)),
    }
    Ok(typed)
}

/// A file never lets anybody wait.
fn events_here(entry: &PollEntry) -> Option<PollEntry> {
    let able = match entry.fd {
        STDIN if !input::is_readable() => POLLOUT,
        Fd(1 | 2) => POLLOUT,
        _ => POLLIN | POLLOUT,
    };
    let events = entry.events & able;
    (events != 0).then_some(PollEntry { fd: entry.fd, events })
}

//! The way of a call to the relay and of its answer back.
//!
//! ```text
//! _socket -> call -> calls.rs: the model's word -> connection.rs: frame -> relay; the page told
//! _socket <- call <- unpark   <- calls.rs: the answer kept       <- connection.rs: frame <- relay
//! ```

mod calls;
mod connection;
mod narration;
mod sockets;

pub(crate) use calls::{Answer, CallId};
pub(crate) use connection::{close, connect};

use crate::clock::Deadline;
use crate::{errors, fiber, interrupt, output, page, wait};
use connection::{calls, send};
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_core::wire::WorkerToRelay;
use sockbox_core::{Address, Call, Errno, Fd, Outcome};

/// Makes a call and waits for its answer. Ctrl-C cancels it; the answer is `EINTR` then if the handler lets the program go on.
///
/// # Errors
/// What Ctrl-C raises.
pub(crate) fn call(vm: &VirtualMachine, call: Call, payload: &[u8]) -> PyResult<Answer> {
    let id = begin(call, payload);
    if let Some(answer) = take(id) {
        // Nothing has travelled that would have taken time: the page may be behind in showing such calls.
        output::wait_for_page(vm)?;
        return Ok(answer);
    }
    let _listed = wait::listed(calls(|calls| calls.awaited(id)));
    let mut cancelled = false;
    let mut answer = loop {
        if let Some(answer) = take(id) {
            break answer;
        }
        if interrupt::is_requested() && !cancelled {
            cancel(id);
            cancelled = true;
        }
        fiber::park(Deadline::NEVER);
    };
    if cancelled {
        hear(vm, &mut answer).inspect_err(|_| give_back(&answer))?;
    }
    Ok(answer)
}

/// Begins a call without waiting. The running fiber is unparked when [`take`] has its answer.
pub(crate) fn begin(call: Call, payload: &[u8]) -> CallId {
    calls(|calls| calls.begin(call, payload, Some(fiber::current())))
}

/// The answer to a call that was begun, once.
pub(crate) fn take(id: CallId) -> Option<Answer> {
    calls(|calls| calls.take(id))
}

/// Interrupts a call that blocks; its answer still comes, and whoever takes it lets [`hear`] tell the page.
pub(crate) fn cancel(id: CallId) {
    calls(|calls| calls.cancel(id));
    send(&WorkerToRelay::Cancel { id: id.0 }, &[]);
}

/// Makes a call whose answer nobody waits for: `close`, which destructors make where a fiber must not be parked.
/// The answer is there at once if the model refuses the call.
pub(crate) fn send_off(call: Call) -> Option<Answer> {
    calls(|calls| {
        let id = calls.begin(call, &[], None);
        calls.take(id)
    })
}

/// What the model refuses a call with, if it does; nothing is made or told.
pub(crate) fn refusal(call: &Call) -> Option<Errno> {
    calls(|calls| calls.refusal(call))
}

/// The local address of a socket as far as it is known here.
pub(crate) fn local_address(fd: Fd) -> Option<Address> {
    calls(|calls| calls.local_address(fd))
}

/// Lets the running fiber hear of a Ctrl-C, and tells the page how a call ended that it cancelled.
///
/// # Errors
/// What Ctrl-C raises.
pub(crate) fn hear(vm: &VirtualMachine, answer: &mut Answer) -> PyResult<()> {
    let heard = interrupt::check(vm);
    if let Some(end) = answer.untold.take() {
        page::post(&match &heard {
            Ok(()) => *end,
            Err(exception) => calls::raised(*end, errors::last_line(vm, exception)),
        });
    }
    heard
}

/// Closes the descriptors of an answer that no one will see.
fn give_back(answer: &Answer) {
    for fd in sockets::opened(&answer.outcome) {
        send_off(Call::Close { fd });
    }
}

impl Answer {
    /// Of a call that cannot travel because the relay is gone; the page has been told why.
    fn relay_is_gone() -> Answer {
        Answer::of(Outcome::Failed { errno: Errno::ENETDOWN }, Vec::new())
    }

    fn of(outcome: Outcome, payload: Vec<u8>) -> Answer {
        Answer { outcome, payload, untold: None }
    }
}

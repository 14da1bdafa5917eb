//! Stepping: the lines of a program at the pace that the page asks for, and what it is told at each.
//!
//! While the pace is not full, the interpreter's hook comes after every instruction instead of after thousands. A change of
//! the line is seen there, and the fiber waits: for a moment, or until the page lets it go on.

mod held;

use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::place::{self, Place};
use crate::{interrupt, page, socket, wait};
use rustpython_vm::frame::{InterpreterFrame, current_thread_iframe};
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
use sockbox_message::{Awaited, Held, Pace, Variable, WorkerToPage};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Characters of a value that are told.
const SHOWN_MAX: usize = 200;
/// Characters that `reprlib` leaves of a text, or of what it knows nothing of.
const REPR_MAX: usize = 80;
/// Variables that are told.
const VARIABLES_MAX: usize = 100;

/// Where a fiber is: code, by its address, and line.
type At = (usize, u32);

thread_local! {
    static PACE: Cell<Pace> = const { Cell::new(Pace::Full) };
    /// The fiber that ran last, and its line: what most instructions are compared with.
    static LAST: Cell<(FiberId, At)> = const { Cell::new((fiber::MAIN, (0, 0))) };
    static LINES: RefCell<BTreeMap<FiberId, At>> = const { RefCell::new(BTreeMap::new()) };
    /// Fibers that may run one line more.
    static STEPS: RefCell<BTreeSet<FiberId>> = const { RefCell::new(BTreeSet::new()) };
    /// Fibers that wait at a line.
    static HALTED: RefCell<BTreeSet<FiberId>> = const { RefCell::new(BTreeSet::new()) };
    /// Fibers that are asked for their variables: the code of those is not stepped through.
    static TELLING: RefCell<BTreeSet<FiberId>> = const { RefCell::new(BTreeSet::new()) };
}

/// The page wants this pace from now on.
pub(crate) fn set_pace(pace: Pace) {
    if PACE.replace(pace) == Pace::Full {
        // A line that waits has begun: the next one is the first to wait at.
        LINES.set(wait::places().into_iter().map(|(fiber, place)| (fiber, at(place))).collect());
    }
    STEPS.with_borrow_mut(BTreeSet::clear);
    interrupt::look_at_every_instruction(pace != Pace::Full);
    let halted = HALTED.with_borrow(|halted| halted.iter().copied().collect::<Vec<_>>());
    halted.into_iter().for_each(fiber::unpark);
}

/// The page lets a thread that waits at a line run to its next.
pub(crate) fn step(thread: FiberId) {
    if HALTED.with_borrow(|halted| halted.contains(&thread)) {
        STEPS.with_borrow_mut(|steps| steps.insert(thread));
        fiber::unpark(thread);
    }
}

/// Whether the running fiber is asked for its variables.
pub(crate) fn is_telling() -> bool {
    TELLING.with_borrow(|telling| telling.contains(&fiber::current()))
}

fn at(place: Place) -> At {
    (place.code, place.line)
}

/// Between two instructions.
///
/// # Errors
/// What Ctrl-C raises while the fiber waits at a line.
pub(crate) fn look(vm: &VirtualMachine) -> PyResult<()> {
    // SAFETY: the frames of the fiber that runs are where they say until they return.
    let Some(frame) = (unsafe { current_thread_iframe().as_ref() }) else { return Ok(()) };
    let fiber = fiber::current();
    let Some(place) = place::of(frame).filter(|_| !place::is_entered(frame)) else { return Ok(()) };
    let at = at(place);
    if LAST.replace((fiber, at)) == (fiber, at) {
        return Ok(());
    }
    if !place::is_of_program(frame.code()) || is_telling() {
        return Ok(());
    }
    match LINES.with_borrow_mut(|lines| lines.insert(fiber, at)) {
        Some(before) if before == at => Ok(()),
        _ => halt(vm, fiber, frame, place),
    }
}

/// Tells the page where the fiber is, and waits.
fn halt(vm: &VirtualMachine, fiber: FiberId, frame: &InterpreterFrame, place: Place) -> PyResult<()> {
    TELLING.with_borrow_mut(|telling| telling.insert(fiber));
    let reached = reached(vm, frame);
    TELLING.with_borrow_mut(|telling| telling.remove(&fiber));
    let (variables, sockets) = reached?;
    page::post(&WorkerToPage::Line { thread: fiber.0, place: place.to_message(), variables, sockets });
    HALTED.with_borrow_mut(|halted| halted.insert(fiber));
    let waited = wait_for_turn(vm, fiber);
    HALTED.with_borrow_mut(|halted| halted.remove(&fiber));
    STEPS.with_borrow_mut(|steps| steps.remove(&fiber));
    waited
}

/// Each change of the pace begins the wait anew: what it was meant to last is no longer true.
fn wait_for_turn(vm: &VirtualMachine, fiber: FiberId) -> PyResult<()> {
    let is_stepped = || STEPS.with_borrow(|steps| steps.contains(&fiber));
    loop {
        let pace = PACE.get();
        let (what, deadline) = match pace {
            Pace::Full => return Ok(()),
            Pace::Slow { milliseconds } => {
                (Awaited::Line, Deadline::after(Some(Duration::from_millis(milliseconds.into()))))
            }
            Pace::Paused => (Awaited::Step, Deadline::NEVER),
        };
        let changed = wait::until(vm, what, deadline, || (is_stepped() || PACE.get() != pace).then_some(()))?;
        if changed.is_none() || is_stepped() {
            return Ok(());
        }
    }
}

/// What the line that runs can reach: its local variables, shortened, and sockets.
///
/// # Errors
/// What Ctrl-C raises.
fn reached(vm: &VirtualMachine, frame: &InterpreterFrame) -> PyResult<(Vec<Variable>, Vec<Held>)> {
    let (values, repr) = (locals(vm)?, shortened_repr(vm)?);
    let variables = values.iter().map(|(name, value)| variable(vm, &repr, name.clone(), value));
    Ok((variables.collect::<PyResult<_>>()?, held::of(vm, frame, &values)))
}

/// `reprlib.Repr().repr`, which shortens while it goes.
fn shortened_repr(vm: &VirtualMachine) -> PyResult {
    let shortener = vm.import("reprlib", 0)?.get_attr("Repr", vm)?.call((), vm)?;
    for limit in ["maxstring", "maxother"] {
        shortener.set_attr(limit, vm.ctx.new_int(REPR_MAX), vm)?;
    }
    shortener.get_attr("repr", vm)
}

/// The local variables.
///
/// # Errors
/// What Ctrl-C raises.
fn locals(vm: &VirtualMachine) -> PyResult<Vec<(String, PyObjectRef)>> {
    let Ok(locals) = vm.current_locals() else { return Ok(Vec::new()) };
    // Another thread may change the names of a module meanwhile: then there is nothing to tell this time.
    let names = locals.mapping().keys(vm).and_then(|names| vm.extract_elements_with(&names, Ok)).unwrap_or_default();
    let mut values = Vec::new();
    for name in names {
        let text = name.str(vm)?.to_string_lossy().into_owned();
        if let (false, Ok(value)) = (text.starts_with("__"), locals.obj().get_item(&*name, vm)) {
            values.push((text, value));
        }
        if values.len() == VARIABLES_MAX {
            break;
        }
    }
    Ok(values)
}

/// What `repr` raises is told in its place. That of a socket asks the kernel for its addresses: looking on makes no calls.
fn variable(vm: &VirtualMachine, repr: &PyObjectRef, name: String, value: &PyObjectRef) -> PyResult<Variable> {
    let kind = value.class().name().to_string();
    if let Some(fd) = socket::descriptor(value) {
        return Ok(Variable { name, value: format!("<socket fd={fd}>"), kind });
    }
    let text = match repr.call((value.clone(),), vm).and_then(|text| text.str(vm)) {
        Ok(text) => text.to_string_lossy().chars().take(SHOWN_MAX).collect(),
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.keyboard_interrupt) => return Err(error),
        Err(error) => format!("<repr() raised {}>", error.class().name()),
    };
    Ok(Variable { name, value: text, kind })
}

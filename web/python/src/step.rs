//! Stepping: the lines of a program at the pace that the page asks for, and what it is told at each.
//!
//! While the pace is not full, the interpreter's hook comes after every instruction instead of after thousands. A change of
//! the line is seen there, and the fiber waits: for a moment, or until the page lets it go on.

use crate::clock::Deadline;
use crate::fiber::{self, FiberId};
use crate::place::{self, Place};
use crate::{interrupt, page, wait};
use rustpython_vm::builtins::PyCode;
use rustpython_vm::frame::current_thread_iframe;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};
use sockbox_message::{Pace, Variable, WorkerToPage};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Characters of a value that are told.
const SHOWN_MAX: usize = 200;
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
    PACE.set(pace);
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

/// Between two instructions.
///
/// # Errors
/// What Ctrl-C raises while the fiber waits at a line.
pub(crate) fn look(vm: &VirtualMachine) -> PyResult<()> {
    // SAFETY: the frames of the fiber that runs are where they say until they return.
    let Some(frame) = (unsafe { current_thread_iframe().as_ref() }) else { return Ok(()) };
    let fiber = fiber::current();
    let Some(place) = place::of(frame) else { return Ok(()) };
    let at = (std::ptr::from_ref::<Py<PyCode>>(frame.code()) as usize, place.line);
    if LAST.replace((fiber, at)) == (fiber, at) {
        return Ok(());
    }
    if !place::is_of_program(frame.code()) || TELLING.with_borrow(|telling| telling.contains(&fiber)) {
        return Ok(());
    }
    match LINES.with_borrow_mut(|lines| lines.insert(fiber, at)) {
        Some(before) if before == at => Ok(()),
        _ => halt(vm, fiber, place),
    }
}

/// Tells the page where the fiber is, and waits.
fn halt(vm: &VirtualMachine, fiber: FiberId, place: Place) -> PyResult<()> {
    TELLING.with_borrow_mut(|telling| telling.insert(fiber));
    let variables = variables(vm);
    TELLING.with_borrow_mut(|telling| telling.remove(&fiber));
    page::post(&WorkerToPage::Line { thread: fiber.0, place: place.to_message(), variables: variables? });
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
                ("its next line", Deadline::after(Some(Duration::from_millis(milliseconds.into()))))
            }
            Pace::Paused => ("a step", Deadline::NEVER),
        };
        let changed = wait::until(vm, what, deadline, || (is_stepped() || PACE.get() != pace).then_some(()))?;
        if changed.is_none() || is_stepped() {
            return Ok(());
        }
    }
}

/// The local variables of the line that runs, shortened. What `repr` raises is told in its place.
///
/// # Errors
/// What Ctrl-C raises.
fn variables(vm: &VirtualMachine) -> PyResult<Vec<Variable>> {
    let Ok(locals) = vm.current_locals() else { return Ok(Vec::new()) };
    // Another thread may change the names of a module meanwhile: then there is nothing to tell this time.
    let names = locals.mapping().keys(vm).and_then(|names| vm.extract_elements_with(&names, Ok)).unwrap_or_default();
    let mut variables = Vec::new();
    for name in names {
        let text = name.str(vm)?.to_string_lossy().into_owned();
        if let (false, Ok(value)) = (text.starts_with("__"), locals.obj().get_item(&*name, vm)) {
            variables.push(variable(vm, text, &value)?);
        }
        if variables.len() == VARIABLES_MAX {
            break;
        }
    }
    Ok(variables)
}

fn variable(vm: &VirtualMachine, name: String, value: &PyObjectRef) -> PyResult<Variable> {
    let shortened = vm.import("reprlib", 0)?.get_attr("repr", vm)?.call((value.clone(),), vm);
    let text = match shortened.and_then(|text| text.str(vm)) {
        Ok(text) => text.to_string_lossy().chars().take(SHOWN_MAX).collect(),
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.keyboard_interrupt) => return Err(error),
        Err(error) => format!("<repr() raised {}>", error.class().name()),
    };
    Ok(Variable { name, value: text, kind: value.class().name().to_string() })
}

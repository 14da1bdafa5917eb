//! Signals: Ctrl-C is one, a timer sends another, a program may send any; and the hook in the interpreter's loop that notices them while Python
//! only computes.

use crate::{alarm, clock, fiber, interpreter, step, wait};
use rustpython_vm::signal::eval_hook;
use rustpython_vm::{PyResult, VirtualMachine};
use std::cell::Cell;

/// Instructions between two looks; at this distance the cost cannot be measured.
const HOOK_PERIOD: u32 = 5_000;
/// Milliseconds a computing fiber keeps the worker to itself; then messages and other fibers get their turn.
const TURN: f64 = 20.0;
/// Ctrl-C.
pub(crate) const SIGINT: i32 = 2;
const SIGALRM: i32 = 14;

thread_local! {
    /// A bit for each signal that the main thread has not heard of yet.
    static PENDING: Cell<u64> = const { Cell::new(0) };
    static TURN_BEGAN: Cell<f64> = const { Cell::new(0.0) };
}

/// Installs the hook.
pub(crate) fn initialize() {
    look_at_every_instruction(false);
}

/// Whether the hook comes after every instruction: stepping needs that.
pub(crate) fn look_at_every_instruction(does: bool) {
    eval_hook::set(if does { 1 } else { HOOK_PERIOD }, if does { at_instruction } else { between_instructions });
}

fn at_instruction(vm: &VirtualMachine) -> PyResult<()> {
    thread_local! {
        static LEFT: Cell<u32> = const { Cell::new(HOOK_PERIOD) };
    }
    step::look(vm)?;
    // Looking at the clock this often would take longer than the instructions.
    LEFT.set(LEFT.get().checked_sub(1).unwrap_or(HOOK_PERIOD));
    if LEFT.get() == 0 { between_instructions(vm) } else { Ok(()) }
}

/// Ctrl-C was pressed: the main thread hears of it wherever it runs or waits.
pub(crate) fn request() {
    send(SIGINT);
}

/// A signal, 1 to 64, was sent to the process.
pub(crate) fn send(number: i32) {
    PENDING.set(PENDING.get() | bit(number));
    fiber::unpark(fiber::MAIN);
}

fn bit(number: i32) -> u64 {
    1 << (number - 1)
}

/// Whether the running fiber is the main thread and has a signal to hear of.
pub(crate) fn is_requested() -> bool {
    (PENDING.get() != 0 || alarm::is_due()) && fiber::current() == fiber::MAIN
}

/// Forgets a Ctrl-C that came too late for the cell it was meant for.
pub(crate) fn forget() {
    PENDING.set(PENDING.get() & !bit(SIGINT));
}

/// Lets the running fiber hear of a signal, if it is the main thread and there is one.
///
/// # Errors
/// `KeyboardInterrupt`, or what the handler raises that `signal.signal` set.
pub(crate) fn check(vm: &VirtualMachine) -> PyResult<()> {
    if !is_requested() {
        return Ok(());
    }
    if alarm::take() {
        PENDING.set(PENDING.get() | bit(SIGALRM));
    }
    while PENDING.get() != 0 {
        let number = PENDING.get().trailing_zeros() as i32 + 1;
        PENDING.set(PENDING.get() & !bit(number));
        raise(number, vm)?;
    }
    Ok(())
}

fn raise(number: i32, vm: &VirtualMachine) -> PyResult<()> {
    let modules = vm.sys_module.get_attr("modules", vm)?;
    match modules.get_item("_signal", vm) {
        Ok(signal) => vm.call_method(&signal, "raise_signal", (number,)).map(drop),
        Err(_) => Err(vm.new_exception_empty(vm.ctx.exceptions.keyboard_interrupt.to_owned())),
    }
}

fn between_instructions(vm: &VirtualMachine) -> PyResult<()> {
    let now = clock::now();
    // Who presses Ctrl-C at once waits for what the first traceback needs: that comes first.
    if now - TURN_BEGAN.get() > TURN || interpreter::is_prepared_by_another() {
        wait::for_others();
        TURN_BEGAN.set(clock::now());
    }
    check(vm)
}

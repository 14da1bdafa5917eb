//! The interpreter of this process: which modules it has, and how it is begun.

use crate::fiber::FiberId;
use crate::{alarm, clock, errors, fiber, files, input, library, posix, repl, room, select, socket, thread, zones};
use rustpython_vm::builtins::PyModuleDef;
use rustpython_vm::frozen::FrozenLib;
use rustpython_vm::{AsObject, Context, Interpreter, InterpreterBuilder, PyResult, Settings, VirtualMachine};
use std::cell::{Cell, OnceCell};

/// Native modules of RustPython that cannot work here. Python's own versions of both stand in.
const UNUSABLE: &[&str] = &["_queue", "_datetime"];

thread_local! {
    static INTERPRETER: OnceCell<Interpreter> = const { OnceCell::new() };
    /// The fiber that imports what the first traceback needs, while it does.
    static PREPARING: Cell<Option<FiberId>> = const { Cell::new(None) };
}

/// Begins the interpreter.
///
/// # Panics
/// If its own library does not load: a defect of the build, which ends the process.
pub(crate) fn start() {
    INTERPRETER
        .with(|interpreter| interpreter.get_or_init(build).enter(|vm| vm.expect_pyresult(prepare(vm), "prepare")));
}

/// Enters the interpreter on its main thread.
///
/// # Panics
/// Before [`start`].
pub(crate) fn enter<R>(work: impl FnOnce(&VirtualMachine) -> R) -> R {
    INTERPRETER.with(|interpreter| interpreter.get().expect("cells run after the start").enter(work))
}

/// Imports in the background what the first traceback needs, so that it does not have to wait for it.
pub(crate) fn prepare_for_errors() {
    let thread = enter(VirtualMachine::new_thread);
    let fiber = fiber::next_id();
    PREPARING.set(Some(fiber));
    fiber::start(fiber, move || {
        // What fails now fails again when it is needed, and is told then.
        thread.run(|vm| drop(vm.import("traceback", 0)));
        PREPARING.set(None);
    });
}

/// Whether another fiber than the running one still does that.
pub(crate) fn is_prepared_by_another() -> bool {
    PREPARING.get().is_some_and(|fiber| fiber != fiber::current())
}

/// As `sys.version` begins.
pub(crate) fn version() -> String {
    use rustpython_vm::version::{MAJOR, MICRO, MINOR};
    format!("{MAJOR}.{MINOR}.{MICRO}")
}

fn build() -> Interpreter {
    let mut settings = Settings::default();
    settings.install_signal_handlers = false;
    settings.write_bytecode = false;
    settings.allow_external_library = false;
    let builder = InterpreterBuilder::new().settings(settings);
    let definitions = native_modules(&builder.ctx);
    let frozen = FrozenLib::from_ref(library::FROZEN);
    builder.add_native_modules(&definitions).add_frozen_modules(frozen).build()
}

/// RustPython's modules and ours; of two with one name the later one counts.
fn native_modules(ctx: &Context) -> Vec<&'static PyModuleDef> {
    let mut definitions = rustpython_stdlib::stdlib_module_defs(ctx);
    definitions.retain(|definition| !UNUSABLE.contains(&definition.name.as_str()));
    definitions.extend([
        socket::module_def(ctx),
        select::module_def(ctx),
        thread::module_def(ctx),
        posix::module_def(ctx),
        alarm::python::module_def(ctx),
        clock::python::module_def(ctx),
        errors::python::module_def(ctx),
        files::module_def(ctx),
        input::python::module_def(ctx),
        library::python::module_def(ctx),
        repl::python::module_def(ctx),
        room::python::module_def(ctx),
        zones::python::module_def(ctx),
    ]);
    definitions
}

/// Puts our parts where Python looks for them. `lib/_startup.py` does what is said best in Python.
fn prepare(vm: &VirtualMachine) -> PyResult<()> {
    overlay(vm, "time", "_clock")?;
    vm.import("_startup", 0)?;
    Ok(())
}

/// Gives `module` all public names of `source`.
fn overlay(vm: &VirtualMachine, module: &'static str, source: &'static str) -> PyResult<()> {
    let module = vm.import(module, 0)?;
    for (name, value) in vm.import(source, 0)?.dict().into_iter().flatten() {
        let name = name.str(vm)?;
        if !name.as_bytes().starts_with(b"_") {
            module.as_object().set_attr(&name, value, vm)?;
        }
    }
    Ok(())
}

//! Running a file as `python -i file argv...` does: its own `__main__`, whose names the prompt has afterwards.

use crate::process::Ran;
use crate::{files, interpreter, interrupt, repl, thread};
use rustpython_vm::compiler::Mode;
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};
use sockbox_message::End;

/// Status of a program that could not be begun, as Python's command line has it.
const CANNOT_OPEN: i32 = 2;

/// Status of a program that Ctrl-C ended, as a shell tells it: 128 and the number of the signal.
const INTERRUPTED: i32 = 128 + interrupt::SIGINT;

/// Runs a file to the end of a program: its exception told, its threads joined unless they are daemons, and what it gave
/// `atexit` called.
pub(crate) fn run(name: &str, argv: Vec<String>) -> Ran {
    interpreter::enter(|vm| Ran::Ended(run_to_end(vm, name, argv), None))
}

fn run_to_end(vm: &VirtualMachine, name: &str, argv: Vec<String>) -> End {
    let Some(source) = files::read(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) else {
        let text = format!("python: can't open file '{name}': [Errno 2] No such file or directory\n");
        crate::output::write(sockbox_message::Stream::Stderr, &text);
        return End::Exited { status: CANNOT_OPEN };
    };
    let ended = end_of(vm, execute(vm, name, &source, argv));
    match (ended, end_of(vm, finish(vm))) {
        (End::Completed, end) => end,
        (end, _) => end,
    }
}

fn end_of(vm: &VirtualMachine, ran: PyResult<()>) -> End {
    match ran {
        Ok(()) => End::Completed,
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.system_exit) => repl::exit(vm, error),
        Err(error) => match repl::report(vm, &error) {
            End::Raised if error.fast_isinstance(vm.ctx.exceptions.keyboard_interrupt) => {
                End::Exited { status: INTERRUPTED }
            }
            end => end,
        },
    }
}

/// What CPython does after the last line, in its order. The process goes on, so `threading._shutdown` itself is not called:
/// no thread could be started afterwards.
fn finish(vm: &VirtualMachine) -> PyResult<()> {
    let startup = vm.import("_startup", 0)?;
    let waited = vm.call_method(startup.as_object(), "call_threading_atexits", ()).and_then(|_| thread::join_all(vm));
    run_exit_functions(vm)?;
    vm.call_method(startup.as_object(), "end_program", ())?;
    waited
}

/// Calls what was given to `atexit`, once.
///
/// # Errors
/// There is no module `atexit`; what the functions raise is told and goes no further.
pub(crate) fn run_exit_functions(vm: &VirtualMachine) -> PyResult<()> {
    vm.call_method(vm.import("atexit", 0)?.as_object(), "_run_exitfuncs", ()).map(drop)
}

fn execute(vm: &VirtualMachine, name: &str, source: &str, argv: Vec<String>) -> PyResult<()> {
    let startup = vm.import("_startup", 0)?;
    vm.call_method(startup.as_object(), "begin_program", (name.to_owned(),))?;
    let scope = fresh_main(vm, name)?;
    repl::set_scope(scope.clone());
    let argv = std::iter::once(name.to_owned()).chain(argv).map(|argument| argument.to_pyobject(vm)).collect();
    vm.sys_module.set_attr("argv", vm.ctx.new_list(argv), vm)?;
    let code = vm.compile(source, Mode::Exec, name).map_err(|error| error.into_pyexception(vm, Some(source)))?;
    vm.run_code_obj(code, scope).map(drop)
}

/// A new module `__main__` in the place of the old one.
fn fresh_main(vm: &VirtualMachine, file: &str) -> PyResult<Scope> {
    let names = vm.ctx.new_dict();
    let module = vm.new_module("__main__", names.clone(), None);
    names.set_item("__builtins__", vm.builtins.clone().into(), vm)?;
    names.set_item("__file__", file.to_pyobject(vm), vm)?;
    vm.sys_module.get_attr("modules", vm)?.set_item("__main__", module.into(), vm)?;
    Ok(Scope::with_builtins(None, names, vm))
}

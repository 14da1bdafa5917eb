//! Running a file as `python -i file argv...` does: its own `__main__`, whose names the prompt has afterwards.

use crate::process::Ran;
use crate::{files, interpreter, repl, thread};
use rustpython_vm::compiler::Mode;
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyResult, VirtualMachine};
use sockbox_message::End;

/// Status of a program that could not be begun, as Python's command line has it.
const CANNOT_OPEN: i32 = 2;

/// Runs a file and waits for the threads it leaves, unless they are daemons.
pub(crate) fn run(name: &str, argv: Vec<String>) -> Ran {
    interpreter::enter(|vm| Ran::Ended(run_to_end(vm, name, argv), None))
}

fn run_to_end(vm: &VirtualMachine, name: &str, argv: Vec<String>) -> End {
    let Some(source) = files::read(name).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()) else {
        let text = format!("python: can't open file '{name}': [Errno 2] No such file or directory\n");
        crate::output::write(sockbox_message::Stream::Stderr, &text);
        return End::Exited { status: CANNOT_OPEN };
    };
    let ran = execute(vm, name, &source, argv).and_then(|()| thread::join_all(vm));
    match ran {
        Ok(()) => End::Completed,
        Err(error) if error.fast_isinstance(vm.ctx.exceptions.system_exit) => repl::exit(vm, error),
        Err(error) => repl::report(vm, &error),
    }
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

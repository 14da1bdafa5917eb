//! The prompt: whether typed source is complete, running it, showing values, and telling how it ended.

use crate::process::Ran;
use crate::statements;
use crate::{interpreter, memory, script};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyCode};
use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::{AsObject, PyRef, PyResult, VirtualMachine};
use sockbox_message::{End, Entry, Stream};
use std::cell::{Cell, RefCell};

thread_local! {
    static NEXT_NUMBER: Cell<u64> = const { Cell::new(0) };
    static SCOPE: RefCell<Option<Scope>> = const { RefCell::new(None) };
    static SHOWN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs source as typed at the prompt, in the names that earlier cells left.
pub(crate) fn run(source: &str, entry: Entry) -> Ran {
    interpreter::enter(|vm| {
        SHOWN.take();
        let source = &*statements::question(source).unwrap_or_else(|| source.to_owned());
        match compile(vm, source, entry).and_then(|statements| execute(vm, statements)) {
            Ok(false) => Ran::Incomplete,
            Ok(true) => Ran::Ended(End::Completed, SHOWN.take()),
            Err(error) if error.fast_isinstance(vm.ctx.exceptions.system_exit) => {
                let end = exit(vm, error);
                vm.expect_pyresult(script::run_exit_functions(vm), "atexit is part of the interpreter");
                Ran::Left(end)
            }
            Err(error) => Ran::Ended(report(vm, &error), None),
        }
    })
}

/// The names of the prompt: those of `__main__`.
///
/// # Errors
/// `__main__` cannot be made.
pub(crate) fn scope(vm: &VirtualMachine) -> PyResult<Scope> {
    if let Some(scope) = SCOPE.with_borrow(Clone::clone) {
        return Ok(scope);
    }
    let scope = vm.new_scope_with_main()?;
    set_scope(scope.clone());
    Ok(scope)
}

/// From now on the prompt has these names.
pub(crate) fn set_scope(scope: Scope) {
    SCOPE.set(Some(scope));
}

/// Writes the traceback of an exception that nothing caught.
pub(crate) fn report(vm: &VirtualMachine, error: &PyBaseExceptionRef) -> End {
    vm.print_exception(error);
    if error.fast_isinstance(vm.ctx.exceptions.memory_error) {
        crate::output::write(Stream::Stderr, memory::WORDS);
    }
    End::Raised
}

/// How `SystemExit` ends a program: its status, and its text written if that is what it carries.
pub(crate) fn exit(vm: &VirtualMachine, error: PyBaseExceptionRef) -> End {
    let status = vm.handle_exit_exception(error);
    End::Exited { status: (status & 0xff) as i32 }
}

/// Runs the statements of a cell; false if there are none yet.
fn execute(vm: &VirtualMachine, statements: Option<Vec<PyRef<PyCode>>>) -> PyResult<bool> {
    let Some(statements) = statements else { return Ok(false) };
    for statement in statements {
        vm.run_code_obj(statement, scope(vm)?)?;
    }
    Ok(true)
}

/// One code object for each statement; `None` where more lines could
/// complete the source.
fn compile(vm: &VirtualMachine, source: &str, entry: Entry) -> PyResult<Option<Vec<PyRef<PyCode>>>> {
    if source.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Some(Vec::new()));
    }
    let may_go_on = |source| !statements::has_foreign_character(source);
    if entry == Entry::Typed && (statements::is_open(source) || is_incomplete(vm, source)) && may_go_on(source) {
        return Ok(None);
    }
    let number = NEXT_NUMBER.get();
    let name = format!("<python-input-{number}>");
    let statements = statements::split(source);
    let codes = match vm.compile(source, Mode::Single, &*name) {
        Ok(code) if statements.len() < 2 => vec![code],
        _ => compile_many(vm, source, &statements, &name)?,
    };
    NEXT_NUMBER.set(number + 1);
    // All have the name, and a traceback may show a line of any of them.
    codes.iter().try_for_each(|code| vm.register_code_in_linecache(code, source))?;
    Ok(Some(codes))
}

/// Whether a bracket, a string or a block is open. The line that was typed is over: an open string in simple quotes
/// is an error.
fn is_incomplete(vm: &VirtualMachine, source: &str) -> bool {
    let line_over = format!("{source}\n");
    match vm.compile(&line_over, Mode::Single, "<stdin>") {
        Ok(_) => false,
        Err(error) => {
            let error = error.into_pyexception_maybe_incomplete(vm, Some(&line_over), true);
            error.fast_isinstance(vm.ctx.exceptions.incomplete_input_error)
        }
    }
}

/// Several statements. All must compile before one runs. As in Python's own console only the last shows its value: who
/// pastes a program does not want to see what each `send()` returned.
fn compile_many(vm: &VirtualMachine, source: &str, statements: &[String], name: &str) -> PyResult<Vec<PyRef<PyCode>>> {
    let compile =
        |source: &str, mode| vm.compile(source, mode, name).map_err(|error| error.into_pyexception(vm, Some(source)));
    compile(source, Mode::Exec)?;
    let mode = |index| if index + 1 == statements.len() { Mode::Single } else { Mode::Exec };
    statements.iter().enumerate().map(|(index, text)| compile(text, mode(index))).collect()
}

/// The hook that shows the value of each expression statement.
#[rustpython_vm::pymodule(name = "_prompt")]
pub(crate) mod python {
    use super::SHOWN;
    use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

    // `sys.displayhook`: as Python's own, and the page gets the text as the cell's value.
    #[pyfunction]
    fn displayhook(value: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        SHOWN.take();
        if vm.is_none(&value) {
            return Ok(());
        }
        vm.builtins.as_object().set_attr("_", vm.ctx.none(), vm)?;
        let text = value.repr(vm)?;
        SHOWN.set(Some(text.to_string_lossy().into_owned()));
        vm.print((text,))?;
        vm.builtins.as_object().set_attr("_", value, vm)
    }
}

//! What Tab offers at the prompt; `lib/common/_completion.py` finds it.

use crate::{interpreter, repl};
use rustpython_vm::builtins::PyListRef;
use rustpython_vm::convert::ToPyObject;
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_message::{Completion, WorkerToPage};

/// The answer when there is nothing to offer.
pub(crate) fn nothing(request: u64) -> WorkerToPage {
    WorkerToPage::Completed { request, replaced: 0, options: Vec::new() }
}

/// What may follow `before`.
pub(crate) fn find(request: u64, before: &str) -> WorkerToPage {
    // Help that fails is no help: the entry stays as it is.
    interpreter::enter(|vm| ask(vm, before))
        .map_or_else(|_| nothing(request), |(replaced, options)| WorkerToPage::Completed { request, replaced, options })
}

fn ask(vm: &VirtualMachine, before: &str) -> PyResult<(usize, Vec<Completion>)> {
    let names = repl::scope(vm)?.globals.to_pyobject(vm);
    let answer = vm.import("_completion", 0)?.get_attr("complete", vm)?.call((before.to_owned(), names), vm)?;
    let replaced = answer.get_item(&0, vm)?.try_into_value(vm)?;
    let options: PyListRef = answer.get_item(&1, vm)?.try_into_value(vm)?;
    let options = options.borrow_vec().to_vec();
    let options = options.into_iter().map(|option| {
        let text = option.get_item(&0, vm)?.try_into_value(vm)?;
        Ok(Completion { text, kind: option.get_item(&1, vm)?.try_into_value(vm)? })
    });
    Ok((replaced, options.collect::<PyResult<_>>()?))
}

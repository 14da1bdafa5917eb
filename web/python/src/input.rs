//! `sys.stdin`: the lines the page has sent, and whoever waits for the next.

use crate::clock::Deadline;
use crate::wait::{self, Waiters};
use crate::{fiber, page};
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_message::{Awaited, WorkerToPage};
use std::cell::RefCell;
use std::collections::VecDeque;

/// What a read of a terminal gets.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// With its line feed.
    Line(String),
    /// Ctrl-D: this read gets nothing; the next one waits again, as a terminal does.
    End,
}

thread_local! {
    static PIECES: RefCell<VecDeque<Piece>> = RefCell::default();
    static READERS: RefCell<Waiters> = const { RefCell::new(Waiters::NONE) };
}

/// The page sent text: whole lines, a missing last line feed added.
pub(crate) fn push(text: &str) {
    PIECES.with_borrow_mut(|pieces| pieces.extend(text.lines().map(|line| Piece::Line(format!("{line}\n")))));
    wake_readers();
}

/// The page sent Ctrl-D.
pub(crate) fn push_end() {
    PIECES.with_borrow_mut(|pieces| pieces.push_back(Piece::End));
    wake_readers();
}

/// Whether a read would not wait.
pub(crate) fn is_readable() -> bool {
    PIECES.with_borrow(|pieces| !pieces.is_empty())
}

/// The next line, or as much of it as `size` allows (the rest is for the next read); empty at the end of input.
/// Asks the page for a line where there is none.
///
/// # Errors
/// What Ctrl-C raises.
fn read_line(vm: &VirtualMachine, size: Option<usize>) -> PyResult<String> {
    let watched = watched();
    let piece = wait::until(vm, Awaited::Input, Deadline::NEVER, || PIECES.with_borrow_mut(VecDeque::pop_front));
    drop(watched);
    match piece.inspect_err(|_| abandoned())? {
        Some(Piece::Line(mut line)) => {
            let cut = size.and_then(|size| line.char_indices().nth(size)).map(|(at, _)| at);
            if let Some(cut) = cut {
                let rest = line.split_off(cut);
                PIECES.with_borrow_mut(|pieces| pieces.push_front(Piece::Line(rest)));
            }
            Ok(line)
        }
        Some(Piece::End) | None => Ok(String::new()),
    }
}

/// While the value lives, its fiber is woken when something arrives.
pub(crate) struct Watched(fiber::FiberId);

/// The running fiber waits for input. The page is asked for it, if nothing is there.
pub(crate) fn watched() -> Watched {
    if !is_readable() {
        page::post(&WorkerToPage::InputWanted);
    }
    READERS.with_borrow_mut(Waiters::enter);
    Watched(fiber::current())
}

impl Drop for Watched {
    fn drop(&mut self) {
        let others_wait = READERS.with_borrow_mut(|readers| {
            readers.leave(self.0);
            !readers.is_empty()
        });
        if others_wait && !is_readable() {
            page::post(&WorkerToPage::InputWanted);
        }
    }
}

/// A wait for input ended without it: tells the page, unless others wait for it too.
pub(crate) fn abandoned() {
    if READERS.with_borrow(Waiters::is_empty) {
        page::post(&WorkerToPage::InputAbandoned);
    }
}

fn wake_readers() {
    READERS.with_borrow(Clone::clone).wake();
}

/// The terminal's three streams for `lib/_terminal.py`. Native, so that a traceback shows no frames but the program's.
#[rustpython_vm::pymodule(name = "_terminal_streams")]
pub(crate) mod python {
    use crate::output;
    use rustpython_vm::builtins::PyStr;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
    use sockbox_message::Stream;

    #[pyfunction]
    fn write_stdout(text: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        write(Stream::Stdout, &text, vm)
    }

    #[pyfunction]
    fn write_stderr(text: PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        write(Stream::Stderr, &text, vm)
    }

    fn write(stream: Stream, text: &PyObjectRef, vm: &VirtualMachine) -> PyResult<usize> {
        let Some(text) = text.downcast_ref::<PyStr>() else {
            let name = text.class().name().to_string();
            return Err(vm.new_type_error(format!("write() argument must be str, not {name}")));
        };
        output::write(stream, &text.to_string_lossy());
        output::wait_for_page(vm)?;
        Ok(text.char_len())
    }

    #[pyfunction]
    fn flush() {
        output::flush();
    }

    // `sys.stdin.readline`; a negative size is none.
    #[pyfunction]
    fn read_line(size: OptionalArg<isize>, vm: &VirtualMachine) -> PyResult<String> {
        match usize::try_from(size.unwrap_or(-1)) {
            Ok(0) => Ok(String::new()),
            Ok(size) => super::read_line(vm, Some(size)),
            Err(_) => super::read_line(vm, None),
        }
    }

    // `input` at a terminal. The prompt goes where the program's output goes.
    #[pyfunction]
    fn input(prompt: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<String> {
        if let OptionalArg::Present(prompt) = prompt {
            let stdout = vm.sys_module.get_attr("stdout", vm)?;
            vm.call_method(&stdout, "write", (prompt.str(vm)?,))?;
        }
        let stdin = vm.sys_module.get_attr("stdin", vm)?;
        let line: String = vm.call_method(&stdin, "readline", ())?.try_into_value(vm)?;
        match line.strip_suffix('\n') {
            Some(line) => Ok(line.to_owned()),
            None if line.is_empty() => Err(vm.new_exception_empty(vm.ctx.exceptions.eof_error.to_owned())),
            None => Ok(line),
        }
    }
}

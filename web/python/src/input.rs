//! `sys.stdin`: the lines the page has sent, and whoever waits for the next.

use crate::clock::Deadline;
use crate::{fiber, page, wait};
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_message::WorkerToPage;
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
    static READERS: RefCell<Vec<fiber::FiberId>> = RefCell::default();
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

/// The next line; empty at the end of input. Asks the page for it where there is none.
///
/// # Errors
/// What Ctrl-C raises.
pub(crate) fn read_line(vm: &VirtualMachine) -> PyResult<String> {
    if !is_readable() {
        page::post(&WorkerToPage::InputWanted);
    }
    watch();
    let piece = wait::until(vm, Deadline::NEVER, || PIECES.with_borrow_mut(VecDeque::pop_front));
    unwatch();
    match piece? {
        Some(Piece::Line(line)) => Ok(line),
        Some(Piece::End) | None => Ok(String::new()),
    }
}

/// Wakes the running fiber when something arrives, until [`unwatch`].
pub(crate) fn watch() {
    READERS.with_borrow_mut(|readers| readers.push(fiber::current()));
}

/// Ends [`watch`].
pub(crate) fn unwatch() {
    READERS.with_borrow_mut(|readers| readers.retain(|reader| *reader != fiber::current()));
}

fn wake_readers() {
    let readers = READERS.with_borrow(Clone::clone);
    readers.into_iter().for_each(fiber::unpark);
}

/// The terminal's three streams for `lib/_terminal.py`.
#[rustpython_vm::pymodule(name = "_terminal_streams")]
pub(crate) mod python {
    use crate::output;
    use rustpython_vm::builtins::PyStrRef;
    use rustpython_vm::{PyResult, VirtualMachine};
    use sockbox_message::Stream;

    #[pyfunction]
    fn write_stdout(text: PyStrRef) {
        output::write(Stream::Stdout, &text.to_string_lossy());
    }

    #[pyfunction]
    fn write_stderr(text: PyStrRef) {
        output::write(Stream::Stderr, &text.to_string_lossy());
    }

    #[pyfunction]
    fn flush() {
        output::flush();
    }

    #[pyfunction]
    fn read_line(vm: &VirtualMachine) -> PyResult<String> {
        super::read_line(vm)
    }
}

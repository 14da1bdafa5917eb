//! Where the running fiber's program is: the innermost line that is not the library's.

use rustpython_vm::Py;
use rustpython_vm::builtins::{PyCode, PyStrInterned};
use rustpython_vm::frame::{InterpreterFrame, current_thread_iframe};
use std::sync::atomic::Ordering;

/// Where Python's library says it is: see `build.rs`.
const LIBRARY: &str = "/usr/lib/python";

/// A line of a program.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// The file, or a cell: `<python-input-3>`.
    pub(crate) file: &'static PyStrInterned,
    /// From 1.
    pub(crate) line: u32,
    /// The function, or `<module>`.
    pub(crate) function: &'static PyStrInterned,
    /// The address of the code, as long as it runs.
    pub(crate) code: usize,
}

impl Place {
    /// For the page.
    pub(crate) fn to_message(self) -> sockbox_message::Place {
        let (file, function) = (self.file.as_str().to_owned(), self.function.as_str().to_owned());
        sockbox_message::Place { file, line: self.line, function }
    }
}

/// The innermost line of the program, if any of it runs.
pub(crate) fn of_program() -> Option<Place> {
    let mut frame = current_thread_iframe();
    // SAFETY: the frames of the fiber that runs are where they say until they return.
    while let Some(running) = unsafe { frame.as_ref() } {
        if is_of_program(running.code()) {
            return of(running);
        }
        frame = running.previous();
    }
    None
}

/// Whether the code is a program's own: a file, or a cell of the prompt.
pub(crate) fn is_of_program(code: &PyCode) -> bool {
    let file = code.source_path().as_str();
    // What RustPython itself brings along is named without a suffix.
    (file.ends_with(".py") && !file.starts_with(LIBRARY)) || file.starts_with("<python-input")
}

/// Whether a module, or a statement of the prompt, has just been entered: that instruction stands in no line, and is said to be
/// in the first.
pub(crate) fn is_entered(frame: &InterpreterFrame) -> bool {
    frame.code().obj_name.as_str() == "<module>" && frame.lasti.load(Ordering::Relaxed) <= 1
}

/// The line that a frame is at.
pub(crate) fn of(frame: &InterpreterFrame) -> Option<Place> {
    let code = frame.code();
    // It names the instruction after the one that runs.
    let at = frame.lasti.load(Ordering::Relaxed) as usize;
    let (location, _) = code.locations.get(at.saturating_sub(1))?;
    Some(Place {
        file: code.source_path(),
        line: location.line.get() as u32,
        function: code.obj_name,
        code: std::ptr::from_ref::<Py<PyCode>>(code) as usize,
    })
}

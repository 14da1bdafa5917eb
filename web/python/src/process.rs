//! The process as the page sees it: it becomes ready, runs one cell or file at a time, and ends.

use crate::clock::Deadline;
use crate::fiber::FiberId;
use crate::thread::start;
use crate::{
    bridge, completion, fiber, files, input, interpreter, interrupt, library, memory, output, page, repl, script, step,
    tables,
};
use js_sys::Function;
use sockbox_core::wire::Isolation;
use sockbox_message::{End, Entry, ExitReason, PageToWorker, Stream, WorkerToPage};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::PanicHookInfo;
use wasm_bindgen::JsError;

/// What the main thread is asked to run.
enum Job {
    Cell { cell: u64, source: String, entry: Entry },
    File { cell: u64, name: String, argv: Vec<String> },
    Completion { request: u64, before: String },
}

/// What came of a job.
pub(crate) enum Ran {
    /// It needs more lines.
    Incomplete,
    /// It ended, with the value of its last expression.
    Ended(End, Option<String>),
    /// It ended, and the process with it.
    Left(End),
}

thread_local! {
    static JOBS: RefCell<VecDeque<Job>> = RefCell::default();
    static IS_BUSY: Cell<bool> = const { Cell::new(false) };
    static PYTHON_IS_UP: Cell<bool> = const { Cell::new(false) };
    static ISOLATION: Cell<Option<Isolation>> = const { Cell::new(None) };
}

/// Starts the process. `message` is the text of [`PageToWorker::Start`], `run_fiber` this module's export of that name.
///
/// # Errors
/// The page sent something else, or the browser lacks what a worker needs.
pub(crate) fn start(message: &str, run_fiber: Function) -> Result<(), JsError> {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&defect(panic))));
    let PageToWorker::Start { relay, name, page, access_token } = serde_json::from_str(message)? else {
        return Err(JsError::new("the first message to a worker must be `start`"));
    };
    // The handshake with the relay travels while the interpreter starts.
    bridge::connect(&relay, name, page, access_token);
    fiber::initialize(run_fiber).map_err(|_| JsError::new("the browser has no MessageChannel"))?;
    interpreter::start();
    interrupt::initialize();
    tables::initialize();
    PYTHON_IS_UP.set(true);
    announce_when_ready();
    Ok(())
}

/// A panic in words for the page. Thrown, it ends the fiber, and worker.js reports it.
fn defect(panic: &PanicHookInfo) -> String {
    let what = panic.payload_as_str().unwrap_or("panic");
    let place = panic.location().map_or_else(String::new, |location| {
        let file = location.file().rsplit('/').next().unwrap_or_default();
        format!(" ({file}:{})", location.line())
    });
    format!("the interpreter has a defect: {what}{place}")
}

/// Takes a message of the page, other than the first.
///
/// # Errors
/// It is not the text of a [`PageToWorker`].
pub(crate) fn receive(message: &str) -> Result<(), JsError> {
    match serde_json::from_str(message)? {
        PageToWorker::Start { .. } => return Err(JsError::new("a worker is started once")),
        PageToWorker::WriteFile { name, content } => files::write(&name, &content),
        PageToWorker::RemoveFile { name } => files::remove(&name),
        PageToWorker::RunCell { cell, source, entry } => queue(Job::Cell { cell, source, entry }),
        PageToWorker::RunFile { cell, name, argv } => queue(Job::File { cell, name, argv }),
        PageToWorker::Complete { request, .. } if IS_BUSY.get() => page::post(&completion::nothing(request)),
        PageToWorker::Complete { request, before } => queue(Job::Completion { request, before }),
        PageToWorker::Input { text } => input::push(&text),
        PageToWorker::OutputTaken { size } => output::taken(size),
        PageToWorker::EndOfInput => input::push_end(),
        PageToWorker::SetPace { pace } => step::set_pace(pace),
        PageToWorker::Step { thread } => step::step(FiberId(thread)),
        PageToWorker::ListThreads => page::post(&WorkerToPage::Threads { threads: start::list() }),
        PageToWorker::Interrupt if IS_BUSY.get() => interrupt::request(),
        PageToWorker::Interrupt => {
            output::write(Stream::Stderr, "KeyboardInterrupt\n");
            output::flush();
        }
    }
    Ok(())
}

/// The relay has said hello.
pub(crate) fn relay_answered(isolation: Isolation) {
    ISOLATION.set(Some(isolation));
    announce_when_ready();
}

fn announce_when_ready() {
    if let (true, Some(isolation)) = (PYTHON_IS_UP.get(), ISOLATION.get()) {
        let python = interpreter::version();
        page::post(&WorkerToPage::Ready { python, isolated: isolation == Isolation::Namespace });
        library::prefetch();
        interpreter::prepare_for_errors();
        run_next();
    }
}

fn queue(job: Job) {
    JOBS.with_borrow_mut(|jobs| jobs.push_back(job));
    run_next();
}

/// Runs the next job on the main thread, unless it is busy or the process is not ready.
fn run_next() {
    if IS_BUSY.get() || !PYTHON_IS_UP.get() || ISOLATION.get().is_none() {
        return;
    }
    if let Some(job) = JOBS.with_borrow_mut(VecDeque::pop_front) {
        IS_BUSY.set(true);
        fiber::start(fiber::MAIN, || {
            run(job);
            IS_BUSY.set(false);
            run_next();
        });
    }
}

fn run(job: Job) {
    interrupt::forget();
    memory::forget();
    let (cell, ran) = match job {
        Job::Cell { cell, source, entry } => (cell, repl::run(&source, entry)),
        Job::File { cell, name, argv } => (cell, script::run(&name, argv)),
        Job::Completion { request, before } => return page::post(&completion::find(request, &before)),
    };
    files::report();
    match ran {
        Ran::Incomplete => page::post(&WorkerToPage::Incomplete { cell }),
        Ran::Ended(end, value) => page::post(&WorkerToPage::Finished { cell, end, value }),
        Ran::Left(end) => {
            page::post(&WorkerToPage::Finished { cell, end, value: None });
            leave(end);
        }
    }
}

/// Ends the process from within its program, in whatever thread.
pub(crate) fn exit_at_once(status: i32) -> ! {
    files::report();
    leave(End::Exited { status });
    // The page ends the worker.
    loop {
        fiber::park(Deadline::NEVER);
    }
}

fn leave(end: End) {
    let status = match end {
        End::Completed => 0,
        End::Raised => 1,
        End::Exited { status } => status,
    };
    bridge::close();
    page::exit(ExitReason::Exit { status });
}

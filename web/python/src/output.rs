//! `sys.stdout` and `sys.stderr`: small writes are gathered, since each message to the page costs as much as many lines. A
//! program that prints faster than the page can show waits for it, as it would at a terminal.

use crate::clock::{self, Deadline};
use crate::fiber::{self, FiberId};
use crate::{page, wait};
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_message::{Awaited, Stream, WorkerToPage};
use std::cell::{Cell, RefCell};

/// Bytes that are sent at once.
const SIZE_MAX: usize = 8 * 1024;
/// Milliseconds after which text that waits is sent with the next write.
const AGE_MAX: f64 = 10.0;

/// Bytes that may be on their way to the page: what it shows in a moment, so that Ctrl-C is not far behind them.
const AHEAD_MAX: usize = 64 * 1024;

struct Gathered {
    stream: Stream,
    text: String,
    since: f64,
}

thread_local! {
    static GATHERED: RefCell<Gathered> =
        const { RefCell::new(Gathered { stream: Stream::Stdout, text: String::new(), since: 0.0 }) };
    static AHEAD: Cell<usize> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<FiberId>> = const { RefCell::new(Vec::new()) };
}

/// Writes to the terminal, soon: before the fiber waits, before any other message, at the end of a cell.
pub(crate) fn write(stream: Stream, text: &str) {
    let is_other = GATHERED.with_borrow(|gathered| gathered.stream != stream);
    if is_other {
        flush();
    }
    let is_due = GATHERED.with_borrow_mut(|gathered| gathered.add(stream, text));
    if is_due {
        flush();
    }
}

/// Sends what is gathered.
pub(crate) fn flush() {
    let (stream, text) = GATHERED.with_borrow_mut(|gathered| (gathered.stream, std::mem::take(&mut gathered.text)));
    if !text.is_empty() {
        page::post_unflushed(&WorkerToPage::Output { stream, text });
    }
}

/// Waits while the page is behind.
///
/// # Errors
/// What Ctrl-C raises.
pub(crate) fn wait_for_page(vm: &VirtualMachine) -> PyResult<()> {
    let caught_up = || {
        let is_behind = AHEAD.get() > AHEAD_MAX;
        if is_behind {
            WAITING.with_borrow_mut(|waiting| waiting.push(fiber::current()));
        }
        (!is_behind).then_some(())
    };
    wait::until(vm, Awaited::Output, Deadline::NEVER, caught_up).map(drop)
}

/// So many bytes are on their way to the page.
pub(crate) fn sent(size: usize) {
    AHEAD.set(AHEAD.get() + size);
}

/// The page has taken so many bytes.
pub(crate) fn taken(size: usize) {
    AHEAD.set(AHEAD.get().saturating_sub(size));
    if AHEAD.get() <= AHEAD_MAX {
        WAITING.take().into_iter().for_each(fiber::unpark);
    }
}

impl Gathered {
    /// Whether it should be sent now.
    fn add(&mut self, stream: Stream, text: &str) -> bool {
        let now = clock::now();
        if self.text.is_empty() {
            self.stream = stream;
            self.since = now;
        }
        self.text.push_str(text);
        self.text.len() >= SIZE_MAX || now - self.since > AGE_MAX
    }
}

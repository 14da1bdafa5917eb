//! `sys.stdout` and `sys.stderr`: small writes are gathered, since each message to the page costs as much as many lines.

use crate::{clock, page};
use sockbox_message::{Stream, WorkerToPage};
use std::cell::RefCell;

/// Bytes that are sent at once.
const SIZE_MAX: usize = 8 * 1024;
/// Milliseconds after which text that waits is sent with the next write.
const AGE_MAX: f64 = 10.0;

struct Gathered {
    stream: Stream,
    text: String,
    since: f64,
}

thread_local! {
    static GATHERED: RefCell<Gathered> =
        const { RefCell::new(Gathered { stream: Stream::Stdout, text: String::new(), since: 0.0 }) };
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

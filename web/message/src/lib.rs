//! The messages between the page and a worker: all that `web/page` and `web/python` share.
//!
//! They travel by `postMessage` as JSON text. One thing cannot be text: the compiled module of Python, which the page
//! posts first, as the array `[WebAssembly.Module, text of PageToWorker::Start]`. Every later message is one text.

mod call;
mod content;
mod page_to_worker;
mod thread;
mod worker_to_page;

pub use call::{Excerpt, Predicted, Traffic};
pub use content::Content;
pub use page_to_worker::{Entry, PageToWorker};
pub use thread::{Awaited, Held, Pace, Place, Thread, Variable};
pub use worker_to_page::{Completion, End, ExitReason, Stream, WorkerToPage};

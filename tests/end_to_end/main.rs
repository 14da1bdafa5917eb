//! What learners do, in a real browser, against the relay's own binary.

mod calls;
mod console;
mod faults;
mod stopping;

//! State that Python objects hold although it is not thread-safe.

use std::fmt;
use std::ops::Deref;

/// Makes a `Cell` or `RefCell` fit for a Python object: RustPython wants its payloads `Send` and `Sync`.
///
/// Fibers take turns on one operating-system thread, and only at [`crate::fiber`]'s suspension point.
pub(crate) struct Single<T>(T);

// SAFETY: this crate is built for wasm32 without atomics, where there is one thread: nothing is ever sent or shared.
unsafe impl<T> Send for Single<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Single<T> {}

impl<T> Single<T> {
    /// Wraps `value`.
    pub(crate) const fn new(value: T) -> Self {
        Single(value)
    }
}

impl<T: Default> Default for Single<T> {
    fn default() -> Self {
        Single(T::default())
    }
}

impl<T> Deref for Single<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Python objects need it; the state itself is of no interest to a reader of a log.
impl<T> fmt::Debug for Single<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Single(..)")
    }
}

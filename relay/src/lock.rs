//! Locks that a panic does not close: what they guard is never left half done where one could come from.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Waits for a mutex, whatever became of whoever had it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

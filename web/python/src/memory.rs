//! The memory of the process. Its limit is set by `build.rs`; here is noted that it was hit.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is said of a `MemoryError`, whose own text is empty.
pub(crate) const WORDS: &str =
    concat!("A process of this playground may have ", env!("SOCKBOX_MEMORY_MAX_MIB"), " MiB of memory.\n");

/// What memory grows by, in WebAssembly.
const PAGE: usize = 1 << 16;

static REFUSED: AtomicUsize = AtomicUsize::new(0);

/// Rust's own allocator, which remembers what it could not give. Most of Rust's code traps then, after which nothing is left
/// that could say why.
pub(crate) struct Allocator;

/// Bytes that the process has. They never become fewer.
pub(crate) fn size() -> usize {
    core::arch::wasm32::memory_size(0) * PAGE
}

/// Bytes that were asked for and not given, since [`forget`].
pub(crate) fn refused() -> usize {
    REFUSED.load(Ordering::Relaxed)
}

/// Forgets a refusal that a program has survived.
pub(crate) fn forget() {
    REFUSED.store(0, Ordering::Relaxed);
}

fn noted(given: *mut u8, size: usize) -> *mut u8 {
    if given.is_null() {
        REFUSED.store(size, Ordering::Relaxed);
    }
    given
}

// SAFETY: all is done by the system's allocator.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps to the rules of this function, which are the same.
        noted(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        noted(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        noted(unsafe { System.realloc(old, layout, size) }, size)
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

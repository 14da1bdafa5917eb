//! The tables of the encodings of Chinese, Japanese and Korean. The build took them out of this module's memory, where zeros
//! stand in for them: they are fetched before a program first uses one of these encodings, and put back.

use js_sys::Uint8Array;
use std::cell::Cell;

/// Relative to the worker's own address.
pub(crate) const FILE: &str = "tables.bin";

thread_local! {
    static ARE_BACK: Cell<bool> = const { Cell::new(false) };
}

/// Whether the tables are where they belong.
pub(crate) fn are_back() -> bool {
    ARE_BACK.get()
}

/// Puts the tables back. The file has, for each, its address, its size and its bytes.
pub(crate) fn put_back(file: &Uint8Array) {
    let file = file.to_vec();
    let mut rest = file.as_slice();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let [address, size] =
            [0, 4].map(|at| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]) as usize);
        let Some((table, after)) = after.split_at_checked(size) else { return };
        // SAFETY: the build found the table at this address of this very module, and nothing has looked at it before.
        unsafe { std::ptr::copy_nonoverlapping(table.as_ptr(), address as *mut u8, size) };
        rest = after;
    }
    ARE_BACK.set(true);
}

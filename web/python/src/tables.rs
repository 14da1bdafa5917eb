//! Tables that the build took out of this module's memory, where zeros stand in for them: they are fetched before a program first needs
//! them, and put back.

use crate::{library, output};
use js_sys::Uint8Array;
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_message::Stream;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use web_sys::{XmlHttpRequest, XmlHttpRequestResponseType};

/// What was taken out together.
pub(crate) struct Tables {
    /// Relative to the worker's own address.
    file: &'static str,
    are_back: Cell<bool>,
}

thread_local! {
    /// The encodings of Chinese, Japanese and Korean. `lib/_fetched_library.py` asks for them.
    pub(crate) static ENCODINGS: Tables = const { Tables::of("encodings.bin") };
    /// The names of Unicode's characters, for `unicodedata` and for `\N{...}` in a string.
    static NAMES: Tables = const { Tables::of("names.bin") };
}

/// Sees to it that the names are there before anybody looks one up.
pub(crate) fn initialize() {
    unicode_names2::call_before_lookup(|| {
        let brought = NAMES.with(Tables::bring_at_once);
        if brought.is_err() {
            // Who looks a name up can only be told that there is none; this says why. The next look tries again.
            output::write(Stream::Stderr, "sockbox: the names of characters could not be fetched from the relay\n");
        }
    });
}

impl Tables {
    const fn of(file: &'static str) -> Self {
        Self { file, are_back: Cell::new(false) }
    }

    /// Fetches them, unless they are here.
    ///
    /// # Errors
    /// `ImportError` if they cannot be fetched, or what Ctrl-C raises.
    pub(crate) fn bring(&self, vm: &VirtualMachine) -> PyResult<()> {
        if !self.are_back.get() {
            self.put_back(&library::file_content(self.file, vm)?);
        }
        Ok(())
    }

    /// As [`bring`](Self::bring), without letting others run meanwhile: the parser is on a stack of its own, which cannot be suspended.
    fn bring_at_once(&self) -> Result<(), JsValue> {
        if self.are_back.get() {
            return Ok(());
        }
        let request = XmlHttpRequest::new()?;
        request.open_with_async("GET", self.file, false)?;
        request.set_response_type(XmlHttpRequestResponseType::Arraybuffer);
        request.send()?;
        if request.status()? != 200 {
            return Err(request.status_text()?.into());
        }
        self.put_back(&Uint8Array::new(&request.response()?));
        Ok(())
    }

    /// The file has, for each table, its address, its size and its bytes.
    fn put_back(&self, file: &Uint8Array) {
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
        self.are_back.set(true);
    }
}

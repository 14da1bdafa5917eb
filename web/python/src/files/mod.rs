//! The files of the process, in memory: those of the page, and what programs write. `lib/_files.py` and `lib/_paths.py`
//! make Python's `open` and `os` of them.
//!
//! What a program has changed is told to the page, except for what is below `/tmp`: when a file is closed or soon after, when
//! a run ends, and now and then in between. Not here: the room's file system, where the paths of sockets live (`room`).

mod descriptors;
mod python;
mod sent;
mod tree;

pub(crate) use python::module_def;
pub(crate) use sent::descriptor_to_send;

use crate::{clock, fiber, page};
use descriptors::{Descriptors, new_file, seconds};
use sockbox_message::{Content, WorkerToPage};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use tree::{TEMPORARY, Tree, resolve};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// Milliseconds between two reports while a program runs.
const REPORT_PERIOD: f64 = 300.0;

/// A file as the page knows it: its inode and version.
type Known = BTreeMap<String, (u64, u64)>;

struct Files {
    tree: Tree,
    descriptors: Descriptors,
    /// The working directory.
    folder: String,
    known: Known,
}

thread_local! {
    static FILES: RefCell<Files> = RefCell::new(Files {
        tree: Tree::new(),
        descriptors: Descriptors::default(),
        folder: String::new(),
        known: Known::new(),
    });
    /// Whether a program has changed something that the page was not told of.
    static IS_CHANGED: Cell<bool> = const { Cell::new(false) };
    static REPORTED: Cell<f64> = const { Cell::new(0.0) };
    /// Whether a timer will report.
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
}

/// The page writes a file; one of the same name gets the new content. One that cannot be written is left out.
pub(crate) fn write(name: &str, content: &Content) {
    let Some(bytes) = content.to_bytes() else { return };
    FILES.with_borrow_mut(|files| {
        let name = resolve("", name);
        let file = files.tree.file(&name).cloned().unwrap_or_else(|| Rc::new(RefCell::new(new_file(0o644))));
        let mut inner = file.borrow_mut();
        let written = inner.resize(bytes.len(), seconds()).and_then(|()| inner.write(0, &bytes, seconds()));
        let known = (inner.status.inode, inner.version);
        drop(inner);
        if written.is_ok() && files.tree.add_with_folders(&name, file, seconds()).is_ok() {
            files.known.insert(name, known);
        }
    });
}

/// The page removes a file.
pub(crate) fn remove(name: &str) {
    FILES.with_borrow_mut(|files| {
        let name = resolve("", name);
        files.known.remove(&name);
        // It may be gone already.
        let _ = files.tree.unlink(&name);
    });
}

/// The bytes of a file.
pub(crate) fn read(name: &str) -> Option<Vec<u8>> {
    FILES.with_borrow(|files| {
        let file = files.tree.file(&resolve(&files.folder, name))?;
        Some(file.borrow().bytes().to_vec())
    })
}

/// The name that a path means.
pub(crate) fn resolved(path: &str) -> String {
    FILES.with_borrow(|files| resolve(&files.folder, path))
}

/// Whether this descriptor is of an open file.
pub(crate) fn is_open(fd: i32) -> bool {
    FILES.with_borrow(|files| files.descriptors.is_open(fd))
}

/// Whether there is a file at a path.
pub(crate) fn is_file(path: &str) -> bool {
    FILES.with_borrow(|files| files.tree.file(&resolve(&files.folder, path)).is_some())
}

/// The folders that a path leads through, the outermost first, without those that every room has.
pub(crate) fn folders_above(path: &str) -> Vec<String> {
    let name = resolved(path);
    let above = name.match_indices('/').map(|(at, _)| name[..at].to_owned()).filter(|folder| folder != TEMPORARY);
    FILES.with_borrow(|files| above.filter(|folder| files.tree.node(folder).is_some()).collect())
}

/// Tells the page what has changed; a moment later if it was told a moment ago.
pub(crate) fn report_soon() {
    if !IS_CHANGED.get() {
        return;
    }
    if clock::now() - REPORTED.get() > REPORT_PERIOD {
        report();
    } else if !IS_DUE.replace(true) {
        let later = Closure::once_into_js(|| {
            IS_DUE.set(false);
            report();
        });
        fiber::call_later(later.unchecked_ref(), REPORT_PERIOD);
    }
}

/// Tells the page what has changed.
pub(crate) fn report() {
    if !IS_CHANGED.replace(false) {
        return;
    }
    REPORTED.set(clock::now());
    let messages = FILES.with_borrow_mut(Files::changes);
    messages.iter().for_each(page::post);
}

impl Files {
    /// What the page does not know, and from now on knows.
    fn changes(&mut self) -> Vec<WorkerToPage> {
        let mut messages = Vec::new();
        let mut known = Known::new();
        for (name, file) in self.tree.files().filter(|(name, _)| !is_temporary(name)) {
            let file = file.borrow();
            let now = (file.status.inode, file.version);
            if self.known.remove(name) != Some(now) {
                let content = Content::from_bytes(file.bytes());
                messages.push(WorkerToPage::FileWritten { name: name.to_owned(), content });
            }
            known.insert(name.to_owned(), now);
        }
        let gone = std::mem::replace(&mut self.known, known);
        messages.extend(gone.into_keys().map(|name| WorkerToPage::FileRemoved { name }));
        messages
    }
}

fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY).is_some_and(|rest| rest.starts_with('/'))
}

//! CodeMirror, behind the few functions of `web/editor`.

mod entry;
mod file;

pub(crate) use entry::{Editor, highlight};
pub(crate) use file::FileEditor;

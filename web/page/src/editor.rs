//! CodeMirror, behind the few functions of `web/editor`.

mod entry;
mod file;
mod phrases;

pub(crate) use entry::{Editor, highlight};
pub(crate) use file::FileEditor;
pub(crate) use phrases::phrases;

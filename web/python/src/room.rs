//! The room's file system, where paths of `AF_UNIX` sockets live. The relay has it; `lib/_paths.py` asks for it here.

use crate::files;
use crate::socket::call;
use rustpython_vm::builtins::{PyStr, PyStrRef};
use rustpython_vm::common::wtf8::{CodePoint, Wtf8Buf};
use rustpython_vm::{Py, PyResult, VirtualMachine};
use sockbox_core::{Call, Errno, SunPath};
use std::cell::RefCell;
use std::collections::BTreeSet;

thread_local! {
    /// Folders of the process that the room has too, because a socket was bound in them.
    static FOLDERS: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// A socket is about to be bound to a path: the room gets the folders of the process that it leads through.
///
/// # Errors
/// `EADDRINUSE` if the process has a file there.
pub(crate) fn prepare_bind(path: &SunPath, vm: &VirtualMachine) -> PyResult<()> {
    let text = String::from_utf8_lossy(path.as_bytes());
    if text.is_empty() || path.is_abstract() {
        return Ok(());
    }
    if files::is_file(&text) {
        return Err(crate::errors::os_error(vm, Errno::EADDRINUSE));
    }
    for folder in files::folders_above(&text) {
        if FOLDERS.with_borrow_mut(|folders| folders.insert(folder.clone())) {
            // Another process may have bound a socket there before; any other failure is one of bind(2).
            let _ = call::make(vm, Call::MkDir { path: format!("/{folder}").into_bytes() }, &[]);
        }
    }
    Ok(())
}

/// Python's name for the way in which its text holds bytes that are not UTF-8, PEP 383.
const ERRORS: &str = "surrogateescape";
/// The surrogate that stands for a byte, less the byte.
const ESCAPED: u16 = 0xdc00;

/// A path as the kernel reads it: `os.fsencode`.
///
/// # Errors
/// `UnicodeEncodeError` for surrogates that stand for no byte.
pub(crate) fn encode_path(path: &Py<PyStr>, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    let errors = vm.ctx.new_utf8_str(ERRORS);
    let bytes = vm.state.codec_registry.encode_text(path.to_owned(), "utf-8", Some(errors), vm)?;
    Ok(bytes.as_bytes().to_vec())
}

/// A path as Python shows it: `os.fsdecode`.
pub(crate) fn decode_path(path: &[u8], vm: &VirtualMachine) -> PyStrRef {
    let mut text = Wtf8Buf::new();
    for chunk in path.utf8_chunks() {
        text.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| text.push(CodePoint::from(ESCAPED + u16::from(*byte))));
    }
    vm.ctx.new_str(text)
}

/// The calls on paths.
#[rustpython_vm::pymodule(name = "_room")]
pub(crate) mod python {
    use super::FOLDERS;
    use crate::files;
    use crate::socket::call;
    use rustpython_vm::function::ArgBytesLike;
    use rustpython_vm::{PyResult, VirtualMachine};
    use sockbox_core::{Call, Reply};

    // `st_mode`, `st_ino`, `st_size`, `st_mtime`.
    #[pyfunction]
    fn lstat(path: ArgBytesLike, vm: &VirtualMachine) -> PyResult<(u32, u64, u64, f64)> {
        match call::make(vm, Call::Lstat { path: bytes(&path) }, &[])? {
            (Reply::Status { kind, mode, inode, size, modified }, _) => {
                Ok((mode | kind.mode(), inode, size, modified as f64 / 1000.0))
            }
            (reply, _) => Err(call::unexpected(vm, &reply)),
        }
    }

    #[pyfunction]
    fn unlink(path: ArgBytesLike, vm: &VirtualMachine) -> PyResult<()> {
        call::make(vm, Call::Unlink { path: bytes(&path) }, &[]).map(drop)
    }

    #[pyfunction]
    fn mkdir(path: ArgBytesLike, vm: &VirtualMachine) -> PyResult<()> {
        call::make(vm, Call::MkDir { path: bytes(&path) }, &[]).map(drop)
    }

    #[pyfunction]
    fn rmdir(path: ArgBytesLike, vm: &VirtualMachine) -> PyResult<()> {
        call::make(vm, Call::RmDir { path: bytes(&path) }, &[]).map(drop)
    }

    // Whether the room has this folder of the process too. It is asked before the folder is removed, so it is forgotten.
    #[pyfunction]
    fn has_folder(path: ArgBytesLike) -> bool {
        let name = files::resolved(&String::from_utf8_lossy(&bytes(&path)));
        FOLDERS.with_borrow_mut(|folders| folders.remove(&name))
    }

    #[pyfunction]
    fn chmod(path: ArgBytesLike, mode: u32, vm: &VirtualMachine) -> PyResult<()> {
        call::make(vm, Call::ChMod { path: bytes(&path), mode }, &[]).map(drop)
    }

    // The names, each ended by a zero byte.
    #[pyfunction]
    fn readdir(path: ArgBytesLike, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
        match call::make(vm, Call::ReadDir { path: bytes(&path) }, &[])? {
            (Reply::Listed, names) => Ok(names),
            (reply, _) => Err(call::unexpected(vm, &reply)),
        }
    }

    fn bytes(path: &ArgBytesLike) -> Vec<u8> {
        path.with_ref(<[u8]>::to_vec)
    }
}

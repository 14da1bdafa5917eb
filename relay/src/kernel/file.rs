//! The calls on paths, in the file system of the calling thread. No other operation on files is made for a session.

use super::errno;
use rustix::fs::{self, FileType, Mode};
use sockbox_core::{Errno, FileKind, Reply};

/// lstat(2).
pub(crate) fn lstat(path: &[u8]) -> Result<Reply, Errno> {
    let status = fs::lstat(path).map_err(errno)?;
    let kind = match FileType::from_raw_mode(status.st_mode) {
        FileType::Socket => FileKind::Socket,
        FileType::Directory => FileKind::Directory,
        _ => FileKind::Other,
    };
    Ok(Reply::Status { kind, mode: status.st_mode & 0o7777, inode: status.st_ino })
}

/// unlink(2).
pub(crate) fn unlink(path: &[u8]) -> Result<Reply, Errno> {
    fs::unlink(path).map(|()| Reply::Done).map_err(errno)
}

/// mkdir(2) with the permissions Python gives by default; the umask takes its part.
pub(crate) fn mkdir(path: &[u8]) -> Result<Reply, Errno> {
    fs::mkdir(path, Mode::RWXU | Mode::RWXG | Mode::RWXO).map(|()| Reply::Done).map_err(errno)
}

/// rmdir(2).
pub(crate) fn rmdir(path: &[u8]) -> Result<Reply, Errno> {
    fs::rmdir(path).map(|()| Reply::Done).map_err(errno)
}

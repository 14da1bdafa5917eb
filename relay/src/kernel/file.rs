//! The calls on paths, in the file system of the calling thread, and fstat(2). No other operation on files is made for a session, but for
//! those that live in memory ([`memory_file`](super::memory_file)).

use super::{Socket, errno};
use rustix::fs::{self, Dir, FileType, Mode, OFlags, Stat};
use sockbox_core::{Errno, FileKind, Reply};
use std::os::fd::OwnedFd;

/// lstat(2).
pub(crate) fn lstat(path: &[u8]) -> Result<Reply, Errno> {
    fs::lstat(path).map(|status| tell(&status)).map_err(errno)
}

/// fstat(2).
pub(crate) fn fstat(descriptor: &Socket) -> Result<Reply, Errno> {
    fs::fstat(descriptor).map(|status| tell(&status)).map_err(errno)
}

// Targets differ in the type of `st_mtime_nsec`.
#[allow(clippy::unnecessary_cast)]
fn tell(status: &Stat) -> Reply {
    let kind = match FileType::from_raw_mode(status.st_mode) {
        FileType::Socket => FileKind::Socket,
        FileType::Directory => FileKind::Directory,
        FileType::RegularFile => FileKind::File,
        _ => FileKind::Other,
    };
    let size = status.st_size.cast_unsigned();
    let seconds = u64::try_from(status.st_mtime).unwrap_or_default();
    let modified = seconds.saturating_mul(1000).saturating_add(status.st_mtime_nsec as u64 / 1_000_000);
    Reply::Status { kind, mode: status.st_mode & 0o7777, inode: status.st_ino, size, modified }
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

/// chmod(2).
pub(crate) fn chmod(path: &[u8], mode: u32) -> Result<Reply, Errno> {
    fs::chmod(path, Mode::from_raw_mode(mode & 0o7777)).map(|()| Reply::Done).map_err(errno)
}

/// opendir(3). Only this resolves a path: any thread may read the directory then.
pub(crate) fn opendir(path: &[u8]) -> Result<OwnedFd, Errno> {
    fs::open(path, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty()).map_err(errno)
}

/// readdir(3), all of it: the names, each ended by a zero byte, without `.` and `..`. A room's file system has room for so few that they are
/// fewer bytes than a payload may have.
pub(crate) fn readdir(directory: OwnedFd) -> Result<Vec<u8>, Errno> {
    let mut names = Vec::new();
    for entry in Dir::new(directory).map_err(errno)? {
        let entry = entry.map_err(errno)?;
        let name = entry.file_name().to_bytes_with_nul();
        if !is_every_directorys(name) {
            names.extend_from_slice(name);
        }
    }
    Ok(names)
}

/// Whether there is nothing in a directory; not, if it cannot be read.
pub(crate) fn is_empty(path: &[u8]) -> bool {
    let Ok(entries) = opendir(path).and_then(|directory| Dir::new(directory).map_err(errno)) else { return false };
    entries.map_while(Result::ok).all(|entry| is_every_directorys(entry.file_name().to_bytes_with_nul()))
}

fn is_every_directorys(name: &[u8]) -> bool {
    matches!(name, b".\0" | b"..\0")
}

/// Whether two paths lead to one file, stat(2); not, if one of them leads nowhere.
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    let place = |path| fs::stat(path).map(|status| (status.st_dev, status.st_ino));
    matches!((place(one), place(other)), (Ok(one), Ok(other)) if one == other)
}

//! Files that can be sent by `SCM_RIGHTS`, memfd_create(2). The files of a process are memory of its worker; one whose descriptor is sent
//! becomes one of these, and whoever has a descriptor of it has the same contents and the same offset.

use super::{Socket, errno};
use crate::lock::lock;
use rustix::fs::{self, FileType, MemfdFlags, OFlags, SealFlags, SeekFrom};
use rustix::io;
use sockbox_core::{Errno, Reply};
use std::os::fd::OwnedFd;
use std::sync::Mutex;

/// The bytes of one file: no more than a socket's buffer may hold, so that the limits on descriptors bound what all files hold together.
pub(crate) const SIZE_MAX: usize = 212_992;

/// An offset belongs to all who have the file. Between looking at it and writing there, nobody may move it, or a file could grow without end.
static OFFSETS: Mutex<()> = Mutex::new(());

/// A file of this content. `flags` are of open(2), as far as they say how it can be written.
pub(crate) fn create(content: &[u8], flags: i32, offset: u32) -> Result<Socket, Errno> {
    if content.len() > SIZE_MAX {
        return Err(Errno::EFBIG);
    }
    let flags = OFlags::from_bits_retain(flags.cast_unsigned());
    let file = fs::memfd_create("sockbox", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).map_err(errno)?;
    fill(&file, content)?;
    fs::seek(&file, SeekFrom::Start(offset.into())).map_err(errno)?;
    if flags.contains(OFlags::APPEND) {
        fs::fcntl_setfl(&file, OFlags::APPEND).map_err(errno)?;
    }
    if flags & OFlags::ACCMODE == OFlags::RDONLY {
        let all = SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL;
        fs::fcntl_add_seals(&file, all).map_err(errno)?;
    }
    Ok(Socket::from(file))
}

fn fill(file: &OwnedFd, mut rest: &[u8]) -> Result<(), Errno> {
    while !rest.is_empty() {
        let written = io::write(file, rest).map_err(errno)?;
        rest = &rest[written..];
    }
    Ok(())
}

/// read(2) of at most `size` bytes; `EINVAL` for a socket, of which the model would not hear.
pub(crate) fn read(file: &Socket, size: usize) -> Result<Vec<u8>, Errno> {
    check(file)?;
    let _held = lock(&OFFSETS);
    let mut bytes = vec![0; size.min(SIZE_MAX)];
    let length = io::read(file, &mut bytes[..]).map_err(errno)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// write(2) of as much as there is room for; `EFBIG` if there is none.
pub(crate) fn write(file: &Socket, bytes: &[u8]) -> Result<Reply, Errno> {
    check(file)?;
    let _held = lock(&OFFSETS);
    let appends = fs::fcntl_getfl(file).map_err(errno)?.contains(OFlags::APPEND);
    let at = if appends { size(file)? } else { fs::seek(file, SeekFrom::Current(0)).map_err(errno)? };
    let room = SIZE_MAX.saturating_sub(usize::try_from(at).unwrap_or(SIZE_MAX));
    if room == 0 && !bytes.is_empty() {
        return Err(Errno::EFBIG);
    }
    // Sealed, it stands for one that was opened for reading.
    let written =
        io::write(file, &bytes[..bytes.len().min(room)]).map_err(|error| unless_sealed(error, Errno::EBADF))?;
    Ok(Reply::Sent { size: written as u32 })
}

/// lseek(2); `ESPIPE` for a socket.
pub(crate) fn seek(file: &Socket, offset: i64, whence: i32) -> Result<Reply, Errno> {
    let to = match whence {
        libc::SEEK_SET => SeekFrom::Start(u64::try_from(offset).map_err(|_| Errno::EINVAL)?),
        libc::SEEK_CUR => SeekFrom::Current(offset),
        libc::SEEK_END => SeekFrom::End(offset),
        _ => return Err(Errno::EINVAL),
    };
    let _held = lock(&OFFSETS);
    fs::seek(file, to).map(|offset| Reply::Offset { offset }).map_err(errno)
}

/// ftruncate(2); `EINVAL` for a socket.
pub(crate) fn truncate(file: &Socket, size: u64) -> Result<Reply, Errno> {
    check(file)?;
    if size > SIZE_MAX as u64 {
        return Err(Errno::EFBIG);
    }
    let _held = lock(&OFFSETS);
    fs::ftruncate(file, size).map(|()| Reply::Done).map_err(|error| unless_sealed(error, Errno::EINVAL))
}

fn check(file: &Socket) -> Result<(), Errno> {
    let status = fs::fstat(file).map_err(errno)?;
    let is_file = FileType::from_raw_mode(status.st_mode) == FileType::RegularFile;
    if is_file { Ok(()) } else { Err(Errno::EINVAL) }
}

fn size(file: &Socket) -> Result<u64, Errno> {
    fs::fstat(file).map(|status| status.st_size.cast_unsigned()).map_err(errno)
}

fn unless_sealed(error: io::Errno, sealed: Errno) -> Errno {
    if error == io::Errno::PERM { sealed } else { errno(error) }
}

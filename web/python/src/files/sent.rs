//! Files whose descriptors are sent to another process by `SCM_RIGHTS`. What is memory of this worker nobody else can have: such a file gets
//! a copy at the relay, which all who have its descriptor share, this process too. Its name leads to what was written before.

use super::FILES;
use super::descriptors::{FIRST, OPEN_MAX, ToSend};
use crate::socket::call;
use rustpython_vm::{PyResult, VirtualMachine};
use sockbox_core::wire::PAYLOAD_MAX;
use sockbox_core::{Call, Errno, Fd, Reply};

/// The descriptor at the relay for one that is about to be sent.
///
/// # Errors
/// `EFBIG` for a file that is larger than those of the relay, `EBADF` if another thread closed it meanwhile.
pub(crate) fn descriptor_to_send(fd: Fd, vm: &VirtualMachine) -> PyResult<Fd> {
    let (file, flags, offset) = match FILES.with_borrow(|files| files.descriptors.to_send(fd.0)) {
        None => return Ok(fd),
        Some(ToSend::AtRelay(fd)) => return Ok(fd),
        Some(ToSend::Here(file, flags, offset)) => (file, flags, offset),
    };
    let content = file.borrow().bytes().to_vec();
    let offset = u32::try_from(offset).ok().filter(|_| content.len() <= PAYLOAD_MAX);
    let offset = offset.ok_or_else(|| crate::errors::os_error(vm, Errno::EFBIG))?;
    match call::make(vm, Call::MemFdCreate { flags, offset }, &content)? {
        (Reply::Opened { fd: at_relay }, _) => {
            let kept = FILES.with_borrow_mut(|files| files.descriptors.was_sent(fd.0, &file, at_relay));
            if kept != Some(at_relay) {
                call::make_unawaited(vm, Call::Close { fd: at_relay })?;
            }
            kept.ok_or_else(|| crate::errors::os_error(vm, Errno::EBADF))
        }
        (reply, _) => Err(call::unexpected(vm, &reply)),
    }
}

/// The descriptor at the relay of a file that is there: one that was sent, or received. `None` for one that is here.
pub(super) fn at_relay(fd: i32) -> Option<Fd> {
    if !(FIRST..FIRST + OPEN_MAX).contains(&fd) {
        return Some(Fd(fd));
    }
    FILES.with_borrow(|files| files.descriptors.at_relay(fd))
}

/// Another descriptor at the relay.
pub(super) fn dup(fd: Fd, vm: &VirtualMachine) -> PyResult<i32> {
    match call::make(vm, Call::Dup { fd }, &[])? {
        (Reply::Opened { fd }, _) => Ok(fd.0),
        (reply, _) => Err(call::unexpected(vm, &reply)),
    }
}

pub(super) fn read(fd: Fd, size: usize, vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    let size = u32::try_from(size).unwrap_or(u32::MAX);
    call::make(vm, Call::Read { fd, size }, &[]).map(|(_, bytes)| bytes)
}

pub(super) fn write(fd: Fd, bytes: &[u8], vm: &VirtualMachine) -> PyResult<usize> {
    match call::make(vm, Call::Write { fd }, &bytes[..bytes.len().min(PAYLOAD_MAX)])? {
        (Reply::Sent { size }, _) => Ok(size as usize),
        (reply, _) => Err(call::unexpected(vm, &reply)),
    }
}

pub(super) fn seek(fd: Fd, offset: i64, whence: i32, vm: &VirtualMachine) -> PyResult<usize> {
    match call::make(vm, Call::LSeek { fd, offset, whence }, &[])? {
        (Reply::Offset { offset }, _) => Ok(offset as usize),
        (reply, _) => Err(call::unexpected(vm, &reply)),
    }
}

/// Mode, inode, size, and when it was changed.
pub(super) fn status(fd: Fd, vm: &VirtualMachine) -> PyResult<(u32, u64, usize, f64)> {
    match call::make(vm, Call::FStat { fd }, &[])? {
        (Reply::Status { kind, mode, inode, size, modified }, _) => {
            Ok((mode | kind.mode(), inode, size as usize, modified as f64 / 1000.0))
        }
        (reply, _) => Err(call::unexpected(vm, &reply)),
    }
}

//! Socket options as bytes: level, name and value come from the network, so no typed interface fits.

use sockbox_core::Errno;
use std::os::fd::{AsRawFd, BorrowedFd};

/// getsockopt(2) into a buffer of `size` bytes.
pub(super) fn read(socket: BorrowedFd<'_>, level: i32, name: i32, size: usize) -> Result<Vec<u8>, Errno> {
    let mut value = vec![0_u8; size];
    let mut length = libc::socklen_t::try_from(size).map_err(|_| Errno::EINVAL)?;
    // SAFETY: `value` is writable for `length` bytes, `length` for one `socklen_t`, and both outlive the call. The options that
    // make the kernel follow a pointer in the value are not on the policy's list.
    let status =
        unsafe { libc::getsockopt(socket.as_raw_fd(), level, name, value.as_mut_ptr().cast(), &raw mut length) };
    check(status)?;
    value.truncate(length as usize);
    Ok(value)
}

/// setsockopt(2).
pub(super) fn write(socket: BorrowedFd<'_>, level: i32, name: i32, value: &[u8]) -> Result<(), Errno> {
    let length = libc::socklen_t::try_from(value.len()).map_err(|_| Errno::EINVAL)?;
    // SAFETY: `value` is readable for `length` bytes and outlives the call. As above, no allowed option holds a pointer.
    check(unsafe { libc::setsockopt(socket.as_raw_fd(), level, name, value.as_ptr().cast(), length) })
}

fn check(status: libc::c_int) -> Result<(), Errno> {
    if status == 0 { Ok(()) } else { Err(super::errno_of_io(&std::io::Error::last_os_error())) }
}

//! sendmsg(2) and recvmsg(2).

use super::address::{from_kernel, to_kernel};
use super::ancillary::{self, Ancillary, Outgoing};
use super::{Received, Socket, errno_of_io};
use rustix::net::SocketAddrAny;
use rustix::net::addr::SocketAddrStorage;
use sockbox_core::{Address, Errno};
use std::mem::{self, MaybeUninit};
use std::os::fd::{AsFd, AsRawFd};

/// Room for the ancillary data of any message, in bytes: as many descriptors as there can be, and everything else that the options on
/// the policy's list turn on.
pub(super) const CONTROL_MAX: usize = 4096;

/// What recvmsg(2) brought.
pub(crate) struct Message {
    pub(crate) received: Received,
    /// `msg_flags`.
    pub(crate) flags: i32,
    pub(crate) control: Vec<Ancillary>,
}

impl Socket {
    /// sendmsg(2). The relay never gets a `SIGPIPE`.
    pub(crate) fn send_message(
        &self,
        bytes: &[u8],
        flags: i32,
        address: Option<&Address>,
        outgoing: &Outgoing,
    ) -> Result<usize, Errno> {
        let address = address.map(to_kernel).transpose()?;
        let mut control = outgoing.to_bytes();
        let mut part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
        let mut header = empty_header();
        if let Some(address) = &address {
            header.msg_name = address.as_ptr().cast_mut().cast();
            header.msg_namelen = address.addr_len();
        }
        header.msg_iov = &raw mut part;
        header.msg_iovlen = 1;
        header.msg_control = control.as_mut_ptr().cast();
        header.msg_controllen = control.len() as _;
        // SAFETY: Everything the header points to is readable for the lengths beside it and outlives the call, which writes to none of
        // it. The descriptors in `control` are open as long as `outgoing`.
        let size = unsafe { libc::sendmsg(self.as_fd().as_raw_fd(), &raw const header, flags | libc::MSG_NOSIGNAL) };
        length(size)
    }

    /// recvmsg(2) of at most `size` bytes, with all ancillary data.
    pub(crate) fn receive_message(&self, size: usize, flags: i32) -> Result<Message, Errno> {
        self.receive_message_into(size, flags, CONTROL_MAX)
    }

    // glibc and musl differ in the type of `msg_controllen`.
    #[allow(clippy::unnecessary_cast)]
    pub(super) fn receive_message_into(&self, size: usize, flags: i32, control: usize) -> Result<Message, Errno> {
        let (mut bytes, mut control) = (vec![0_u8; size], vec![0_u8; control]);
        let mut name = MaybeUninit::<SocketAddrStorage>::zeroed();
        let mut part = libc::iovec { iov_base: bytes.as_mut_ptr().cast(), iov_len: size };
        let mut header = empty_header();
        header.msg_name = name.as_mut_ptr().cast();
        header.msg_namelen = size_of::<SocketAddrStorage>() as _;
        header.msg_iov = &raw mut part;
        header.msg_iovlen = 1;
        header.msg_control = control.as_mut_ptr().cast();
        header.msg_controllen = control.len() as _;
        let all = flags | libc::MSG_CMSG_CLOEXEC;
        // SAFETY: Everything the header points to is writable for the lengths beside it and outlives the call.
        let size = length(unsafe { libc::recvmsg(self.as_fd().as_raw_fd(), &raw mut header, all) })?;
        bytes.truncate(if self.drops(flags) { 0 } else { size });
        // SAFETY: The kernel has just written these bytes.
        let control = unsafe { ancillary::parse(control.get(..header.msg_controllen as usize).unwrap_or_default()) };
        let sender = match header.msg_namelen {
            0 => None,
            // SAFETY: All of the storage was zeroed, and the kernel wrote an address of this length.
            length => Some(from_kernel(unsafe { SocketAddrAny::new(name, length) })?),
        };
        let flags = header.msg_flags & !(libc::MSG_CMSG_CLOEXEC & !flags);
        Ok(Message { received: Received { bytes, size, sender }, flags, control })
    }
}

fn empty_header() -> libc::msghdr {
    // SAFETY: All zeros is a valid `msghdr`, one of nothing.
    unsafe { mem::zeroed() }
}

fn length(size: libc::ssize_t) -> Result<usize, Errno> {
    usize::try_from(size).map_err(|_| errno_of_io(&std::io::Error::last_os_error()))
}

//! The system calls: one function a call, and nothing that decides whether it may be made.
//!
//! Every socket is non-blocking here. A call that cannot be done now answers `EAGAIN` (`connect`: `EINPROGRESS`);
//! [`wait`] then tells when to try again. Numbers come from the network: whether they are allowed was judged before, by
//! [`policy`](crate::policy).

mod address;
mod ancillary;
pub(crate) mod epoll;
pub(crate) mod file;
mod limit;
pub(crate) mod memory_file;
mod message;
mod option;
mod poll;
mod sock_diag;
mod socket;
pub(crate) mod wait;

pub(crate) use ancillary::{Ancillary, Flight, Outgoing, RIGHTS_MAX, fit};
pub(crate) use limit::raise_descriptor_limit;
pub(crate) use message::Message;
pub(crate) use poll::poll;
pub(crate) use sock_diag::SockDiag;
pub(crate) use socket::{Received, Socket};

use sockbox_core::Errno;

/// The kernel's error as the core names it.
fn errno(error: rustix::io::Errno) -> Errno {
    Errno(error.raw_os_error())
}

/// The error number of an I/O error of the standard library or tokio; `EIO` where it carries none.
fn errno_of_io(error: &std::io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno)
}

#[cfg(test)]
mod agreement;

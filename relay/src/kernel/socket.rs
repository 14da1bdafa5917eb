//! The calls on one socket.

use super::address::{from_kernel, to_kernel};
use super::{errno, option};
use rustix::fs::{FileType, fstat};
use rustix::net::sockopt::Timeout;
use rustix::net::{
    self, AddressFamily, Protocol, RecvFlags, SendFlags, SocketFlags, SocketType, acceptfrom_with, recvfrom, sendto,
    socket_with, socketpair,
};
use sockbox_core::{Address, Errno, How};
use std::num::NonZeroU32;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

type Result<T> = std::result::Result<T, Errno>;

/// The flags every descriptor of the relay has: it never blocks, and no child process inherits it.
const DESCRIPTOR_FLAGS: SocketFlags = SocketFlags::CLOEXEC.union(SocketFlags::NONBLOCK);

/// A socket of a session, an [epoll](super::epoll), or a [file](super::memory_file) that is sent from process to process: to the calls on
/// sockets the kernel answers `ENOTSOCK` for these. Closed when dropped, without blocking.
#[derive(Debug)]
pub(crate) struct Socket(OwnedFd);

/// What receiving brought.
#[derive(Default)]
pub(crate) struct Received {
    pub(crate) bytes: Vec<u8>,
    /// What recv(2) returned: with `MSG_TRUNC` more than there are `bytes`.
    pub(crate) size: usize,
    /// Where the protocol tells one.
    pub(crate) sender: Option<Address>,
}

impl Socket {
    /// socket(2), in the network namespace of the calling thread.
    pub(crate) fn open(family: i32, kind: i32, protocol: i32) -> Result<Self> {
        let (family, kind, protocol) = numbers(family, kind, protocol)?;
        socket_with(family, kind, DESCRIPTOR_FLAGS, protocol).map(Self).map_err(errno)
    }

    /// socketpair(2), in the network namespace of the calling thread.
    pub(crate) fn open_pair(family: i32, kind: i32, protocol: i32) -> Result<[Self; 2]> {
        let (family, kind, protocol) = numbers(family, kind, protocol)?;
        let (one, other) = socketpair(family, kind, DESCRIPTOR_FLAGS, protocol).map_err(errno)?;
        Ok([Self(one), Self(other)])
    }

    /// Whether it is an epoll: of what a session can have, that alone has no type.
    pub(crate) fn is_epoll(&self) -> bool {
        fstat(self).is_ok_and(|status| FileType::from_raw_mode(status.st_mode) == FileType::Unknown)
    }

    /// bind(2).
    pub(crate) fn bind(&self, address: &Address) -> Result<()> {
        net::bind(self, &to_kernel(address)?).map_err(errno)
    }

    /// listen(2).
    pub(crate) fn listen(&self, backlog: i32) -> Result<()> {
        net::listen(self, backlog).map_err(errno)
    }

    /// accept4(2).
    pub(crate) fn accept(&self) -> Result<(Self, Address)> {
        let (accepted, peer) = acceptfrom_with(self, DESCRIPTOR_FLAGS).map_err(errno)?;
        let peer = peer.ok_or(Errno::EAFNOSUPPORT).and_then(from_kernel)?;
        Ok((Self(accepted), peer))
    }

    /// connect(2). Called again, it tells how the first one ended; `EALREADY` means not yet.
    pub(crate) fn connect(&self, address: &Address) -> Result<()> {
        net::connect(self, &to_kernel(address)?).map_err(errno)
    }

    /// send(2), or sendto(2) if there is an address. The relay never gets a `SIGPIPE`.
    pub(crate) fn send(&self, bytes: &[u8], flags: i32, address: Option<&Address>) -> Result<usize> {
        let flags = SendFlags::from_bits_retain(flags.cast_unsigned()) | SendFlags::NOSIGNAL;
        match address {
            Some(address) => sendto(self, bytes, flags, &to_kernel(address)?),
            None => net::send(self, bytes, flags),
        }
        .map_err(errno)
    }

    /// recvfrom(2) of at most `size` bytes, with the sender's address where the protocol tells one.
    pub(crate) fn receive(&self, size: usize, flags: i32) -> Result<Received> {
        let mut bytes = Vec::with_capacity(size);
        let room = &mut bytes.spare_capacity_mut()[..size];
        let bits = RecvFlags::from_bits_retain(flags.cast_unsigned());
        let ((filled, _), counted, sender) = recvfrom(self, room, bits).map_err(errno)?;
        let written = if self.drops(flags) { 0 } else { filled.len() };
        // SAFETY: `written` is at most `size`, which is at most the capacity, and the kernel wrote that many bytes.
        unsafe { bytes.set_len(written) };
        Ok(Received { bytes, size: counted, sender: sender.map(from_kernel).transpose()? })
    }

    /// Whether receiving with these flags hands no bytes over, though it counts them: `MSG_TRUNC` on TCP, tcp(7). What the relay's memory
    /// held in their place must never travel.
    pub(super) fn drops(&self, flags: i32) -> bool {
        flags & libc::MSG_TRUNC != 0 && self.is_stream() && !self.is_unix()
    }

    /// shutdown(2).
    pub(crate) fn shutdown(&self, how: How) -> Result<()> {
        let how = match how {
            How::Read => net::Shutdown::Read,
            How::Write => net::Shutdown::Write,
            How::Both => net::Shutdown::Both,
        };
        net::shutdown(self, how).map_err(errno)
    }

    /// getsockname(2).
    pub(crate) fn local_address(&self) -> Result<Address> {
        net::getsockname(self).map_err(errno).and_then(from_kernel)
    }

    /// getpeername(2).
    pub(crate) fn peer_address(&self) -> Result<Address> {
        net::getpeername(self).map_err(errno)?.ok_or(Errno::ENOTCONN).and_then(from_kernel)
    }

    /// getsockopt(2) into a buffer of `size` bytes; the value is as long as the kernel made it.
    pub(crate) fn option(&self, level: i32, name: i32, size: usize) -> Result<Vec<u8>> {
        option::read(self.as_fd(), level, name, size)
    }

    /// setsockopt(2).
    pub(crate) fn set_option(&self, level: i32, name: i32, value: &[u8]) -> Result<()> {
        option::write(self.as_fd(), level, name, value)
    }

    /// `SO_ERROR` of socket(7), which the kernel then forgets.
    pub(crate) fn take_error(&self) -> Result<()> {
        net::sockopt::socket_error(self).and_then(|pending| pending).map_err(errno)
    }

    /// `SO_RCVTIMEO` of socket(7), if it is set and can be read.
    pub(crate) fn receive_timeout(&self) -> Option<Duration> {
        net::sockopt::socket_timeout(self, Timeout::Recv).ok().flatten()
    }

    /// `SO_SNDTIMEO` of socket(7), if it is set and can be read.
    pub(crate) fn send_timeout(&self) -> Option<Duration> {
        net::sockopt::socket_timeout(self, Timeout::Send).ok().flatten()
    }

    /// Whether it is a stream, `SO_TYPE` of socket(7).
    pub(crate) fn is_stream(&self) -> bool {
        net::sockopt::socket_type(self) == Ok(SocketType::STREAM)
    }

    /// Whether it listens, `SO_ACCEPTCONN` of socket(7).
    pub(crate) fn is_listening(&self) -> bool {
        net::sockopt::socket_acceptconn(self) == Ok(true)
    }

    /// What no other socket of this host is called, `SO_COOKIE`; `None` for a file.
    pub(crate) fn cookie(&self) -> Option<u64> {
        net::sockopt::socket_cookie(self).ok()
    }

    /// Whether it is of `AF_UNIX`, `SO_DOMAIN` of socket(7).
    pub(crate) fn is_unix(&self) -> bool {
        net::sockopt::socket_domain(self) == Ok(AddressFamily::UNIX)
    }

    /// Whether the next call is told an error, such as a reset, if it sends or finds nothing to receive any more. A call of the kernel's
    /// own that has got somewhere leaves it to the next one; `AF_UNIX` forgets it.
    pub(crate) fn keeps_error(&self) -> bool {
        let has_error = super::poll(&[(self, 0)]).is_ok_and(|events| events[0] & libc::POLLERR != 0);
        has_error && !self.is_unix()
    }

    /// Whether there are bytes to receive, `FIONREAD` of tcp(7).
    pub(crate) fn has_bytes(&self) -> bool {
        rustix::io::ioctl_fionread(self).is_ok_and(|size| size > 0)
    }

    /// Whether nothing more will be received after what is there: the peer, or shutdown(2), ended this direction.
    pub(crate) fn has_read_ended(&self) -> bool {
        super::poll(&[(self, libc::POLLRDHUP)]).is_ok_and(|events| events[0] & libc::POLLRDHUP != 0)
    }
}

/// Family, type and protocol of socket(2); protocol 0 lets the kernel choose.
fn numbers(family: i32, kind: i32, protocol: i32) -> Result<(AddressFamily, SocketType, Option<Protocol>)> {
    let family = u16::try_from(family).map_err(|_| Errno::EAFNOSUPPORT)?;
    let kind = u32::try_from(kind).map_err(|_| Errno::EINVAL)?;
    let protocol = u32::try_from(protocol).map_err(|_| Errno::EINVAL)?;
    let protocol = NonZeroU32::new(protocol).map(Protocol::from_raw);
    Ok((AddressFamily::from_raw(family), SocketType::from_raw(kind), protocol))
}

impl From<OwnedFd> for Socket {
    fn from(socket: OwnedFd) -> Self {
        Self(socket)
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// close(2) waits for unsent data where `SO_LINGER` says so, non-blocking socket or not; in the relay it would hold up every session of
/// the thread. Such a socket goes on sending in the background instead. A linger time of zero stays: it means a reset, at once.
impl Drop for Socket {
    fn drop(&mut self) {
        if let Ok(Some(linger)) = net::sockopt::socket_linger(&self.0)
            && !linger.is_zero()
            && let Err(error) = net::sockopt::set_socket_linger(&self.0, None)
        {
            tracing::warn!(%error, "a socket may block when it closes");
        }
    }
}

//! A descriptor with its timeout: the calls of the socket class, once Python's arguments have been read.

use super::address;
use super::call::{self, Value, unexpected};
use super::timeout::{self, Timeout};
use crate::{errors, posix};
use rustpython_vm::function::ArgBytesLike;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
use sockbox_core::constants::{POLLOUT, SO_ERROR, SOCK_NONBLOCK, SOL_SOCKET};
use sockbox_core::wire::PAYLOAD_MAX;
use sockbox_core::{Address, Call, Errno, Fd, PollEntry, Reply, Wait};
use std::cell::Cell;

/// The descriptor of a closed socket.
const CLOSED: i32 = -1;

/// What a socket object holds; closed until a descriptor is put in.
pub(super) struct Endpoint {
    fd: Cell<i32>,
    timeout: Cell<Timeout>,
}

impl Endpoint {
    /// One that is closed.
    pub(super) fn closed() -> Endpoint {
        Endpoint { fd: Cell::new(CLOSED), timeout: Cell::new(Timeout::Blocking) }
    }

    /// Holds this descriptor from now on. `kind` may carry `SOCK_NONBLOCK`.
    pub(super) fn adopt(&self, fd: Fd, kind: i32) {
        self.fd.set(fd.0);
        let is_nonblocking = kind & SOCK_NONBLOCK != 0;
        self.set_timeout(if is_nonblocking { Timeout::NonBlocking } else { timeout::default() });
    }

    pub(super) fn fd(&self) -> Fd {
        Fd(self.fd.get())
    }

    /// Lets go of the descriptor, which stays open.
    pub(super) fn detach(&self) -> Fd {
        Fd(self.fd.replace(CLOSED))
    }

    pub(super) fn is_closed(&self) -> bool {
        self.fd.get() == CLOSED
    }

    pub(super) fn timeout(&self) -> Timeout {
        self.timeout.get()
    }

    /// A timeout makes the descriptor non-blocking for `os.read` and `os.write`, as it does in CPython.
    pub(super) fn set_timeout(&self, timeout: Timeout) {
        posix::set_blocking(self.fd(), timeout == Timeout::Blocking);
        self.timeout.set(timeout);
    }

    /// Makes a call that may block as long as this socket's calls do.
    pub(super) fn make(&self, vm: &VirtualMachine, payload: &[u8], call: impl Fn(Fd, Wait) -> Call) -> PyResult<Value> {
        let fd = self.fd();
        call::make_patiently(vm, self.timeout.get().patience(), payload, |wait| call(fd, wait))
    }

    /// connect(2). Where a signal handler interrupted it the kernel goes on to connect, and another call would be told so.
    pub(super) fn connect(&self, vm: &VirtualMachine, address: Address) -> PyResult<()> {
        let (fd, patience) = (self.fd(), self.timeout.get().patience());
        if call::make_once(vm, Call::Connect { fd, address, wait: patience.wait() }, &[])?.is_some() {
            return Ok(());
        }
        let entries = vec![PollEntry { fd, events: POLLOUT }];
        match call::make_patiently(vm, patience, &[], |wait| Call::Poll { entries: entries.clone(), wait })? {
            (Reply::Ready { entries }, _) if entries.is_empty() => return Err(errors::timed_out(vm)),
            (Reply::Ready { .. }, _) => {}
            (reply, _) => return Err(unexpected(vm, &reply)),
        }
        match option_number(vm, fd, SOL_SOCKET, SO_ERROR)? {
            0 => Ok(()),
            errno => Err(errors::os_error(vm, Errno(errno))),
        }
    }

    /// recv(2): the bytes, and what it returned. Where none are asked for CPython does not call it.
    pub(super) fn receive(&self, vm: &VirtualMachine, size: usize, flags: i32) -> PyResult<(Vec<u8>, usize)> {
        let size = wire_size(size);
        if size == 0 {
            return Ok((Vec::new(), 0));
        }
        match self.make(vm, &[], |fd, wait| Call::Recv { fd, size, flags, wait })? {
            (Reply::Received { size }, bytes) => Ok((bytes, size as usize)),
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    /// recvfrom(2): the bytes, what it returned, and the sender's address as Python shows it.
    pub(super) fn receive_from(
        &self,
        vm: &VirtualMachine,
        size: usize,
        flags: i32,
    ) -> PyResult<(Vec<u8>, usize, PyObjectRef)> {
        let size = wire_size(size);
        match self.make(vm, &[], |fd, wait| Call::RecvFrom { fd, size, flags, wait })? {
            (Reply::ReceivedFrom { size, address }, bytes) => {
                Ok((bytes, size as usize, address::optional(address.as_ref(), vm)))
            }
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    /// send(2), sendto(2): how much the kernel took. More than a frame carries is cut: a stream may take less than it
    /// was given, and no datagram is as long.
    pub(super) fn send(&self, vm: &VirtualMachine, bytes: &[u8], call: impl Fn(Fd, Wait) -> Call) -> PyResult<u32> {
        match self.make(vm, &bytes[..bytes.len().min(PAYLOAD_MAX)], call)? {
            (Reply::Sent { size }, _) => Ok(size),
            (reply, _) => Err(unexpected(vm, &reply)),
        }
    }

    /// Sends everything, in as many calls as frames are needed, all within one timeout.
    pub(super) fn send_all(&self, vm: &VirtualMachine, data: &ArgBytesLike, flags: i32) -> PyResult<()> {
        let (fd, patience) = (self.fd(), self.timeout.get().patience());
        let mut sent = 0;
        loop {
            let part = part(data, sent);
            sent += match call::make_patiently(vm, patience, &part, |wait| Call::SendAll { fd, flags, wait })? {
                // A signal came in between, and its handler lets the program go on.
                (Reply::Sent { size }, _) => size as usize,
                _ => part.len(),
            };
            if sent >= data.len() {
                return Ok(());
            }
        }
    }

    /// Does not wait for the answer: destructors close too, where a fiber must not be parked.
    pub(super) fn close(&self, vm: &VirtualMachine) -> PyResult<()> {
        if self.is_closed() {
            return Ok(());
        }
        call::make_unawaited(vm, Call::Close { fd: self.detach() })
    }
}

/// getsockname(2), getpeername(2).
pub(super) fn name(vm: &VirtualMachine, call: Call) -> PyResult<Address> {
    match call::make(vm, call, &[])? {
        (Reply::Name { address }, _) => Ok(address),
        (reply, _) => Err(unexpected(vm, &reply)),
    }
}

/// getsockopt(2) of an option that is a number.
pub(super) fn option_number(vm: &VirtualMachine, fd: Fd, level: i32, name: i32) -> PyResult<i32> {
    let (_, bytes) = call::make(vm, Call::GetSockOpt { fd, level, name, size: 4 }, &[])?;
    let mut number = [0; 4];
    // The kernel may write fewer bytes; Linux is little-endian wherever sockbox runs.
    let size = bytes.len().min(number.len());
    number[..size].copy_from_slice(&bytes[..size]);
    Ok(i32::from_le_bytes(number))
}

/// An option of `SOL_SOCKET` that says what a socket is: `SO_TYPE`, `SO_PROTOCOL`.
pub(super) fn nature(vm: &VirtualMachine, fd: Fd, name: i32) -> PyResult<i32> {
    option_number(vm, fd, SOL_SOCKET, name)
}

/// As much of the data as a frame carries, copied: the program may change it while the call waits.
pub(super) fn part(data: &ArgBytesLike, from: usize) -> Vec<u8> {
    data.with_ref(|bytes| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest[..rest.len().min(PAYLOAD_MAX)].to_vec()
    })
}

/// What a frame can carry: recv(2) may return less than it was asked for.
pub(super) fn wire_size(size: usize) -> u32 {
    size.min(PAYLOAD_MAX) as u32
}

//! The kernel's side: real sockets under the descriptors of a process, and each call made on them as it is.

use crate::kernel::{Received, Socket};
use sockbox_core::constants::{AF_INET, AF_INET6, SO_LINGER, SO_SNDBUF, SOCK_DGRAM, SOL_SOCKET};
use sockbox_core::{Address, Call, Errno, Fd, Outcome, Reply, SunPath};
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Ports that the kernel does not choose by itself.
const PORTS: std::ops::Range<u32> = 10_000..30_000;
/// Names that were used once.
static NAMES: AtomicU32 = AtomicU32::new(0);

#[derive(Default)]
pub(super) struct World {
    sockets: BTreeMap<Fd, Open>,
}

#[derive(Clone)]
struct Open {
    socket: Arc<Socket>,
    family: i32,
}

impl World {
    /// Makes a call, and gives what it received. None waits.
    pub(super) fn make(&mut self, call: &Call, payload: &[u8]) -> (Outcome, Vec<u8>) {
        let mut received = Vec::new();
        match self.answer(call, payload, &mut received) {
            Ok(reply) => (Outcome::Ok(reply), received),
            Err(errno) => (Outcome::Failed { errno }, received),
        }
    }

    fn answer(&mut self, call: &Call, payload: &[u8], received: &mut Vec<u8>) -> Result<Reply, Errno> {
        if let Call::Socket { family, kind, protocol } = *call {
            let socket = Socket::open(family, kind, protocol)?;
            if kind != SOCK_DGRAM || (family != AF_INET && family != AF_INET6) {
                // So that a full buffer is not far.
                socket.set_option(SOL_SOCKET, SO_SNDBUF, &1_i32.to_ne_bytes())?;
            }
            return Ok(Reply::Opened { fd: self.enter(Open { socket: Arc::new(socket), family }) });
        }
        let fd = call.fd().ok_or(Errno::ENOSYS)?;
        let Open { socket, family } = self.sockets.get(&fd).ok_or(Errno::EBADF)?.clone();
        match call {
            Call::Bind { address, .. } => socket.bind(address).map(|()| Reply::Done),
            Call::Listen { backlog, .. } => socket.listen(*backlog).map(|()| Reply::Done),
            Call::Accept { .. } => {
                let (accepted, address) = socket.accept()?;
                Ok(Reply::Accepted { fd: self.enter(Open { socket: Arc::new(accepted), family }), address })
            }
            Call::Connect { address, .. } => socket.connect(address).map(|()| Reply::Done),
            Call::Send { flags, .. } => {
                socket.send(payload, *flags, None).map(|size| Reply::Sent { size: size as u32 })
            }
            Call::SendTo { address, flags, .. } => {
                socket.send(payload, *flags, Some(address)).map(|size| Reply::Sent { size: size as u32 })
            }
            Call::Recv { size, flags, .. } => {
                let Received { bytes, size, .. } = socket.receive(*size as usize, *flags)?;
                *received = bytes;
                Ok(Reply::Received { size: size as u32 })
            }
            Call::Shutdown { how, .. } => socket.shutdown(*how).map(|()| Reply::Done),
            Call::GetSockName { .. } => socket.local_address().map(|address| Reply::Name { address }),
            Call::GetPeerName { .. } => socket.peer_address().map(|address| Reply::Name { address }),
            Call::GetSockOpt { level, name, size, .. } => {
                socket.option(*level, *name, *size as usize).map(|_| Reply::Value)
            }
            Call::SetSockOpt { level, name, .. } => socket.set_option(*level, *name, payload).map(|()| Reply::Done),
            Call::Dup { .. } => Ok(Reply::Opened { fd: self.enter(Open { socket, family }) }),
            Call::Close { .. } => {
                self.sockets.remove(&fd);
                Ok(Reply::Done)
            }
            _ => Err(Errno::ENOSYS),
        }
    }

    /// Enters a socket under the lowest descriptor that is free.
    fn enter(&mut self, open: Open) -> Fd {
        let fd = (3..).map(Fd).find(|fd| !self.sockets.contains_key(fd)).unwrap_or(Fd(i32::MAX));
        self.sockets.insert(fd, open);
        fd
    }

    fn family(&self, fd: Fd) -> i32 {
        self.sockets.get(&fd).map_or(AF_INET, |open| open.family)
    }

    /// An address of the socket's family that nobody has.
    pub(super) fn fresh_address(&self, fd: Fd) -> Address {
        let number = NAMES.fetch_add(1, Ordering::Relaxed);
        let port = PORTS.start + number % (PORTS.end - PORTS.start);
        self.address(fd, port as u16, format!("\0name {number}").as_bytes())
    }

    /// An address of the socket's family for which the kernel chooses the port or the name.
    pub(super) fn any_address(&self, fd: Fd) -> Address {
        self.address(fd, 0, &[])
    }

    /// Sixteen bytes, which ICMP takes for an echo request.
    pub(super) fn message(&self, fd: Fd) -> [u8; 16] {
        let mut message = [0; 16];
        message[0] = if self.family(fd) == AF_INET6 { 128 } else { 8 };
        message
    }

    /// Where a socket is.
    pub(super) fn address_of(&self, fd: Fd) -> Option<Address> {
        self.sockets.get(&fd)?.socket.local_address().ok()
    }

    /// Where `other` is, if it has an address of the socket's family; else where nobody is, and nobody was: a port that was used may rest.
    pub(super) fn address_for(&self, fd: Fd, other: Fd) -> Address {
        let fits = |address: &Address| address.family() == self.family(fd) && !address.is_left_to_the_kernel();
        self.address_of(other).filter(fits).unwrap_or_else(|| self.fresh_address(fd))
    }

    fn address(&self, fd: Fd, port: u16, name: &[u8]) -> Address {
        match self.family(fd) {
            AF_INET => Address::Inet { host: Ipv4Addr::LOCALHOST, port },
            AF_INET6 => Address::Inet6 { host: Ipv6Addr::LOCALHOST, port, flow_info: 0, scope_id: 0 },
            _ => Address::Unix { path: SunPath::new(name).unwrap_or(SunPath::UNNAMED) },
        }
    }
}

/// A reset leaves no port behind that would rest for a minute.
impl Drop for World {
    fn drop(&mut self) {
        let at_once = [1_i32.to_ne_bytes(), 0_i32.to_ne_bytes()].concat();
        for open in self.sockets.values() {
            // Only TCP heeds it.
            let _ = open.socket.set_option(SOL_SOCKET, SO_LINGER, &at_once);
        }
    }
}

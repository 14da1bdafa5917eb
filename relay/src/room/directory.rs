//! Who has which address in a room. Nothing is kept of addresses: the kernel is asked, when a call has failed because of one.

use crate::kernel::Socket;
use sockbox_core::constants::{SO_ACCEPTCONN, SO_TYPE, SOCK_DGRAM, SOL_SOCKET};
use sockbox_core::{Address, Fd, HOLDERS_MAX, Holder};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

/// The sockets of all processes that are in a room.
#[derive(Default)]
pub(crate) struct Directory {
    processes: Mutex<BTreeMap<u64, Process>>,
    /// Theirs are open until the room ends.
    services: OnceLock<Vec<Holder>>,
}

#[derive(Default)]
struct Process {
    name: String,
    sockets: BTreeMap<Fd, Weak<Socket>>,
}

/// A process's place in it; gone when this is dropped.
pub(crate) struct Registration {
    directory: Arc<Directory>,
    number: u64,
}

/// What is asked about.
pub(crate) enum Question {
    /// Whoever has this address, in sockets of this kind (`SOCK_*`).
    InUse { kind: i32, address: Address },
    /// Whoever can be reached by sockets of this kind, and whoever is at this address and cannot be.
    Refused { kind: i32, address: Address },
}

impl Directory {
    /// A process comes, with the name of its hello.
    pub(crate) fn register(self: &Arc<Self>, name: String) -> Registration {
        let mut processes = self.lock();
        let number = processes.last_key_value().map_or(0, |(number, _)| number + 1);
        processes.insert(number, Process { name, ..Process::default() });
        Registration { directory: Arc::clone(self), number }
    }

    /// The practice services are started, with these sockets.
    pub(super) fn register_services(&self, sockets: Vec<Holder>) {
        // They are started once.
        let _ = self.services.set(sockets);
    }

    /// Nothing is left half done where a panic could come from.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Process>> {
        self.processes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registration {
    /// A descriptor names this socket from now on.
    pub(crate) fn enter(&self, fd: Fd, socket: &Arc<Socket>) {
        if let Some(process) = self.directory.lock().get_mut(&self.number) {
            process.sockets.insert(fd, Arc::downgrade(socket));
        }
    }

    /// A descriptor is free. Nobody looks at its socket any more when this returns: dropping that closes it at once.
    pub(crate) fn remove(&self, fd: Fd) {
        if let Some(process) = self.directory.lock().get_mut(&self.number) {
            process.sockets.remove(&fd);
        }
    }

    /// The sockets that a question is about, at most [`HOLDERS_MAX`]; `asking` is none of them. No socket is closed meanwhile.
    pub(crate) fn holders(&self, question: &Question, asking: &Arc<Socket>) -> Vec<Holder> {
        let processes = self.directory.lock();
        let mut holders = Vec::new();
        for (number, process) in processes.iter() {
            for (fd, socket) in &process.sockets {
                let Some(socket) = socket.upgrade().filter(|socket| !Arc::ptr_eq(socket, asking)) else { continue };
                let Some(holder) = describe(&socket, *fd, process, *number == self.number) else { continue };
                if question.is_about(&holder) {
                    holders.push(holder);
                }
            }
        }
        let services = self.directory.services.get().into_iter().flatten();
        holders.extend(services.filter(|service| question.is_about(service)).cloned());
        // Those that listen are of more interest than connections at the same port, and people's than the room's own.
        holders.sort_by_key(|holder| (holder.service.is_some(), !holder.listening));
        holders.truncate(HOLDERS_MAX);
        holders
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.directory.lock().remove(&self.number);
    }
}

impl Question {
    fn is_about(&self, holder: &Holder) -> bool {
        match *self {
            Question::InUse { kind, address } => holder.kind == kind && is_at(holder, &address),
            Question::Refused { kind, address } => {
                let is_open = holder.listening || kind == SOCK_DGRAM;
                is_at(holder, &address) || (holder.kind == kind && is_open && is_within_reach(holder, &address))
            }
        }
    }
}

/// By port, or by name: at one port there are many addresses, and those of IPv6 may be those of IPv4 too.
fn is_at(holder: &Holder, address: &Address) -> bool {
    match (holder.address.port(), address.port()) {
        (Some(port), Some(wanted)) => port == wanted,
        (None, None) => holder.address == *address,
        _ => false,
    }
}

/// The practice services are all at one address of each family.
fn is_within_reach(holder: &Holder, address: &Address) -> bool {
    let is_unix = |address: &Address| matches!(address, Address::Unix { .. });
    match holder.service {
        Some(_) => holder.address.family() == address.family(),
        None => is_unix(&holder.address) == is_unix(address),
    }
}

/// `None` for a socket without an address.
fn describe(socket: &Socket, fd: Fd, process: &Process, you: bool) -> Option<Holder> {
    let address = socket.local_address().ok().filter(|address| !address.is_left_to_the_kernel())?;
    let number = |name| socket.option(SOL_SOCKET, name, size_of::<i32>()).ok()?.try_into().ok().map(i32::from_ne_bytes);
    Some(Holder {
        process: process.name.clone(),
        you,
        fd: Some(fd),
        kind: number(SO_TYPE)?,
        address,
        listening: number(SO_ACCEPTCONN) == Some(1),
        service: None,
        rest: None,
    })
}

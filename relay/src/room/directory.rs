//! Who has which address in a room. Nothing is kept of addresses: the kernel is asked, when a call has failed because of one.

use crate::kernel::Socket;
use crate::lock::lock;
use sockbox_core::constants::{SO_ACCEPTCONN, SO_TYPE, SOCK_DGRAM, SOL_SOCKET};
use sockbox_core::{Address, Fd, HOLDERS_MAX, Holder};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, Weak};

/// The sockets of all processes that are in a room.
#[derive(Default)]
pub(crate) struct Directory {
    processes: Mutex<BTreeMap<u64, Arc<Process>>>,
    /// Theirs are open until the room ends.
    services: OnceLock<Vec<Holder>>,
}

/// Each has a lock of its own: whoever looks for an address asks the kernel about every socket in the room, and holds up one process at a time.
struct Process {
    name: String,
    sockets: Mutex<BTreeMap<Fd, Weak<Socket>>>,
}

/// A process's place in it; gone when this is dropped.
pub(crate) struct Registration {
    directory: Arc<Directory>,
    number: u64,
    process: Arc<Process>,
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
        let process = Arc::new(Process { name, sockets: Mutex::default() });
        let mut processes = lock(&self.processes);
        let number = processes.last_key_value().map_or(0, |(number, _)| number + 1);
        processes.insert(number, Arc::clone(&process));
        Registration { directory: Arc::clone(self), number, process }
    }

    /// The practice services are started, with these sockets.
    pub(super) fn register_services(&self, sockets: Vec<Holder>) {
        // They are started once.
        let _ = self.services.set(sockets);
    }
}

impl Registration {
    /// A descriptor names this socket from now on.
    pub(crate) fn enter(&self, fd: Fd, socket: &Arc<Socket>) {
        lock(&self.process.sockets).insert(fd, Arc::downgrade(socket));
    }

    /// A descriptor is free. Nobody looks at its socket any more when this returns: dropping that closes it at once.
    pub(crate) fn remove(&self, fd: Fd) {
        lock(&self.process.sockets).remove(&fd);
    }

    /// The sockets that a question is about, at most [`HOLDERS_MAX`]; `asking` is none of them. No socket is closed while it is looked at.
    pub(crate) fn holders(&self, question: &Question, asking: &Arc<Socket>) -> Vec<Holder> {
        let processes: Vec<_> = lock(&self.directory.processes).values().cloned().collect();
        let mut holders = Vec::new();
        for process in &processes {
            let you = Arc::ptr_eq(process, &self.process);
            for (fd, socket) in lock(&process.sockets).iter() {
                let Some(socket) = socket.upgrade().filter(|socket| !Arc::ptr_eq(socket, asking)) else { continue };
                let Some(address) = question.address_of(&socket) else { continue };
                let holder = describe(&socket, *fd, address, &process.name, you);
                holders.extend(holder.filter(|holder| question.is_about(holder)));
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
        lock(&self.directory.processes).remove(&self.number);
    }
}

impl Question {
    /// The address of a socket, unless it rules out that the question is about it: most sockets are asked nothing more.
    fn address_of(&self, socket: &Socket) -> Option<Address> {
        let address = socket.local_address().ok().filter(|address| !address.is_left_to_the_kernel())?;
        match self {
            Question::InUse { address: wanted, .. } if !is_at(&address, wanted) => None,
            Question::InUse { .. } | Question::Refused { .. } => Some(address),
        }
    }

    fn is_about(&self, holder: &Holder) -> bool {
        match *self {
            Question::InUse { kind, address } => holder.kind == kind && is_at(&holder.address, &address),
            Question::Refused { kind, address } => {
                let is_open = holder.listening || kind == SOCK_DGRAM;
                is_at(&holder.address, &address)
                    || (holder.kind == kind && is_open && is_within_reach(holder, &address))
            }
        }
    }
}

/// By port, or by name: at one port there are many addresses, and those of IPv6 may be those of IPv4 too.
fn is_at(address: &Address, wanted: &Address) -> bool {
    match (address.port(), wanted.port()) {
        (Some(port), Some(wanted)) => port == wanted,
        (None, None) => address == wanted,
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

/// `None` for what is no socket.
fn describe(socket: &Socket, fd: Fd, address: Address, process: &str, you: bool) -> Option<Holder> {
    let number = |name| socket.option(SOL_SOCKET, name, size_of::<i32>()).ok()?.try_into().ok().map(i32::from_ne_bytes);
    Some(Holder {
        process: process.to_owned(),
        you,
        fd: Some(fd),
        kind: number(SO_TYPE)?,
        address,
        listening: number(SO_ACCEPTCONN) == Some(1),
        service: None,
        rest: None,
    })
}

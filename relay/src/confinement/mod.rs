//! What a thread gives up once the relay has started: rights it does not need, and system calls it does not make.
//!
//! ```text
//!               capabilities                                  system calls
//! main, tokio   none                                          those of a network server; no file is opened to be written
//! room threads  in the relay's user namespace: to enter and   those, and to make namespaces, file systems and sockets in them
//!               set up rooms, and to make raw sockets
//! ```
//!
//! `no_new_privs` holds for all, so that nothing that is executed could have more; and nothing can be executed. A call that is not on the
//! list fails with `EPERM`, as for a user without the right to it, and the relay goes on: killing it would make of every oversight here the end of
//! everybody's work, and whoever could make the relay do such a call has gained nothing by it either way.
//!
//! seccomp(2), capabilities(7), `no_new_privs` of prctl(2).

mod calls;

use calls::Calls;
use rustix::thread::{
    CapabilitySet, CapabilitySets, remove_capability_from_bounding_set, set_capabilities, set_no_new_privs,
};
use seccompiler::apply_filter;
use std::io;

/// What could not be given up, and why.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{what}: {why}")]
pub struct Unconfined {
    what: &'static str,
    why: String,
}

/// Confines the calling thread, and with it all that it starts from now on. Called when everything is open that needs rights, and before tokio.
///
/// # Errors
/// If the kernel does not take a filter, as one built without seccomp.
pub fn confine() -> Result<(), Unconfined> {
    confine_to(CapabilitySet::empty(), Calls::Serve)
}

/// Confines a thread that works in rooms.
///
/// # Errors
/// As [`confine`].
pub(crate) fn confine_room_thread() -> Result<(), Unconfined> {
    let needed =
        CapabilitySet::SYS_ADMIN | CapabilitySet::SYS_CHROOT | CapabilitySet::NET_ADMIN | CapabilitySet::NET_RAW;
    confine_to(needed, Calls::Room)
}

fn confine_to(capabilities: CapabilitySet, calls: Calls) -> Result<(), Unconfined> {
    bound(capabilities);
    let sets = CapabilitySets { effective: capabilities, permitted: capabilities, inheritable: CapabilitySet::empty() };
    set_capabilities(None, sets).map_err(because("the capabilities cannot be dropped"))?;
    set_no_new_privs(true).map_err(because("no_new_privs cannot be set"))?;
    for filter in calls.filters().map_err(because("the list of system calls"))? {
        apply_filter(&filter).map_err(because("the kernel does not take the list of system calls"))?;
    }
    Ok(())
}

/// What is not in the bounding set cannot be had by executing a file. A user without rights may not change it, and has none to gain:
/// `no_new_privs` holds.
fn bound(keep: CapabilitySet) {
    for capability in CapabilitySet::all().difference(keep) {
        let _: rustix::io::Result<()> = remove_capability_from_bounding_set(capability);
    }
}

fn because<E: ToString>(what: &'static str) -> impl Fn(E) -> Unconfined {
    move |why| Unconfined { what, why: why.to_string() }
}

impl From<Unconfined> for io::Error {
    fn from(unconfined: Unconfined) -> Self {
        Self::other(unconfined)
    }
}

#[cfg(test)]
mod tests;

//! Namespaces: the user namespace of the relay, and the network namespace and root directory of each room.

use super::failure::{Failure, Step};
use super::{interface, root, sysctl};
use rustix::fs::{Mode, OFlags, openat};
use rustix::process::{chroot, fchdir, getgid, getuid};
use rustix::thread::{LinkNameSpaceType, UnshareFlags, move_into_link_name_space, unshare_unsafe};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes a user namespace in which this process is root and owns nothing, with a mount namespace that belongs to it, and enters them.
/// Only while there is a single thread.
pub(super) fn enter_user_namespace() -> Result<(), Failure> {
    // Outside ids, as they are before.
    let (user, group) = (getuid().as_raw(), getgid().as_raw());
    unshare(UnshareFlags::NEWUSER | UnshareFlags::NEWNS).map_err(Failure::of(Step::UserNamespace))?;
    let write = |name: &str, text: &str| {
        std::fs::write(format!("/proc/self/{name}"), text).map_err(Failure::of_io(Step::IdMaps))
    };
    write("setgroups", "deny")?;
    write("uid_map", &format!("0 {user} 1"))?;
    write("gid_map", &format!("0 {group} 1"))
}

/// Gives the calling thread a working directory, a root and a umask of its own, which [`Namespace::enter`] needs.
pub(super) fn detach_file_system() -> Result<(), Failure> {
    unshare(UnshareFlags::FS).map_err(Failure::of(Step::Entry))?;
    root::set_umask();
    Ok(())
}

/// What namespaces are made from.
#[derive(Clone)]
pub(super) struct Plan {
    /// `/proc`, opened before any chroot(2).
    proc: Arc<OwnedFd>,
    /// The MTU of the loopback interface, if not the kernel's.
    mtu: Option<u32>,
}

impl Plan {
    pub(super) fn new(mtu: Option<u32>) -> Result<Self, Failure> {
        let proc = rustix::fs::open("/proc", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty());
        Ok(Self { proc: Arc::new(proc.map_err(Failure::of(Step::Proc))?), mtu })
    }
}

/// A network with a loopback and nothing else, and a root directory with nothing but a `/tmp`. Both are gone when this is dropped, the
/// last thread has left, and the last socket is closed.
pub(super) struct Namespace {
    /// Not used again while the relay runs.
    number: u64,
    network: OwnedFd,
    root: OwnedFd,
}

impl Namespace {
    /// Makes one. The calling thread is moved into its network.
    pub(super) fn make(plan: &Plan) -> Result<Self, Failure> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        enter_new_network(plan.mtu)?;
        sysctl::set(&plan.proc);
        let network = openat(&plan.proc, "thread-self/ns/net", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
            .map_err(Failure::of(Step::Proc))?;
        Ok(Self { number: NUMBER.fetch_add(1, Ordering::Relaxed), network, root: root::make()? })
    }

    /// Which one it is.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Moves the calling thread into the network.
    pub(super) fn enter_network(&self) -> Result<(), Failure> {
        move_into_link_name_space(self.network.as_fd(), Some(LinkNameSpaceType::Network))
            .map_err(Failure::of(Step::Entry))
    }

    /// Moves the calling thread into the network and the root directory. The thread must have its file system
    /// [detached](detach_file_system).
    pub(super) fn enter(&self) -> Result<(), Failure> {
        self.enter_network()?;
        fchdir(&self.root).and_then(|()| chroot(".")).map_err(Failure::of(Step::Entry))
    }
}

/// Makes a network namespace, moves the calling thread there, and brings its loopback up.
pub(crate) fn enter_new_network(mtu: Option<u32>) -> Result<(), Failure> {
    unshare(UnshareFlags::NEWNET).map_err(Failure::of(Step::NetworkNamespace))?;
    interface::set_up(mtu)
}

fn unshare(flags: UnshareFlags) -> rustix::io::Result<()> {
    debug_assert!(!flags.contains(UnshareFlags::FILES));
    // SAFETY: `CLONE_FILES`, which would give the thread a descriptor table of its own, is not among the flags.
    unsafe { unshare_unsafe(flags) }
}

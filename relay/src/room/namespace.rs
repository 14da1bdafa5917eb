//! Namespaces: the user namespace of the relay, and the network namespace and root directory of each room.

use super::failure::{Failure, Step};
use super::root;
use rustix::fs::{Mode, OFlags, openat};
use rustix::process::{chroot, fchdir, getgid, getuid};
use rustix::thread::{LinkNameSpaceType, UnshareFlags, move_into_link_name_space, unshare_unsafe};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
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

/// `/proc`, opened before any chroot(2).
pub(super) fn open_proc() -> Result<OwnedFd, Failure> {
    rustix::fs::open("/proc", OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
        .map_err(Failure::of(Step::Proc))
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
    pub(super) fn make(proc: &OwnedFd) -> Result<Self, Failure> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        unshare(UnshareFlags::NEWNET).map_err(Failure::of(Step::NetworkNamespace))?;
        bring_loopback_up().map_err(Failure::of_io(Step::Loopback))?;
        let network = openat(proc, "thread-self/ns/net", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
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

fn unshare(flags: UnshareFlags) -> rustix::io::Result<()> {
    debug_assert!(!flags.contains(UnshareFlags::FILES));
    // SAFETY: `CLONE_FILES`, which would give the thread a descriptor table of its own, is not among the flags.
    unsafe { unshare_unsafe(flags) }
}

/// Sets `IFF_UP` on `lo`, netdevice(7).
fn bring_loopback_up() -> io::Result<()> {
    use rustix::net::{AddressFamily, SocketFlags, SocketType, socket_with};
    let socket = socket_with(AddressFamily::INET, SocketType::DGRAM, SocketFlags::CLOEXEC, None)?;
    // SAFETY: All zeros is a valid `ifreq`.
    let mut request: libc::ifreq = unsafe { std::mem::zeroed() };
    for (to, from) in request.ifr_name.iter_mut().zip(b"lo") {
        // Signed or not, depending on the architecture.
        *to = *from as libc::c_char;
    }
    // The interface is as new as its namespace: it has no other flag to keep.
    request.ifr_ifru.ifru_flags = libc::IFF_UP as libc::c_short;
    // SAFETY: `SIOCSIFFLAGS` reads the `ifreq` it is given, which outlives the call.
    match unsafe { libc::ioctl(socket.as_raw_fd(), libc::SIOCSIFFLAGS, &raw const request) } {
        -1 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}

//! The root directory of a room: a file system of its own, in memory, mounted nowhere.
//!
//! It has no path on the host, and whatever happens to the relay nothing of it is left: it ends with the last descriptor and the last
//! thread in it.

use super::failure::{Failure, Step};
use rustix::fs::{AtFlags, Mode, chmodat, mkdirat};
use rustix::mount::{FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsconfig_set_string, fsmount, fsopen};
use std::os::fd::OwnedFd;

/// Sockets and directories hold no data, and there are no other files: this is for the directories' own entries, which tmpfs does not
/// count, and for nothing else. In bytes.
const SIZE: &str = "65536";
/// How many sockets with a path and directories there may be.
const FILES: &str = "1024";
/// As a login shell has it: what is made in a room does not depend on how the relay was started.
const UMASK: Mode = Mode::from_raw_mode(0o022);

/// An empty root with a `/tmp` for everybody. Needs `CAP_SYS_ADMIN` over the mount namespace of the thread.
pub(super) fn make() -> Result<OwnedFd, Failure> {
    mount().and_then(|root| furnish(&root).map(|()| root)).map_err(Failure::of(Step::FileSystem))
}

/// What the calling thread makes from now on has the modes it would have under a login shell. The thread must have unshared `CLONE_FS`.
pub(super) fn set_umask() {
    rustix::process::umask(UMASK);
}

fn mount() -> rustix::io::Result<OwnedFd> {
    let context = fsopen("tmpfs", FsOpenFlags::FSOPEN_CLOEXEC)?;
    for (key, value) in [("size", SIZE), ("nr_inodes", FILES), ("mode", "0755")] {
        fsconfig_set_string(&context, key, value)?;
    }
    fsconfig_create(&context)?;
    let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID
        | MountAttrFlags::MOUNT_ATTR_NODEV
        | MountAttrFlags::MOUNT_ATTR_NOEXEC
        | MountAttrFlags::MOUNT_ATTR_NOATIME;
    fsmount(&context, FsMountFlags::FSMOUNT_CLOEXEC, attributes)
}

fn furnish(root: &OwnedFd) -> rustix::io::Result<()> {
    mkdirat(root, "tmp", Mode::empty())?;
    // Not by mkdir(2), which leaves out what the umask says.
    chmodat(root, "tmp", Mode::from_raw_mode(0o1777), AtFlags::empty())
}

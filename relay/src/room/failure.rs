//! What can be refused on the way to a room, and what to do about it.

use sockbox_core::Errno;
use std::io;

/// A step on the way to a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// unshare(2) with `CLONE_NEWUSER` and `CLONE_NEWNS`.
    UserNamespace,
    /// Writing `/proc/self/setgroups`, `uid_map` and `gid_map`, user_namespaces(7).
    IdMaps,
    /// Opening what is needed of `/proc`, proc(5), while it can be reached.
    Proc,
    /// unshare(2) with `CLONE_NEWNET`.
    NetworkNamespace,
    /// Bringing the loopback interface up, rtnetlink(7).
    Loopback,
    /// Giving the loopback interface the addresses of a room's hosts, rtnetlink(7).
    Addresses,
    /// Making the file system that is a room's root, tmpfs(5).
    FileSystem,
    /// Moving a thread into a room: setns(2), fchdir(2), chroot(2).
    Entry,
    /// Starting a thread.
    Thread,
}

/// In the order they are taken; the number of a step on the pipe is its place here.
const STEPS: [Step; 9] = [
    Step::UserNamespace,
    Step::IdMaps,
    Step::Proc,
    Step::NetworkNamespace,
    Step::Loopback,
    Step::Addresses,
    Step::FileSystem,
    Step::Entry,
    Step::Thread,
];

impl Step {
    fn words(self) -> &'static str {
        match self {
            Self::UserNamespace => "making a user and a mount namespace, unshare(CLONE_NEWUSER | CLONE_NEWNS)",
            Self::IdMaps => "writing the id maps of the user namespace",
            Self::Proc => "opening /proc",
            Self::NetworkNamespace => "making a network namespace, unshare(CLONE_NEWNET)",
            Self::Loopback => "bringing up the loopback interface in the network namespace",
            Self::Addresses => "adding addresses to the loopback interface, RTM_NEWADDR",
            Self::FileSystem => "making the file system of a room, fsopen(\"tmpfs\")",
            Self::Entry => "entering a room, setns and chroot",
            Self::Thread => "starting a thread",
        }
    }
}

/// The step that was refused, and the kernel's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}: {} ({})", step.words(), errno.strerror(), errno.name().unwrap_or("?"))]
pub struct Failure {
    /// What was tried.
    pub step: Step,
    /// What the kernel said.
    pub errno: Errno,
}

impl Failure {
    /// What usually is behind it, and what permits it.
    pub fn hint(&self) -> Option<&'static str> {
        match (self.step, self.errno) {
            (Step::UserNamespace | Step::NetworkNamespace, Errno::ENOSPC) => {
                Some("raise the sysctls user.max_user_namespaces, user.max_mnt_namespaces and user.max_net_namespaces")
            }
            (Step::UserNamespace | Step::NetworkNamespace, Errno::EPERM) => Some(
                "in a container its seccomp profile forbids it; on Debian the sysctl kernel.unprivileged_userns_clone=1 permits it",
            ),
            (Step::UserNamespace, Errno::EINVAL) => Some("the kernel was built without user namespaces"),
            (Step::IdMaps, _) => {
                Some("AppArmor may restrict it: on Ubuntu a profile with `userns,` for this program permits it")
            }
            (Step::FileSystem, Errno::ENOSYS) => Some("Linux 5.10 or newer is needed"),
            (Step::FileSystem | Step::Entry | Step::Loopback | Step::Addresses, Errno::EPERM | Errno::EACCES) => {
                Some("a security module, such as AppArmor or SELinux, may take away the rights within a user namespace")
            }
            _ => None,
        }
    }

    /// A step and what came of it.
    pub(super) fn of(step: Step) -> impl Fn(rustix::io::Errno) -> Self {
        move |errno| Self { step, errno: Errno(errno.raw_os_error()) }
    }

    /// As [`of`](Self::of), for an error of the standard library.
    pub(super) fn of_io(step: Step) -> impl Fn(io::Error) -> Self {
        move |error| Self { step, errno: error.raw_os_error().map_or(Errno::EIO, Errno) }
    }

    pub(super) fn to_bytes(self) -> [u8; 5] {
        let mut bytes = [self.step as u8, 0, 0, 0, 0];
        bytes[1..].copy_from_slice(&self.errno.0.to_le_bytes());
        bytes
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&step, errno) = bytes.split_first()?;
        let errno = i32::from_le_bytes(errno.try_into().ok()?);
        Some(Self { step: *STEPS.get(usize::from(step))?, errno: Errno(errno) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_survives_the_pipe() {
        for step in STEPS {
            let failure = Failure { step, errno: Errno::EPERM };
            assert_eq!(Failure::from_bytes(&failure.to_bytes()), Some(failure));
        }
        assert_eq!(Failure::from_bytes(&[]), None);
        assert_eq!(Failure::from_bytes(&[STEPS.len() as u8, 0, 0, 0, 0]), None);
    }

    #[test]
    fn a_failure_names_step_and_error() {
        let failure = Failure { step: Step::NetworkNamespace, errno: Errno::EPERM };
        let words = "making a network namespace, unshare(CLONE_NEWNET): Operation not permitted (EPERM)";
        assert_eq!(failure.to_string(), words);
    }
}

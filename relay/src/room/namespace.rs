//! User and network namespaces: the steps to one, and a child process that tries them first.
//!
//! unshare(CLONE_NEWUSER) cannot be taken back, and some systems let it succeed and refuse what follows. So all steps are tried in a
//! child, which reports the one that failed.

use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, WaitOptions, getgid, getuid, waitpid};
use rustix::thread::{UnshareFlags, unshare_unsafe};
use sockbox_core::Errno;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::AsRawFd;

/// A step on the way to a network namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// unshare(2) with `CLONE_NEWUSER`.
    UserNamespace,
    /// Writing `/proc/self/setgroups`, `uid_map` and `gid_map`, user_namespaces(7).
    IdMaps,
    /// unshare(2) with `CLONE_NEWNET`.
    NetworkNamespace,
    /// Bringing the loopback interface up, netdevice(7).
    Loopback,
}

/// In the order they are taken; the number of a step on the pipe is its place here.
const STEPS: [Step; 4] = [Step::UserNamespace, Step::IdMaps, Step::NetworkNamespace, Step::Loopback];

impl Step {
    fn words(self) -> &'static str {
        match self {
            Self::UserNamespace => "making a user namespace, unshare(CLONE_NEWUSER)",
            Self::IdMaps => "writing the id maps of the user namespace",
            Self::NetworkNamespace => "making a network namespace, unshare(CLONE_NEWNET)",
            Self::Loopback => "bringing up the loopback interface in the network namespace",
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
            (_, Errno::ENOSPC) => Some("raise the sysctls user.max_user_namespaces and user.max_net_namespaces"),
            (Step::UserNamespace, Errno::EPERM) => Some(
                "in a container its seccomp profile forbids it; on Debian the sysctl kernel.unprivileged_userns_clone=1 permits it",
            ),
            (Step::IdMaps, _) => {
                Some("AppArmor may restrict it: on Ubuntu a profile with `userns,` for this program permits it")
            }
            _ => None,
        }
    }

    fn to_bytes(self) -> [u8; 5] {
        let mut bytes = [self.step as u8, 0, 0, 0, 0];
        bytes[1..].copy_from_slice(&self.errno.0.to_le_bytes());
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&step, errno) = bytes.split_first()?;
        let errno = i32::from_le_bytes(errno.try_into().ok()?);
        Some(Self { step: *STEPS.get(usize::from(step))?, errno: Errno(errno) })
    }
}

/// Makes a user namespace in which this process is root and owns nothing, and enters it. Only while there is a single thread.
pub(super) fn enter_user_namespace() -> Result<(), Failure> {
    // Outside ids, as they are before.
    let (user, group) = (getuid().as_raw(), getgid().as_raw());
    // SAFETY: `CLONE_FILES` is not among the flags.
    unsafe { unshare_unsafe(UnshareFlags::NEWUSER) }.map_err(failed(Step::UserNamespace))?;
    let write = |name: &str, text: &str| {
        std::fs::write(format!("/proc/self/{name}"), text)
            .map_err(|error| Failure { step: Step::IdMaps, errno: number(&error) })
    };
    write("setgroups", "deny")?;
    write("uid_map", &format!("0 {user} 1"))?;
    write("gid_map", &format!("0 {group} 1"))
}

/// Makes a network namespace, moves the calling thread there, for good, and brings its loopback up.
pub(super) fn enter_new_network() -> Result<(), Failure> {
    // SAFETY: `CLONE_FILES` is not among the flags.
    unsafe { unshare_unsafe(UnshareFlags::NEWNET) }.map_err(failed(Step::NetworkNamespace))?;
    bring_loopback_up().map_err(|error| Failure { step: Step::Loopback, errno: number(&error) })
}

/// Tries all steps in a child process. Only while there is a single thread.
///
/// # Errors
/// The outer error: no child could be made or heard. The inner one: the step that failed.
pub(super) fn probe() -> io::Result<Result<(), Failure>> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    // SAFETY: The process has a single thread (the caller's duty), so that the child may run any code.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => report(File::from(writer)),
        child => {
            drop(writer);
            hear(File::from(reader), child)
        }
    }
}

/// The parent: what the child came to. One that ended by a signal, as some seccomp profiles have it, reports nothing.
fn hear(mut pipe: File, child: libc::pid_t) -> io::Result<Result<(), Failure>> {
    let mut bytes = Vec::new();
    pipe.read_to_end(&mut bytes)?;
    let status = waitpid(Pid::from_raw(child), WaitOptions::empty())?.and_then(|(_, status)| status.exit_status());
    match (Failure::from_bytes(&bytes), status) {
        (Some(failure), _) => Ok(Err(failure)),
        (None, Some(0)) => Ok(Ok(())),
        (None, _) => Err(io::Error::other("it ended without a report")),
    }
}

/// The child: takes the steps, writes a failure to the pipe, and ends without running any of the parent's exit handlers.
fn report(mut pipe: File) -> ! {
    let status = match enter_user_namespace().and_then(|()| enter_new_network()) {
        Ok(()) => 0,
        Err(failure) => {
            // If this fails too, the status alone tells it.
            let _ = pipe.write_all(&failure.to_bytes());
            1
        }
    };
    // SAFETY: `_exit` may be called at any time.
    unsafe { libc::_exit(status) }
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

fn failed(step: Step) -> impl Fn(rustix::io::Errno) -> Failure {
    move |errno| Failure { step, errno: Errno(errno.raw_os_error()) }
}

fn number(error: &io::Error) -> Errno {
    error.raw_os_error().map_or(Errno::EIO, Errno)
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
        assert_eq!(Failure::from_bytes(&[9, 0, 0, 0, 0]), None);
    }

    #[test]
    fn a_failure_names_step_and_error() {
        let failure = Failure { step: Step::NetworkNamespace, errno: Errno::EPERM };
        let words = "making a network namespace, unshare(CLONE_NEWNET): Operation not permitted (EPERM)";
        assert_eq!(failure.to_string(), words);
    }
}

//! Trying all steps to a room in a child process first.
//!
//! unshare(CLONE_NEWUSER) cannot be taken back, and some systems let it succeed and refuse what follows.

use super::failure::Failure;
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, WaitOptions, waitpid};
use std::fs::File;
use std::io::{self, Read, Write};

/// Takes `steps` in a child process. Only while there is a single thread.
///
/// # Errors
/// The outer error: no child could be made or heard. The inner one: the step that failed.
pub(super) fn probe(steps: impl FnOnce() -> Result<(), Failure>) -> io::Result<Result<(), Failure>> {
    let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
    // SAFETY: The process has a single thread (the caller's duty), so that the child may run any code.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => report(steps(), File::from(writer)),
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

/// The child: writes a failure to the pipe, and ends without running any of the parent's exit handlers.
fn report(result: Result<(), Failure>, mut pipe: File) -> ! {
    let status = match result {
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

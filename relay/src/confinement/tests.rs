//! In threads of their own, which end with what they gave up.

use super::*;
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use std::thread;

fn in_thread<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> T {
    thread::spawn(job).join().expect("it does not panic")
}

#[test]
fn a_thread_that_serves_opens_no_file_to_write_and_goes_nowhere() {
    let outcomes = in_thread(|| {
        confine().expect("this kernel has seccomp");
        [
            rustix::fs::open("/dev/null", OFlags::RDONLY, Mode::empty()).map(drop),
            rustix::fs::open("/dev/null", OFlags::WRONLY, Mode::empty()).map(drop),
            rustix::process::chroot("/"),
            rustix::process::chdir("/"),
        ]
    });
    assert_eq!(outcomes, [Ok(()), Err(Errno::PERM), Err(Errno::PERM), Err(Errno::PERM)]);
}

#[test]
fn threads_are_made_and_processes_are_not() {
    in_thread(|| {
        confine().expect("this kernel has seccomp");
        in_thread(|| ());
        let error = std::process::Command::new("/bin/true").status().expect_err("that is another process");
        assert_eq!(error.raw_os_error(), Some(libc::EPERM));
    });
}

/// Signal 0 only asks whether there is such a process.
#[test]
fn other_processes_of_its_user_are_out_of_reach() {
    let (parent, own) = (std::os::unix::process::parent_id(), std::process::id());
    let outcomes = in_thread(move || {
        confine().expect("this kernel has seccomp");
        [parent, own].map(|process| {
            let none = std::ptr::null::<u8>();
            // SAFETY: Signal 0 is not delivered, and a limit is neither set nor read.
            let ask = |call, argument: u32| match unsafe { libc::syscall(call, process, argument, none, none) } {
                0 => None,
                _ => std::io::Error::last_os_error().raw_os_error(),
            };
            [ask(libc::SYS_tgkill, process), ask(libc::SYS_prlimit64, libc::RLIMIT_NOFILE)]
        })
    });
    assert_eq!(outcomes, [[Some(libc::EPERM); 2], [None; 2]]);
}

/// With arguments that the kernel finds wrong before it asks for any right, so that only the list can say `EPERM`.
#[test]
fn nothing_is_mounted_from_a_room() {
    let outcomes = in_thread(|| {
        confine_room_thread().expect("this kernel has seccomp");
        let (none, empty, wrong) = (std::ptr::null::<u8>(), c"".as_ptr(), -1_i64);
        [libc::SYS_mount, libc::SYS_umount2, libc::SYS_move_mount, libc::SYS_open_tree, libc::SYS_mount_setattr].map(
            |call| {
                // SAFETY: None of these calls writes to memory, and there is nothing at these addresses that could be read.
                let status = unsafe { libc::syscall(call, empty, wrong, none, wrong, none) };
                (status, std::io::Error::last_os_error().raw_os_error())
            },
        )
    });
    assert_eq!(outcomes, [(-1, Some(libc::EPERM)); 5]);
}

#[test]
fn nothing_is_executed_from_a_room_either() {
    in_thread(|| {
        confine_room_thread().expect("this kernel has seccomp");
        assert!(std::process::Command::new("/bin/true").status().is_err());
    });
}

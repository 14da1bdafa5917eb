//! The system calls that are left, as seccomp filters.
//!
//! They were collected with strace(1) over the relay's tests; what glibc and musl may use instead of one of them stands with it.

use libc::*;
use seccompiler::{
    BackendError, BpfProgram, SeccompAction, SeccompCmpArgLen as Length, SeccompCmpOp as Is,
    SeccompCondition as Condition, SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;

/// For whom a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calls {
    /// The threads that serve connections.
    Serve,
    /// The threads that work in rooms.
    Room,
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Memory, time, threads and signals of any program.
const PROGRAM: &[i64] = &[
    SYS_brk,
    SYS_clock_gettime,
    SYS_clock_nanosleep,
    SYS_exit,
    SYS_exit_group,
    SYS_futex,
    SYS_getpid,
    SYS_getrandom,
    SYS_gettid,
    SYS_getuid,
    SYS_madvise,
    SYS_membarrier,
    SYS_mremap,
    SYS_munmap,
    SYS_nanosleep,
    SYS_restart_syscall,
    SYS_rseq,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sched_getaffinity,
    SYS_sched_yield,
    SYS_set_robust_list,
    SYS_sigaltstack,
    SYS_uname,
];

/// Descriptors: files are read, sockets and events are used.
const DESCRIPTORS: &[i64] = &[
    SYS_accept,
    SYS_accept4,
    SYS_bind,
    SYS_close,
    SYS_connect,
    SYS_dup,
    SYS_dup3,
    SYS_epoll_create1,
    SYS_epoll_ctl,
    SYS_epoll_pwait,
    SYS_epoll_pwait2,
    SYS_eventfd2,
    SYS_fcntl,
    SYS_fstat,
    SYS_ftruncate,
    SYS_getdents64,
    SYS_getpeername,
    SYS_getsockname,
    SYS_getsockopt,
    SYS_listen,
    SYS_lseek,
    SYS_memfd_create,
    SYS_newfstatat,
    SYS_pipe2,
    SYS_ppoll,
    SYS_read,
    SYS_readlinkat,
    SYS_readv,
    SYS_recvfrom,
    SYS_recvmsg,
    SYS_sendmsg,
    SYS_sendto,
    SYS_setsockopt,
    SYS_shutdown,
    SYS_socket,
    SYS_socketpair,
    SYS_statx,
    SYS_write,
    SYS_writev,
];

/// The same, under the names that only x86-64 still has.
#[cfg(target_arch = "x86_64")]
const OLD: &[i64] = &[SYS_dup2, SYS_epoll_wait, SYS_lstat, SYS_pipe, SYS_poll, SYS_readlink, SYS_stat];
#[cfg(not(target_arch = "x86_64"))]
const OLD: &[i64] = &[];

/// To make a room's network and file system, to go there, and what resolves a path there.
const ROOM: &[i64] = &[
    SYS_chroot,
    SYS_fchdir,
    SYS_fchmodat,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fsopen,
    SYS_mkdirat,
    SYS_openat,
    SYS_setns,
    SYS_umask,
    SYS_unlinkat,
    SYS_unshare,
];
#[cfg(target_arch = "x86_64")]
const OLD_ROOM: &[i64] = &[SYS_chmod, SYS_mkdir, SYS_open, SYS_rmdir, SYS_unlink];
#[cfg(not(target_arch = "x86_64"))]
const OLD_ROOM: &[i64] = &[];

impl Calls {
    /// The filters. A call has to pass all of them, and the answer is that of the strictest.
    pub(super) fn filters(self) -> Result<[BpfProgram; 2], BackendError> {
        // The flags of clone3(2) are in memory, where a filter cannot look. Without it both C libraries use clone(2).
        let no_clone3 =
            filter(BTreeMap::from([(SYS_clone3, Vec::new())]), SeccompAction::Errno(ENOSYS as u32), Other::Passes)?;
        Ok([no_clone3, filter(self.rules()?, SeccompAction::Allow, Other::Fails)?])
    }

    fn rules(self) -> Result<Rules, BackendError> {
        let lists: &[&[i64]] = match self {
            Self::Serve => &[PROGRAM, DESCRIPTORS, OLD],
            Self::Room => &[PROGRAM, DESCRIPTORS, OLD, ROOM, OLD_ROOM],
        };
        let mut rules: Rules = lists.iter().copied().flatten().map(|call| (*call, Vec::new())).collect();
        // A thread of this process, not another process.
        rules.insert(SYS_clone, vec![with_bits(0, CLONE_THREAD, CLONE_THREAD)?]);
        // Signals and limits of this process: others of its user are not its affair.
        let own = std::process::id() as i32;
        rules.insert(SYS_tgkill, vec![equal(0, own)?]);
        rules.insert(SYS_prlimit64, vec![equal(0, 0)?, equal(0, own)?]);
        // Rules of a call of its own: the other filter has the last word.
        rules.insert(SYS_clone3, Vec::new());
        // No memory that can be both changed and executed, or that becomes code.
        rules.insert(SYS_mmap, vec![with_bits(2, PROT_EXEC, 0)?]);
        rules.insert(SYS_mprotect, vec![with_bits(2, PROT_EXEC, 0)?]);
        rules.insert(SYS_prctl, vec![equal(0, PR_SET_NAME)?, equal(0, PR_SET_VMA)?]);
        rules.insert(
            SYS_ioctl,
            [FIONBIO, FIONREAD, TIOCOUTQ, TCGETS, TIOCGWINSZ]
                .map(|request| equal(1, request as i32))
                .into_iter()
                .collect::<Result<_, _>>()?,
        );
        if self == Self::Serve {
            let written = O_ACCMODE | O_CREAT | O_TRUNC;
            rules.insert(SYS_openat, vec![with_bits(2, written, O_RDONLY)?]);
            #[cfg(target_arch = "x86_64")]
            rules.insert(SYS_open, vec![with_bits(1, written, O_RDONLY)?]);
        }
        Ok(rules)
    }
}

/// What becomes of the calls that are not in a list.
enum Other {
    Passes,
    Fails,
}

fn filter(rules: Rules, listed: SeccompAction, other: Other) -> Result<BpfProgram, BackendError> {
    let other = match other {
        Other::Passes => SeccompAction::Allow,
        Other::Fails => SeccompAction::Errno(EPERM as u32),
    };
    SeccompFilter::new(rules, other, listed, std::env::consts::ARCH.try_into()?)?.try_into()
}

/// Where of these bits of an argument just the wanted are set.
fn with_bits(argument: u8, bits: i32, wanted: i32) -> Result<SeccompRule, BackendError> {
    let condition = Condition::new(argument, Length::Dword, Is::MaskedEq(bits as u32 as u64), wanted as u32 as u64)?;
    SeccompRule::new(vec![condition])
}

fn equal(argument: u8, value: i32) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(vec![Condition::new(argument, Length::Dword, Is::Eq, value as u32 as u64)?])
}

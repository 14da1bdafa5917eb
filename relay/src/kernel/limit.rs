//! How many descriptors this process may have.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the soft limit on open descriptors to the hard one: each socket of each session is one, and many systems start a process
/// with 1024, a value kept for programs that use select(2). getrlimit(2). Tells what it is then; `None` is no limit.
///
/// # Errors
/// What setrlimit(2) says; the limit is then what it was.
pub(crate) fn raise_descriptor_limit() -> rustix::io::Result<Option<u64>> {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum })?;
    Ok(maximum)
}

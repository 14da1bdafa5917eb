//! What a process and the kernel have in memory.

use anyhow::Context;
use std::fs::read_to_string;

/// Memory that the kernel has for itself, proc_meminfo(5). What it could give back (caches of files and names) is left out: other
/// programs change that all the time.
const OF_THE_KERNEL: [&str; 5] = ["SUnreclaim", "Percpu", "KernelStack", "PageTables", "VmallocUsed"];

/// In KiB.
#[derive(Clone, Copy)]
pub(super) struct Memory {
    /// The relay's resident set, `VmRSS` of proc_pid_status(5).
    pub(super) user: f64,
    /// The kernel's, on behalf of all programs; only differences mean something.
    pub(super) kernel: f64,
}

impl Memory {
    /// What there is now, with a relay of this process id.
    pub(super) fn of(relay: u32) -> anyhow::Result<Self> {
        let status = read_to_string(format!("/proc/{relay}/status"))?;
        let meminfo = read_to_string("/proc/meminfo")?;
        let kernel = OF_THE_KERNEL.iter().map(|name| field(&meminfo, name)).sum::<anyhow::Result<f64>>()?;
        Ok(Self { user: field(&status, "VmRSS")?, kernel })
    }

    /// What came to it since `earlier`, for each of so many.
    pub(super) fn since(self, earlier: Self, count: usize) -> Self {
        let each = |later: f64, earlier: f64| (later - earlier) / count as f64;
        Self { user: each(self.user, earlier.user), kernel: each(self.kernel, earlier.kernel) }
    }
}

/// The value of a line such as `VmRSS:   1234 kB`.
fn field(text: &str, name: &str) -> anyhow::Result<f64> {
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    let value = value.with_context(|| format!("there is no line {name} where Linux should have one"))?;
    Ok(value.trim().trim_end_matches(" kB").parse()?)
}

//! The kernel's settings for the network of a room, ip(7), tcp(7), icmp(7).

use rustix::fs::{Mode, OFlags, openat};
use rustix::io::write;
use std::os::fd::OwnedFd;
use std::sync::Once;

/// What is set, and why. The rest is as the kernel has it in a new network namespace.
const SETTINGS: [(&str, &str); 4] = [
    // Everybody may listen at port 80: there is nobody to be protected, and most threads of the relay have no capabilities.
    ("ipv4/ip_unprivileged_port_start", "0"),
    // ping by SOCK_DGRAM, for the relay's group, which is 0 in its user namespace.
    ("ipv4/ping_group_range", "0 0"),
    // What one TCP socket may hold of the host's memory: least, at first, most. The host's most is several times this.
    ("ipv4/tcp_rmem", "4096 131072 1048576"),
    ("ipv4/tcp_wmem", "4096 16384 524288"),
];

/// Sets them in the network of the calling thread. Where `/proc` may only be read, as in most containers, a room is as the kernel made
/// it: `proc` was opened before any chroot(2).
pub(super) fn set(proc: &OwnedFd) {
    for (name, value) in SETTINGS {
        let result = openat(proc, format!("sys/net/{name}"), OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())
            .and_then(|file| write(file, value.as_bytes()));
        if let Err(error) = result {
            static TOLD: Once = Once::new();
            TOLD.call_once(|| {
                tracing::warn!(
                    "net.{name} cannot be set in rooms: {error}. Ports below 1024 and ping may be refused there, and each TCP socket may \
                     hold several MiB of this host's memory, as net.ipv4.tcp_rmem and tcp_wmem have it"
                )
            });
        }
    }
}

//! The ancillary data that may be sent and received. Sources: unix(7), ip(7), ipv6(7), socket(7).
//!
//! `SCM_CREDENTIALS` is in neither list, nor are `SO_PASSCRED` and `SO_PEERCRED`: process, user and group are the relay's there, the
//! same for everybody. A program that was shown them would take all processes of a room for one.

use super::Refusal;
use crate::kernel::RIGHTS_MAX;
use libc::{IPPROTO_IP, IPPROTO_IPV6, SOL_SOCKET};
use sockbox_core::{Cause, Control, Errno};

const INT: usize = size_of::<libc::c_int>();

/// Level, type, and how many bytes.
const SENT: &[(i32, i32, usize)] = &[
    (IPPROTO_IP, libc::IP_PKTINFO, size_of::<libc::in_pktinfo>()),
    (IPPROTO_IP, libc::IP_TOS, 1),
    (IPPROTO_IP, libc::IP_TOS, INT),
    (IPPROTO_IP, libc::IP_TTL, INT),
    (IPPROTO_IPV6, libc::IPV6_DONTFRAG, INT),
    (IPPROTO_IPV6, libc::IPV6_HOPLIMIT, INT),
    (IPPROTO_IPV6, libc::IPV6_PKTINFO, size_of::<libc::in6_pktinfo>()),
    (IPPROTO_IPV6, libc::IPV6_TCLASS, INT),
];

/// Level and type.
const RECEIVED: &[(i32, i32)] = &[
    (SOL_SOCKET, libc::SCM_TIMESTAMP),
    (SOL_SOCKET, libc::SCM_TIMESTAMPNS),
    (IPPROTO_IP, libc::IP_PKTINFO),
    (IPPROTO_IP, libc::IP_RECVERR),
    (IPPROTO_IP, libc::IP_TOS),
    (IPPROTO_IP, libc::IP_TTL),
    (IPPROTO_IPV6, libc::IPV6_HOPLIMIT),
    (IPPROTO_IPV6, libc::IPV6_PKTINFO),
    (IPPROTO_IPV6, libc::IPV6_RECVERR),
    (IPPROTO_IPV6, libc::IPV6_TCLASS),
];

/// Judges what a `sendmsg` carries. Whose the descriptors are is judged where they are known.
pub(super) fn judge(control: &[Control]) -> Result<(), Refusal> {
    let mut rights = 0;
    for message in control {
        match message {
            Control::Rights { fds } => rights += fds.len(),
            Control::Data { level, kind, data } => judge_data(*level, *kind, data.len())?,
        }
    }
    if rights > RIGHTS_MAX {
        return Err(Refusal::new(Errno::EINVAL, Cause::TooManyRights { count: rights, most: RIGHTS_MAX }));
    }
    Ok(())
}

fn judge_data(level: i32, kind: i32, length: usize) -> Result<(), Refusal> {
    if SENT.contains(&(level, kind, length)) {
        return Ok(());
    }
    let cause = match (level, kind) {
        (SOL_SOCKET, libc::SCM_CREDENTIALS) => Cause::CredentialsNotHere,
        _ => Cause::AncillaryNotHere { level, kind, length },
    };
    Err(Refusal::new(Errno::EINVAL, cause))
}

/// Whether received ancillary data, other than sockets, may be shown.
pub(crate) fn may_arrive(level: i32, kind: i32) -> bool {
    RECEIVED.contains(&(level, kind))
}

/// Whether a message chooses the interface it leaves by.
pub(crate) fn names_interface(control: &[Control]) -> bool {
    let named = [(IPPROTO_IP, libc::IP_PKTINFO), (IPPROTO_IPV6, libc::IPV6_PKTINFO)];
    let names =
        |message: &Control| matches!(message, Control::Data { level, kind, .. } if named.contains(&(*level, *kind)));
    control.iter().any(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sockbox_core::Fd;

    fn check(level: i32, kind: i32, length: usize, expect: Result<(), Errno>) {
        let control = [Control::Data { level, kind, data: vec![0; length] }];
        assert_eq!(judge(&control).map_err(|refusal| refusal.errno), expect, "{level} {kind} {length}");
    }

    #[test]
    fn only_listed_data_of_its_length_is_sent() {
        check(IPPROTO_IP, libc::IP_TTL, 4, Ok(()));
        check(IPPROTO_IPV6, libc::IPV6_PKTINFO, 20, Ok(()));
        check(IPPROTO_IP, libc::IP_TTL, 5, Err(Errno::EINVAL));
        check(IPPROTO_IP, libc::IP_RETOPTS, 4, Err(Errno::EINVAL));
        check(SOL_SOCKET, libc::SCM_CREDENTIALS, 12, Err(Errno::EINVAL));
    }

    /// As data it would be descriptors of the relay.
    #[test]
    fn rights_are_never_data() {
        for length in 0..64 {
            check(SOL_SOCKET, libc::SCM_RIGHTS, length, Err(Errno::EINVAL));
        }
        assert!(!may_arrive(SOL_SOCKET, libc::SCM_RIGHTS));
    }

    #[test]
    fn rights_of_all_messages_together_are_bounded() {
        let half = Control::Rights { fds: vec![Fd(3); RIGHTS_MAX / 2] };
        assert_eq!(judge(&[half.clone(), half.clone()]), Ok(()));
        assert!(judge(&[half.clone(), half, Control::Rights { fds: vec![Fd(3)] }]).is_err());
    }
}

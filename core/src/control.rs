//! Ancillary data: what `sendmsg` and `recvmsg` carry beside bytes, cmsg(3).

use crate::Fd;
use serde::{Deserialize, Serialize};

/// One control message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Control {
    /// `SCM_RIGHTS` of unix(7).
    Rights {
        /// Descriptors of the session that sends; in a reply, new ones of the session that receives.
        fds: Vec<Fd>,
    },
    /// Any other, such as `IP_TTL` of ip(7).
    Data {
        /// `cmsg_level`.
        level: i32,
        /// `cmsg_type`.
        kind: i32,
        /// `cmsg_data`, as the kernel lays it out.
        data: Vec<u8>,
    },
}

//! What a session does not even try: the model's certainties, the policy, the reach of its room, and its limits.

use super::Session;
use crate::operation::wait_of;
use crate::policy::{self, Refusal};
use sockbox_core::constants::MSG_OOB;
use sockbox_core::model::Verdict;
use sockbox_core::wire::{self, Isolation};
use sockbox_core::{Address, Call, Errno, Wait};

/// Bytes that the blocked sends of one session may hold, all together: four of the largest payloads.
const BLOCKED_BYTES_MAX: usize = 4 * wire::PAYLOAD_MAX;

impl Session {
    /// What may not even be tried.
    pub(super) fn judge(&mut self, call: &Call, payload: &[u8]) -> Result<(), Refusal> {
        if let Verdict::Refused { errno, why } = self.model.check(call) {
            return Err(Refusal { errno, why });
        }
        policy::judge(call, payload)?;
        self.judge_reach(call)?;
        self.judge_out_of_band(call)?;
        if may_block(call) {
            self.judge_blocking(payload)?;
        }
        if self.descriptors.has_room_for(opened_by(call)) { Ok(()) } else { Err(self.too_many_descriptors()) }
    }

    fn judge_blocking(&self, payload: &[u8]) -> Result<(), Refusal> {
        let calls = self.limits.process.blocked_calls;
        if self.blocked.len() >= calls {
            return Err(limit(Errno::ENOBUFS, "blocked calls", calls, "--process-blocked-calls"));
        }
        if self.blocked.held() + payload.len() > BLOCKED_BYTES_MAX {
            let why = format!("the blocked calls of this terminal hold {BLOCKED_BYTES_MAX} bytes to send at most");
            return Err(Refusal::new(Errno::ENOBUFS, why));
        }
        Ok(())
    }

    fn judge_reach(&self, call: &Call) -> Result<(), Refusal> {
        match call {
            Call::Socket { kind, .. } => {
                let why = "raw sockets need a network of their own, which this relay could not make";
                let kind = policy::kind_without_flags(*kind);
                self.room.check_kind(kind).map_err(|errno| Refusal::new(errno, why))
            }
            Call::Bind { address, .. } => self.room.check_bind(address).map_err(|errno| out_of_reach(errno, address)),
            Call::Connect { address, .. }
            | Call::SendTo { address, .. }
            | Call::SendMsg { address: Some(address), .. } => {
                self.room.check_peer(address).map_err(|errno| out_of_reach(errno, address))
            }
            Call::Lstat { .. } | Call::Unlink { .. } | Call::MkDir { .. } | Call::RmDir { .. } => self.judge_files(),
            _ => Ok(()),
        }
    }

    fn judge_files(&self) -> Result<(), Refusal> {
        match self.room.isolation() {
            Isolation::Namespace => Ok(()),
            Isolation::Host => {
                let why = "there is no file system here: it needs a room of its own, which this relay could not make";
                Err(Refusal::new(Errno::EACCES, why))
            }
        }
    }

    /// Streams of `AF_UNIX` have had out-of-band data since Linux 5.15, and its errors were ways into the kernel: hardly anybody builds
    /// on it, and a kernel can be built without.
    fn judge_out_of_band(&self, call: &Call) -> Result<(), Refusal> {
        let asked = call.flags().is_some_and(|flags| flags & MSG_OOB != 0);
        let socket = call.fd().and_then(|fd| self.descriptors.find(fd));
        if asked && socket.is_some_and(|socket| socket.is_unix()) {
            return Err(Refusal::new(Errno::EOPNOTSUPP, "MSG_OOB is not available here for AF_UNIX: TCP has it"));
        }
        Ok(())
    }

    pub(super) fn too_many_descriptors(&self) -> Refusal {
        limit(Errno::EMFILE, "open sockets", self.descriptors.limit(), "--process-descriptors")
    }
}

fn out_of_reach(errno: Errno, address: &Address) -> Refusal {
    let why = match address {
        Address::Unix { .. } => {
            "AF_UNIX sockets have names only in a network of their own, which this relay could not make"
        }
        Address::Inet { .. } | Address::Inet6 { .. } => "only loopback addresses exist here, such as 127.0.0.1 and ::1",
    };
    Refusal::new(errno, why)
}

/// How many descriptors a call opens for certain.
fn opened_by(call: &Call) -> usize {
    match call {
        Call::Socket { .. } | Call::Dup { .. } | Call::Accept { .. } => 1,
        Call::SocketPair { .. } => 2,
        _ => 0,
    }
}

fn may_block(call: &Call) -> bool {
    wait_of(call).is_some_and(|wait| wait != Wait::Never)
}

/// A limit that is hit names itself.
fn limit(errno: Errno, what: &str, value: usize, option: &str) -> Refusal {
    let why =
        format!("this terminal has {value} {what}, and may not have more; `sockbox serve {option}` raises the limit");
    Refusal::new(errno, why)
}

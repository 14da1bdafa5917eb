//! What a session does not even try: the model's certainties, the policy, the reach of its room, and its limits.

use super::Session;
use super::blocked::Place;
use crate::operation::wait_of;
use crate::policy::{self, Refusal};
use sockbox_core::constants::{MSG_OOB, MSG_WAITALL};
use sockbox_core::model::Verdict;
use sockbox_core::wire::{Isolation, PAYLOAD_MAX, Validation};
use sockbox_core::{Address, Call, Cause, Control, Errno, NetworkUse, Predicted, Wait};

impl Session {
    /// What may not even be tried. A call that may block gets its place among those that do.
    pub(super) fn judge(&mut self, id: u64, call: &Call, payload: &[u8]) -> Result<Option<Place>, Refusal> {
        self.validate(id, call)?;
        policy::judge(call, payload)?;
        self.judge_reach(call)?;
        self.judge_out_of_band(call)?;
        if let Call::Accept { .. } = call {
            // It is given back: the connection gets its own when it is there.
            drop(self.reserve(1)?);
        }
        if !may_block(call) {
            return Ok(None);
        }
        let place = self.blocked.place(held_by(call) + payload.len());
        place.map(Some).map_err(|exceeded| Refusal::new(Errno::ENOBUFS, Cause::Limit(exceeded.into())))
    }

    /// The model's word. In a room that only explains it is kept until the kernel's is known; a descriptor that names nothing is no
    /// question for the kernel.
    fn validate(&mut self, id: u64, call: &Call) -> Result<(), Refusal> {
        let Verdict::Refused { errno, why } = self.model.check(call) else { return Ok(()) };
        let names_socket = call.fd().is_some_and(|fd| self.model.state(fd).is_some());
        if *self.validation.borrow() == Validation::Enforce || !names_socket {
            return Err(Refusal { errno, why });
        }
        self.predicted.insert(id, Predicted { errno, why: why.with_english() });
        Ok(())
    }

    fn judge_reach(&self, call: &Call) -> Result<(), Refusal> {
        match call {
            Call::Socket { kind, .. } => {
                let cause = Cause::NeedsNetwork(NetworkUse::RawSockets);
                let kind = policy::kind_without_flags(*kind);
                self.room.check_kind(kind).map_err(|errno| Refusal::new(errno, cause))
            }
            Call::Bind { address, .. } => self.room.check_bind(address).map_err(|errno| out_of_reach(errno, address)),
            Call::SetSockOpt { level, name, .. } => policy::judge_interface(*level, *name, self.room.isolation()),
            Call::SendMsg { control, .. }
                if self.room.isolation() == Isolation::Host && policy::names_interface(control) =>
            {
                Err(Refusal::new(Errno::EPERM, Cause::NeedsNetwork(NetworkUse::Interface)))
            }
            Call::Connect { address, .. }
            | Call::SendTo { address, .. }
            | Call::SendMsg { address: Some(address), .. } => {
                self.room.check_peer(address).map_err(|errno| out_of_reach(errno, address))
            }
            _ if call.path().is_some() => self.judge_files(),
            _ => Ok(()),
        }
    }

    fn judge_files(&self) -> Result<(), Refusal> {
        match self.room.isolation() {
            Isolation::Namespace => Ok(()),
            Isolation::Host => Err(Refusal::new(Errno::EACCES, Cause::NeedsNetwork(NetworkUse::Files))),
        }
    }

    /// Streams of `AF_UNIX` have had out-of-band data since Linux 5.15, and its errors were ways into the kernel: hardly anybody builds
    /// on it, and a kernel can be built without.
    fn judge_out_of_band(&self, call: &Call) -> Result<(), Refusal> {
        let asked = call.flags().is_some_and(|flags| flags & MSG_OOB != 0);
        let socket = call.fd().and_then(|fd| self.descriptors.find(fd));
        if asked && socket.is_some_and(|socket| socket.is_unix()) {
            return Err(Refusal::new(Errno::EOPNOTSUPP, Cause::OutOfBandNotHere));
        }
        Ok(())
    }
}

fn out_of_reach(errno: Errno, address: &Address) -> Refusal {
    let cause = match address {
        Address::Unix { .. } => Cause::NeedsNetwork(NetworkUse::UnixNames),
        Address::Inet { .. } | Address::Inet6 { .. } => Cause::OnlyLoopback,
    };
    Refusal::new(errno, cause)
}

fn may_block(call: &Call) -> bool {
    wait_of(call).is_some_and(|wait| wait != Wait::Never)
}

/// What a blocked call holds in memory beside its payload, in bytes, as far as the worker decides it.
fn held_by(call: &Call) -> usize {
    let data = |control: &Control| match control {
        Control::Data { data, .. } => data.len(),
        Control::Rights { fds } => size_of_val(&fds[..]),
    };
    match call {
        Call::Poll { entries, .. } => size_of_val(&entries[..]),
        Call::SendMsg { control, .. } => control.iter().map(data).sum(),
        // What came is kept until the rest has come.
        Call::Recv { size, flags, .. } | Call::RecvFrom { size, flags, .. } | Call::RecvMsg { size, flags, .. }
            if flags & MSG_WAITALL != 0 =>
        {
            (*size as usize).min(PAYLOAD_MAX)
        }
        _ => 0,
    }
}

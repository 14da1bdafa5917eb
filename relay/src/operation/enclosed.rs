//! What a message carries beside its bytes, and what becomes of the sockets in it.

use crate::kernel::{Flight, Outgoing, Socket};
use crate::quota::Share;
use crate::room::Queue;
use sockbox_core::Errno;
use std::sync::Arc;
use tokio::runtime::Handle;

/// The ancillary data of one `sendmsg`.
#[derive(Default)]
pub(crate) struct Enclosed {
    outgoing: Outgoing,
    flight: Option<(Flight, Kept, Handle)>,
}

/// What is kept while sockets are in flight: their places among the descriptors, and those in their queues.
type Kept = (Share, Vec<Arc<Queue>>);

impl Enclosed {
    /// Adds a control message that holds no descriptors.
    pub(crate) fn push(&mut self, level: i32, kind: i32, data: &[u8]) {
        self.outgoing.push(level, kind, data);
    }

    /// Adds sockets. They count as open, by `share`, and keep the places in their queues until they arrived or are lost. Must be called
    /// within the runtime.
    ///
    /// # Errors
    /// If the relay has no descriptors left.
    pub(crate) fn enclose(
        &mut self,
        sockets: Vec<Arc<Socket>>,
        share: Share,
        queues: Vec<Arc<Queue>>,
    ) -> Result<(), Errno> {
        let flight = self.outgoing.enclose(sockets)?;
        self.flight = Some((flight, (share, queues), Handle::current()));
        Ok(())
    }

    pub(super) fn outgoing(&self) -> &Outgoing {
        &self.outgoing
    }

    /// The message was sent. That its sockets are gone may show long after the session has ended.
    pub(super) fn depart(self) {
        let Self { outgoing, flight } = self;
        // Its own end of the tracer must be closed first.
        drop(outgoing);
        if let Some((flight, kept, runtime)) = flight {
            runtime.spawn(async move {
                flight.landed().await;
                drop(kept);
            });
        }
    }
}

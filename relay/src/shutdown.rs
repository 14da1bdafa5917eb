//! How a relay is asked to end: first politely, then not.

use tokio_util::sync::CancellationToken;

/// The way to end a relay that runs. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    drain: CancellationToken,
    stop: CancellationToken,
}

impl Shutdown {
    /// Lets nobody in any more, tells those who are there, and stops when they left or when [`Config::drain`](crate::Config::drain) is over.
    pub fn drain(&self) {
        self.drain.cancel();
    }

    /// Ends every connection, with a word of farewell.
    pub fn stop(&self) {
        self.drain();
        self.stop.cancel();
    }

    /// Whether it has begun to end.
    pub fn is_draining(&self) -> bool {
        self.drain.is_cancelled()
    }

    /// Cancelled when nobody is to be let in any more.
    pub(crate) fn draining(&self) -> &CancellationToken {
        &self.drain
    }

    /// Resolves when the relay is to end at once.
    pub(crate) async fn stopped(&self) {
        self.stop.cancelled().await;
    }
}

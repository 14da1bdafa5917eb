//! Who may open a WebSocket, and for whom it counts.
//!
//! ```text
//! connection ── listener: the relay's quota of connections, and that of the peer's address
//!      request ── origin    a page of this relay, or of one that it was told of; or no page at all
//!              ── token     where the relay is private
//!              ── client    the address it counts for
//! ```
//!
//! Whoever is refused is told so over HTTP. Browsers keep the words from their pages, so the log has them too.

mod client;
mod operator;
mod origin;
mod refusal;
mod token;

pub(crate) use client::{Addressing, Client, Peer};
pub(crate) use operator::Operator;
pub use origin::Origin;
pub(crate) use refusal::{Refused, as_accepted};
pub use token::AccessToken;

use crate::listener::{Connection, Intake};
use crate::quota::{Addresses, Share};
use crate::routes::Relay;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use sockbox_core::NotAdmitted;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// What requests are judged by.
pub(crate) struct Admission {
    /// The names the relay is reached by, beside `localhost` and addresses.
    pub(crate) hosts: Vec<String>,
    /// Pages from elsewhere that may use it.
    pub(crate) origins: Vec<Origin>,
    /// What a private relay wants to hear.
    pub(crate) token: Option<AccessToken>,
    /// How the address of a client is found.
    pub(crate) addressing: Addressing,
    /// What each address uses.
    pub(crate) addresses: Arc<Addresses>,
    /// Cancelled when nobody is let in any more.
    pub(crate) draining: CancellationToken,
}

/// Proof that a WebSocket may be opened. It is kept as long as the WebSocket.
pub(crate) struct Admitted {
    /// For whom it counts.
    pub(crate) client: Client,
    connection: Option<Arc<Connection>>,
    _forwarded: Option<Share>,
}

impl Admission {
    /// Judges the head of a request for a WebSocket.
    fn judge(&self, parts: &Parts) -> Result<Admitted, Refused> {
        origin::judge(&parts.headers, &self.hosts, &self.origins)?;
        if self.token.as_ref().is_some_and(|token| !token.is_in(&parts.headers)) {
            return Err(NotAdmitted::NoToken.into());
        }
        if self.draining.is_cancelled() {
            return Err(NotAdmitted::Stopping.into());
        }
        let client = Client::of(parts, self.addressing, &self.addresses);
        // Connections of a peer were counted when they were accepted; behind a proxy it is only known now whose they are.
        let forwarded = match self.addressing {
            Addressing::Peer => None,
            Addressing::Forwarded => Some(client.quotas.connections.take(1)?),
        };
        let connection = parts.extensions.get::<Peer>().map(|peer| Arc::clone(&peer.connection));
        Ok(Admitted { client, connection, _forwarded: forwarded })
    }
}

impl Admitted {
    /// What comes by the connection. Every request has one: it comes through the listener.
    pub(crate) fn intake(&self) -> Arc<Intake> {
        self.connection.as_ref().map(|connection| Arc::clone(&connection.intake)).unwrap_or_default()
    }
}

impl FromRequestParts<Arc<Relay>> for Admitted {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Self, Self::Rejection> {
        relay.admission.judge(parts)
    }
}

//! Who may read the metrics where everybody else asks for pages.

use super::{Addressing, Peer, origin};
use crate::routes::Relay;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::sync::Arc;

/// Proof that a program of this very machine asks: not a proxy for somebody else, nor a page.
pub(crate) struct Operator;

impl FromRequestParts<Arc<Relay>> for Operator {
    type Rejection = axum::http::StatusCode;

    async fn from_request_parts(parts: &mut Parts, relay: &Arc<Relay>) -> Result<Self, Self::Rejection> {
        let is_near = parts.extensions.get::<Peer>().is_some_and(|peer| peer.address.to_canonical().is_loopback());
        let is_direct = relay.admission.addressing == Addressing::Peer
            && ["x-forwarded-for", "forwarded", "via", "origin"].iter().all(|name| !parts.headers.contains_key(*name));
        let is_meant = origin::is_for(&parts.headers, &relay.admission.hosts);
        if is_near && is_direct && is_meant { Ok(Self) } else { Err(axum::http::StatusCode::NOT_FOUND) }
    }
}

//! Paths and what answers them.

use crate::admission::Admitted;
use crate::assets::{self, Assets};
use crate::connection::{self, Terms};
use crate::quota::{Exceeded, RoomQuotas};
use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The only room there is.
const ROOM: &str = "main";

/// What the routes share.
pub(crate) struct Relay {
    /// What every connection is given.
    pub(crate) terms: Terms,
    /// The names it is reached by, beside `localhost` and addresses.
    pub(crate) hosts: Vec<String>,
    /// What the only room may use.
    pub(crate) quotas: RoomQuotas,
    /// The connections that are open.
    pub(crate) connections: TaskTracker,
    /// Cancelled when the relay is to stop.
    pub(crate) closing: CancellationToken,
    /// The page.
    pub(crate) assets: Assets,
}

/// The whole site.
pub(crate) fn router(relay: Relay) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/rooms/{room}", get(room_page))
        .route("/rooms/{room}/process", get(process))
        .route("/assets/{*path}", get(asset))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(|uri: Uri| async move { (StatusCode::NOT_FOUND, format!("There is nothing at {}.\n", uri.path())) })
        .layer(map_response(assets::with_security_headers))
        .with_state(Arc::new(relay))
}

async fn page(State(relay): State<Arc<Relay>>, headers: HeaderMap) -> Response {
    relay.assets.page(&headers)
}

async fn room_page(State(relay): State<Arc<Relay>>, Path(room): Path<String>, headers: HeaderMap) -> Response {
    if room == ROOM { relay.assets.page(&headers) } else { no_such_room(&room) }
}

async fn asset(State(relay): State<Arc<Relay>>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    relay.assets.asset(&path, &headers)
}

async fn process(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    _admitted: Admitted,
    upgrade: WebSocketUpgrade,
) -> Response {
    if room != ROOM {
        return no_such_room(&room);
    }
    let process = match relay.quotas.processes.take(1) {
        Ok(share) => share,
        Err(exceeded) => return refused(exceeded),
    };
    let open = relay.connections.token();
    connection::limit_frames(upgrade, relay.terms.limits.frame_size).on_upgrade(async move |socket| {
        connection::serve(socket, &relay.terms, relay.closing.cancelled()).await;
        drop((process, open));
    })
}

fn no_such_room(room: &str) -> Response {
    (StatusCode::NOT_FOUND, format!("There is no room {room:?} here: the only one is {ROOM:?}.\n")).into_response()
}

/// A limit was hit before there was a WebSocket to say it.
fn refused(exceeded: Exceeded) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, format!("{exceeded}\n")).into_response()
}

//! Paths and what answers them.

use crate::admission::Admitted;
use crate::assets::{self, Assets};
use crate::connection::{self, Terms};
use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;
use tokio::sync::Semaphore;
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
    /// One permit a session.
    pub(crate) sessions: Arc<Semaphore>,
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
    let Ok(session) = Arc::clone(&relay.sessions).try_acquire_owned() else {
        return too_many_sessions(&relay);
    };
    let open = relay.connections.token();
    connection::limit_frames(upgrade).on_upgrade(async move |socket| {
        connection::serve(socket, &relay.terms, relay.closing.cancelled()).await;
        drop((session, open));
    })
}

fn no_such_room(room: &str) -> Response {
    (StatusCode::NOT_FOUND, format!("There is no room {room:?} here: the only one is {ROOM:?}.\n")).into_response()
}

fn too_many_sessions(relay: &Relay) -> Response {
    let limit = relay.terms.limits.sessions;
    let words = format!(
        "This relay has {limit} terminals open, and may not have more; `sockbox serve --sessions` raises the limit.\n"
    );
    (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
}

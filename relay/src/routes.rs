//! Paths and what answers them.

use crate::admission::Admitted;
use crate::assets::{self, Assets};
use crate::config::{Limits, Liveness};
use crate::connection::{self, Terms};
use crate::quota::Exceeded;
use crate::room::{Failure, Name, NoName, NoRoom, Occupant, Rooms};
use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::get;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// In bytes. A page says hello and nothing more.
const PAGE_FRAME: usize = 4096;

/// What the routes share.
pub(crate) struct Relay {
    /// Where sockets are made.
    pub(crate) rooms: Arc<Rooms>,
    /// What every process may use.
    pub(crate) limits: Limits,
    /// When a connection is given up.
    pub(crate) liveness: Liveness,
    /// The names it is reached by, beside `localhost` and addresses.
    pub(crate) hosts: Vec<String>,
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
        .route("/rooms/{room}/events", get(events))
        .route("/assets/{*path}", get(asset))
        .route("/healthz", get(|| async { "ok" }))
        .fallback(|uri: Uri| async move { (StatusCode::NOT_FOUND, format!("There is nothing at {}.\n", uri.path())) })
        .layer(map_response(assets::with_security_headers))
        .with_state(Arc::new(relay))
}

async fn page(State(relay): State<Arc<Relay>>, headers: HeaderMap) -> Response {
    relay.assets.page(&headers)
}

async fn room_page(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    name_of(&room)?;
    Ok(relay.assets.page(&headers))
}

async fn asset(State(relay): State<Arc<Relay>>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    relay.assets.asset(&path, &headers)
}

async fn process(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    _admitted: Admitted,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refused> {
    let name = name_of(&room)?;
    let occupant = relay.rooms.join(name).await.map_err(no_room)?;
    let process = occupant.room().quotas().processes.take(1).map_err(exceeded)?;
    let open = relay.connections.token();
    Ok(connection::limit_frames(upgrade, relay.limits.frame_size).on_upgrade(async move |socket| {
        let room = Arc::clone(occupant.room());
        let terms = Terms { room, limits: relay.limits, liveness: relay.liveness };
        connection::serve(socket, &terms, must_end(&relay, &occupant)).await;
        drop((process, occupant, open));
    }))
}

async fn events(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    _admitted: Admitted,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refused> {
    let occupant = relay.rooms.join(name_of(&room)?).await.map_err(no_room)?;
    let open = relay.connections.token();
    Ok(connection::limit_frames(upgrade, PAGE_FRAME).on_upgrade(async move |socket| {
        connection::page::serve(socket, occupant.room(), relay.liveness, must_end(&relay, &occupant)).await;
        drop((occupant, open));
    }))
}

/// Resolves when a connection has to end, with the reason.
async fn must_end(relay: &Relay, occupant: &Occupant) -> &'static str {
    tokio::select! {
        () = relay.closing.cancelled() => "the relay is being stopped",
        reason = occupant.room().ended() => reason,
    }
}

/// Why something is refused: status and words.
type Refused = (StatusCode, String);

fn name_of(room: &str) -> Result<Name, Refused> {
    room.parse().map_err(|NoName| (StatusCode::NOT_FOUND, format!("There is no room {room:?}: {NoName}.\n")))
}

fn no_room(reason: NoRoom) -> Refused {
    match reason {
        NoRoom::Exceeded(limit) => exceeded(limit),
        NoRoom::Failure(failure) => not_made(failure),
    }
}

/// A limit was hit before there was a WebSocket to say it.
fn exceeded(limit: Exceeded) -> Refused {
    (StatusCode::SERVICE_UNAVAILABLE, format!("{limit}\n"))
}

fn not_made(failure: Failure) -> Refused {
    tracing::error!(%failure, "a room cannot be made");
    let words = format!("This relay could not make a room: {failure}. Try again in a moment.\n");
    (StatusCode::SERVICE_UNAVAILABLE, words)
}

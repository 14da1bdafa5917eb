//! Paths and what answers them.

use crate::admission::{Admission, Admitted, Operator, Refused};
use crate::assets::{self, Assets};
use crate::config::{Limits, Liveness};
use crate::connection::{self, Terms};
use crate::metrics::{self, Metrics};
use crate::room::{Failure, Name, NoName, NoRoom, Occupant, Rooms};
use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
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
    /// Who is let in.
    pub(crate) admission: Admission,
    /// What is counted.
    pub(crate) metrics: Metrics,
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
        .route("/metrics", get(metrics))
        .route("/healthz", get(health))
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

/// Looked at last, so that a plain GET is told of every limit: a browser does not tell its page why a WebSocket was not let in.
type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

async fn process(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    admitted: Admitted,
    upgrade: Upgrade,
) -> Result<Response, Refused> {
    let name = name_of(&room)?;
    let occupant = relay.rooms.join(name, &admitted.client.quotas).await.map_err(no_room)?;
    let processes = [&admitted.client.quotas.processes, &occupant.room().quotas().processes];
    let [of_address, of_room] = processes.map(|quota| quota.take(1));
    let shares = (of_address?, of_room?);
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let open = relay.connections.token();
    Ok(connection::limit_frames(upgrade, relay.limits.frame_size).on_upgrade(async move |socket| {
        let room = Arc::clone(occupant.room());
        let terms = Terms { room, liveness: relay.liveness, metrics: relay.metrics.clone() };
        connection::serve(socket, &terms, must_end(&relay, &occupant)).await;
        drop((shares, admitted, occupant, open));
    }))
}

async fn events(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    admitted: Admitted,
    upgrade: Upgrade,
) -> Result<Response, Refused> {
    let occupant = relay.rooms.join(name_of(&room)?, &admitted.client.quotas).await.map_err(no_room)?;
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let open = relay.connections.token();
    Ok(connection::limit_frames(upgrade, PAGE_FRAME).on_upgrade(async move |socket| {
        connection::page::serve(socket, occupant.room(), relay.liveness, must_end(&relay, &occupant)).await;
        drop((admitted, occupant, open));
    }))
}

/// A relay that lets nobody in any more is not one to send people to.
async fn health(State(relay): State<Arc<Relay>>) -> (StatusCode, &'static str) {
    if relay.admission.draining.is_cancelled() {
        (StatusCode::SERVICE_UNAVAILABLE, "being stopped")
    } else {
        (StatusCode::OK, "ok")
    }
}

/// For programs of this machine; whoever is elsewhere is served at `--metrics-listen`.
async fn metrics(State(relay): State<Arc<Relay>>, Operator: Operator) -> Response {
    scrape(&relay.metrics)
}

fn scrape(metrics: &Metrics) -> Response {
    ([(CONTENT_TYPE, metrics::CONTENT_TYPE)], metrics.text()).into_response()
}

/// What is served at `--metrics-listen`, to whoever can reach it.
pub(crate) fn metrics_router(metrics: Metrics) -> Router {
    Router::new().route("/metrics", get(async move || scrape(&metrics)))
}

/// Resolves when a connection has to end, with the reason.
async fn must_end(relay: &Relay, occupant: &Occupant) -> &'static str {
    tokio::select! {
        () = relay.closing.cancelled() => "the relay is being stopped",
        reason = occupant.room().ended() => reason,
    }
}

fn name_of(room: &str) -> Result<Name, Refused> {
    room.parse().map_err(|NoName| Refused::new(StatusCode::NOT_FOUND, format!("There is no room {room:?}: {NoName}.")))
}

fn no_room(reason: NoRoom) -> Refused {
    match reason {
        NoRoom::Exceeded(limit) => limit.into(),
        NoRoom::Failure(failure) => not_made(failure),
    }
}

fn not_made(failure: Failure) -> Refused {
    tracing::error!(%failure, "a room cannot be made");
    let words = format!("This relay could not make a room: {failure}. Try again in a moment.");
    Refused::new(StatusCode::SERVICE_UNAVAILABLE, words)
}

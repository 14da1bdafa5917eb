//! Paths and what answers them.

use crate::admission::{Admission, Admitted, Operator, Origin, Refused, as_accepted};
use crate::assets::{self, Assets};
use crate::config::Liveness;
use crate::connection::{self, Terms};
use crate::metrics::{self, Metrics};
use crate::quota::Exceeded;
use crate::room::{Failure, Name, NoName, NoRoom, Occupant, Rooms};
use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Path, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use sockbox_core::wire::FRAME_MAX;
use sockbox_core::{Ending, NotAdmitted};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tracing::Instrument;

/// In bytes. A page says hello, and how the room is to be validated.
const PAGE_FRAME: usize = 4096;

/// What the routes share.
pub(crate) struct Relay {
    /// Where sockets are made.
    pub(crate) rooms: Arc<Rooms>,
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
    let readable = readable_by(relay.admission.origins.clone());
    Router::new()
        .route("/", get(page))
        .route("/rooms/{room}", get(room_page))
        .route("/rooms/{room}/process", get(process).layer(readable.clone()))
        .route("/rooms/{room}/events", get(events).layer(readable))
        .route("/assets/{*path}", get(asset))
        .route("/metrics", get(metrics))
        .route("/healthz", get(health))
        .fallback(|uri: Uri| async move { (StatusCode::NOT_FOUND, format!("There is nothing at {}.\n", uri.path())) })
        .layer(from_fn(as_accepted))
        .layer(map_response(assets::with_security_headers))
        .with_state(Arc::new(relay))
}

/// Lets pages of these origins read why a WebSocket was refused; the access token goes with their question. No other page can, whatever it
/// asks: Cross-Origin Resource Sharing, <https://fetch.spec.whatwg.org/#http-cors-protocol>.
fn readable_by(origins: Vec<Origin>) -> CorsLayer {
    let is_told = move |origin: &HeaderValue, _: &Parts| {
        origin.to_str().is_ok_and(|origin| origins.iter().any(|told| told.is(origin)))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(is_told))
        .allow_methods([Method::GET])
        .allow_headers([AUTHORIZATION])
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

/// Looked at when all is judged and nothing is done: a plain GET is told of every limit, for a browser does not tell its page why a WebSocket
/// was not let in; and it changes nothing, for any page can have a browser make one.
type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

async fn process(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    admitted: Admitted,
    upgrade: Upgrade,
) -> Result<Response, Refused> {
    let (name, client) = (name_of(&room)?, &admitted.client.quotas);
    client.processes.check(1)?;
    relay.rooms.look(name, client)?.processes.check(1)?;
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let occupant = relay.rooms.join(name, client).await.map_err(no_room)?;
    let shares = (client.processes.take(1)?, occupant.room().quotas().processes.take(1)?);
    let open = relay.connections.token();
    Ok(connection::limit_frames(upgrade, FRAME_MAX).on_upgrade(async move |socket| {
        let (room, client, intake) =
            (Arc::clone(occupant.room()), Arc::clone(&admitted.client.quotas), admitted.intake());
        intake.count_in(room.quotas().frames(&client), FRAME_MAX);
        let terms = Terms { room, client, intake, liveness: relay.liveness, metrics: relay.metrics.clone() };
        let span = tracing::info_span!("process", room = ?name, number = next_number());
        connection::serve(socket, &terms, must_end(&relay, &occupant)).instrument(span).await;
        drop((shares, admitted, occupant, open));
    }))
}

async fn events(
    State(relay): State<Arc<Relay>>,
    Path(room): Path<String>,
    admitted: Admitted,
    upgrade: Upgrade,
) -> Result<Response, Refused> {
    let (name, client) = (name_of(&room)?, &admitted.client.quotas);
    relay.rooms.look(name, client)?.pages.check(1)?;
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(rejection) => return Ok(rejection.into_response()),
    };
    let occupant = relay.rooms.join(name, client).await.map_err(no_room)?;
    let share = occupant.room().quotas().pages.take(1)?;
    let open = relay.connections.token();
    Ok(connection::limit_frames(upgrade, PAGE_FRAME).on_upgrade(async move |socket| {
        let span = tracing::info_span!("page", room = ?name, number = next_number());
        connection::page::serve(socket, occupant.room(), relay.liveness, must_end(&relay, &occupant))
            .instrument(span)
            .await;
        drop((share, admitted, occupant, open));
    }))
}

/// Tells one connection from another in the log.
fn next_number() -> u64 {
    static NUMBER: AtomicU64 = AtomicU64::new(1);
    NUMBER.fetch_add(1, Ordering::Relaxed)
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

/// Says to whoever asks anything that a limit was hit, of which these pages may read.
pub(crate) fn refusal(exceeded: Exceeded, origins: Vec<Origin>) -> Router {
    // They come in floods: none is logged.
    let refuse = async move || Refused::from(exceeded).answer();
    Router::new().fallback(refuse).layer(from_fn(as_accepted)).layer(readable_by(origins))
}

/// What is served at `--metrics-listen`, to whoever can reach it.
pub(crate) fn metrics_router(metrics: Metrics) -> Router {
    Router::new().route("/metrics", get(async move || scrape(&metrics)))
}

/// Resolves when a connection has to end, with the reason.
async fn must_end(relay: &Relay, occupant: &Occupant) -> Ending {
    tokio::select! {
        () = relay.closing.cancelled() => Ending::Stopped,
        ending = occupant.room().ended() => ending,
    }
}

fn name_of(room: &str) -> Result<Name, Refused> {
    room.parse().map_err(|NoName| NotAdmitted::NoSuchRoom.into())
}

fn no_room(reason: NoRoom) -> Refused {
    match reason {
        NoRoom::Exceeded(limit) => limit.into(),
        NoRoom::Failure(failure) => not_made(failure),
    }
}

fn not_made(failure: Failure) -> Refused {
    tracing::error!(%failure, "a room cannot be made");
    NotAdmitted::RoomNotMade { why: failure.to_string() }.into()
}

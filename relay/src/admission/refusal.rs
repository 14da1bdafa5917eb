//! How a refusal is told over HTTP: in English, or as JSON to whoever accepts that, from which a page has it in its reader's language.

use crate::quota::Exceeded;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, VARY, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sockbox_core::wire::Refusal;
use sockbox_core::{Explanation, NotAdmitted};
use sockbox_language::Language;

/// In bytes. So much of a refusal is logged.
const WORDS_MAX: usize = 200;
const JSON: &str = "application/json";

/// Why something is not done, before there is a WebSocket that could say it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused(NotAdmitted);

impl Refused {
    /// The answer, without a line in the log.
    pub(crate) fn answer(&self) -> Response {
        let (status, why) = (self.status(), self.0.explanation());
        let mut response = (status, why.text(Language::English) + "\n").into_response();
        if status == StatusCode::UNAUTHORIZED {
            // RFC 9110 section 15.5.2 wants it.
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response.extensions_mut().insert(why);
        response
    }

    fn status(&self) -> StatusCode {
        match self.0 {
            NotAdmitted::UnknownHost { .. } | NotAdmitted::ForeignOrigin { .. } => StatusCode::FORBIDDEN,
            NotAdmitted::NoToken => StatusCode::UNAUTHORIZED,
            NotAdmitted::NoSuchRoom => StatusCode::NOT_FOUND,
            NotAdmitted::Stopping | NotAdmitted::RoomNotMade { .. } | NotAdmitted::Limit(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }
}

impl From<NotAdmitted> for Refused {
    fn from(why: NotAdmitted) -> Self {
        Self(why)
    }
}

impl From<Exceeded> for Refused {
    fn from(exceeded: Exceeded) -> Self {
        Self(NotAdmitted::Limit(exceeded.into()))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let words = self.0.explanation().text(Language::English);
        // They may have some of the request's, as long as it is.
        let told = &words[..words.floor_char_boundary(WORDS_MAX)];
        tracing::warn!(status = self.status().as_u16(), words = told, "refused");
        self.answer()
    }
}

/// Gives a refusal as JSON to whoever accepts that.
pub(crate) async fn as_accepted(request: Request, next: Next) -> Response {
    let wants_json = accepts_json(request.headers());
    let mut response = next.run(request).await;
    let Some(why) = response.extensions_mut().remove::<Explanation>() else { return response };
    if wants_json {
        let refusal = Refusal { why: why.with_english() };
        *response.body_mut() = serde_json::to_vec(&refusal).map(Body::from).expect("words are plain data");
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    }
    response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
    response
}

/// Whether JSON is asked for by its name: `*/*` is what everybody says who has no wish.
fn accepts_json(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let types = lines.flat_map(|line| line.split(',')).map(|range| range.split(';').next().unwrap_or_default().trim());
    types.into_iter().any(|kind| kind.eq_ignore_ascii_case(JSON))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_given_to_whoever_names_it() {
        let accepts = |value| accepts_json(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]));
        assert!(accepts("application/json"));
        assert!(accepts("text/plain;q=0.5, Application/JSON;q=0.9"));
        assert!(!accepts("*/*"));
        assert!(!accepts("text/html,application/xhtml+xml"));
        assert!(!accepts_json(&HeaderMap::new()));
    }
}

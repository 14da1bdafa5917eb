//! Which encodings a browser takes, RFC 9110 section 12.5.3.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// Added to the name of the file.
    pub(super) fn suffix(self) -> &'static str {
        match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
            Self::Identity => "",
        }
    }

    /// Its name in HTTP; `None` for a file as it is.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The encodings this request accepts, smallest result first. The file as it is comes last and always: a browser that forbids even that
/// is better served than refused.
pub(super) fn accepted(request: &HeaderMap) -> impl Iterator<Item = Encoding> {
    [Encoding::Brotli, Encoding::Gzip, Encoding::Identity]
        .into_iter()
        .filter(|encoding| encoding.name().is_none_or(|name| accepts(request, name)))
}

fn accepts(request: &HeaderMap, name: &str) -> bool {
    let values = request.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let (coding, weight) = item.split_once(';').unwrap_or((item, ""));
        coding.trim().eq_ignore_ascii_case(name) && !is_zero(weight)
    })
}

/// `q=0`, `q=0.0` and so on: not acceptable.
fn is_zero(weight: &str) -> bool {
    let value = weight.trim().strip_prefix("q=").map(str::parse);
    matches!(value, Some(Ok(0.0_f32)))
}

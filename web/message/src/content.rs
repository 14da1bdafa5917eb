//! What a file holds, on its way as JSON: text as it is, anything else as base64.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// The content of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// UTF-8.
    Text(String),
    /// Bytes that are not UTF-8, in base64 (RFC 4648, section 4).
    Base64(String),
    /// More than [`Content::LIMIT`]: it stays where it is.
    TooLarge {
        /// In bytes.
        size: u64,
    },
}

impl Content {
    /// Bytes of a file that travel between page and worker, and that the page keeps.
    pub const LIMIT: usize = 2 << 20;

    /// The content that these bytes are.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        if bytes.len() > Self::LIMIT {
            return Self::TooLarge { size: bytes.len() as u64 };
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(bytes)),
        }
    }

    /// The bytes; none of a content that is too large, or of base64 that is none.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        match self {
            Self::Text(text) => Some(text.clone().into_bytes()),
            Self::Base64(text) => STANDARD.decode(text).ok(),
            Self::TooLarge { .. } => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::Content;

    #[test]
    fn text_and_bytes_come_back_as_they_were() {
        for bytes in [&b"print(1)\n"[..], &[0xff, 0, 0x80], "中文".as_bytes(), b""] {
            let content = Content::from_bytes(bytes);
            let json = serde_json::to_string(&content).unwrap();
            let read: Content = serde_json::from_str(&json).unwrap();
            assert_eq!(read.to_bytes().as_deref(), Some(bytes), "{json}");
        }
    }

    #[test]
    fn what_is_too_large_says_how_large_it_is() {
        let content = Content::from_bytes(&vec![b'x'; Content::LIMIT + 1]);
        assert_eq!(content, Content::TooLarge { size: Content::LIMIT as u64 + 1 });
        assert_eq!(content.to_bytes(), None);
    }

    #[test]
    fn base64_that_is_none_has_no_bytes() {
        assert_eq!(Content::Base64("?".to_owned()).to_bytes(), None);
    }
}

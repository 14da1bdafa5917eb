//! Bytes in a JSON header: a string where they are UTF-8, which is what people read, else an array of numbers.

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// For `#[serde(with = "octets")]`.
pub(crate) fn serialize<S: Serializer>(octets: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    match str::from_utf8(octets) {
        Ok(text) => serializer.serialize_str(text),
        Err(_) => octets.serialize(serializer),
    }
}

/// For `#[serde(with = "octets")]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    deserializer.deserialize_any(Octets)
}

struct Octets;

impl<'de> Visitor<'de> for Octets {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, or an array of bytes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<u8>, E> {
        Ok(text.as_bytes().to_vec())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, sequence: A) -> Result<Vec<u8>, A::Error> {
        Vec::deserialize(serde::de::value::SeqAccessDeserializer::new(sequence))
    }
}

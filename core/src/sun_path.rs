//! The name of an `AF_UNIX` socket: the `sun_path` of unix(7).

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// The most bytes of a name, unix(7).
pub const SUN_PATH_MAX: usize = 108;

/// What an `AF_UNIX` socket is bound to: a path, an abstract name, which begins with a NUL, or nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SunPath {
    /// Zeros behind `length`.
    octets: [u8; SUN_PATH_MAX],
    length: u8,
}

impl SunPath {
    /// The name of a socket that has none.
    pub const UNNAMED: SunPath = SunPath { octets: [0; SUN_PATH_MAX], length: 0 };

    /// A name of these bytes; `None` if they are more than [`SUN_PATH_MAX`].
    pub fn new(name: &[u8]) -> Option<SunPath> {
        let mut octets = [0; SUN_PATH_MAX];
        octets.get_mut(..name.len())?.copy_from_slice(name);
        Some(SunPath { octets, length: name.len() as u8 })
    }

    /// All of it; the NUL at the beginning of an abstract name included, the one at the end of a path not.
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets[..usize::from(self.length)]
    }

    /// Whether it is a name that has nothing to do with the file system.
    pub fn is_abstract(&self) -> bool {
        self.as_bytes().first() == Some(&0)
    }

    /// Whether it names a file.
    pub fn is_path(&self) -> bool {
        !self.is_abstract() && self.length > 0
    }
}

/// As tools print it: `/tmp/s`, `@name`, and nothing for no name.
impl fmt::Display for SunPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_bytes().split_first() {
            Some((0, name)) => write!(f, "@{}", name.escape_ascii()),
            _ => f.write_str(&String::from_utf8_lossy(self.as_bytes())),
        }
    }
}

impl fmt::Debug for SunPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for SunPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::octets::serialize(self.as_bytes(), serializer)
    }
}

impl<'de> Deserialize<'de> for SunPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<SunPath, D::Error> {
        let name = crate::octets::deserialize(deserializer)?;
        let too_long =
            || D::Error::custom(format!("a name of {} bytes, at most {SUN_PATH_MAX} are allowed", name.len()));
        SunPath::new(&name).ok_or_else(too_long)
    }
}

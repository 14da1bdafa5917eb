//! The names of rooms.

use std::fmt;
use std::str::FromStr;

/// 128 bits of somebody's choice, written as 32 hexadecimal digits. Who knows it is let in.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Name(u128);

/// What cannot be the name of a room.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name of a room is 32 hexadecimal digits, a-f in lower case")]
pub(crate) struct NoName;

const DIGITS: usize = 32;

impl Name {
    /// Of the only room there is where rooms have no networks of their own.
    pub(super) const SHARED: Self = Self(0);
}

impl FromStr for Name {
    type Err = NoName;

    fn from_str(text: &str) -> Result<Self, NoName> {
        let is_digit = |digit: u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != DIGITS || !text.bytes().all(is_digit) {
            return Err(NoName);
        }
        u128::from_str_radix(text, 16).map(Self).map_err(|_| NoName)
    }
}

/// The beginning only: a log must not let anybody in.
impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}...", self.0 >> 96)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_32_digits_in_lower_case() {
        let name: Name = "0123456789abcdef0123456789abcdef".parse().expect("a name");
        assert_eq!(format!("{name:?}"), "01234567...");
        for text in [
            "",
            "main",
            "0123456789abcdef0123456789abcde",
            "0123456789abcdef0123456789abcdef0",
            "0123456789ABCDEF0123456789abcdef",
            "+123456789abcdef0123456789abcdef",
            "0123456789abcdef0123456789abcdeg",
            "é123456789abcdef0123456789abcde",
        ] {
            assert_eq!(text.parse::<Name>(), Err(NoName), "{text}");
        }
    }
}

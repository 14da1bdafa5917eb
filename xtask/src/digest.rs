//! Content hashes: what decides whether a step has something to do. Modification times would not survive a checkout.

use anyhow::Context;
use sha2::{Digest as _, Sha256};
use std::fmt::{self, Display, Write};
use std::path::Path;

/// The SHA-256 of some inputs, in hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Digest(String);

impl Digest {
    /// Of the inputs in this order. Each input's length counts, so that no two lists run into one another.
    pub(crate) fn of<'a>(inputs: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Sha256::new();
        for input in inputs {
            hasher.update(input.len().to_le_bytes());
            hasher.update(input);
        }
        let mut digits = String::new();
        for byte in hasher.finalize() {
            write!(digits, "{byte:02x}").expect("a String takes all that is written");
        }
        Self(digits)
    }

    /// The first digits: unique enough for a folder of one build's files, short enough to read.
    pub(crate) fn short(&self) -> &str {
        &self.0[..16]
    }
}

impl Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Does the work unless the stamp says that it was done with these inputs, then writes the stamp.
///
/// # Errors
/// Those of the work; the stamp then stays away.
pub(crate) fn unless_done(
    stamp: &Path,
    inputs: &Digest,
    work: impl FnOnce() -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if std::fs::read_to_string(stamp).is_ok_and(|done| done == inputs.0) {
        return Ok(());
    }
    // A run that is broken off must not leave the stamp of an earlier one.
    let _ = std::fs::remove_file(stamp);
    work()?;
    if let Some(folder) = stamp.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(stamp, &inputs.0).with_context(|| format!("writing {}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::{Digest, unless_done};
    use tempfile::TempDir;

    #[test]
    fn inputs_do_not_run_into_one_another() {
        assert!(Digest::of([&b"ab"[..], b"c"]) != Digest::of([&b"a"[..], b"bc"]));
    }

    #[test]
    fn work_is_done_again_only_for_other_inputs() {
        let folder = TempDir::new().unwrap();
        let stamp = folder.path().join("below/stamp");
        let mut times = 0;
        for input in ["a", "a", "b", "a"] {
            unless_done(&stamp, &Digest::of([input.as_bytes()]), || {
                times += 1;
                Ok(())
            })
            .unwrap();
        }
        assert_eq!(times, 3);
    }

    #[test]
    fn work_that_failed_is_done_again() {
        let folder = TempDir::new().unwrap();
        let (stamp, inputs) = (folder.path().join("stamp"), Digest::of([&b"a"[..]]));
        unless_done(&stamp, &inputs, || Ok(())).unwrap();
        unless_done(&stamp, &Digest::of([&b"b"[..]]), || anyhow::bail!("no")).unwrap_err();
        let mut done = false;
        unless_done(&stamp, &inputs, || {
            done = true;
            Ok(())
        })
        .unwrap();
        assert!(done);
    }

    #[test]
    fn the_same_inputs_give_the_same_digest() {
        assert!(Digest::of([&b"ab"[..]]) == Digest::of([&b"ab"[..]]));
    }
}
